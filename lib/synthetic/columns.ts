import type { Random } from "../statistics/random.js";

/** A column of numbers, made row by row. */
export function filled(rows: number, value: (row: number) => number): Float64Array {
  const column = new Float64Array(rows);
  for (let row = 0; row < rows; row++) column[row] = value(row);
  return column;
}

/** A column of levels, drawn in proportion to their weights. */
export function drawLevels(
  rows: number,
  weights: Readonly<Record<string, number>>,
  random: Random,
): string[] {
  const [levels, shares] = [Object.keys(weights), Object.values(weights)];
  return Array.from({ length: rows }, () => random.pick(levels, shares));
}

/** Hexadecimal digits, eight times as many as `parts`. */
export function hexDigits(parts: number, random: Random): string {
  const eight = (): string => random.below(2 ** 32).toString(16);
  return Array.from({ length: parts }, () => eight().padStart(8, "0")).join("");
}

/** The value to this many decimals; a half goes up. */
export function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

/** The value, or the end of the range that it lies beyond. */
export function clamped(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** The probability that has these log odds. */
export function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Throws RangeError when a generator is asked for a number of rows that is not whole or too small. */
export function expectRows(table: string, rows: number, least: number): void {
  if (Number.isInteger(rows) && rows >= least) return;
  const minimum = least.toLocaleString("en-US");
  throw new RangeError(`${table} rows: expected a whole number of at least ${minimum}, got ${rows}`);
}
