import type { Metric } from "../../types.js";
import {
  type ColumnSchema,
  columnsWithRole,
  controlOf,
  isRate,
  type TableSchema,
  unitOf,
} from "../contract/schema.js";
import { numberLiteral, textLiteral, typedLiteral } from "../literals.js";
import type { Amount } from "./experiment-sums.js";

/** Which part of a table an experiment is read from. */
export interface ExperimentOptions {
  /** Outcomes and values by name; all of the schema by default. */
  readonly metrics?: readonly string[];
  /**
   * Columns whose levels become segments; by default segments, clusters, and features with levels or bands, all of them
   * known before the assignment.
   */
  readonly segments?: readonly string[];
  /** The table of the database, the schema's own by default. */
  readonly table?: string;
}

/** An experiment as its queries see it. */
export interface Experiment {
  readonly schema: TableSchema;
  readonly table: string;
  /** The arm left alone first. */
  readonly arms: readonly string[];
  readonly metrics: readonly ColumnSchema[];
  readonly segments: readonly ColumnSchema[];
}

/** A level of rows whose value is not known. */
export const NOT_KNOWN = "not known";

/**
 * Throws RangeError when the schema has no treatment, or for a metric or segment that the table cannot have.
 */
export function experimentOf(schema: TableSchema, options: ExperimentOptions): Experiment {
  const control = controlOf(schema);
  const levels = columnsWithRole(schema, "treatment")[0].levels ?? [];
  const metrics = schema.columns.filter(({ metric }) => metric !== null);
  const chosen = (names: readonly string[] | undefined, from: readonly ColumnSchema[], what: string) =>
    names?.map((name) => namedColumn(name, from, `${schema.name}: ${what}`)) ?? from;
  const groups = schema.columns.filter(isSegment);
  return {
    schema,
    table: options.table ?? schema.name,
    arms: [control, ...levels.filter((level) => level !== control)],
    metrics: chosen(options.metrics, metrics, "metric"),
    segments: chosen(options.segments, groups, "segment"),
  };
}

function isSegment({ role, levels, bands, afterAssignment }: ColumnSchema): boolean {
  if (afterAssignment) return false;
  if (role === "feature") return levels !== null || bands !== null;
  return role === "segment" || role === "cluster";
}

function namedColumn(name: string, columns: readonly ColumnSchema[], what: string): ColumnSchema {
  const found = columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const known = columns.map((column) => column.name).join(", ") || "none";
  throw new RangeError(`${what} "${name}" is not one of those that the schema has: ${known}`);
}

export function metricOf(column: ColumnSchema, currency: string): Metric {
  const rules = column.metric;
  if (rules === null) throw new RangeError(`${column.name}: only an outcome or value is a metric`);
  const kind = isRate(column) ? "rate" : "mean";
  return { name: column.name, kind, unit: unitOf(column, currency), ...rules };
}

export function covariateOf({ metric }: ColumnSchema): string | null {
  return metric?.covariate ?? null;
}

/**
 * A query of the rows as the summary counts them: `arm` (its place among the arms, null without one of them), `unit`,
 * and for each metric its value `y0` (null while its window is open), `closed0` (null while it is open) and covariate
 * `x0`; for each segment what it is grouped by, `level0`.
 */
export function rowsQuery(experiment: Experiment, amounts: ReadonlyMap<string, Amount>): string {
  const { schema, metrics, segments, table } = experiment;
  const columns = [
    `${armPlace(experiment)} AS arm`,
    ...(schema.plan.randomisedBy === null ? [] : [`${schema.plan.randomisedBy} AS unit`]),
    ...metrics.flatMap((column, i) => {
      const closed = closedCondition(column, schema);
      const value = amountNamed(column.name, amounts).sql;
      const covariate = covariateOf(column);
      return [
        `CASE WHEN ${closed} THEN 1 END AS closed${i}`,
        `CASE WHEN ${closed} THEN ${value} END AS y${i}`,
        ...(covariate === null ? [] : [`${amountNamed(covariate, amounts).sql} AS x${i}`]),
      ];
    }),
    ...segments.map((column, i) => `${groupKey(column)} AS level${i}`),
  ];
  return `SELECT ${columns.join(",\n  ")}\nFROM ${table}`;
}

/** SQL of the place of a row's arm among the arms. */
export function armPlace({ schema, arms }: Experiment): string {
  const [{ name, type }] = columnsWithRole(schema, "treatment");
  const places = arms.map((arm, place) => `WHEN ${name} = ${typedLiteral(type, arm)} THEN ${place}`);
  return `CASE ${places.join(" ")} END`;
}

export function amountNamed(name: string, amounts: ReadonlyMap<string, Amount>): Amount {
  const amount = amounts.get(name);
  if (amount === undefined) throw new RangeError(`${name}: not among the columns of numbers`);
  return amount;
}

/** A window whose end nobody knows counts as closed for all: the table was then given with its outcomes complete. */
function closedCondition({ metric }: ColumnSchema, { plan }: TableSchema): string {
  if (metric === null || metric.windowDays === null) return "1 = 1";
  if (plan.assignedOn === null || plan.followedUntil === null) return "1 = 1";
  const last = `CAST(${textLiteral(plan.followedUntil)} AS DATE)`;
  return `CAST(${plan.assignedOn} AS DATE) + ${metric.windowDays} <= ${last}`;
}

/** SQL of what a segment is grouped by: its values as they lie in the table, or the place of a number's band. */
function groupKey({ name, bands }: ColumnSchema): string {
  if (bands === null) return name;
  const below = bands.map((limit, i) => `WHEN ${name} < ${numberLiteral(limit)} THEN ${i}`);
  return `CASE ${below.join(" ")} WHEN ${name} IS NOT NULL THEN ${bands.length} END`;
}

/** The name of a level from what it was grouped by, as text. */
export function levelName(column: ColumnSchema, key: string | null): string {
  if (key === null) return NOT_KNOWN;
  if (column.bands !== null) return bandNames(column)[Number(key)];
  return column.type === "integer" ? String(Number(key)) : key;
}

/** The levels of a segment in the order in which they are shown; empty where the schema doesn't know them. */
export function levelNames(column: ColumnSchema): readonly string[] {
  return column.bands === null ? (column.levels ?? []) : bandNames(column);
}

function bandNames({ bands, unit }: ColumnSchema): string[] {
  const limits = bands ?? [];
  const of = unit === null ? "" : ` ${unit}`;
  const between = limits.slice(1).map((limit, i) => `${limits[i]} to under ${limit}${of}`);
  return [`under ${limits[0]}${of}`, ...between, `${limits[limits.length - 1]} or more${of}`];
}
