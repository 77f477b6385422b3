import type { CleaningStep } from "../../tables/cleaning/cleaning.js";
import type { QualityFinding } from "../../tables/reading/quality.js";
import { barChart } from "../charts.js";
import type { Figure } from "../figure.js";
import { count } from "../format.js";
import { type ReportTable, tableOf } from "../report-table.js";

/** What was found in the files, most frequent first. */
export function qualityTable(findings: readonly QualityFinding[]): ReportTable {
  const sorted = [...findings].sort((a, b) => b.count - a.count);
  return tableOf("data_quality", "What is wrong with the files", sorted, {
    table: ["text", "Table of the schema", (f) => f.table],
    column: ["text", "Column, by its name in the schema", (f) => f.column],
    rule: ["text", "Rule that is not kept", (f) => f.rule],
    rows: ["count", "Rows at fault", (f) => f.count],
    first: ["text", "Where the first of them stands in the file", (f) => f.place],
    value: ["text", "What stands there; empty for an empty cell", (f) => f.value],
    meant: ["text", "Level that is meant, or the nearest known one", (f) => f.meant],
  });
}

/** Rows at fault by column: the picture of the quality table. */
export function qualityChart(findings: readonly QualityFinding[]): Figure {
  const columns = new Map<string, number>();
  for (const { table, column, count: rows } of findings) {
    const label = `${table}.${column}`;
    columns.set(label, (columns.get(label) ?? 0) + rows);
  }
  const bars = Array.from(columns, ([label, value]) => ({ label, value, text: count(value) }));
  bars.sort((a, b) => b.value - a.value);
  return barChart(
    {
      name: "data_quality",
      title:
        bars.length === 0
          ? "No rule of the schema is broken"
          : `Most faults stand in ${bars[0].label}: ${bars[0].text} rows`,
      caption:
        "Each bar is one column: rows with a value that is missing, out of range, or spelt in an unknown way.",
    },
    { bars, axisTitle: "Rows at fault" },
  );
}

/** What each cleaning rule did. */
export function cleaningTable(name: string, title: string, steps: readonly CleaningStep[]): ReportTable {
  return tableOf(name, title, steps, {
    rule: ["text", "Cleaning rule", (s) => s.rule],
    columns: ["text", "Columns it changes", (s) => columnsInWords(s.columns)],
    rows_touched: ["count", "Rows in which something changed or that were set aside", (s) => s.rowsTouched],
    rows_before: ["count", "Rows before the rule", (s) => s.rowsBefore],
    rows_after: ["count", "Rows after it", (s) => s.rowsAfter],
  });
}

function columnsInWords(columns: readonly string[]): string {
  return columns.length > 3 ? `${columns.length} columns` : columns.join(", ");
}
