import { quantile } from "../../statistics/quantiles.js";
import type { Random } from "../../statistics/random.js";
import type { Inference } from "../../types.js";
import { NotEstimable } from "../not-estimable.js";
import { checkedOptions, TWO_ARMS, tailProbabilities } from "../options.js";
import type { AmountOptions } from "./welch.js";

export interface QuantileOptions extends AmountOptions {
  readonly random: Random;
  /** Which quantile, above 0 and below 1. Default 0.5, the median. */
  readonly p?: number;
  /** How often both arms are drawn anew, at least 100. Default 2,000. */
  readonly rounds?: number;
}

/**
 * The difference of two quantiles, treated minus control, in the unit of the values, with a percentile bootstrap interval.
 *
 * The difference of medians is not the median of the customers' effects, and it is zero where most customers of both arms
 * buy nothing. Large customers hardly move it. With fewer than ten values on either side of the quantile a warning
 * says that the interval is optimistic.
 *
 * Throws RangeError when a value is not finite or an option is out of range, and NotEstimable when an arm has fewer than
 * two customers.
 * Source: Efron and Tibshirani 1993, chapter 13.
 *
 * @example
 * const options = { unit: "NZD", random: seededRandom(1) };
 * differenceInQuantiles([5, 7, 9], [1, 2, 6], options).estimate; // 7 - 2 = 5
 */
export function differenceInQuantiles(
  treated: ArrayLike<number>,
  control: ArrayLike<number>,
  options: QuantileOptions,
): Inference {
  const { confidence, sides } = checkedOptions(options);
  const { unit, random, p = 0.5, rounds = 2_000 } = options;
  if (!(p > 0 && p < 1)) throw new RangeError(`quantile: expected p above 0 and below 1, got ${p}`);
  if (!Number.isInteger(rounds) || rounds < 100) {
    throw new RangeError(`quantile: expected 100 rounds or more, got ${rounds}`);
  }
  const arms = Object.entries({ treated, control }).map(([name, values]) => sortedArm(name, values));
  const [redrawTreated, redrawControl] = arms.map((sorted) => () => redrawnQuantile(sorted, p, random));
  const differences = Float64Array.from({ length: rounds }, () => redrawTreated() - redrawControl());
  const tails = tailProbabilities({ confidence, sides });
  return {
    estimate: quantile(arms[0], p) - quantile(arms[1], p),
    low: tails.low === 0 ? -Infinity : quantile(differences, tails.low),
    high: tails.high === 0 ? Infinity : quantile(differences, 1 - tails.high),
    ...{ confidence, sides, method: "percentile bootstrap", n: treated.length + control.length, unit },
    ...{ assumptions: TWO_ARMS, warnings: fewBeyond(p, { treated, control }) },
  };
}

function sortedArm(name: string, values: ArrayLike<number>): Float64Array {
  if (values.length < 2) {
    throw new NotEstimable(`${name}: a quantile needs two customers or more, got ${values.length}`);
  }
  return Float64Array.from(values).sort();
}

/**
 * The quantile of as many customers drawn with replacement, at the cost of three random numbers: of n uniform numbers the
 * k-th and the next, which are the places drawn, come from gamma numbers (Devroye 1986, section V.3).
 */
function redrawnQuantile(sorted: Float64Array, p: number, random: Random): number {
  const n = sorted.length;
  const position = (n - 1) * p;
  const below = Math.floor(position);
  const before = random.gamma(below + 1, 1);
  const gap = random.exponential(1);
  const total = before + gap + random.gamma(n - below - 1, 1);
  const [at, next] = [before, before + gap].map((place) => sorted[Math.floor((n * place) / total)]);
  return at + (position - below) * (next - at);
}

function fewBeyond(p: number, arms: Readonly<Record<string, ArrayLike<number>>>): string[] {
  return Object.entries(arms).flatMap(([name, { length }]) => {
    const beyond = Math.floor(length * Math.min(p, 1 - p));
    if (beyond >= 10) return [];
    return [`interval optimistic: ${name} has ${beyond} values beyond its quantile, expected 10 or more`];
  });
}
