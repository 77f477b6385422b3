import type { ClusterCell, ExperimentSummary } from "../../types.js";
import { type ColumnSchema, isRate, NUMERIC_TYPES } from "../contract/schema.js";
import type { Database } from "../database.js";
import { typedLiteral } from "../literals.js";
import { metricClusters } from "./experiment-clusters.js";
import { EVERYBODY, readGroups } from "./experiment-groups.js";
import { amountNamed, type Experiment, NOT_KNOWN } from "./experiment-rows.js";
import { type Amount, exactSum } from "./experiment-sums.js";

type Balance = ExperimentSummary["balance"];

/** Columns of numbers that were known before the assignment: those without levels, and flags. */
export function balanceAmounts({ schema }: Experiment): readonly ColumnSchema[] {
  return schema.columns.filter(
    (column) =>
      isKnownBefore(column) &&
      NUMERIC_TYPES.includes(column.type) &&
      (column.levels === null || isRate(column)),
  );
}

/**
 * Sums by arm of everything that was known before the assignment: of numbers themselves, and of each level that the schema
 * names as a number 0 or 1. Rows without a value are left out. With the units' sums where a column names them.
 */
export async function readBalance(
  database: Database,
  experiment: Experiment,
  amounts: ReadonlyMap<string, Amount>,
): Promise<Balance> {
  const numbers = await numbersBalance(database, experiment, amounts);
  const balance = [...numbers, ...(await levelsBalance(database, experiment))];
  if (experiment.schema.plan.randomisedBy === null) return balance;
  const withLevels = new Map([...amounts, ...levelAmounts(experiment, balance)]);
  const [column] = experiment.schema.columns;
  const asked = { ...experiment, segments: [] };
  const clusters: ClusterCell[] = [];
  for (const name of new Set(balance.map(({ covariate }) => covariate))) {
    // Every row counts, so it is no metric with a window.
    const metric = { ...column, name, metric: null };
    clusters.push(...(await metricClusters(database, asked, { metric, amounts: withLevels })));
  }
  return balance.map((one) => ({
    ...one,
    clusters: clusters
      .filter(({ metric, arm }) => metric === one.covariate && arm === one.arm)
      .map(({ size, clusters, sum, sumSquares }) => ({ size, clusters, sum, sumSquares })),
  }));
}

/** Every level that is compared as a number, 1 in the rows that have it. */
function levelAmounts(experiment: Experiment, balance: Balance): [string, Amount][] {
  const known = new Set(balance.map(({ covariate }) => covariate));
  const rows = Math.max(...balance.map(({ n }) => n)) * experiment.arms.length;
  return experiment.schema.columns.flatMap(({ name, type, levels }) =>
    (levels ?? []).flatMap((level): [string, Amount][] => {
      if (!known.has(levelOf(name, level))) return [];
      const sql = `CASE WHEN ${name} IS NULL THEN NULL WHEN ${name} = ${typedLiteral(type, level)} THEN 1e0 ELSE 0e0 END`;
      return [[levelOf(name, level), { sql, parts: 1, largest: 1, smallest: null, rows }]];
    }),
  );
}

function levelOf(name: string, level: string): string {
  return `${name} = ${level}`;
}

async function numbersBalance(
  database: Database,
  experiment: Experiment,
  amounts: ReadonlyMap<string, Amount>,
): Promise<Balance> {
  // Read as metrics are: numbers of everybody, without segments.
  const columns = balanceAmounts(experiment);
  const aggregates = columns.flatMap(({ name }, i) => {
    const amount = amountNamed(name, amounts);
    const sum = exactSum(`y${i}`, [amount]);
    const squares = exactSum(`y${i} * y${i}`, [amount, amount]);
    return [`COUNT(y${i}) AS n${i}`, `${sum} AS sum${i}`, `${squares} AS squares${i}`];
  });
  const asked = { ...experiment, metrics: columns, segments: [] };
  const { value } = await readGroups(database, asked, { amounts, aggregates });
  return columns.flatMap(({ name }, i) =>
    experiment.arms.map((arm, place) => ({
      ...{ covariate: name, arm, n: value(`n${i}`, place, EVERYBODY) },
      ...{ sum: value(`sum${i}`, place, EVERYBODY), sumSquares: value(`squares${i}`, place, EVERYBODY) },
    })),
  );
}

async function levelsBalance(database: Database, experiment: Experiment): Promise<Balance> {
  // Bands are not needed: their numbers are compared as they are.
  const columns = experiment.schema.columns.filter(
    (column) => isKnownBefore(column) && column.levels !== null && !isRate(column),
  );
  const asked = { ...experiment, metrics: [], segments: columns };
  const { value } = await readGroups(database, asked, { amounts: new Map(), aggregates: [] });
  const rowsIn = (place: number, segment: string, level: string): number =>
    value("row_count", place, { segment, level });
  return columns.flatMap(({ name, levels }) =>
    (levels ?? []).flatMap((level) =>
      experiment.arms.map((arm, place) => {
        const known = value("row_count", place, EVERYBODY) - rowsIn(place, name, NOT_KNOWN);
        const count = rowsIn(place, name, level);
        return { covariate: levelOf(name, level), arm, n: known, sum: count, sumSquares: count };
      }),
    ),
  );
}

function isKnownBefore({ role, afterAssignment }: ColumnSchema): boolean {
  return ["feature", "segment", "cluster"].includes(role) && !afterAssignment;
}
