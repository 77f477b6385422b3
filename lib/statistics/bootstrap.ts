import type { Estimate } from "../types.js";
import { quantile } from "./quantiles.js";
import type { Random } from "./random.js";

export interface BootstrapOptions {
  /** How often the customers are drawn anew, at least 100. */
  readonly rounds: number;
  readonly random: Random;
  readonly unit: string;
  /** Default 0.95. */
  readonly confidence?: number;
}

/**
 * Any number computed from customers, with the percentile bootstrap interval: customers are drawn with replacement,
 * as many as there are, and the number is computed anew each time.
 *
 * `statistic` gets row numbers from 0, some of them more than once. Good for smooth numbers such as means, sums and
 * ratios of them; not for a maximum, and too narrow below some dozens of customers.
 *
 * Throws RangeError when there are no rows, fewer than 100 rounds, or the statistic is not finite.
 * Source: Efron and Tibshirani 1993, chapter 13.
 *
 * @example
 * bootstrap(profits.length, (rows) => rows.reduce((sum, row) => sum + profits[row], 0), options);
 */
export function bootstrap(
  rows: number,
  statistic: (rows: Int32Array) => number,
  options: BootstrapOptions,
): Estimate {
  const { rounds, random, unit, confidence = 0.95 } = options;
  if (!Number.isInteger(rows) || rows < 1) throw new RangeError(`bootstrap: expected rows, got ${rows}`);
  if (!Number.isInteger(rounds) || rounds < 100) {
    throw new RangeError(`bootstrap: expected 100 rounds or more, got ${rounds}`);
  }
  const drawn = new Int32Array(rows);
  const values = Float64Array.from({ length: rounds }, () => {
    for (let i = 0; i < rows; i++) drawn[i] = random.below(rows);
    return finite(statistic(drawn));
  });
  return {
    estimate: finite(statistic(Int32Array.from({ length: rows }, (_, row) => row))),
    low: quantile(values, (1 - confidence) / 2),
    high: quantile(values, (1 + confidence) / 2),
    confidence,
    method: "percentile bootstrap",
    n: rows,
    unit,
  };
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`bootstrap: the statistic gave ${value}`);
  return value;
}
