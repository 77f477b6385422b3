import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { basename } from "node:path";
import type { TableSchema } from "../contract/schema.js";
import { DataError, shown } from "../data-error.js";
import type { Database } from "../database.js";
import { recordPlaces } from "./record-place.js";

const DELIMITERS = [",", ";", "\t", "|"] as const;
const HEADER_BYTES = 1_048_576;

/** A file in the database, every cell as text, with the record number (the header is record 1). */
export interface TextTable {
  /** Name of the table in the database. */
  readonly table: string;
  /** File name, for messages. */
  readonly file: string;
  readonly rows: number;
  /** The table's column that holds a column of the schema, by the schema's name. */
  readonly cells: ReadonlyMap<string, string>;
  /** Columns of the file that the schema does not know. */
  readonly unusedColumns: readonly string[];
  /** "line 17", or "record 17" where a quoted line break or a blank line came before. */
  place(record: number): string;
}

/**
 * Reads delimited text (UTF-8, with or without BOM, LF or CRLF) into an all-text table. The delimiter is the
 * one of comma, semicolon, TAB and | whose header names most columns of the schema.
 *
 * Throws DataError when there is no file, a folder, an empty file, only a header, a column that is missing or
 * there twice, or a row with another number of cells than the header.
 */
export async function loadText(database: Database, schema: TableSchema, path: string): Promise<TextTable> {
  const file = basename(path);
  checkFile(path, file);
  const { names, delimiter } = readHeader(path, schema);
  checkHeader(names, schema, file);
  const table = `${schema.name}_text`;
  const place = recordPlaces(path);
  await copyIn(database, { table, path, delimiter, width: names.length });
  const ragged = await rejectedRows(database, { table, file, place });
  if (ragged.length > 0) throw new DataError(ragged);
  const rows = (await database.query(`SELECT COUNT(*) AS n FROM ${table}`)).columns.n[0] as number;
  if (rows === 0) throw new DataError([`${file}: there is only a header, no rows`]);
  const cells = new Map(schema.columns.map((column) => [column.name, `c${names.indexOf(column.file)}`]));
  const known = new Set(schema.columns.map((column) => column.file));
  return { table, file, rows, cells, unusedColumns: names.filter((name) => !known.has(name)), place };
}

function checkFile(path: string, file: string): void {
  if (!existsSync(path)) throw new DataError([`${file}: there is no such file`]);
  if (statSync(path).isDirectory()) throw new DataError([`${file}: is a folder, expected a file`]);
  if (statSync(path).size === 0) throw new DataError([`${file}: the file is empty`]);
}

function readHeader(path: string, schema: TableSchema): { names: readonly string[]; delimiter: string } {
  const line = firstRecord(path);
  if (line.trim() === "")
    throw new DataError([`${basename(path)} line 1: expected the column names, got a blank line`]);
  const known = new Set(schema.columns.map((column) => column.file));
  const score = (names: readonly string[]): number => new Set(names.filter((name) => known.has(name))).size;
  return DELIMITERS.map((delimiter) => ({ delimiter, names: cellsOf(line, delimiter) })).reduce(
    (best, next) => (score(next.names) > score(best.names) ? next : best),
  );
}

function firstRecord(path: string): string {
  const handle = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(HEADER_BYTES);
    const bytes = buffer.subarray(0, readSync(handle, buffer));
    if (bytes.includes(0) || bytes.subarray(0, 2).toString("latin1") === "PK") {
      throw new DataError([`${basename(path)}: is not delimited text in UTF-8; save it as "CSV UTF-8"`]);
    }
    // Decoding drops the byte order mark.
    const text = new TextDecoder().decode(bytes);
    return /^(?:"(?:[^"]|"")*"|[^"\r\n]+)*/.exec(text)?.[0] ?? "";
  } finally {
    closeSync(handle);
  }
}

function cellsOf(line: string, delimiter: string): string[] {
  const cells = [""];
  for (const part of line.split(delimiter)) {
    const last = cells[cells.length - 1];
    const open = last.split('"').length % 2 === 0;
    if (open) cells[cells.length - 1] = last + delimiter + part;
    else cells.push(part);
  }
  return cells.slice(1).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/s, "$1")
      .replaceAll('""', '"'),
  );
}

function checkHeader(names: readonly string[], schema: TableSchema, file: string): void {
  const expected = schema.columns.map((column) => column.file);
  const missing = expected.filter((name) => !names.includes(name));
  if (names.length === 1 && expected.length > 1) {
    throw new DataError([
      `${file} line 1: one column was found, ${shown(names[0])}; ` +
        `expected ${expected.length} columns with , ; TAB or | between them`,
    ]);
  }
  const twice = expected.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  const problems = [
    ...missing.map((name) => `${file} line 1: column "${name}" is missing`),
    ...twice.map((name) => {
      const positions = names.flatMap((other, i) => (other === name ? [i + 1] : []));
      return `${file} line 1: column "${name}" is there ${positions.length} times (columns ${positions.join(" and ")})`;
    }),
  ];
  if (problems.length > 0) throw new DataError(problems);
}

async function copyIn(
  database: Database,
  { table, path, delimiter, width }: { table: string; path: string; delimiter: string; width: number },
): Promise<void> {
  const columns = Array.from({ length: width }, (_, i) => `c${i}: 'VARCHAR'`).join(", ");
  try {
    await database.run(
      `CREATE OR REPLACE TABLE ${table} AS
SELECT ROW_NUMBER() OVER () + 1 AS record_number, *
FROM read_csv($path, auto_detect = false, header = true, delim = $delimiter, quote = '"', escape = '"',
  nullstr = '', columns = {${columns}}, store_rejects = true, rejects_table = '${table}_rejects',
  rejects_scan = '${table}_scans')`,
      { path, delimiter },
    );
  } catch (error) {
    const message = error instanceof Error ? error.message.split("\n")[0] : String(error);
    const reason = message.includes("state machine") ? "lines end in different ways, LF and CRLF" : message;
    throw new DataError([`${basename(path)}: cannot be read as delimited text: ${reason}`]);
  }
}

/** What the engine says about a row that it refused, in our words. */
const REJECTIONS: Readonly<Record<string, string>> = {
  "UNQUOTED VALUE": "a quote is opened and not closed",
  "LINE SIZE OVER MAXIMUM": "a cell of more than 10,000 characters",
  "INVALID ENCODING": 'not UTF-8 text; save the file as "CSV UTF-8"',
};

async function rejectedRows(
  database: Database,
  { table, file, place }: { table: string; file: string; place: (record: number) => string },
): Promise<string[]> {
  const { columns, rows } = await database.query(
    `SELECT line, kind, message, content
FROM (
  SELECT line, CAST(error_type AS STRING) AS kind, error_message AS message, SUBSTR(csv_line, 1, 100) AS content,
    ROW_NUMBER() OVER (PARTITION BY line ORDER BY column_idx NULLS FIRST) AS nth
  FROM ${table}_rejects
) AS rejects
WHERE nth = 1 ORDER BY line NULLS FIRST`,
  );
  await database.run(`DROP TABLE ${table}_rejects`);
  await database.run(`DROP TABLE ${table}_scans`);
  return Array.from({ length: rows }, (_, row) => {
    const [, expected, found] = /Columns: (\d+) Found: (\d+)/.exec(String(columns.message[row])) ?? [];
    const reason = REJECTIONS[String(columns.kind[row])] ?? `${found} cells, the header has ${expected}`;
    return `${file} ${place(Number(columns.line[row]))}: ${reason}, in ${shown(String(columns.content[row]).trim())}`;
  });
}
