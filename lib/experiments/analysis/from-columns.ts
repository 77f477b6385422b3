import type { ClusterCell, Column, ExperimentCell, ExperimentSummary, Metric } from "../../types.js";
import { rowsByGroup } from "../bands.js";
import { jointMomentsOf, momentsOf } from "../moments.js";
import {
  clustersByArm,
  inSeveralArms,
  type RowsByArm,
  rowsByUnit,
  type Units,
  unitsOf,
} from "./units-from-columns.js";

/** An experiment as columns, one entry a row; a missing number is NaN, a missing text null. */
export interface ExperimentColumns {
  readonly name: string;
  readonly control: string;
  /** Default "random". */
  readonly assignment?: ExperimentSummary["assignment"];
  /** Arm of each row; a row without one is counted apart and is in no other number. */
  readonly arm: readonly (string | null)[];
  /** Planned share of each arm. Default: not declared. */
  readonly shares?: Readonly<Record<string, number>>;
  readonly metrics: readonly (Metric & {
    readonly values: ArrayLike<number>;
    /** Whether each row's window has closed. Default: all have. */
    readonly closed?: readonly boolean[];
  })[];
  /** Known before the assignment: for the balance, and for the metrics that name one of them as covariate. */
  readonly covariates?: Readonly<Record<string, Column>>;
  readonly segments?: Readonly<Record<string, readonly (string | null)[]>>;
  /** What was assigned as a whole, such as a household, by the column's name. */
  readonly unit?: { readonly name: string; readonly values: readonly (string | null)[] };
}

/**
 * The counts and sums of an experiment that analyseExperiment needs, from columns in memory. A table in a database gives
 * the same without being loaded: see experimentSummary.
 *
 * Rows without a level of a segment have the level "not known" there; a row without a unit is a unit of its own. Arms stand
 * with the control first, then by name.
 * Throws RangeError when columns differ in length, nobody is in the control arm, a rate has a value other than 0 and 1, a
 * number is infinite, or a metric's covariate is no column of numbers.
 *
 * @example
 * const summary = summaryFromColumns({ name: "mail", control: "none", arm: ["none", "mail"], metrics: [visit] });
 * summary.cells.length; // 2
 */
export function summaryFromColumns(columns: ExperimentColumns): ExperimentSummary {
  checkColumns(columns);
  const { name, control, assignment = "random", arm, shares, unit = null } = columns;
  const units = unit === null ? null : unitsOf(unit.values);
  const inExperiment = Array.from(arm.keys()).filter((row) => arm[row] !== null);
  const byArm = new Map(
    [...groupRows(inExperiment, arm)].sort(
      ([a], [b]) => Number(b === control) - Number(a === control) || (a < b ? -1 : 1),
    ),
  );
  if (!byArm.has(control)) throw new RangeError(`experiment: nobody is in the control arm "${control}"`);
  const groups = groupsOf(columns.segments ?? {}, byArm);
  return {
    ...{ name, assignment, control, unit: unit?.name ?? null },
    arms: Array.from(byArm, ([one, rows]) => ({
      arm: one,
      customers: units === null ? rows.length : rowsByUnit(rows, units).length,
      plannedShare: shares?.[one] ?? null,
    })),
    metrics: columns.metrics.map(({ values, closed, ...metric }) => metric),
    cells: cellsOf(columns, groups),
    clusters: units === null ? [] : clustersOf(columns.metrics, groups, units),
    balance: balanceOf(columns.covariates ?? {}, byArm, units),
    severalArms: unit === null ? null : inSeveralArms(byArm, unit.values),
    withoutArm: arm.length - inExperiment.length,
  };
}

type MetricColumn = ExperimentColumns["metrics"][number];

/** Everybody, or one level of one segment. */
interface Group {
  readonly segment: string | null;
  readonly level: string | null;
  readonly members: RowsByArm;
}

function groupsOf(segments: NonNullable<ExperimentColumns["segments"]>, byArm: RowsByArm): Group[] {
  const levels = Object.entries(segments).flatMap(([segment, column]) => {
    const known = column.map((level) => level ?? NOT_KNOWN);
    const names = levelsOf(column).concat(column.includes(null) ? [NOT_KNOWN] : []);
    return names.map((level) => ({ segment, level, members: within(byArm, known, level) }));
  });
  return [{ segment: null, level: null, members: byArm }, ...levels];
}

function cellsOf(columns: ExperimentColumns, groups: readonly Group[]): ExperimentCell[] {
  return columns.metrics.flatMap((metric) => {
    const covariate = metric.covariate === null ? null : numbersOf(columns, metric.covariate);
    return groups.flatMap(({ segment, level, members }) =>
      Array.from(members, ([arm, rows]) => ({
        ...{ metric: metric.name, arm, segment, level },
        ...sumsOf(metric, covariate, rows),
      })),
    );
  });
}

/** As in the summary of a table. */
const NOT_KNOWN = "not known";

type Sums = Omit<ExperimentCell, "metric" | "arm" | "segment" | "level">;

function sumsOf(metric: MetricColumn, covariate: Float64Array | null, rows: readonly number[]): Sums {
  const { values, closed } = metric;
  const over = rows.filter((row) => closed?.[row] ?? true);
  const known = over.filter((row) => !Number.isNaN(values[row]));
  const paired = covariate === null ? [] : known.filter((row) => !Number.isNaN(covariate[row]));
  const at = (column: ArrayLike<number>, where: readonly number[]): number[] =>
    where.map((row) => column[row]);
  const empty = { n: 0, sum: 0, sumSquares: 0, sumCubes: 0 };
  return {
    ...(known.length === 0 ? empty : momentsOf(at(values, known))),
    joint:
      covariate === null || paired.length === 0
        ? null
        : jointMomentsOf(at(values, paired), at(covariate, paired)),
    pending: rows.length - over.length,
    missing: over.length - known.length,
  };
}

function clustersOf(metrics: readonly MetricColumn[], groups: readonly Group[], units: Units): ClusterCell[] {
  return metrics.flatMap((metric) =>
    groups.flatMap(({ segment, level, members }) =>
      [...clustersByArm(members, units, (own) => sumsOf(metric, null, own))].flatMap(([arm, cells]) =>
        cells.map((cell) => ({ metric: metric.name, arm, segment, level, ...cell })),
      ),
    ),
  );
}

function balanceOf(
  covariates: Readonly<Record<string, Column>>,
  byArm: RowsByArm,
  units: Units | null,
): ExperimentSummary["balance"] {
  const columns = Object.entries(covariates).flatMap(([covariate, column]): [string, ArrayLike<number>][] => {
    if (column instanceof Float64Array) return [[covariate, column]];
    return levelsOf(column).map((level) => [
      `${covariate} = ${level}`,
      column.map((one) => (one === null ? Number.NaN : Number(one === level))),
    ]);
  });
  return columns.flatMap(([covariate, values]) => {
    const sums = (rows: readonly number[]) => {
      const known = rows.map((row) => values[row]).filter((value) => !Number.isNaN(value));
      if (known.length === 0) return { n: 0, sum: 0, sumSquares: 0 };
      const { n, sum, sumSquares } = momentsOf(known);
      return { n, sum, sumSquares };
    };
    const clusters = units === null ? null : clustersByArm(byArm, units, sums);
    return Array.from(byArm, ([arm, rows]) => ({
      ...{ covariate, arm, ...sums(rows) },
      ...(clusters === null ? {} : { clusters: clusters.get(arm) }),
    }));
  });
}

/** These rows by their label; RangeError where one has none. */
function groupRows(rows: readonly number[], labels: readonly (string | null)[]): Map<string, number[]> {
  const places = rowsByGroup(rows.map((row) => labels[row]));
  return new Map(Array.from(places, ([label, at]) => [label, at.map((place) => rows[place])]));
}

function within(byArm: RowsByArm, levels: readonly (string | null)[], level: string): RowsByArm {
  return new Map(Array.from(byArm, ([arm, rows]) => [arm, rows.filter((row) => levels[row] === level)]));
}

function levelsOf(column: readonly (string | null)[]): string[] {
  return [...new Set(column.filter((level) => level !== null))].sort();
}

function numbersOf({ covariates }: ExperimentColumns, name: string): Float64Array {
  const column = covariates?.[name];
  if (!(column instanceof Float64Array)) {
    throw new RangeError(`experiment: expected a column of numbers as covariate "${name}"`);
  }
  return column;
}

function checkColumns({ arm, metrics, covariates = {}, segments = {}, unit }: ExperimentColumns): void {
  const lengths = [
    ...metrics.map(({ name, values }) => [name, values.length] as const),
    ...metrics.map(({ name, closed = arm }) => [`${name}, closed`, closed.length] as const),
    ...Object.entries({ ...covariates, ...segments }).map(([name, column]) => [name, column.length] as const),
    [unit?.name, (unit?.values ?? arm).length] as const,
  ];
  for (const [name, length] of lengths) {
    if (length !== arm.length)
      throw new RangeError(`experiment: ${length} values of "${name}" for ${arm.length} rows`);
  }
  for (const { name, kind, values } of metrics) {
    const wrong = Array.from(values).findIndex(
      (value) =>
        !Number.isNaN(value) && (kind === "rate" ? value !== 0 && value !== 1 : !Number.isFinite(value)),
    );
    if (wrong >= 0) {
      const rule = kind === "rate" ? "0 or 1" : "a finite number";
      throw new RangeError(`${name} in row ${wrong + 1}: expected ${rule}, got ${values[wrong]}`);
    }
  }
}
