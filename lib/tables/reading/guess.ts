import { basename } from "node:path";
import { parseSchema } from "../contract/schema-reader.js";
import { type GuessedTable, starterSchema } from "../contract/starter-schema.js";
import { DataError } from "../data-error.js";
import type { Database } from "../database.js";
import { guessColumns } from "./guess-columns.js";
import { stemOf } from "./own-files.js";
import { loadTable } from "./read.js";
import { plainText } from "./source-text.js";

/** What was found in files that no schema describes, and a schema to start from. */
export interface Proposal {
  /** One line for each file: its columns with their types, or why it cannot be read. */
  readonly found: readonly string[];
  /** Schema text of the files that can be read; null when there is none. */
  readonly schema: string | null;
}

/**
 * Looks at files that no schema describes, by their first 100,000 rows, and proposes a schema: see starterSchema. Each
 * table is then read whole by what is proposed for it; where that fails, comments of the schema say why.
 *
 * @example
 * (await proposeSchema(database, ["mail/hillstrom.csv.gz"])).found;
 * // ["hillstrom.csv.gz: recency integer, history_segment text, history number, …"]
 */
export async function proposeSchema(database: Database, paths: readonly string[]): Promise<Proposal> {
  const tables: GuessedTable[] = [];
  const found: string[] = [];
  for (const path of paths) {
    try {
      const table = await guessTable(database, path);
      tables.push({ ...table, problems: await problemsOf(database, table, path) });
      found.push(`${table.file}: ${table.columns.map(({ file, type }) => `${file} ${type}`).join(", ")}`);
    } catch (error) {
      const { message } = error as Error;
      found.push(error instanceof DataError ? message : `${basename(path)}: cannot be read as a table`);
    }
  }
  return { found, schema: tables.length > 0 ? starterSchema(tables) : null };
}

async function guessTable(database: Database, path: string): Promise<GuessedTable> {
  const source = await plainText(database, path, null);
  try {
    const { file } = source;
    return { file, stem: stemOf(file), ...(await guessColumns(database, source)), problems: [] };
  } finally {
    source.dispose();
  }
}

/** What is said when the file is read by what is proposed for it; nothing when that goes well. */
async function problemsOf(
  database: Database,
  guessed: GuessedTable,
  path: string,
): Promise<readonly string[]> {
  const [table] = parseSchema(starterSchema([guessed]), "proposed schema").tables;
  try {
    await loadTable(database, table, path);
    await database.run(`DROP VIEW ${table.name}`);
    return [];
  } catch (error) {
    if (error instanceof DataError) return error.message.split("\n");
    throw error;
  }
}
