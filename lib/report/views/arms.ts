import type { Table } from "../../types.js";
import { type ReportTable, reportOf } from "../report-table.js";

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
