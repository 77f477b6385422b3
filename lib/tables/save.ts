import type { Table } from "../types.js";
import { type CleanedTable, fileNames } from "./cleaning/clean-table.js";
import { tableSchema } from "./contract/schema.js";
import { copyCsv } from "./copy.js";
import type { Database } from "./database.js";
import { writeParquet } from "./parquet.js";
import type { Workspace } from "./workspace.js";

/**
 * Writes what cleaning made of each table: data/interim/NAME_clean.csv and set_aside_NAME.csv, with the columns named as
 * in the table's own file, and data/processed/NAME.parquet, with the names and types of the database, for the next
 * notebooks. A table without rows set aside has an empty file of them. Returns the paths that were written.
 *
 * @example
 * await saveCleaned(workspace, database, [cleanedShop, cleanedBank]); // ["data/interim/marketing_campaign_clean.csv", …]
 */
export async function saveCleaned(
  workspace: Workspace,
  database: Database,
  cleaned: readonly CleanedTable[],
): Promise<string[]> {
  const paths: string[] = [];
  for (const one of cleaned) {
    const { schema, table, setAside } = one;
    const aside = { record_number: "record_number", ...fileNames({ schema, flags: [] }), reason: "reason" };
    const cleanPath = `data/interim/${schema.name}_clean.csv`;
    const asidePath = `data/interim/set_aside_${schema.name}.csv`;
    const typedPath = `data/processed/${schema.name}.parquet`;
    await copyCsv(workspace, database, { table, path: cleanPath, names: fileNames(one) });
    await copyCsv(workspace, database, { table: setAside, path: asidePath, names: aside });
    await writeParquet(workspace, database, { table, path: typedPath });
    paths.push(cleanPath, asidePath, typedPath);
  }
  return paths;
}

/**
 * Writes a table of features into data/processed, as Parquet for the next notebooks and as CSV for people. `names` are
 * the columns of the CSV file, each with its name there. Returns the paths that were written.
 *
 * @example
 * const names = crmFileNames(cleanedShop);
 * await saveProcessed(workspace, database, { table: "crm_features", file: "customers_master", names });
 */
export async function saveProcessed(
  workspace: Workspace,
  database: Database,
  { table, file, names }: { table: string; file: string; names: Readonly<Record<string, string>> },
): Promise<string[]> {
  const path = `data/processed/${file}`;
  await copyCsv(workspace, database, { table, path: `${path}.csv`, names });
  await writeParquet(workspace, database, { table, path: `${path}.parquet` });
  return [`${path}.csv`, `${path}.parquet`];
}

/**
 * Writes synthetic tables into data/raw under their files' names, each whole or not at all. A table that the reader
 * brought is not written, nor is its truth: nobody knows it. Returns the names of the tables that were written.
 *
 * Throws RangeError when a table is not in the schema.
 *
 * @example
 * writeRaw(workspace, [bank.data, bank.truth]); // ["campaign_data", "truth_campaign_data"]
 */
export function writeRaw(workspace: Workspace, tables: readonly Table[]): string[] {
  const ours = tables.filter(({ name }) => {
    const { truthOf } = tableSchema(workspace.schema, name);
    return workspace.isSynthetic(truthOf ?? name);
  });
  for (const table of ours) {
    workspace.writeCsv(`data/raw/${tableSchema(workspace.schema, table.name).file}`, table);
  }
  return ours.map(({ name }) => name);
}
