import { mean, median } from "./quantiles.js";

/** One column in a few numbers. */
export interface Summary {
  /** Values that are there. */
  readonly n: number;
  readonly missing: number;
  /** Mean and median of the values that are there. */
  readonly mean: number;
  readonly median: number;
}

/**
 * Count, missing values, mean and median of several columns; a missing value is NaN.
 * Throws RangeError naming a column without any value.
 *
 * @example
 * summarise({ income: [10, 20, NaN, 60] }).income; // { n: 3, missing: 1, mean: 30, median: 20 }
 */
export function summarise(columns: Readonly<Record<string, ArrayLike<number>>>): Record<string, Summary> {
  const summaries = Object.entries(columns).map(([name, values]) => {
    const known = Array.from(values).filter((value) => !Number.isNaN(value));
    if (known.length === 0) throw new RangeError(`column "${name}": no value is known`);
    const missing = values.length - known.length;
    return [name, { n: known.length, missing, mean: mean(known), median: median(known) }];
  });
  return Object.fromEntries(summaries);
}
