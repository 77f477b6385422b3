import type { ColumnSchema } from "../contract/schema.js";
import type { Database } from "../database.js";

/** A column of numbers as sums need it. */
export interface Amount {
  /** SQL of its value as a double. */
  readonly sql: string;
  /** 100 for money, which is added up in whole cents; else 1. */
  readonly parts: number;
  /** Largest size of `sql`, 0 when there is no value. */
  readonly largest: number;
  /** Rows of the table. */
  readonly rows: number;
}

/** Columns of numbers by name, each with its largest size in the table. */
export async function readAmounts(
  database: Database,
  table: string,
  columns: readonly ColumnSchema[],
): Promise<ReadonlyMap<string, Amount>> {
  // Plain ends, and no MAX(ABS(…)): a Parquet file knows them without being read.
  const ends = columns.map(({ name }, i) => `MIN(${name}) AS low${i}, MAX(${name}) AS high${i}`);
  const { columns: found } = await database.query(
    `SELECT ${["COUNT(*) AS n", ...ends].join(", ")} FROM ${table}`,
  );
  const sizeOf = (end: string): number => Math.abs(Number(found[end][0])) || 0;
  return new Map(
    columns.map((column, i) => {
      const parts = partsOf(column);
      const largest = parts * Math.max(sizeOf(`low${i}`), sizeOf(`high${i}`));
      return [column.name, { sql: doubleOf(column), parts, largest, rows: Number(found.n[0]) }];
    }),
  );
}

function doubleOf(column: ColumnSchema): string {
  return partsOf(column) === 1 ? `CAST(${column.name} AS DOUBLE)` : `CAST(${column.name} * 100 AS DOUBLE)`;
}

function partsOf({ type }: ColumnSchema): number {
  return type === "money" ? 100 : 1;
}

/** A sum of so many bits, and its sign, is a BIGINT; one bit is left for rounding. */
const SUM_BITS = 61;

/**
 * SQL of a sum of doubles that is the same to the last digit whatever the order of the rows and the number of threads.
 *
 * Every value is taken as a whole number of a power of two, so small that all of them together just fit a BIGINT, and
 * whole numbers are added exactly: numbers of a few digits, such as counts and cents, lose nothing. `bound` is what the
 * sum of the values' sizes cannot exceed. The sum is divided by `parts`.
 *
 * @example
 * exactSum("y", 1000); // "CAST(SUM(CAST(ROUND((y) * 2.251799813685248e+15) AS BIGINT)) AS DOUBLE) / …"
 */
export function exactSum(sql: string, bound: number, parts = 1): string {
  const scale = doubleLiteral(bound > 0 ? 2 ** (SUM_BITS - Math.ceil(Math.log2(bound))) : 1);
  const whole = `CAST(ROUND((${sql}) * ${scale}) AS BIGINT)`;
  return `CAST(SUM(${whole}) AS DOUBLE) / ${scale} / ${doubleLiteral(parts)}`;
}

/** A number that every engine takes for a double, also where it is whole. */
function doubleLiteral(value: number): string {
  return value.toExponential();
}
