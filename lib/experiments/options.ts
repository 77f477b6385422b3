import { normalQuantile, normalUpperTail } from "../statistics/normal.js";
import type { InferenceOptions, Sides } from "../types.js";

export const INDEPENDENT = "customers are independent of one another";
export const NOT_CHOSEN = "the sample was not chosen by looking at the outcome";
export const BY_CHANCE = "chance alone decided who was in which arm";
export const NO_INTERFERENCE = "one customer's assignment does not change another's outcome";
export const LOOKED_ONCE = "the result was looked at once, at the planned end";
export const LARGE_ENOUGH = "the groups are large enough for the normal approximation";

/** What every comparison of two arms at a planned end takes for granted. */
export const TWO_ARMS: readonly string[] = [BY_CHANCE, INDEPENDENT, NO_INTERFERENCE, LOOKED_ONCE];

/** The options with their defaults filled in. */
export type CheckedOptions = Required<InferenceOptions>;

/** Throws RangeError when the confidence is not between 0 and 1 or the sides have no meaning. */
export function checkedOptions({ confidence = 0.95, sides = "two-sided" }: InferenceOptions): CheckedOptions {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence: expected a fraction above 0 and below 1, got ${confidence}`);
  }
  if (!["two-sided", "greater", "less"].includes(sides)) {
    throw new RangeError(`sides: expected "two-sided", "greater" or "less", got "${sides}"`);
  }
  return { confidence, sides };
}

/** The probability that an interval leaves out below its low end and above its high end; 0 where it is open. */
export function tailProbabilities({ confidence, sides }: CheckedOptions): { low: number; high: number } {
  const left = 1 - confidence;
  if (sides === "greater") return { low: left, high: 0 };
  if (sides === "less") return { low: 0, high: left };
  return { low: left / 2, high: left / 2 };
}

/**
 * How many standard errors an interval reaches below and above its estimate: 1.96 and 1.96 for 95 %, 1.64 and Infinity for
 * "greater". `quantile` is that of a distribution symmetric around 0; it is asked for the lower tail. Default: the normal.
 */
export function criticalTails(
  options: CheckedOptions,
  quantile: (p: number) => number = normalQuantile,
): { low: number; high: number } {
  const { low, high } = tailProbabilities(options);
  const critical = (tail: number): number => (tail === 0 ? Number.POSITIVE_INFINITY : -quantile(tail));
  return { low: critical(low), high: critical(high) };
}

/** The p-value of a statistic that is symmetric around 0, from the upper tail of its distribution. Default: the normal. */
export function pValueOf(
  statistic: number,
  sides: Sides,
  upperTail: (statistic: number) => number = normalUpperTail,
): number {
  if (sides === "greater") return upperTail(statistic);
  if (sides === "less") return upperTail(-statistic);
  return Math.min(1, 2 * upperTail(Math.abs(statistic)));
}

/** A count in a sentence: "5,402". */
export function grouped(count: number): string {
  return count.toLocaleString("en");
}
