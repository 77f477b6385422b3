import type { CleaningStep } from "../../tables/cleaning/cleaning.js";
import type { CleaningRules, Schema } from "../../tables/contract/schema.js";
import type { ColumnQuality } from "../../tables/reading/column-quality.js";
import { axis, COLOURS, type Figure, type FigureLayout, figureLayout, legendBelow } from "../figure.js";
import { count, percent } from "../format.js";
import { type ReportTable, tableOf } from "../report-table.js";

/** What becomes of rows at fault, with the colour of it. */
const FATES = {
  "repaired by a rule": COLOURS.first,
  "row set aside": COLOURS.second,
  flagged: COLOURS.fourth,
  "left as it is": COLOURS.quiet,
} as const;
type Fate = keyof typeof FATES;

/** Rows of one column with one kind of fault. */
interface Fault {
  readonly kind: string;
  readonly rows: number;
  readonly fate: Fate;
}

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
    out_of_range: ["count", "Rows with a value outside of its range", (q) => q.outOfRange],
    unknown_levels: ["count", "Rows with a level that the schema does not know", (q) => q.unknownLevels],
    other_spellings: ["count", "Rows with a known level in another spelling", (q) => q.otherSpellings],
    repeated_keys: ["count", "Rows whose key stands in another row, too", (q) => q.repeatedKeys],
    orphans: ["count", "Rows that belong to no row of the other table", (q) => q.orphans],
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
export function qualityChart(quality: readonly ColumnQuality[], schema: Schema): Figure {
  const faulty = byShare(quality).filter((column) => rowsAtFault(column) > 0);
  const drawn = faulty.slice(0, MOST_ROWS);
  const faults = drawn.map((column) => faultsOf(column, rulesOf(schema, column)));
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
  const data = (Object.keys(FATES) as Fate[])
    .map((fate) =>
      fateTrace(
        fate,
        labels,
        faults.map((list, i) => shareWith(list, fate, drawn[i].rows)),
      ),
    )
    .filter(({ x }) => x.some((share) => share > 0));
  return { ...words, data, layout: qualityLayout(words, faults, labels) };
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

function faultsOf(column: ColumnQuality, { fill, needed, outside }: CleaningRules): Fault[] {
  const outsideFates = { keep: "left as it is", flag: "flagged", "set aside": "row set aside" } as const;
  const missingFate = needed ? "row set aside" : "left as it is";
  const faults: Fault[] = [
    {
      kind: "missing",
      rows: column.mayBeEmpty ? 0 : column.missing,
      fate: fill === null ? missingFate : "repaired by a rule",
    },
    { kind: "out of range", rows: column.outOfRange, fate: outsideFates[outside] },
    { kind: "unknown", rows: column.unknownLevels, fate: "left as it is" },
    { kind: "misspelt", rows: column.otherSpellings, fate: "repaired by a rule" },
    { kind: "repeated", rows: column.repeatedKeys, fate: "left as it is" },
    { kind: "orphans", rows: column.orphans, fate: "left as it is" },
  ];
  return faults.filter(({ rows }) => rows > 0);
}

function rulesOf(schema: Schema, { table, column }: ColumnQuality): CleaningRules {
  return schema.tables.find(({ name }) => name === table)!.columns.find(({ name }) => name === column)!
    .cleaning;
}

function fateTrace(
  fate: Fate,
  labels: readonly string[],
  shares: readonly number[],
): { x: readonly number[] } {
  const bars = { type: "bar", orientation: "h", name: fate, y: labels, marker: { color: FATES[fate] } };
  return { ...bars, x: shares };
}

function qualityLayout(
  words: { name: string; title: string; caption: string },
  faults: readonly (readonly Fault[])[],
  labels: readonly string[],
): FigureLayout {
  const numbers = faults.map((list, i) => ({
    text: faultsInWords(list),
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
  if (faults.length > 2)
    return `${count(faults.reduce((sum, { rows }) => sum + rows, 0))} of ${faults.length} kinds`;
  return faults.map(({ kind, rows }) => `${count(rows)} ${kind}`).join(", ");
}

function shareWith(faults: readonly Fault[], fate: Fate, rows: number): number {
  const with_ = faults.filter((fault) => fault.fate === fate);
  return (100 * with_.reduce((sum, fault) => sum + fault.rows, 0)) / rows;
}

function byShare(quality: readonly ColumnQuality[]): ColumnQuality[] {
  return [...quality].sort((a, b) => rowsAtFault(b) / b.rows - rowsAtFault(a) / a.rows);
}

/** A cell can break one rule only, so that the kinds add up. */
function rowsAtFault(column: ColumnQuality): number {
  const { outOfRange, unknownLevels, otherSpellings, repeatedKeys, orphans } = column;
  const missing = column.mayBeEmpty ? 0 : column.missing;
  return missing + outOfRange + unknownLevels + otherSpellings + repeatedKeys + orphans;
}

function columnsInWords(columns: readonly string[]): string {
  return columns.length > 3 ? `${columns.length} columns` : columns.join(", ");
}
