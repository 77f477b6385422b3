import type { CleaningStep } from "../../tables/cleaning/cleaning.js";
import type { Fate } from "../../tables/contract/cleaning-words.js";
import type { ColumnQuality } from "../../tables/reading/column-quality.js";
import { axis, COLOURS, type Figure, type FigureLayout, figureLayout, legendBelow } from "../figure.js";
import { count, percent } from "../format.js";
import { type ReportTable, tableOf } from "../report-table.js";

/** The colour of what becomes of rows at fault. */
const COLOUR_OF: Readonly<Record<Fate["fate"], string>> = {
  "repaired by a rule": COLOURS.first,
  "row set aside": COLOURS.second,
  flagged: COLOURS.fourth,
  "left as it is": COLOURS.quiet,
  "stops the run": COLOURS.truth,
};

type Fault = ColumnQuality["faults"][number];

/** Shorter than the kinds themselves, where there is little room. */
const SHORT: Partial<Record<Fault["kind"], string>> = {
  "unknown level": "unknown",
  "other spelling": "misspelt",
  "repeated key": "repeated",
  orphan: "orphans",
};

/** A figure with more rows than this is no longer read at a glance. */
const MOST_ROWS = 25;

/** Every column of the tables with what was found in it, the largest share of rows at fault first. */
export function qualityTable(quality: readonly ColumnQuality[]): ReportTable {
  return tableOf("data_quality", "What was wrong with each column, and what was done", byShare(quality), {
    table: ["text", "Table of the schema", (q) => q.table],
    column: ["text", "Column, by its name in the schema", (q) => q.column],
    rows: ["count", "Rows that were read", (q) => q.rows],
    missing: ["count", "Rows with an empty cell", (q) => q.missing],
    may_be_empty: ["text", "yes where an empty cell is no fault", (q) => (q.mayBeEmpty ? "yes" : "no")],
    out_of_range: ["count", "Rows with a value outside of its range", rowsWith("out of range")],
    unknown_levels: ["count", "Rows with a level that the schema does not know", rowsWith("unknown level")],
    other_spellings: ["count", "Rows with a known level in another spelling", rowsWith("other spelling")],
    repeated_keys: ["count", "Rows whose key stands in another row, too", rowsWith("repeated key")],
    orphans: ["count", "Rows that belong to no row of the other table", rowsWith("orphan")],
    first: ["text", "File, place and value of the first of them", (q) => q.first],
    repair: ["text", "What became of them", (q) => q.repair, "what was done"],
  });
}

/** The columns at fault in short: how many rows, the first of them, and what became of them. */
export function faultTable(quality: readonly ColumnQuality[]): ReportTable {
  const faulty = byShare(quality).filter((column) => rowsAtFault(column) > 0);
  return tableOf("columns_at_fault", "Columns with missing or wrong values", faulty, {
    column: ["text", "Table and column", (q) => `${q.table}.${q.column}`],
    rows_at_fault: ["count", "Rows with a missing or wrong value", rowsAtFault],
    share: ["percent", "Their share of all rows", (q) => rowsAtFault(q) / q.rows],
    first: ["text", "File, place and value of the first of them", (q) => q.first],
    repair: ["text", "What became of them", (q) => q.repair, "what was done"],
  });
}

/**
 * What was wrong where, and what was done: one bar a column with its share of rows at fault, coloured by what became of
 * them. Columns without a fault have no bar, and of more than 25 columns those with the largest share are drawn.
 */
export function qualityChart(quality: readonly ColumnQuality[]): Figure {
  const faulty = byShare(quality).filter((column) => rowsAtFault(column) > 0);
  const drawn = faulty.slice(0, MOST_ROWS);
  const rest =
    faulty.length > MOST_ROWS
      ? ` ${faulty.length - MOST_ROWS} columns with smaller shares are in the table.`
      : "";
  const words = {
    name: "data_quality",
    title: qualityTitle(quality.length, faulty),
    caption: `One bar a column: the share of its table's rows with a missing or wrong value, with their number at the right; the colour says what became of them.${rest}`,
  };
  const labels = drawn.map(({ table, column }) => `${table}.${column}`);
  const data = (Object.keys(COLOUR_OF) as Fate["fate"][])
    .map((fate) => fateTrace(fate, labels, drawn))
    .filter(({ x }) => x.some((share) => share > 0));
  return { ...words, data, layout: qualityLayout(words, drawn, labels) };
}

/** What each cleaning rule did. */
export function cleaningTable(name: string, title: string, steps: readonly CleaningStep[]): ReportTable {
  return tableOf(name, title, steps, {
    table: ["text", "Table", (s) => s.table],
    rule: ["text", "What was done", (s) => s.rule],
    columns: ["text", "Columns it changes", (s) => columnsInWords(s.columns)],
    rows_touched: ["count", "Rows in which something changed or that were set aside", (s) => s.rowsTouched],
    rows_before: ["count", "Rows before the rule", (s) => s.rowsBefore],
    rows_after: ["count", "Rows after it", (s) => s.rowsAfter],
  });
}

function qualityTitle(columns: number, [worst, ...others]: readonly ColumnQuality[]): string {
  if (worst === undefined) return "No rule of the schema is broken";
  const share = percent(rowsAtFault(worst) / worst.rows, 0);
  return `${others.length + 1} of ${columns} columns have missing or wrong values, most of all ${worst.table}.${worst.column} (${share})`;
}

function fateTrace(
  fate: Fate["fate"],
  labels: readonly string[],
  drawn: readonly ColumnQuality[],
): { x: readonly number[] } {
  const bars = { type: "bar", orientation: "h", name: fate, y: labels, marker: { color: COLOUR_OF[fate] } };
  const x = drawn.map(({ faults, rows }) => (100 * sumOf(faults.filter((f) => f.fate === fate))) / rows);
  return { ...bars, x };
}

function qualityLayout(
  words: { name: string; title: string; caption: string },
  drawn: readonly ColumnQuality[],
  labels: readonly string[],
): FigureLayout {
  const numbers = drawn.map(({ faults }, i) => ({
    text: faultsInWords(faults),
    x: 1.01,
    y: labels[i],
    xref: "paper",
    yref: "y",
    xanchor: "left",
    showarrow: false,
    font: { size: 11 },
  }));
  const below = legendBelow();
  const layout = figureLayout(words, 190 + 22 * labels.length, {
    barmode: "stack",
    bargap: 0.3,
    xaxis: axis("Rows with a missing or wrong value, % of the table", { rangemode: "tozero" }),
    yaxis: axis("", {
      autorange: "reversed",
      type: "category",
      gridcolor: "#FFFFFF",
      tickfont: { size: 11 },
    }),
    annotations: numbers,
    ...below,
    legend: { ...(below.legend as object), traceorder: "normal", xref: "container", x: 0.02 },
  });
  return { ...layout, margin: { ...layout.margin, r: 200 } };
}

/** Three kinds would not fit beside the bar. */
function faultsInWords(faults: readonly Fault[]): string {
  if (faults.length > 2) return `${count(sumOf(faults))} of ${faults.length} kinds`;
  return faults.map(({ kind, rows }) => `${count(rows)} ${SHORT[kind] ?? kind}`).join(", ");
}

function byShare(quality: readonly ColumnQuality[]): ColumnQuality[] {
  return [...quality].sort((a, b) => rowsAtFault(b) / b.rows - rowsAtFault(a) / a.rows);
}

function rowsAtFault({ faults }: ColumnQuality): number {
  return sumOf(faults);
}

function rowsWith(kind: Fault["kind"]): (column: ColumnQuality) => number {
  return ({ faults }) => sumOf(faults.filter((fault) => fault.kind === kind));
}

function sumOf(faults: readonly Fault[]): number {
  return faults.reduce((sum, { rows }) => sum + rows, 0);
}

function columnsInWords(columns: readonly string[]): string {
  return columns.length > 3 ? `${columns.length} columns` : columns.join(", ");
}
