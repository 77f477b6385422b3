import { basename } from "node:path";
import type { ColumnType } from "../contract/schema.js";
import { type GuessedColumn, type GuessedTable, starterSchema } from "../contract/starter-schema.js";
import { DataError } from "../data-error.js";
import { type Database, quoteIdentifier } from "../database.js";
import { textLiteral } from "../literals.js";
import { stemOf } from "./own-files.js";
import { plainText } from "./source-text.js";

/** Rows that are looked at. What only a later row contradicts is told when the file is read. */
const ROWS_LOOKED_AT = 100_000;
/** A text with more different values than this is taken for a name and not for a level. */
const MOST_LEVELS = 12;

/** How the engine calls its types, and what they are in a schema; every other one is a text. */
const TYPES: readonly (readonly [RegExp, ColumnType])[] = [
  [/^U?(TINYINT|SMALLINT|INTEGER|BIGINT)$/, "integer"],
  [/^(FLOAT|DOUBLE|DECIMAL|HUGEINT)/, "number"],
  [/^DATE$/, "date"],
  [/^TIMESTAMP/, "datetime"],
  [/^TIME$/, "duration"],
];

/** What was found in files that no schema describes, and a schema to start from. */
export interface Proposal {
  /** One line for each file: its columns with their types, or why it cannot be read. */
  readonly found: readonly string[];
  /** Schema text of the files that can be read; null when there is none. */
  readonly schema: string | null;
}

/**
 * Looks at files that no schema describes, by their first 100,000 rows, and proposes a schema: see starterSchema.
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
      tables.push(table);
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
    await database.run(`CREATE OR REPLACE TABLE guessed AS
SELECT * FROM read_csv(${textLiteral(source.path)}, sample_size = ${ROWS_LOOKED_AT}) LIMIT ${ROWS_LOOKED_AT}`);
  } finally {
    source.dispose();
  }
  const described = await database.query("DESCRIBE guessed");
  const columns: GuessedColumn[] = [];
  for (let i = 0; i < described.rows; i++) {
    const [name, type] = [described.columns.column_name[i], described.columns.column_type[i]];
    columns.push(await guessColumn(database, String(name), String(type)));
  }
  await database.run("DROP TABLE guessed");
  return { file: source.file, stem: stemOf(source.file), columns };
}

async function guessColumn(database: Database, file: string, engineType: string): Promise<GuessedColumn> {
  const name = quoteIdentifier(file);
  const { columns } = await database.query(
    `SELECT COUNT(*) AS n, COUNT(DISTINCT ${name}) AS different,
  COUNT(*) FILTER (WHERE REGEXP_FULL_MATCH(CAST(${name} AS STRING), '-?[$] ?[0-9,]+([.][0-9]+)?')) AS money,
  COUNT(${name}) AS known
FROM guessed`,
  );
  const [rows, different, money, known] = ["n", "different", "money", "known"].map((c) =>
    Number(columns[c][0]),
  );
  const found = TYPES.find(([pattern]) => pattern.test(engineType))?.[1] ?? "text";
  const type = found === "text" && known > 0 && money === known ? "money" : found;
  const levels = different <= MOST_LEVELS ? await valuesOf(database, name) : [];
  const isFlag = type === "integer" && levels.join() === "0,1";
  return { file, type, levels: type === "text" || isFlag ? levels : [], unique: different === rows };
}

async function valuesOf(database: Database, name: string): Promise<string[]> {
  const { columns } = await database.query(
    `SELECT DISTINCT CAST(${name} AS STRING) AS level FROM guessed WHERE ${name} IS NOT NULL ORDER BY level`,
  );
  return Array.from(columns.level, String);
}
