/** A column of numbers, made row by row. */
export function filled(rows: number, value: (row: number) => number): Float64Array {
  const column = new Float64Array(rows);
  for (let row = 0; row < rows; row++) column[row] = value(row);
  return column;
}

/**
 * The value to this many decimals; a half goes up.
 *
 * @example
 * rounded(2.675, 1); // 2.7
 */
export function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

/** The value, or the end of the range that it lies beyond. */
export function clamped(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
