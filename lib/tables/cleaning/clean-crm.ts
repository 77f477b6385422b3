import { type Schema, tableSchema } from "../contract/schema.js";
import type { Database, Parameters } from "../database.js";
import {
  type CleanedTable,
  type Cleaning,
  changeColumns,
  finishCleaning,
  keepRows,
  relabel,
  startCleaning,
} from "./cleaning.js";

/** Spend on the six product groups. */
export const CRM_SPEND: readonly string[] = [
  "mnt_wines",
  "mnt_fruits",
  "mnt_meat_products",
  "mnt_fish_products",
  "mnt_sweet_products",
  "mnt_gold_prods",
];

/** Purchases by the four channels. */
export const CRM_PURCHASES: readonly string[] = [
  "num_deals_purchases",
  "num_web_purchases",
  "num_catalog_purchases",
  "num_store_purchases",
];

const CAPPED: readonly string[] = [...CRM_SPEND, ...CRM_PURCHASES, "num_web_visits_month"];
const LOADED = "marketing_campaign";

/**
 * Cleans the CRM table (`marketing_campaign`, loaded) into `crm_clean`, with the rows set aside in `crm_set_aside`.
 *
 * The rules are those of the published analysis of this table, in its order: title-case categories; a missing
 * income becomes the median, and the flag income_missing keeps the memory; birth years 1945 to 2007; values
 * beyond the 1st and 99th percentile of the rows left are set to that percentile. On the public file 2,221 of
 * 2,240 rows are left. Rows without a number that the features need are set aside, too; the public file has none.
 *
 * Throws RangeError when no income is known or no row would be left.
 *
 * @example
 * const { steps } = await cleanCrm(database, workspace.schema);
 * steps.map((step) => `${step.rule}: ${step.rowsTouched}`);
 */
export async function cleanCrm(database: Database, schema: Schema): Promise<CleanedTable> {
  let cleaning = startCleaning(database, LOADED, "crm");
  cleaning = await titleCase(cleaning);
  cleaning = await fillIncome(cleaning);
  cleaning = await keepRows(cleaning, {
    rule: "keep birth years 1945 to 2007",
    columns: ["year_birth"],
    keep: "year_birth BETWEEN 1945 AND 2007",
    reason: "year of birth missing or not within 1945 to 2007",
  });
  const needed = [...CAPPED, "recency", "dt_customer"];
  cleaning = await keepRows(cleaning, {
    rule: "keep rows with every number that the features need",
    columns: needed,
    keep: needed.map((column) => `${column} IS NOT NULL`).join(" AND "),
    reason: "a spend, a number of purchases or visits, recency or enrolment day is missing",
  });
  cleaning = await winsorise(cleaning, { low: 0.01, high: 0.99 });
  return finishCleaning(cleaning, resultColumns(schema));
}

async function titleCase(cleaning: Cleaning): Promise<Cleaning> {
  const education = await relabel(cleaning, "education", asTitle);
  const marital = await relabel(cleaning, "marital_status", asTitle);
  return changeColumns(cleaning, {
    rule: "write categories in title case",
    columns: {
      education_title: { sql: education.sql, replaces: "education" },
      marital_status_title: { sql: marital.sql, replaces: "marital_status" },
    },
    parameters: { ...education.parameters, ...marital.parameters },
  });
}

/** Every run of letters with a capital first and small letters after it: "2n Cycle" is "2N Cycle". */
function asTitle(value: string): string {
  return value.trim().replace(/\p{L}+/gu, (word) => word[0].toUpperCase() + word.slice(1).toLowerCase());
}

async function fillIncome(cleaning: Cleaning): Promise<Cleaning> {
  const [median] = await percentiles(cleaning, "income", [0.5]);
  return changeColumns(cleaning, {
    rule: "fill a missing income with the median and flag it",
    columns: {
      income_filled: { sql: "COALESCE(income, $median)", replaces: "income" },
      income_missing: { sql: "CASE WHEN income IS NULL THEN 1 ELSE 0 END" },
    },
    parameters: { median },
  });
}

/** Sets what lies beyond two percentiles to the percentile (Winsor): the row stays, its extreme does not. */
async function winsorise(
  cleaning: Cleaning,
  { low, high }: { low: number; high: number },
): Promise<Cleaning> {
  const columns: Record<string, { sql: string; replaces: string }> = {};
  let parameters: Parameters = {};
  for (const column of [...CAPPED, "income_filled"]) {
    const [lowest, highest] = await percentiles(cleaning, column, [low, high]);
    columns[`${column}_capped`] = {
      sql: `CASE WHEN ${column} < $${column}_low THEN $${column}_low WHEN ${column} > $${column}_high THEN $${column}_high ELSE CAST(${column} AS DOUBLE) END`,
      replaces: column,
    };
    parameters = { ...parameters, [`${column}_low`]: lowest, [`${column}_high`]: highest };
  }
  return changeColumns(cleaning, { rule: "winsorise at the 1st and 99th percentile", columns, parameters });
}

/** Percentiles by linear interpolation, computed once and passed on as values: engines must not differ in them. */
async function percentiles(
  { database, table }: Cleaning,
  column: string,
  fractions: readonly number[],
): Promise<readonly number[]> {
  const parts = fractions.map(
    (p, i) => `PERCENTILE_CONT(${p}) WITHIN GROUP (ORDER BY CAST(${column} AS DOUBLE)) AS p${i}`,
  );
  const { columns } = await database.query(`SELECT ${parts.join(", ")} FROM ${table}`);
  const values = fractions.map((_, i) => Number(columns[`p${i}`][0]));
  if (values.some(Number.isNaN))
    throw new RangeError(`column "${column}": every value is missing, no percentile`);
  return values;
}

/** The schema's columns under their own names, each from the column that the last rule on it made. */
function resultColumns(schema: Schema): Record<string, string> {
  const names = tableSchema(schema, LOADED).columns.map(({ name }): [string, string] => {
    if (CAPPED.includes(name)) return [name, `${name}_capped`];
    if (name === "income") return [name, "income_filled_capped"];
    return [name, name === "education" || name === "marital_status" ? `${name}_title` : name];
  });
  return { ...Object.fromEntries(names), income_missing: "income_missing" };
}
