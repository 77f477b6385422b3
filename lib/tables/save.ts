import type { Database } from "./database.js";
import { crmForFiles } from "./features/crm-features.js";
import { writeParquet } from "./parquet.js";
import type { Workspace } from "./workspace.js";

/**
 * Writes what cleaning made into data/interim: both cleaned tables, and the shop's customers that were set aside, with
 * the reason. The shop's table has the published file's column names. Returns the paths that were written.
 *
 * @example
 * await saveCleaned(workspace, database); // ["data/interim/marketing_campaign_clean.csv", …]
 */
export async function saveCleaned(workspace: Workspace, database: Database): Promise<string[]> {
  const tables = {
    "data/interim/marketing_campaign_clean.csv": await crmForFiles(database, workspace.schema, "crm_clean"),
    "data/interim/set_aside_marketing_campaign.csv": await inFileOrder(database, "crm_set_aside"),
    "data/interim/campaign_data_clean.csv": await inFileOrder(database, "campaign_clean"),
  };
  for (const [path, table] of Object.entries(tables)) workspace.writeCsv(path, table);
  return Object.keys(tables);
}

/**
 * Writes what the next notebooks read into data/processed: the shop's customers with their features as CSV and Parquet,
 * the bank's customers as Parquet. Returns the paths that were written.
 */
export async function saveProcessed(workspace: Workspace, database: Database): Promise<string[]> {
  const shop = "data/processed/customers_master";
  const bank = "data/processed/bank_customers.parquet";
  workspace.writeCsv(`${shop}.csv`, await crmForFiles(database, workspace.schema, "crm_features"));
  await writeParquet(workspace, database, { table: "crm_features", path: `${shop}.parquet` });
  await writeParquet(workspace, database, { table: "campaign_clean", path: bank });
  return [`${shop}.csv`, `${shop}.parquet`, bank];
}

function inFileOrder(database: Database, table: "crm_set_aside" | "campaign_clean") {
  return database.query(`SELECT * FROM ${table} ORDER BY record_number`, {}, table);
}
