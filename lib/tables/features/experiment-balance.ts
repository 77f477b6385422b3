import type { ExperimentSummary } from "../../types.js";
import { type ColumnSchema, isRate, NUMERIC_TYPES } from "../contract/schema.js";
import type { Database } from "../database.js";
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
 * names as a number 0 or 1. Rows without a value are left out.
 */
export async function readBalance(
  database: Database,
  experiment: Experiment,
  amounts: ReadonlyMap<string, Amount>,
): Promise<Balance> {
  const numbers = await numbersBalance(database, experiment, amounts);
  return [...numbers, ...(await levelsBalance(database, experiment))];
}

async function numbersBalance(
  database: Database,
  experiment: Experiment,
  amounts: ReadonlyMap<string, Amount>,
): Promise<Balance> {
  // Read as metrics are: numbers of everybody, without segments.
  const columns = balanceAmounts(experiment);
  const aggregates = columns.flatMap(({ name }, i) => {
    const { rows, largest, parts } = amountNamed(name, amounts);
    const sum = exactSum(`y${i}`, rows * largest, parts);
    const squares = exactSum(`y${i} * y${i}`, rows * largest ** 2, parts ** 2);
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
        return { covariate: `${name} = ${level}`, arm, n: known, sum: count, sumSquares: count };
      }),
    ),
  );
}

function isKnownBefore({ role, afterAssignment }: ColumnSchema): boolean {
  return ["feature", "segment", "cluster"].includes(role) && !afterAssignment;
}
