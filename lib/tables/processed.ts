import type { ExperimentSummary, Table } from "../types.js";
import { numbersOf, textsOf } from "./columns.js";
import { columnsWithRole, hasArms, tableSchema } from "./contract/schema.js";
import type { Database } from "./database.js";
import { experimentSummary } from "./features/experiment.js";
import { loadParquet } from "./parquet.js";
import { foreignKeyFindings } from "./reading/foreign-keys.js";
import { keyFigureFindings } from "./reading/key-figures.js";
import { stopAt } from "./reading/quality.js";
import { type LoadedTable, loadTable } from "./reading/read.js";
import type { Workspace } from "./workspace.js";

/**
 * Reads the file of a table of the schema, the reader's own or the synthetic one, checks every row (see loadTable), and
 * the key figures that the schema gives.
 *
 * Throws DataError with everything that stops.
 *
 * @example
 * const loaded = await loadSource(workspace, database, "marketing_campaign");
 * loaded.rows; // 2240
 */
export async function loadSource(
  workspace: Workspace,
  database: Database,
  table: string,
): Promise<LoadedTable> {
  const schema = tableSchema(workspace.schema, table);
  const loaded = await loadTable(database, schema, workspace.source(table).path);
  stopAt(await keyFigureFindings(database, schema), { file: loaded.file, schema });
  return loaded;
}

/**
 * Reads several tables as loadSource does: all of the run, the reader's own first and truth tables apart, unless they are
 * named. Orphans are among the findings of each: rows whose foreign key leads to no row of another of these tables. A
 * reader's table is never compared with a synthetic one.
 *
 * @example
 * const loaded = await loadSources(workspace, database);
 * loaded.map(({ table, rows }) => `${table}: ${rows}`); // ["campaign_data: 5000", …]
 */
export async function loadSources(
  workspace: Workspace,
  database: Database,
  tables: readonly string[] = sourcesOf(workspace),
): Promise<readonly LoadedTable[]> {
  const loaded: LoadedTable[] = [];
  for (const table of tables) loaded.push(await loadSource(workspace, database, table));
  const own = loaded.filter(({ table }) => !workspace.isSynthetic(table));
  const synthetic = loaded.filter(({ table }) => workspace.isSynthetic(table));
  const orphans = [
    ...(await foreignKeyFindings(database, workspace.schema, own)),
    ...(await foreignKeyFindings(database, workspace.schema, synthetic)),
  ];
  return loaded.map((one) => ({
    ...one,
    findings: [...one.findings, ...orphans.filter(({ table }) => table === one.table)],
  }));
}

function sourcesOf({ schema }: Workspace): string[] {
  return schema.tables.filter(({ truthOf }) => truthOf === null).map(({ name }) => name);
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
 * Gives a cleaned table of notebook 02 the name NAME_clean again, for the features that are made from it. Its rows stay
 * in data/processed.
 *
 * Throws Error when it is not there, and says which notebook makes it.
 *
 * @example
 * await loadCleaned(workspace, database, "channel_performance");
 * const sums = await channelSums(database, "channel");
 */
export async function loadCleaned(workspace: Workspace, database: Database, name: string): Promise<void> {
  await loadParquet(workspace, database, {
    table: `${name}_clean`,
    path: `data/processed/${name}.parquet`,
  });
}

/**
 * The experiment of the cleaned table, from data/processed: see experimentSummary. Undefined where the schema gives the
 * table no treatment.
 *
 * @example
 * const experiment = await loadExperiment(workspace, database, "campaign_data");
 */
export async function loadExperiment(
  workspace: Workspace,
  database: Database,
  table: string,
): Promise<ExperimentSummary | undefined> {
  const schema = tableSchema(workspace.schema, table);
  if (!hasArms(schema)) return undefined;
  await loadParquet(workspace, database, { table, path: `data/processed/${table}.parquet` });
  return experimentSummary(database, schema);
}

/**
 * A number of the truth for each customer, in the order of `customers`, or undefined when the table is the reader's
 * own: nobody knows the truth of real data. `column` is a column of the truth table or an expression of its columns, such
 * as "spend_treated - spend_control"; customers are matched by its id column.
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
    `SELECT CAST(${id} AS STRING) AS id, ${column} AS known FROM ${truth}`,
    {},
    truth,
  );
  const known = numbersOf(table, "known");
  const byId = new Map(textsOf(table, "id").map((customer, row) => [customer, known[row]]));
  return Float64Array.from([...customers.columns[id]], (customer) => {
    const value = byId.get(String(customer));
    if (value === undefined) throw new RangeError(`${truth}: customer ${customer} is not there`);
    return value;
  });
}
