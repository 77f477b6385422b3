import { normalQuantile } from "../statistics/normal.js";
import { mean, variance } from "../statistics/quantiles.js";
import type { Estimate } from "../types.js";

/**
 * The mean of independent values with the normal interval: mean ± z · sd / √n.
 *
 * Sound for the mean of some dozens of values or more without a heavy tail; with few values it is too narrow.
 * `unit` is the unit of the values. Throws RangeError when there are fewer than two values or one is NaN.
 *
 * @example
 * meanWithInterval([1, 2, 3, 4], "NZD"); // estimate 2.5, low 1.235, high 3.765 (rounded)
 */
export function meanWithInterval(values: ArrayLike<number>, unit: string, confidence = 0.95): Estimate {
  if (values.length < 2)
    throw new RangeError(`mean with interval: expected two values or more, got ${values.length}`);
  const estimate = mean(values);
  const half = normalQuantile((1 + confidence) / 2) * Math.sqrt(variance(values) / values.length);
  return {
    estimate,
    low: estimate - half,
    high: estimate + half,
    confidence,
    method: "normal",
    n: values.length,
    unit,
  };
}
