import { type ColumnSchema, isRate } from "../contract/schema.js";
import type { Database } from "../database.js";

/** A column of numbers as sums need it. */
export interface Amount {
  /** SQL of its value as a double. */
  readonly sql: string;
  /** 100 for money, which is added up in whole cents; else 1. */
  readonly parts: number;
  /** Largest size of `sql`, 0 when there is no value. */
  readonly largest: number;
  /** Smallest size of `sql` above 0; null where all values are whole. */
  readonly smallest: number | null;
  /** Rows of the table. */
  readonly rows: number;
}

/**
 * Columns of numbers by name, each with its sizes in the table. Throws RangeError for a column with values so large that
 * the sum of their cubes is no number.
 */
export async function readAmounts(
  database: Database,
  table: string,
  columns: readonly ColumnSchema[],
): Promise<ReadonlyMap<string, Amount>> {
  // Plain ends, and no MAX(ABS(…)): a Parquet file knows them without being read.
  const ends = columns.map(({ name }, i) => `MIN(${name}) AS low${i}, MAX(${name}) AS high${i}`);
  const smallest = columns.flatMap((column, i) =>
    isWhole(column) ? [] : [`MIN(CASE WHEN ${column.name} <> 0 THEN ABS(${column.name}) END) AS small${i}`],
  );
  const { columns: found } = await database.query(
    `SELECT ${["COUNT(*) AS n", ...ends, ...smallest].join(", ")} FROM ${table}`,
  );
  const rows = Number(found.n[0]);
  const sizeOf = (end: string): number => Math.abs(Number(found[end][0])) || 0;
  return new Map(
    columns.map((column, i) => {
      const parts = partsOf(column);
      const largest = parts * Math.max(sizeOf(`low${i}`), sizeOf(`high${i}`));
      if (!(rows * largest ** 3 < 2 ** LARGEST_EXPONENT)) {
        throw new RangeError(
          `${table}.${column.name}: a value of size ${largest / parts} is too large to add up`,
        );
      }
      const small = isWhole(column) ? null : sizeOf(`small${i}`);
      return [column.name, { sql: doubleOf(column), parts, largest, smallest: small, rows }];
    }),
  );
}

function doubleOf(column: ColumnSchema): string {
  return partsOf(column) === 1 ? `CAST(${column.name} AS DOUBLE)` : `CAST(${column.name} * 100 AS DOUBLE)`;
}

function partsOf({ type }: ColumnSchema): number {
  return type === "money" ? 100 : 1;
}

/** Whether the column's parts are whole numbers. */
function isWhole(column: ColumnSchema): boolean {
  return column.type === "integer" || column.type === "money" || isRate(column);
}

/** A sum of so many bits, and its sign, is a BIGINT; one bit is left for rounding. */
const SUM_BITS = 61;

/** So many bits below the smallest term are added up where terms are not whole. */
const FRACTION_BITS = 40;

/** Powers of two up to here leave room for a product in a double. */
const LARGEST_EXPONENT = 1000;

/**
 * SQL of a sum of doubles that is the same to the last digit whatever the order of the rows and the number of threads, and
 * right in every group of them, also where another group has values that are larger by far.
 *
 * Whole numbers are added exactly, so every term is taken as a whole number of a power of two, so small that all terms
 * together just fit a BIGINT; what that rounds away is added up likewise, in smaller and smaller powers, until nothing is
 * left of whole numbers, and nothing that matters of others. `sql` is the product of values of the `factors`; the sum is
 * divided by their parts.
 *
 * @example
 * exactSum("y", [{ sql: "y", parts: 1, largest: 10, smallest: null, rows: 100 }]);
 * // "CAST(SUM(CAST(ROUND((y) * 2.251799813685248e+15) AS BIGINT)) AS DOUBLE) / 2.251799813685248e+15 / 1e+0"
 */
export function exactSum(sql: string, factors: readonly Amount[]): string {
  const sums = scalesOf(factors).map((scale, word, scales) => {
    const whole = `ROUND((${sql}) * ${doubleLiteral(scale)})`;
    const before = scales[word - 1];
    const added =
      word === 0
        ? whole
        : `${whole} - ROUND((${sql}) * ${doubleLiteral(before)}) * ${doubleLiteral(scale / before)}`;
    return `CAST(SUM(CAST(${added} AS BIGINT)) AS DOUBLE) / ${doubleLiteral(scale)}`;
  });
  const parts = doubleLiteral(productOf(factors, (factor) => factor.parts));
  // The small sums first: then only the last addition rounds.
  return sums.length === 1 ? `${sums[0]} / ${parts}` : `(${sums.reverse().join(" + ")}) / ${parts}`;
}

/** What terms are multiplied by to become whole numbers, the coarsest first: powers of two. */
function scalesOf(factors: readonly Amount[]): number[] {
  const { rows } = factors[0];
  const bound = rows * productOf(factors, ({ largest }) => largest);
  if (bound === 0) return [1];
  const top = Math.ceil(Math.log2(bound));
  const highest = LARGEST_EXPONENT - Math.max(0, top);
  const exponents = [Math.min(highest, SUM_BITS - top)];
  const needed = Math.min(highest, bitsBelowOne(factors));
  // A term leaves at most half a step to the next sum.
  const more = SUM_BITS + 1 - Math.ceil(Math.log2(rows));
  while (exponents[exponents.length - 1] < needed) exponents.push(exponents[exponents.length - 1] + more);
  return exponents.map((exponent) => 2 ** Math.min(highest, exponent));
}

function bitsBelowOne(factors: readonly Amount[]): number {
  if (factors.every(({ smallest }) => smallest === null)) return 0;
  return FRACTION_BITS - Math.floor(Math.log2(productOf(factors, ({ smallest }) => smallest ?? 1)));
}

function productOf(factors: readonly Amount[], of: (factor: Amount) => number): number {
  return factors.reduce((product, factor) => product * of(factor), 1);
}

/** A number that every engine takes for a double, also where it is whole. */
function doubleLiteral(value: number): string {
  return value.toExponential();
}
