import { join } from "node:path";
import type { CleaningStep } from "../cleaning/cleaning.js";
import type { ColumnSchema, TableSchema } from "../contract/schema.js";
import { DataError } from "../data-error.js";
import { type Database, quoteIdentifier } from "../database.js";
import { textLiteral } from "../literals.js";
import { type DateForm, dateForms, separatorOf } from "./dates.js";
import { dropReports, refusedRows, type TextTable, unreadable } from "./delimited.js";
import { type Check, type Fault, findFaults } from "./faults.js";
import { findingText } from "./quality.js";
import { type Conversion, LONGEST_CELL, missingAs, type Typing, typingOf } from "./typing.js";

/** So many filled cells of a column show how it writes its dates. */
const DATES_LOOKED_AT = 1_000;

/** A file for the time of a run: written without compression, and without long dictionaries, it takes a fifth less time. */
const WORKING_FILE = "FORMAT parquet, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1000";

/** The file being read into the table `schema.name`. */
export interface Reading {
  readonly database: Database;
  readonly schema: TableSchema;
  readonly text: TextTable;
}

/**
 * Makes the typed table `schema.name` from a delimited text: integers as BIGINT, numbers as DOUBLE, money as DECIMAL(18,2),
 * durations as BIGINT seconds, dates as DATE, datetimes as TIMESTAMP, under snake_case names and with record_number.
 * Returns what was changed on the way, rule by rule.
 *
 * The file is read once, and a second time only when something is wrong or was changed: the first time stops at the first
 * cell that does not fit, the second finds all of them. Neither the text nor the typed table is held in memory: that is a
 * view of a Parquet file in the database's folder, and may have millions of rows.
 *
 * Throws DataError when a row has another number of cells than the header, a cell does not fit its column's type or is
 * longer than 10,000 characters, a column's dates have no single form, or there are no rows.
 */
export async function typeColumns(
  database: Database,
  { schema, text, isText }: { schema: TableSchema; text: TextTable; isText: boolean },
): Promise<readonly CleaningStep[]> {
  const reading = { database, schema, text };
  const typings = await typingsOf(reading, isText);
  await holdTyped(reading, typings).catch(async (error) => {
    throw await whatIsWrong(reading, { typings, error });
  });
  const { columns } = await database.query(`SELECT COUNT(*) AS n FROM ${schema.name}`);
  const [rows] = columns.n as Float64Array;
  if (rows === 0) throw new DataError([`${text.file}: there is only a header, no rows`]);
  return conversionSteps(reading, { typings, rows });
}

async function holdTyped(reading: Reading, typings: readonly Typing[]): Promise<void> {
  const { database, schema, text } = reading;
  const file = textLiteral(join(database.folder, `${schema.name}.parquet`));
  const values = typings.map((typing) => `${fittingValue(reading, typing)} AS ${typing.column.name}`);
  const names = typings.map(({ column }) => column.name);
  await database.run(
    `COPY (
SELECT ${values.join(",\n  ")}
FROM ${text.rows("stop")}
) TO ${file} (${WORKING_FILE})`,
    text.parameters,
  );
  await database.run(
    `CREATE OR REPLACE VIEW ${schema.name} AS
SELECT file_row_number + 2 AS record_number, ${names.join(", ")}
FROM read_parquet(${file}, file_row_number = true)`,
  );
}

/** SQL of a column's value that ends the statement at a cell that does not fit. */
function fittingValue(reading: Reading, { column, value }: Typing): string {
  const cell = cellOf(reading, column);
  const stop = "error('a cell does not fit')";
  // Characters are counted in those few cells that have so many bytes.
  return column.type === "text"
    ? `CASE WHEN STRLEN(${cell}) > ${LONGEST_CELL} AND LENGTH(${cell}) > ${LONGEST_CELL} THEN ${stop} ELSE ${value(cell)} END`
    : `COALESCE(${value(cell)}, CASE WHEN TRIM(${cell}) <> '' THEN ${stop} END)`;
}

/** SQL of a column's cell: NULL where a text stands for an empty one. */
export function cellOf({ schema, text }: Reading, column: ColumnSchema): string {
  return missingAs(schema.missingAs)(text.cells.get(column.name)!);
}

/** Everything that is wrong with a file that could not be read, found in a second pass. */
async function whatIsWrong(
  reading: Reading,
  { typings, error }: { typings: readonly Typing[]; error: unknown },
): Promise<DataError> {
  const { database, text } = reading;
  const checks = typings.flatMap(({ column, value }): Check[] => {
    const cell = cellOf(reading, column);
    const unfit = `${value(cell)} IS NULL AND TRIM(${cell}) <> '' AND LENGTH(${cell}) <= ${LONGEST_CELL}`;
    return [
      { condition: `LENGTH(${cell}) > ${LONGEST_CELL}`, value: cell },
      { condition: column.type === "text" ? "1 = 0" : unfit, value: `TRIM(${cell})` },
    ];
  });
  try {
    await dropReports(database, text.reports);
    const faults = await findFaults(database, {
      table: text.rows("report"),
      checks,
      parameters: text.parameters,
    });
    const refused = await refusedRows(database, text);
    if (refused.length > 0) return new DataError(refused);
    const problems = typings.flatMap(({ column, expected }, i) => {
      const [long, unfit] = [faults[2 * i], faults[2 * i + 1]];
      return [
        ...problemText(text, { column, fault: long, rule: "a cell of more than 10,000 characters" }),
        ...problemText(text, { column, fault: unfit, rule: `expected ${expected(unfit?.value ?? null)}` }),
      ];
    });
    return problems.length > 0 ? new DataError(problems) : unreadable(text.file, error);
  } catch (second) {
    await dropReports(database, text.reports);
    return unreadable(text.file, second);
  }
}

function problemText(
  text: TextTable,
  { column, fault, rule }: { column: ColumnSchema; fault: Fault | null; rule: string },
): string[] {
  if (fault === null) return [];
  const { count, value } = fault;
  const place = text.place(fault.record);
  const told = { table: "", column: column.name, rule, count, place, value, meant: null } as const;
  return [findingText({ ...told, kind: "wrong type", grade: "stop" }, { file: text.file, column })];
}

async function typingsOf(reading: Reading, isText: boolean): Promise<readonly Typing[]> {
  const decimal = isText ? reading.schema.decimal : ".";
  const typings: Typing[] = [];
  for (const column of reading.schema.columns) {
    const isDate = column.type === "date" || column.type === "datetime";
    const form = isDate ? await dateFormOf(reading, column) : null;
    typings.push(typingOf(column, { form, decimal, isText }));
  }
  return typings;
}

/**
 * The form of a date column: all its rows have one. Where day and month could be either, a day above 12 settles it, which
 * no month is; without one the schema must.
 */
export async function dateFormOf(reading: Reading, column: ColumnSchema): Promise<DateForm | null> {
  const { database, text } = reading;
  const cell = `TRIM(${cellOf(reading, column)})`;
  const table = text.rows("skip");
  const looked = await database
    .query(
      `SELECT ${cell} AS day FROM ${table} WHERE ${cell} <> '' ORDER BY record_number LIMIT ${DATES_LOOKED_AT}`,
      text.parameters,
    )
    .catch((error) => Promise.reject(unreadable(text.file, error)));
  const [first, second] = dateForms(Array.from(looked.columns.day, String), column.dates);
  if (first === undefined || second === undefined) return first ?? null;
  const part = (n: number): string =>
    `TRY_CAST(SPLIT_PART(${cell}, '${separatorOf(first)}', ${n}) AS INTEGER) > 12`;
  const [dayFirst, monthFirst, any] = await findFaults(database, {
    table,
    checks: [part(1), part(2), `${cell} <> ''`].map((condition) => ({ condition, value: cell })),
    parameters: text.parameters,
  });
  if (dayFirst !== null) return first;
  if (monthFirst !== null) return second;
  const rule = 'day or month first? No day is above 12; declare "dates" in the schema, or write YYYY-MM-DD';
  throw new DataError(problemText(text, { column, fault: any, rule }));
}

/** What reading changed, rule by rule, with the rows that each one touched. */
async function conversionSteps(
  reading: Reading,
  { typings, rows }: { typings: readonly Typing[]; rows: number },
): Promise<readonly CleaningStep[]> {
  const { database, schema, text } = reading;
  const all = typings.flatMap(({ column, conversions }) => [
    ...missingConversions(schema).map((made) => ({ ...made, column, cell: text.cells.get(column.name)! })),
    ...conversions.map((made) => ({ ...made, column, cell: cellOf(reading, column) })),
  ]);
  const groups = [...new Set(all.map(({ rule }) => rule))].map((rule) =>
    all.filter((made) => made.rule === rule),
  );
  const counts = await findFaults(database, {
    table: text.rows("skip"),
    checks: groups.map((group) => {
      const touched = group.map((made) => `(${made.touched(made.cell)})`);
      return { condition: touched.join(" OR "), value: "record_number" };
    }),
    parameters: text.parameters,
  });
  return groups.flatMap((group, i) => {
    const rowsTouched = counts[i]?.count ?? 0;
    const values = group.map(
      ({ value, column }) => `${value(quoteIdentifier(column.file))} AS ${column.name}`,
    );
    const sql = `SELECT ${values.join(",\n  ")}\nFROM ${quoteIdentifier(text.file)}`;
    const columns = group.map(({ column }) => column.name);
    const counted = { rowsTouched, rowsBefore: rows, rowsAfter: rows };
    const step = { table: schema.name, rule: group[0].rule, columns, sql, ...counted };
    return rowsTouched === 0 ? [] : [step];
  });
}

/** Each text that means an empty cell, as a change of the cells that hold it. */
function missingConversions({ missingAs: texts }: TableSchema): Conversion[] {
  return texts.map((text) => ({
    rule: `read ${text} as empty`,
    value: missingAs([text]),
    touched: (cell) => `TRIM(${cell}) = ${textLiteral(text.trim())}`,
  }));
}
