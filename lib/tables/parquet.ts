import { renameSync, rmSync } from "node:fs";
import { type Database, quoteIdentifier } from "./database.js";
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
  const target = workspace.output(path);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    await database.run(`COPY ${quoteIdentifier(table)} TO ${sqlText(temporary)} (FORMAT parquet)`);
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * Loads a Parquet file of this run, or of the run before it, as a table of the database.
 *
 * Throws Error when the file is not there, and says which notebook makes it.
 */
export async function loadParquet(
  workspace: Workspace,
  database: Database,
  { table, path }: { table: string; path: string },
): Promise<void> {
  const source = sqlText(workspace.find(path));
  await database.run(
    `CREATE OR REPLACE TABLE ${quoteIdentifier(table)} AS SELECT * FROM read_parquet(${source})`,
  );
}

/** A text literal. COPY takes no parameters, and a folder's name may hold an apostrophe. */
function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
