import { copyQuery } from "./copy.js";
import { type Database, quoteIdentifier } from "./database.js";
import { textLiteral } from "./literals.js";
import type { Workspace } from "./workspace.js";

/**
 * Writes a table of the database as Parquet into the run's folder, whole or not at all. Parquet keeps the
 * types, so that the next notebook reads what this one had.
 *
 * @example
 * await writeParquet(workspace, database, { table: "crm_features", path: "data/processed/customers_master.parquet" });
 */
export async function writeParquet(
  workspace: Workspace,
  database: Database,
  { table, path }: { table: string; path: string },
): Promise<void> {
  const query = `SELECT * FROM ${quoteIdentifier(table)}`;
  await copyQuery(workspace, database, { query, path, format: "FORMAT parquet" });
}

/**
 * Gives a Parquet file of this run, or of the run before it, a name in the database. Its rows stay in the file, so
 * the name holds no memory.
 *
 * Throws Error when the file is not there, and says which notebook makes it.
 */
export async function loadParquet(
  workspace: Workspace,
  database: Database,
  { table, path }: { table: string; path: string },
): Promise<void> {
  const source = textLiteral(workspace.find(path));
  await database.run(
    `CREATE OR REPLACE VIEW ${quoteIdentifier(table)} AS SELECT * FROM read_parquet(${source})`,
  );
}
