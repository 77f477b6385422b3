import type { ExperimentCell } from "../../types.js";
import type { ColumnSchema } from "../contract/schema.js";
import type { Database } from "../database.js";
import { isRate } from "./arms.js";
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

function metricSums(column: ColumnSchema, i: number, amounts: ReadonlyMap<string, Amount>): string[] {
  const { rows, largest, parts } = amountNamed(column.name, amounts);
  const closed = column.metric?.windowDays == null ? "COUNT(*)" : `COUNT(closed${i})`;
  const counts = [`${closed} AS closed${i}`, `COUNT(y${i}) AS n${i}`];
  const power = (p: number): string =>
    exactSum(Array(p).fill(`y${i}`).join(" * "), rows * largest ** p, parts ** p);
  // Zeros and ones are their own squares and cubes.
  const powers = isRate(column) ? [1] : [1, 2, 3];
  const sums = [...counts, ...powers.map((p) => `${power(p)} AS y${i}_${p}`)];
  const covariate = covariateOf(column);
  if (covariate === null) return sums;
  const x = amountNamed(covariate, amounts);
  const bound = (p: number, q: number): number => rows * largest ** p * x.largest ** q;
  const joint = (p: number, q: number): string => {
    const factors = [...Array(p).fill(`y${i}`), ...Array(q).fill(`x${i}`)].join(" * ");
    const both = `CASE WHEN y${i} IS NOT NULL AND x${i} IS NOT NULL THEN ${factors} END`;
    return `${exactSum(both, bound(p, q), parts ** p * x.parts ** q)} AS joint${i}_${p}${q}`;
  };
  const pairs = [
    [1, 0],
    [2, 0],
    [0, 1],
    [0, 2],
    [1, 1],
  ] as const;
  return [...sums, `COUNT(y${i} * x${i}) AS joint${i}`, ...pairs.map(([p, q]) => joint(p, q))];
}

function cellSums(
  { column, place }: { column: ColumnSchema; place: number },
  groups: Groups,
  { armPlace, group }: { armPlace: number; group: Group },
): Omit<ExperimentCell, "metric" | "arm" | "segment" | "level"> {
  const at = (name: string): number => groups.value(name, armPlace, group);
  const [n, closed] = [at(`n${place}`), at(`closed${place}`)];
  const power = (p: number): number => at(`y${place}_${isRate(column) ? 1 : p}`);
  const joint = (): ExperimentCell["joint"] => ({
    n: at(`joint${place}`),
    sumY: at(`joint${place}_10`),
    sumYY: at(`joint${place}_20`),
    sumX: at(`joint${place}_01`),
    sumXX: at(`joint${place}_02`),
    sumXY: at(`joint${place}_11`),
  });
  return {
    ...{ n, sum: power(1), sumSquares: power(2), sumCubes: power(3) },
    joint: covariateOf(column) === null || at(`joint${place}`) === 0 ? null : joint(),
    ...{ pending: at("row_count") - closed, missing: closed - n },
  };
}
