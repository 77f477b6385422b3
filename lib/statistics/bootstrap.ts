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
 * Numbers computed from customers, each with its percentile bootstrap interval: customers are drawn with replacement, as
 * many as there are, and the numbers are computed anew from the same draw.
 *
 * `statistics` gets row numbers from 0, some of them more than once. Good for smooth numbers such as means, sums and
 * ratios of them; not for a maximum, and too narrow below some dozens of customers.
 *
 * Throws RangeError when there are no rows, fewer than 100 rounds, or a number is not finite.
 * Source: Efron and Tibshirani 1993, chapter 13.
 *
 * @example
 * const mean = (rows: Int32Array) => ({ mean: rows.reduce((sum, row) => sum + [1, 2, 3, 6][row], 0) / rows.length });
 * bootstrap(4, mean, { rounds: 1000, random: seededRandom(1), unit: "NZD" }).mean.estimate; // 3
 */
export function bootstrap<Name extends string>(
  rows: number,
  statistics: (rows: Int32Array) => Readonly<Record<Name, number>>,
  options: BootstrapOptions,
): Record<Name, Estimate> {
  const { rounds, random, unit, confidence = 0.95 } = options;
  if (!Number.isInteger(rows) || rows < 1) throw new RangeError(`bootstrap: expected rows, got ${rows}`);
  if (!Number.isInteger(rounds) || rounds < 100) {
    throw new RangeError(`bootstrap: expected 100 rounds or more, got ${rounds}`);
  }
  const drawn = new Int32Array(rows);
  const draws = Array.from({ length: rounds }, () => statistics(drawn.map(() => random.below(rows))));
  const whole = statistics(drawn.map((_, row) => row));
  const estimates = (Object.keys(whole) as Name[]).map((name) => {
    const values = Float64Array.from(draws, (draw) => finite(name, draw[name]));
    const [low, high] = [quantile(values, (1 - confidence) / 2), quantile(values, (1 + confidence) / 2)];
    return [
      name,
      { estimate: finite(name, whole[name]), low, high, confidence, method: METHOD, n: rows, unit },
    ];
  });
  return Object.fromEntries(estimates);
}

const METHOD = "percentile bootstrap";

function finite(name: string, value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`bootstrap: ${name} is ${value} in a draw`);
  return value;
}
