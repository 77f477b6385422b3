import type { ArmEffect } from "../../experiments/arms.js";
import type { GroupedMeasure } from "../../experiments/means/levels.js";
import type { TableSchema } from "../../tables/contract/schema.js";
import type { Table } from "../../types.js";
import type { Figure } from "../figure.js";
import { type ReportTable, reportOf, tableOf } from "../report-table.js";
import {
  highestInWords,
  type MeasuresWords,
  measuresChart,
  measuresShown,
  measuresTable,
} from "./measures.js";

/** Every outcome of every arm with its interval, one row an arm, the arm left alone first. */
export function armsTable(table: string, measures: readonly GroupedMeasure[]): ReportTable {
  return measuresTable(armsTableWords(table), measures);
}

/** The same for a page: each number in one cell with its interval. */
export function armsShown(table: string, measures: readonly GroupedMeasure[]): ReportTable {
  return measuresShown(armsTableWords(table), measures);
}

function armsTableWords(table: string): MeasuresWords {
  const title = `What customers of each arm of ${table} did`;
  return { name: `arms_${table}`, title, grouped: "Arm, by its level in the file" };
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

/** A table with the effects of its arms; none where nobody was left alone. */
export interface TableEffects {
  readonly schema: TableSchema;
  readonly effects: readonly ArmEffect[];
}

/**
 * What each table can say about its campaign: every arm and outcome with its difference, how customers got into the arms,
 * and so whether the difference was caused. A table without a treatment has one row: no control group.
 */
export function effectOverview(tables: readonly TableEffects[]): ReportTable {
  const rows = tables.flatMap(({ schema, effects }): OverviewRow[] =>
    effects.length > 0 ? effects.map((found) => ({ schema, found })) : [{ schema }],
  );
  const number = (key: "estimate" | "low" | "high") => (row: OverviewRow) =>
    row.found?.effect[key] ?? Number.NaN;
  return tableOf("effects_by_table", "What each table can say about its campaign", rows, {
    table: ["text", "Table", ({ schema }) => schema.name],
    assignment: ["text", "How customers got into the arms", ({ schema }) => schema.assignment],
    arm: ["text", "Arm that is compared with the one left alone", ({ found }) => found?.arm ?? null],
    outcome: ["text", "Yes-or-no outcome", ({ found }) => found?.outcome ?? null],
    difference: ["points", "Arm minus the one left alone, percentage points", number("estimate")],
    low: ["points", "Lower end of its 95 % interval (Newcombe)", number("low")],
    high: ["points", "Upper end of its 95 % interval (Newcombe)", number("high")],
    reading: ["text", "How the difference may be read", readingOf],
  });
}

interface OverviewRow {
  readonly schema: TableSchema;
  readonly found?: ArmEffect;
}

function readingOf({ schema, found }: OverviewRow): string {
  const hasTreatment = schema.columns.some(({ role }) => role === "treatment");
  if (!hasTreatment && schema.assignment === "none") return "no control group: no effect can be read from it";
  if (!hasTreatment) return "no control group in this table alone";
  if (found === undefined) return "no yes-or-no outcome; amounts need another method";
  if (schema.assignment !== "random") return "went with it; nobody tossed a coin";
  const isClear = found.effect.low > 0 || found.effect.high < 0;
  return isClear ? "caused" : "caused, if anything: the interval holds zero";
}
