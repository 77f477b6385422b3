import type { Table } from "../types.js";
import { numbersOf, textsOf } from "./columns.js";
import { columnsWithRole, tableSchema } from "./contract/schema.js";
import type { Database } from "./database.js";
import { loadParquet } from "./parquet.js";
import { type LoadedTable, loadTable } from "./reading/read.js";
import type { Workspace } from "./workspace.js";

/**
 * Reads the file of a table of the schema, the reader's own or the synthetic one, and checks every row: see loadTable.
 *
 * @example
 * const loaded = await loadSource(workspace, database, "marketing_campaign");
 * loaded.rows; // 2240
 */
export function loadSource(workspace: Workspace, database: Database, table: string): Promise<LoadedTable> {
  return loadTable(database, tableSchema(workspace.schema, table), workspace.source(table).path);
}

/**
 * A table that notebook 02 left in data/processed, whole and typed.
 *
 * Throws Error when it is not there, and says which notebook makes it.
 *
 * @example
 * const customers = await loadProcessed(workspace, database, "customers_master");
 */
export async function loadProcessed(workspace: Workspace, database: Database, name: string): Promise<Table> {
  await loadParquet(workspace, database, { table: name, path: `data/processed/${name}.parquet` });
  return database.query(`SELECT * FROM ${name}`, {}, name);
}

/**
 * A number of the truth for each customer, in the order of `customers`, or undefined when the table is the reader's
 * own: nobody knows the truth of real data. Customers are matched by the truth table's id column.
 *
 * Throws RangeError when a customer is not in the truth table.
 *
 * @example
 * const effects = await loadTruth(workspace, database, { customers, truth: "truth_campaign_data", column: "effect" });
 */
export async function loadTruth(
  workspace: Workspace,
  database: Database,
  { customers, truth, column }: { customers: Table; truth: string; column: string },
): Promise<Float64Array | undefined> {
  const schema = tableSchema(workspace.schema, truth);
  if (schema.truthOf !== null && !workspace.isSynthetic(schema.truthOf)) return undefined;
  await loadSource(workspace, database, truth);
  const id = columnsWithRole(schema, "id")[0].name;
  const table = await database.query(
    `SELECT CAST(${id} AS STRING) AS id, ${column} FROM ${truth}`,
    {},
    truth,
  );
  const known = numbersOf(table, column);
  const byId = new Map(textsOf(table, "id").map((customer, row) => [customer, known[row]]));
  return Float64Array.from([...customers.columns[id]], (customer) => {
    const value = byId.get(String(customer));
    if (value === undefined) throw new RangeError(`${truth}: customer ${customer} is not there`);
    return value;
  });
}
