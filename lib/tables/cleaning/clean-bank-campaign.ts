import { type Schema, tableSchema } from "../contract/schema.js";
import type { Database } from "../database.js";
import { meantLevel } from "../reading/quality.js";
import { type CleanedTable, changeColumns, finishCleaning, relabel, startCleaning } from "./cleaning.js";

const LOADED = "campaign_data";

/**
 * Cleans the bank campaign (`campaign_data`, loaded) into `campaign_clean`; no row is set aside.
 *
 * The rules: gender and channel as the schema spells their levels; a region that is missing is Unknown, which
 * stays a level of its own; an income below 15,000, the lowest that the table should have, is flagged and kept.
 *
 * @example
 * const { steps } = await cleanBankCampaign(database, workspace.schema);
 */
export async function cleanBankCampaign(database: Database, schema: Schema): Promise<CleanedTable> {
  const { columns } = tableSchema(schema, LOADED);
  let cleaning = startCleaning(database, LOADED, "campaign");
  for (const name of ["gender", "channel"]) {
    const column = columns.find((c) => c.name === name)!;
    const { sql, parameters } = await relabel(cleaning, name, (value) => meantLevel(column, value));
    cleaning = await changeColumns(cleaning, {
      rule: `write ${name} in one spelling`,
      columns: { [`${name}_spelt`]: { sql, replaces: name } },
      parameters,
    });
  }
  cleaning = await changeColumns(cleaning, {
    rule: "a missing region is Unknown",
    columns: { region_known: { sql: "COALESCE(region, 'Unknown')", replaces: "region" } },
  });
  cleaning = await changeColumns(cleaning, {
    rule: "flag an income below 15,000",
    columns: { income_low: { sql: "CASE WHEN income < 15000 THEN 1 ELSE 0 END" } },
  });
  const made: Record<string, string> = {
    gender: "gender_spelt",
    channel: "channel_spelt",
    region: "region_known",
  };
  const names = columns.map(({ name }): [string, string] => [name, made[name] ?? name]);
  return finishCleaning(cleaning, { ...Object.fromEntries(names), income_low: "income_low" });
}
