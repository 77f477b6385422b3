import type { ColumnSchema, TableSchema } from "../contract/schema.js";
import { DataError } from "../data-error.js";
import type { Database } from "../database.js";
import type { TextTable } from "./delimited.js";
import { type Check, findFaults } from "./faults.js";
import { findingText } from "./quality.js";

/** Longer cells are taken for a broken file (a quote that was never closed, a document pasted in). */
const LONGEST_CELL = 10_000;
const NUMBER = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?";
const ISO_DATE = "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}";
const DAY_FIRST_DATE = "[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}";

/** One column on its way from text to its type. */
interface Typing {
  readonly column: ColumnSchema;
  /** SQL of the cell as text, NULL where the cell is empty. */
  readonly cell: string;
  /** SQL of the value, NULL where the text does not fit the type. */
  readonly value: string;
  readonly expected: string;
}

/**
 * Makes the typed table `schema.name` from the text table: integers as BIGINT, numbers as DOUBLE, dates as
 * DATE, under snake_case names and with record_number. One leading apostrophe before a text that looks like a
 * formula is taken off: csvText put it there.
 *
 * Throws DataError when a cell does not fit its column's type, is longer than 10,000 characters, or a column's
 * dates have no single form.
 */
export async function typeColumns(database: Database, schema: TableSchema, text: TextTable): Promise<void> {
  const dateForms = await findDateForms(database, schema, text);
  const typings = schema.columns.map((column) => typingOf(column, text.cells.get(column.name)!, dateForms));
  const checks = typings.flatMap(({ cell, value }): Check[] => [
    { condition: `LENGTH(${cell}) > ${LONGEST_CELL}`, value: cell },
    { condition: `LENGTH(${cell}) <= ${LONGEST_CELL} AND ${value} IS NULL`, value: cell },
  ]);
  const faults = await findFaults(database, { table: text.table, checks });
  const problems = typings.flatMap(({ column, expected }, i) => {
    const long = problemText(text, column, {
      fault: faults[2 * i],
      rule: "a cell of more than 10,000 characters",
    });
    return [
      ...long,
      ...problemText(text, column, { fault: faults[2 * i + 1], rule: `expected ${expected}` }),
    ];
  });
  if (problems.length > 0) throw new DataError(problems);
  const values = typings.map(({ column, value }) => `${value} AS ${column.name}`);
  await database.run(
    `CREATE OR REPLACE TABLE ${schema.name} AS
SELECT record_number, ${values.join(",\n  ")}
FROM ${text.table}`,
  );
}

function problemText(
  text: TextTable,
  column: ColumnSchema,
  { fault, rule }: { fault: { count: number; record: number; value: string | null } | null; rule: string },
): string[] {
  if (fault === null) return [];
  const { count, value } = fault;
  const place = text.place(fault.record);
  const finding = { table: text.table, column: column.name, rule, count, place, value, meant: null };
  return [findingText({ ...finding, grade: "stop" }, { file: text.file, column })];
}

function typingOf(column: ColumnSchema, name: string, dateForms: ReadonlyMap<string, DateForm>): Typing {
  const cell = `NULLIF(TRIM(${name}), '')`;
  const number = `CASE WHEN REGEXP_FULL_MATCH(${cell}, '${NUMBER}') AND ISFINITE(TRY_CAST(${cell} AS DOUBLE))
    THEN TRY_CAST(${cell} AS DOUBLE) END`;
  switch (column.type) {
    case "number":
      return { column, cell, value: number, expected: "a number" };
    case "integer": {
      // A whole number may be written 3.0: that is how some programs save a column that has empty cells.
      const value = `CASE WHEN ABS(${number}) <= ${Number.MAX_SAFE_INTEGER} AND FLOOR(${number}) = ${number}
    THEN CAST(${number} AS BIGINT) END`;
      return { column, cell, value, expected: "a whole number" };
    }
    case "date": {
      const form = dateForms.get(column.name) ?? "YYYY-MM-DD";
      return { column, cell, value: dateValue(cell, form), expected: `a date ${form}` };
    }
    case "text": {
      const value = `CASE WHEN REGEXP_MATCHES(${name}, '^''+[=+@\\t\\r-]') THEN SUBSTR(${name}, 2) ELSE ${name} END`;
      return { column, cell: name, value, expected: "a text" };
    }
  }
}

type DateForm = "YYYY-MM-DD" | "DD-MM-YYYY" | "YYYY-MM-DD or DD-MM-YYYY";

function dateValue(cell: string, form: DateForm): string {
  const iso = `CASE WHEN REGEXP_FULL_MATCH(${cell}, '${ISO_DATE}') THEN TRY_CAST(${cell} AS DATE) END`;
  if (form !== "DD-MM-YYYY") return iso;
  const dayFirst = `CAST(TRY_STRPTIME(${cell}, '%d-%m-%Y') AS DATE)`;
  return `CASE WHEN REGEXP_FULL_MATCH(${cell}, '${DAY_FIRST_DATE}') THEN ${dayFirst} END`;
}

/**
 * The form of each date column: all its rows have one. YYYY-MM-DD cannot be mistaken, but 03-04-2012 could be
 * March or April: day first is taken only when some day is above 12, which no month is.
 */
async function findDateForms(
  database: Database,
  schema: TableSchema,
  text: TextTable,
): Promise<ReadonlyMap<string, DateForm>> {
  const columns = schema.columns.filter((column) => column.type === "date");
  const forms = new Map<string, DateForm>();
  for (const column of columns) {
    const cell = `TRIM(${text.cells.get(column.name)})`;
    const [iso, dayFirst, dayAbove12] = await findFaults(database, {
      table: text.table,
      checks: [
        { condition: `REGEXP_FULL_MATCH(${cell}, '${ISO_DATE}')`, value: cell },
        { condition: `REGEXP_FULL_MATCH(${cell}, '${DAY_FIRST_DATE}')`, value: cell },
        { condition: `REGEXP_FULL_MATCH(${cell}, '(1[3-9]|2[0-9]|3[01])-[0-9]{1,2}-[0-9]{4}')`, value: cell },
      ],
    });
    if (iso === null && dayFirst !== null && dayAbove12 === null) {
      const rule = "day or month first? No day is above 12; write the dates as YYYY-MM-DD";
      throw new DataError(problemText(text, column, { fault: dayFirst, rule }));
    }
    const none = iso === null && dayFirst === null;
    forms.set(column.name, none ? "YYYY-MM-DD or DD-MM-YYYY" : iso === null ? "DD-MM-YYYY" : "YYYY-MM-DD");
  }
  return forms;
}
