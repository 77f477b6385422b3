import type { Database } from "./database.js";

/** A table or view of the database. */
export interface Rows {
  readonly database: Database;
  readonly table: string;
}

/**
 * Exact percentiles of a column by linear interpolation (type 7), missing values left out, in the order of `fractions`.
 * Statements take them as literals: engines differ in approximate percentiles, and a view must not compute them anew.
 *
 * Throws RangeError when every value is missing.
 *
 * @example
 * const [median] = await percentiles({ database, table: "marketing_campaign" }, "income", [0.5]); // 51381.5
 */
export async function percentiles(
  { database, table }: Rows,
  column: string,
  fractions: readonly number[],
): Promise<readonly number[]> {
  const parts = fractions.map((fraction, i) => `${percentileOf(column, fraction)} AS p${i}`);
  const { columns } = await database.query(`SELECT ${parts.join(", ")} FROM ${table}`);
  const values = fractions.map((_, i) => Number(columns[`p${i}`][0]));
  if (values.some(Number.isNaN))
    throw new RangeError(`column "${column}": every value is missing, no percentile`);
  return values;
}

/** SQL of an exact percentile of a column, by linear interpolation. */
export function percentileOf(column: string, fraction: number): string {
  return `PERCENTILE_CONT(${fraction}) WITHIN GROUP (ORDER BY CAST(${column} AS DOUBLE))`;
}
