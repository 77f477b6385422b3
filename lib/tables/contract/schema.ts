import type { Metric, Role } from "../../types.js";

/**
 * What a cell is read as. Money is kept to the cent; a duration (`0:28:11`) is read as seconds; a datetime is in no time
 * zone.
 */
export const COLUMN_TYPES = ["integer", "number", "money", "text", "date", "datetime", "duration"] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

/** Types whose values are numbers once they are read. */
export const NUMERIC_TYPES: readonly ColumnType[] = ["integer", "number", "money", "duration"];

export const ROLES: readonly Role[] = [
  "id",
  "treatment",
  "outcome",
  "value",
  "cost",
  "time",
  "feature",
  "segment",
  "cluster",
];

/** How customers got into the groups: by chance, by somebody's rule, by themselves, or there are no groups to compare. */
export const ASSIGNMENTS = ["random", "by rule", "self-chosen", "none"] as const;
export type Assignment = (typeof ASSIGNMENTS)[number];

/** In which order day, month and year stand in a column's dates, where the dates themselves cannot tell. */
export const DATE_ORDERS = ["year-month-day", "day-month-year", "month-day-year"] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** What cleaning does to a value outside of its range: counts it, flags it, or sets the row aside. */
export const OUTSIDE_RULES = ["keep", "flag", "set aside"] as const;
export type OutsideRule = (typeof OUTSIDE_RULES)[number];

/**
 * What cleaning writes into an empty cell: the median, of all rows or of the row's group; one value; or the ratio of two
 * other columns of the row, where both are known.
 */
export type FillRule =
  | { readonly by: "median"; readonly within: string | null }
  | { readonly by: "value"; readonly value: string }
  | { readonly by: "ratio"; readonly numerator: string; readonly denominator: string };

/** How cleaning repairs a column, declared where the column is declared. */
export interface CleaningRules {
  /** Levels get capital first letters: "graduation" is "Graduation". */
  readonly titleCase: boolean;
  /**
   * Null leaves an empty cell empty. Filling keeps its memory in a column NAME_missing: 1 where it filled, 0 where there
   * was a value or still is none.
   */
  readonly fill: FillRule | null;
  /** "flag" makes a column NAME_outside, 1 where the value is outside of the range. */
  readonly outside: OutsideRule;
  /** A row without this value is set aside: nothing could be said about it. */
  readonly needed: boolean;
  /** Two fractions: values beyond these percentiles of the rows left are set to the percentile. Null leaves them. */
  readonly winsorise: { readonly low: number; readonly high: number } | null;
}

export const PURPOSES: readonly Metric["purpose"][] = ["success", "guardrail", "descriptive"];
export const DIRECTIONS: readonly Metric["better"][] = ["higher", "lower"];

/** What an outcome or value decides in an experiment; success metrics, all of them, where the table declares none. */
export type MetricRules = Omit<Metric, "name" | "kind" | "unit">;

/** How the experiment of a table was planned; null in each where the schema says nothing. */
export interface ExperimentPlan {
  /** Planned share of customers by arm. */
  readonly shares: Readonly<Record<string, number>> | null;
  /** Column whose values were assigned as a whole, such as a household; null when every row was on its own. */
  readonly randomisedBy: string | null;
  /** Column of the day on which a customer was assigned. */
  readonly assignedOn: string | null;
  /** Last day that outcomes know of, as YYYY-MM-DD. */
  readonly followedUntil: string | null;
}

/** What the schema says about one column. */
export interface ColumnSchema {
  /** Name in SQL and in the library, snake_case. */
  readonly name: string;
  /** Name in the file. */
  readonly file: string;
  readonly type: ColumnType;
  readonly unit: string | null;
  readonly meaning: string;
  readonly role: Role;
  /** Allowed values as texts, "0" and "1" for a flag; null when any value is allowed. */
  readonly levels: readonly string[] | null;
  /** Lowest and highest allowed value; null on a side that is open. */
  readonly range: { readonly low: number | null; readonly high: number | null } | null;
  /** Known other spellings: what is found to the level that is meant. */
  readonly spellings: Readonly<Record<string, string>>;
  /** Level of a treatment that was left alone; null for every other role. */
  readonly control: string | null;
  /** What an empty cell means. */
  readonly missing: string;
  /** The column may be absent from the file, and an empty cell in it is no fault. */
  readonly optional: boolean;
  /** Declared order of the parts of a date; null lets the file's own dates decide, and refuses when they cannot. */
  readonly dates: DateOrder | null;
  readonly cleaning: CleaningRules;
  /** Null for every role but outcome and value. */
  readonly metric: MetricRules | null;
  /** Rising limits that cut a number into groups, each limit in the group above it; null without groups. */
  readonly bands: readonly number[] | null;
  /** A feature or segment that the campaign may have changed, such as clicks: no covariate and no group of customers. */
  readonly afterAssignment: boolean;
}

/** Rows of this table belong to rows of another one: these columns' values are found there. */
export interface ForeignKey {
  readonly columns: readonly string[];
  readonly table: string;
  /** The columns of that table, in the same order. */
  readonly to: readonly string[];
}

export const KEY_FIGURE_STATISTICS = ["mean", "sum", "min", "max", "missing", "distinct"] as const;

/** A number that the table must have: whoever reads it sees at once whether it is the table that was meant. */
export interface KeyFigure {
  readonly name: string;
  readonly statistic: (typeof KEY_FIGURE_STATISTICS)[number];
  readonly column: string;
  /** Only rows in which these columns have these values; empty for all rows. */
  readonly where: Readonly<Record<string, string>>;
  /** The value, met when rounding to as many digits as are written gives it. */
  readonly is: number;
}

/** What the schema says about one table. */
export interface TableSchema {
  readonly name: string;
  readonly title: string;
  readonly file: string;
  readonly family: string;
  readonly currency: string;
  readonly grain: string;
  /** Columns whose values together name a row; empty when the table has no such columns. */
  readonly key: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly assignment: Assignment;
  readonly plan: ExperimentPlan;
  /** Who is in the table and who is not. */
  readonly population: string | null;
  readonly period: string | null;
  readonly keyFigures: readonly KeyFigure[];
  /** How the file writes decimals: "." or ",". */
  readonly decimal: "." | ",";
  /** Texts that mean an empty cell, in any column. */
  readonly missingAs: readonly string[];
  /** The sheet of an .xlsx file; null is the first one. */
  readonly sheet: string | null;
  /** Rows of the synthetic table. */
  readonly rows: number | null;
  readonly source: string;
  /** For a truth table, the table whose truth it holds. */
  readonly truthOf: string | null;
  readonly columns: readonly ColumnSchema[];
}

/** The contract of all tables: what every column is, checked when it is read. */
export interface Schema {
  readonly tables: readonly TableSchema[];
}

/**
 * The part of the schema about one table.
 *
 * Throws RangeError when the schema has no such table.
 *
 * @example
 * tableSchema(schema, "marketing_campaign").columns.length; // 29
 */
export function tableSchema(schema: Schema, table: string): TableSchema {
  const found = schema.tables.find((t) => t.name === table);
  if (found === undefined) {
    const names = schema.tables.map((t) => t.name).join(", ");
    throw new RangeError(`table "${table}": not in the schema, which has ${names}`);
  }
  return found;
}

/** The columns of a table that are used as `role`, in the schema's order. */
export function columnsWithRole(table: TableSchema, role: Role): readonly ColumnSchema[] {
  return table.columns.filter((column) => column.role === role);
}

/** Whether the table has groups to compare: a treatment. */
export function hasArms(table: TableSchema): boolean {
  return columnsWithRole(table, "treatment").length > 0;
}

/** The unit of a mean of the column: "fraction" for zeros and ones. */
export function unitOf(column: ColumnSchema, currency: string): string {
  return isRate(column) ? "fraction" : (column.unit ?? (column.role === "value" ? currency : "number"));
}

/** Whether the column can only be 0 or 1. */
export function isRate({ levels }: ColumnSchema): boolean {
  return levels?.every((level) => level === "0" || level === "1") ?? false;
}

/** The tables of a schema in which arms are compared, by name: those with a treatment, truth tables apart. */
export function experimentsOf(schema: Schema): string[] {
  return schema.tables.filter((table) => table.truthOf === null && hasArms(table)).map(({ name }) => name);
}

/**
 * The level of a table's treatment that was left alone.
 *
 * Throws RangeError when the table has no treatment: without a control group no effect can be read from it.
 *
 * @example
 * controlOf(tableSchema(schema, "channel_performance")); // "B"
 */
export function controlOf(table: TableSchema): string {
  const [treatment] = columnsWithRole(table, "treatment");
  if (!treatment?.control) throw new RangeError(`no control group: ${table.name} has no treatment`);
  return treatment.control;
}
