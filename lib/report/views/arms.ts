import type { GroupedMeasure } from "../../experiments/means.js";
import type { Table } from "../../types.js";
import type { Figure } from "../figure.js";
import { type ReportTable, tableOf } from "../report-table.js";
import { highestInWords, measuresChart, measuresTable } from "./measures.js";

/** Every outcome of every arm with its interval, one row an arm, the arm left alone first. */
export function armsTable(table: string, measures: readonly GroupedMeasure[]): ReportTable {
  const title = `What customers of each arm of ${table} did`;
  return measuresTable({ name: `arms_${table}`, title, grouped: "Arm, by its level in the file" }, measures);
}

/** The same as a figure. */
export function armsChart(table: string, measures: readonly GroupedMeasure[]): Figure {
  return measuresChart(
    {
      name: `arms_${table}`,
      title: highestInWords(measures[0]),
      caption: `One row an arm of ${table}, one panel an outcome: the dot is the rate or mean of all customers assigned to the arm, the line its 95 % interval.`,
    },
    measures,
  );
}

/** Every column of a table in one row: what it is used for, what is missing, and where its values lie. */
export function describedTable(described: Table): ReportTable {
  const { columns } = described;
  const rows = Array.from({ length: described.rows }, (_, row) => row);
  const text = (name: string) => (row: number) => columns[name][row] as string | null;
  const number = (name: string) => (row: number) => columns[name][row] as number;
  return tableOf(described.name, `The columns of ${described.name.replace(/_columns$/, "")}`, rows, {
    column: ["text", "Column, by its name in the schema", text("column")],
    role: ["text", "What the column is used for", text("role")],
    unit: ["text", "Unit", text("unit")],
    rows: ["count", "Rows of the table", number("row_count")],
    missing: ["count", "Rows without a value", number("missing")],
    mean: ["decimal", "Mean of a column of numbers", number("mean")],
    median: ["decimal", "Median of a column of numbers", number("median")],
    most_frequent: ["text", "Most frequent value of any other column", text("most_frequent")],
    most_frequent_rows: ["count", "Rows that have it", number("most_frequent_rows"), "its rows"],
  });
}
