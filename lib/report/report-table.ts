import type { Table } from "../types.js";
import { count, decimal, percent, pValue, signed } from "./format.js";

/** How the cells of a column are shown. The file keeps the numbers in full. */
export type CellFormat = "text" | "count" | "percent" | "points" | "decimal" | "ratio" | "p-value" | "plain";

/** One column of a table for readers: what it is called, what it means, and how it is shown. */
export interface ReportColumn {
  /** Name in the file. */
  readonly name: string;
  /** Heading in the notebook. */
  readonly label: string;
  /** What the number is, with its unit, in one sentence: it becomes the file's documentation. */
  readonly meaning: string;
  readonly format: CellFormat;
  readonly values: ArrayLike<number> | readonly (string | null)[];
}

/** A table for readers: shown in a notebook, kept as a file, and described in reports/README.md. */
export interface ReportTable {
  /** File name without folder or ending. */
  readonly name: string;
  readonly title: string;
  readonly columns: readonly ReportColumn[];
}

/** How a column is made from a row: format, meaning, value, and a heading where the name in words will not do. */
export type ColumnOf<Row> = readonly [
  format: CellFormat,
  meaning: string,
  value: (row: Row, index: number) => number | string | null,
  label?: string,
];

/**
 * A table for readers, one row each of `rows`. The keys of `columns` are the names in the file.
 *
 * @example
 * tableOf("rates", "Response by arm", arms, { customers: ["count", "Customers in the arm", (arm) => arm.customers] });
 */
export function tableOf<Row>(
  name: string,
  title: string,
  rows: readonly Row[],
  columns: Readonly<Record<string, ColumnOf<Row>>>,
): ReportTable {
  const made = Object.entries(columns).map(([column, [format, meaning, value, label]]) => {
    const values = rows.map(value);
    return {
      name: column,
      label: label ?? column.replace(/_/g, " "),
      meaning,
      format,
      values: format === "text" ? (values as (string | null)[]) : Float64Array.from(values as number[]),
    };
  });
  return { name, title, columns: made };
}

/**
 * A table for readers from one of the library's: the columns that are named, in that order, each with its format,
 * meaning, and a heading where the name in words will not do.
 *
 * Throws RangeError when the table has no such column.
 *
 * @example
 * reportOf(cohorts, "Users by the month they came", { users: ["count", "Different users"] });
 */
export function reportOf(
  table: Table,
  title: string,
  columns: Readonly<Record<string, readonly [format: CellFormat, meaning: string, label?: string]>>,
): ReportTable {
  const made = Object.entries(columns).map(([name, [format, meaning, label]]) => {
    const values = table.columns[name];
    if (values === undefined) throw new RangeError(`table ${table.name}: no column "${name}"`);
    return { name, label: label ?? name.replace(/_/g, " "), meaning, format, values };
  });
  return { name: table.name, title, columns: made };
}

/**
 * The table as it goes into a file: names and full numbers.
 * Throws RangeError when columns differ in length or two have one name.
 */
export function asTable(report: ReportTable): Table {
  const rows = report.columns[0]?.values.length ?? 0;
  const columns: Record<string, Float64Array | (string | null)[]> = {};
  for (const { name, values } of report.columns) {
    if (name in columns) throw new RangeError(`table ${report.name}: column ${name} is there twice`);
    if (values.length !== rows) {
      throw new RangeError(
        `table ${report.name}: column ${name} has ${values.length} rows, expected ${rows}`,
      );
    }
    columns[name] = isNumbers(values) ? Float64Array.from(values) : [...values];
  }
  return { name: report.name, rows, columns };
}

/** The first rows as they are shown: one list of texts a row. */
export function shownRows(report: ReportTable, limit: number): string[][] {
  const rows = Math.min(limit, report.columns[0]?.values.length ?? 0);
  return Array.from({ length: rows }, (_, row) =>
    report.columns.map((column) => shownCell(column.values[row], column.format)),
  );
}

/**
 * The first rows of a table, for a page that shows a few and keeps the whole. A table that has no more comes back as it is.
 *
 * @example
 * keep(pairs, topRows(pairs, 10));
 */
export function topRows(report: ReportTable, rows: number): ReportTable {
  const all = report.columns[0]?.values.length ?? 0;
  if (all <= rows) return report;
  const columns = report.columns.map((column) => ({
    ...column,
    values: Array.prototype.slice.call(column.values, 0, rows),
  }));
  return { ...report, title: `${report.title}, the first ${rows} of ${all}`, columns };
}

/** One value as text; a missing one is a dash. */
export function shownCell(value: number | string | null, format: CellFormat): string {
  if (value === null || (typeof value === "number" && Number.isNaN(value))) return "–";
  return typeof value === "string" ? value : SHOWN[format](value);
}

const SHOWN: Record<CellFormat, (value: number) => string> = {
  text: String,
  plain: String,
  count,
  percent: (value) => percent(value),
  points: (value) => signed(value * 100, 1),
  decimal: (value) => decimal(value, 2),
  ratio: (value) => decimal(value, 3),
  "p-value": pValue,
};

function isNumbers(values: ReportColumn["values"]): values is ArrayLike<number> {
  return ArrayBuffer.isView(values) || typeof values[0] === "number";
}
