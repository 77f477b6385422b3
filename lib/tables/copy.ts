import { renameSync, rmSync } from "node:fs";
import { getSystemErrorMap } from "node:util";
import { type Database, quoteIdentifier } from "./database.js";
import { textLiteral } from "./literals.js";
import { cannotWrite, type Workspace } from "./workspace.js";

/**
 * Writes the result of a query from inside the engine, whole or not at all: no row comes into our memory, however many
 * there are. `format` is what COPY takes in parentheses.
 *
 * Throws Error when the file cannot be written.
 */
export async function copyQuery(
  workspace: Workspace,
  database: Database,
  { query, path, format }: { query: string; path: string; format: string },
): Promise<void> {
  const target = workspace.output(path);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    await database.run(`COPY (${query}) TO ${textLiteral(temporary)} (${format}, USE_TMP_FILE false)`);
    renameSync(temporary, target);
  } catch (error) {
    throw writingError(path, error);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** The engine passes on the system's reason in words, at the end of its message; what the query itself got wrong stays. */
function writingError(path: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const words = /^IO Error: .*": (.+)$/m.exec(message)?.[1].toLowerCase();
  if (code === undefined && words === undefined) return error;
  const known = [...getSystemErrorMap().values()].find(([, meaning]) => meaning === words);
  return cannotWrite(path, { code: code ?? known?.[0] ?? words });
}

/**
 * Writes a table of the database as CSV, in its order, as csvText does it for a table in memory: numbers read back as
 * the same number, a missing value and an empty text are both an empty cell, and a text that a spreadsheet would run as
 * a formula gets one leading apostrophe. `names` are the columns to write, in this order, each with its name in the file.
 *
 * @example
 * await copyCsv(workspace, database, { table: "crm_features", path: "data/processed/x.csv", names: { id: "ID" } });
 */
export async function copyCsv(
  workspace: Workspace,
  database: Database,
  { table, path, names }: { table: string; path: string; names: Readonly<Record<string, string>> },
): Promise<void> {
  const { columns } = await database.query(`SELECT * FROM ${table} LIMIT 0`);
  const cells = Object.entries(names).map(([column, name]) => {
    const isNumber = columns[column] instanceof Float64Array;
    return `${isNumber ? column : textCell(column)} AS ${quoteIdentifier(name)}`;
  });
  const query = `SELECT ${cells.join(",\n  ")}\nFROM ${table}`;
  await copyQuery(workspace, database, { query, path, format: "FORMAT csv, HEADER true" });
}

/** Every character that begins a formula, and the apostrophe, comes before the letters: the cheap test goes first. */
function textCell(column: string): string {
  const text = `CAST(${column} AS STRING)`;
  const isFormula = `${text} < 'A' AND REGEXP_MATCHES(${text}, '^''*[=+@\\t\\r-]')`;
  return `CASE WHEN ${isFormula} THEN '''' || ${text} ELSE NULLIF(${text}, '') END`;
}
