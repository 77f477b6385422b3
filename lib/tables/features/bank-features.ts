import type { CleanedTable } from "../cleaning/clean-table.js";
import type { Database } from "../database.js";
import { textLiteral } from "../literals.js";
import { type Feature, feature } from "./crm-features.js";

/** What is made of each customer of a bank campaign. The breaks of the bands were set before any outcome was seen. */
export const BANK_FEATURES: readonly Feature[] = [
  feature(
    "spend_change",
    "ROUND(spend_this_month - spend_last_month, 2)",
    "NZD",
    "spend in the campaign's month minus spend in the month before",
  ),
  feature("tenure_band", bandOf("tenure_years", [2, 4, 8]), "years", "time as a customer, in four bands"),
  feature(
    "recency_band",
    bandOf("days_since_last_purchase", [60, 120, 240]),
    "days",
    "days from the last purchase to the campaign, in four bands",
  ),
];

/**
 * Puts the features beside the columns of a cleaned bank campaign, as view `bank_features`: it is computed when it is
 * read and holds nothing, so that it serves millions of customers. A feature of a missing value is missing. Target nobody
 * by `spend_change`: half of it lies after the campaign.
 *
 * @example
 * await makeBankFeatures(database, await cleanTable(database, tableSchema(workspace.schema, "campaign_data")));
 * await writeParquet(workspace, database, { table: "bank_features", path: "data/processed/bank_customers.parquet" });
 */
export async function makeBankFeatures(
  database: Database,
  { table }: Pick<CleanedTable, "table">,
): Promise<void> {
  const columns = BANK_FEATURES.map(({ name, sql }) => `  ${sql} AS ${name}`);
  await database.run(
    `CREATE OR REPLACE VIEW bank_features AS\nSELECT *,\n${columns.join(",\n")}\nFROM ${table}`,
  );
}

/** SQL that names the band of a value: "under 2", "2 to under 4", "4 or more". A band begins at its lower break. */
function bandOf(column: string, breaks: readonly number[]): string {
  const names = breaks.map((high, i) => (i === 0 ? `under ${high}` : `${breaks[i - 1]} to under ${high}`));
  const cases = names.map((name, i) => `WHEN ${column} < ${breaks[i]} THEN ${textLiteral(name)}`);
  const last = `WHEN ${column} IS NOT NULL THEN '${breaks[breaks.length - 1]} or more'`;
  return `CASE ${[...cases, last].join(" ")} END`;
}
