import type { ExperimentCell } from "../../types.js";
import { type ColumnSchema, isRate } from "../contract/schema.js";
import type { Database } from "../database.js";
import { EVERYBODY, type Group, type Groups, readGroups } from "./experiment-groups.js";
import { amountNamed, covariateOf, type Experiment } from "./experiment-rows.js";
import { type Amount, exactSum } from "./experiment-sums.js";

/** The cells of an experiment, and the rows behind them. */
export interface Cells {
  readonly cells: readonly ExperimentCell[];
  /** Rows of each arm, in the order of the experiment's arms, and rows in none of them. */
  readonly customers: readonly number[];
  readonly withoutArm: number;
}

/**
 * Counts and sums of every metric by arm, and by arm and level of every segment: one pass over the table. Every level that
 * is found has a cell for every arm, with n 0 where the arm has nobody there.
 */
export async function readCells(
  database: Database,
  experiment: Experiment,
  amounts: ReadonlyMap<string, Amount>,
): Promise<Cells> {
  const { metrics, arms } = experiment;
  const aggregates = metrics.flatMap((column, i) => metricSums(column, i, amounts));
  const groups = await readGroups(database, experiment, { amounts, aggregates });
  return {
    cells: metrics.flatMap((column, place) =>
      groups.groups.flatMap((group) =>
        arms.map((arm, armPlace) => ({
          ...{ metric: column.name, arm, ...group },
          ...cellSums({ column, place }, groups, { armPlace, group }),
        })),
      ),
    ),
    customers: arms.map((_, place) => groups.value("row_count", place, EVERYBODY)),
    withoutArm: groups.value("row_count", Number.NaN, EVERYBODY),
  };
}

/** How often y and x are factors of each joint sum. */
const JOINT_SUMS = { sumY: [1, 0], sumYY: [2, 0], sumX: [0, 1], sumXX: [0, 2], sumXY: [1, 1] } as const;

function metricSums(column: ColumnSchema, i: number, amounts: ReadonlyMap<string, Amount>): string[] {
  const y = amountNamed(column.name, amounts);
  const closed = column.metric?.windowDays == null ? "COUNT(*)" : `COUNT(closed${i})`;
  const powers = powersOf(column).map((p) => `${powerSum([{ ...y, sql: `y${i}`, power: p }])} AS y${i}_${p}`);
  const covariate = covariateOf(column);
  return [
    ...[`${closed} AS closed${i}`, `COUNT(y${i}) AS n${i}`, ...powers],
    ...(covariate === null ? [] : jointSums(i, y, amountNamed(covariate, amounts))),
  ];
}

/** Zeros and ones are their own squares and cubes. */
function powersOf(column: ColumnSchema): readonly number[] {
  return isRate(column) ? [1] : [1, 2, 3];
}

function jointSums(i: number, y: Amount, x: Amount): string[] {
  const known = (sql: string): string => `CASE WHEN y${i} IS NOT NULL AND x${i} IS NOT NULL THEN ${sql} END`;
  const sums = Object.values(JOINT_SUMS).map(([p, q]) => {
    const factors = [
      { ...y, sql: known(`y${i}`), power: p },
      { ...x, sql: known(`x${i}`), power: q },
    ];
    return `${powerSum(factors)} AS joint${i}_${p}${q}`;
  });
  return [`COUNT(y${i} * x${i}) AS joint${i}`, ...sums];
}

function powerSum(factors: readonly (Amount & { power: number })[]): string {
  const sql = factors.flatMap((factor) => Array<string>(factor.power).fill(factor.sql)).join(" * ");
  return exactSum(
    sql,
    factors.flatMap((factor) => Array<Amount>(factor.power).fill(factor)),
  );
}

function cellSums(
  { column, place }: { column: ColumnSchema; place: number },
  groups: Groups,
  { armPlace, group }: { armPlace: number; group: Group },
): Omit<ExperimentCell, "metric" | "arm" | "segment" | "level"> {
  const at = (name: string): number => groups.value(name, armPlace, group);
  const [n, closed] = [at(`n${place}`), at(`closed${place}`)];
  const power = (p: number): number => at(`y${place}_${powersOf(column).includes(p) ? p : 1}`);
  return {
    ...{ n, sum: power(1), sumSquares: power(2), sumCubes: power(3) },
    joint: covariateOf(column) === null ? null : jointAt(at, place),
    ...{ pending: at("row_count") - closed, missing: closed - n },
  };
}

function jointAt(at: (name: string) => number, place: number): ExperimentCell["joint"] {
  const n = at(`joint${place}`);
  if (n === 0) return null;
  const sum = ([p, q]: readonly [number, number]): number => at(`joint${place}_${p}${q}`);
  const { sumY, sumYY, sumX, sumXX, sumXY } = JOINT_SUMS;
  return {
    ...{ n, sumY: sum(sumY), sumYY: sum(sumYY) },
    ...{ sumX: sum(sumX), sumXX: sum(sumXX), sumXY: sum(sumXY) },
  };
}
