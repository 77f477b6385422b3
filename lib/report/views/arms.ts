import type { GroupedMeasure } from "../../experiments/means.js";
import type { Table } from "../../types.js";
import type { Figure } from "../figure.js";
import { type ReportTable, reportOf } from "../report-table.js";
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
  return reportOf(described, `The columns of ${described.name.replace(/_columns$/, "")}`, {
    column: ["text", "Column, by its name in the schema"],
    role: ["text", "What the column is used for"],
    unit: ["text", "Unit"],
    row_count: ["count", "Rows of the table", "rows"],
    missing: ["count", "Rows without a value"],
    mean: ["decimal", "Mean of a column of numbers"],
    median: ["decimal", "Median of a column of numbers"],
    most_frequent: ["text", "Most frequent value of any other column"],
    most_frequent_rows: ["count", "Rows that have it", "its rows"],
  });
}
