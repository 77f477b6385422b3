import type { Table } from "../../types.js";
import { numbersOf, textsOf } from "../columns.js";
import type { ColumnSchema } from "../contract/schema.js";
import type { Database } from "../database.js";
import { type Experiment, levelName, levelNames, NOT_KNOWN, rowsQuery } from "./experiment-rows.js";
import type { Amount } from "./experiment-sums.js";

/** Everybody (both null), or one level of one segment. */
export interface Group {
  readonly segment: string | null;
  readonly level: string | null;
}

export const EVERYBODY: Group = { segment: null, level: null };

/** Aggregates of an experiment by arm, for everybody and for every level that some row has. */
export interface Groups {
  /** Everybody, then the segments' levels in the schema's order and then by name, those not known last. */
  readonly groups: readonly Group[];
  /** An aggregate of one arm in one group: 0 where the arm has nobody there, or no value to add up. */
  value(aggregate: string, arm: number, group: Group): number;
}

/**
 * Aggregates over the rows of an experiment (see rowsQuery) in one pass over the table; `row_count` is always among them.
 * Arm NaN are the rows without an arm.
 */
export async function readGroups(
  database: Database,
  experiment: Experiment,
  { amounts, aggregates }: { amounts: ReadonlyMap<string, Amount>; aggregates: readonly string[] },
): Promise<Groups> {
  const { segments } = experiment;
  const sets = ["(arm)", ...segments.map((_, i) => `(arm, level${i})`)];
  // Levels become texts when there are as few as groups. A NULL may be a level or come from another set.
  const keys = segments.map(
    (_, i) => `CAST(level${i} AS STRING) AS level${i}, GROUPING(level${i}) AS other${i}`,
  );
  const result = await database.query(
    `SELECT ${["arm", ...keys, "COUNT(*) AS row_count", ...aggregates].join(",\n  ")}
FROM (${rowsQuery(experiment, amounts)}) AS experiment_rows
GROUP BY GROUPING SETS (${sets.join(", ")})`,
  );
  const found = Array.from({ length: result.rows }, (_, row) => groupAt(result, row, segments));
  const arms = numbersOf(result, "arm");
  const rows = new Map(found.map((group, row) => [keyOf(arms[row], group), row]));
  return {
    groups: [EVERYBODY, ...segments.flatMap((column) => levelsOf(column, found))],
    value: (aggregate, arm, group) => {
      const row = rows.get(keyOf(arm, group));
      // The sum of no values is NULL in SQL.
      return row === undefined ? 0 : numbersOf(result, aggregate)[row] || 0;
    },
  };
}

function groupAt(result: Table, row: number, segments: readonly ColumnSchema[]): Group {
  const place = segments.findIndex((_, i) => numbersOf(result, `other${i}`)[row] === 0);
  if (place < 0) return EVERYBODY;
  const column = segments[place];
  return { segment: column.name, level: levelName(column, textsOf(result, `level${place}`)[row]) };
}

function keyOf(arm: number, { segment, level }: Group): string {
  return JSON.stringify([arm, segment, level]);
}

function levelsOf(column: ColumnSchema, found: readonly Group[]): Group[] {
  const known = levelNames(column);
  const place = (level: string): number => {
    if (level === NOT_KNOWN) return known.length + 1;
    return known.includes(level) ? known.indexOf(level) : known.length;
  };
  const levels = new Set(
    found.flatMap(({ segment, level }) => (segment === column.name ? [level ?? ""] : [])),
  );
  const sorted = [...levels].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  return sorted.map((level) => ({ segment: column.name, level }));
}
