import { closeSync, openSync, readSync } from "node:fs";
import type { TableSchema } from "../contract/schema.js";
import { DataError, shown } from "../data-error.js";
import type { Database, Parameters } from "../database.js";
import type { SourceText } from "./source-text.js";

const DELIMITERS = [",", ";", "\t", "|"] as const;
const HEADER_BYTES = 1_048_576;

/** A delimited text, ready to be queried: nothing of it is held, each query reads the file. */
export interface TextTable {
  /** File name. */
  readonly file: string;
  /** The query's column that holds a column of the schema, by the schema's name. */
  readonly cells: ReadonlyMap<string, string>;
  /** Columns of the file that the schema does not know. */
  readonly unusedColumns: readonly string[];
  /**
   * SQL that gives every row with its cells as text and with record_number, the header being record 1. A row that is no
   * record of the table is left out ("skip") or also reported by refusedRows ("report"). With "stop" it ends the query,
   * and there is no record_number: only so can several threads read, and they still keep the file's order.
   */
  rows(refused: "stop" | "skip" | "report"): string;
  readonly parameters: Parameters;
  /** Tables in which the engine reports refused rows. */
  readonly reports: { readonly rows: string; readonly scans: string };
  /** "line 17", or "record 17" where a quoted line break or a blank line came before. */
  place(record: number): string;
}

/**
 * Finds the columns of a delimited text (with or without BOM, LF or CRLF). The delimiter is the one of comma, semicolon,
 * TAB and | whose header names most columns of the schema.
 *
 * Throws DataError when the header is blank or a column is missing or there twice.
 */
export function openText(source: SourceText, schema: TableSchema): TextTable {
  const { path, file, place } = source;
  const known = new Set(schema.columns.map((column) => column.file));
  const { names, delimiter } = readHeader(source, (name) => known.has(name));
  checkHeader(names, schema, `${file} ${place(1)}`);
  const cellOf = (file: string): string =>
    names.includes(file) ? `c${names.indexOf(file)}` : "CAST(NULL AS STRING)";
  const reports = { rows: `${schema.name}_rejects`, scans: `${schema.name}_scans` };
  const columns = names.map((_, i) => `c${i}: 'VARCHAR'`).join(", ");
  const options = {
    stop: "",
    skip: ", ignore_errors = true",
    report: `, store_rejects = true, rejects_table = '${reports.rows}', rejects_scan = '${reports.scans}'`,
  };
  return {
    file,
    cells: new Map(schema.columns.map((column) => [column.name, cellOf(column.file)])),
    unusedColumns: names.filter((name) => !known.has(name)),
    rows: (refused) => `(
  SELECT ${refused === "stop" ? "" : "ROW_NUMBER() OVER () + 1 AS record_number, "}*
  FROM read_csv($path, auto_detect = false, header = true, delim = $delimiter, quote = '"', escape = '"',
    nullstr = '', columns = {${columns}}${options[refused]})
) AS records`,
    parameters: { path, delimiter },
    reports,
    place,
  };
}

interface Header {
  readonly names: readonly string[];
  readonly delimiter: string;
}

/**
 * The columns of a text that no schema describes, by the delimiter that makes most columns of its header.
 *
 * Throws DataError when the header is blank.
 */
export function columnNames(source: SourceText): Header {
  return readHeader(source, () => true);
}

function readHeader({ path, file, place }: SourceText, isKnown: (name: string) => boolean): Header {
  const line = firstRecord(path);
  if (line.trim() === "")
    throw new DataError([`${file} ${place(1)}: expected the column names, got a blank line`]);
  const score = (names: readonly string[]): number => new Set(names.filter(isKnown)).size;
  return DELIMITERS.map((delimiter) => ({ delimiter, names: cellsOf(line, delimiter) })).reduce(
    (best, next) => (score(next.names) > score(best.names) ? next : best),
  );
}

function firstRecord(path: string): string {
  const handle = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(HEADER_BYTES);
    const bytes = buffer.subarray(0, readSync(handle, buffer));
    // Decoding drops the byte order mark.
    const text = new TextDecoder().decode(bytes);
    // A quote within a cell that did not begin with one is a letter like others: a 5" screen.
    return /^(?:(?<=^|[,;\t|])"(?:[^"]|"")*"|[,;\t|]|[^,;\t|\r\n]+)*/.exec(text)?.[0] ?? "";
  } finally {
    closeSync(handle);
  }
}

function cellsOf(line: string, delimiter: string): string[] {
  const cells = [""];
  for (const part of line.split(delimiter)) {
    const last = cells[cells.length - 1];
    const open = /^\s*"/.test(last) && last.split('"').length % 2 === 0;
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

function checkHeader(names: readonly string[], schema: TableSchema, where: string): void {
  const expected = schema.columns.map((column) => column.file);
  const needed = schema.columns.filter(({ optional }) => !optional).map(({ file }) => file);
  const missing = needed.filter((name) => !names.includes(name));
  if (names.length === 1 && expected.length > 1 && missing.length > 0) {
    throw new DataError([
      `${where}: one column was found, ${shown(names[0])}; ` +
        `expected ${expected.length} columns with , ; TAB or | between them`,
    ]);
  }
  const twice = expected.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  const problems = [
    ...missing.map((name) => `${where}: column "${name}" is missing`),
    ...twice.map((name) => {
      const positions = names.flatMap((other, i) => (other === name ? [i + 1] : []));
      return `${where}: column "${name}" is there ${positions.length} times (columns ${positions.join(" and ")}); give each a name of its own`;
    }),
  ];
  if (problems.length > 0) throw new DataError(problems);
}

/** What the engine says about a row that it refused, in our words. */
const REJECTIONS: Readonly<Record<string, string>> = {
  "UNQUOTED VALUE": "a quote is not closed at the end of its cell",
  "INVALID STATE": "quotes or line ends are damaged",
  "LINE SIZE OVER MAXIMUM": "a cell of more than 10,000 characters",
  "INVALID ENCODING": 'not UTF-8 text; save the file as "CSV UTF-8"',
};

/**
 * What is wrong with the rows that are no records, after a query that read `rows("report")` to its end; the engine's
 * reports are removed.
 */
export async function refusedRows(
  database: Database,
  { file, place, reports }: TextTable,
): Promise<string[]> {
  const { columns, rows } = await database.query(
    `SELECT line, kind, message, content
FROM (
  SELECT line, CAST(error_type AS STRING) AS kind, error_message AS message, SUBSTR(csv_line, 1, 100) AS content,
    ROW_NUMBER() OVER (
      PARTITION BY line
      ORDER BY CASE error_type WHEN 'TOO MANY COLUMNS' THEN -CAST(column_idx AS BIGINT) ELSE column_idx END NULLS FIRST
    ) AS nth
  FROM ${reports.rows}
) AS rejects
WHERE nth = 1 ORDER BY line NULLS FIRST`,
  );
  await dropReports(database, reports);
  return Array.from({ length: rows }, (_, row) => {
    const [, expected, found] = /Columns: (\d+) Found: (\d+)/.exec(String(columns.message[row])) ?? [];
    const reason = REJECTIONS[String(columns.kind[row])] ?? `${found} cells, the header has ${expected}`;
    return `${file} ${place(Number(columns.line[row]))}: ${reason}, in ${shown(String(columns.content[row]).trim())}`;
  });
}

export async function dropReports(database: Database, { rows, scans }: TextTable["reports"]): Promise<void> {
  await database.run(`DROP TABLE IF EXISTS ${rows}`);
  await database.run(`DROP TABLE IF EXISTS ${scans}`);
}

/** Why the engine cannot read a file at all, in a sentence. */
export function unreadable(file: string, error: unknown): DataError {
  const message = error instanceof Error ? error.message.split("\n")[0] : String(error);
  if (/could not (write|create|open) file|no space left|out of (disk|memory)/i.test(message)) {
    return new DataError([
      `${file}: cannot be read, for there is no room for temporary files: the disk is full`,
    ]);
  }
  const reason = message.includes("state machine") ? "lines end in different ways, LF and CRLF" : message;
  return new DataError([`${file}: cannot be read as delimited text: ${reason}`]);
}
