import type { Inference, InferenceOptions } from "../../types.js";
import { type ArmMean, armMean } from "../means/arm-mean.js";
import { type Moments, meanOf, skewnessOf, varianceOf } from "../moments.js";
import { NotEstimable } from "../not-estimable.js";
import { BY_CHANCE, checkedOptions, INDEPENDENT, NO_INTERFERENCE } from "../options.js";
import { checkPair, type Group, opposite, rateOf, rateVariance } from "../rates/group.js";
import { boundary, boundaryPValue } from "./boundary.js";

/** What a result that may be looked at after every customer is asked for. */
export interface SequentialOptions extends InferenceOptions {
  /** "relative" is the difference as a fraction of the control arm: 0.25 reads "25 percent more". Default "absolute". */
  readonly scale?: "absolute" | "relative";
  /** Customers of both arms together at which the interval is narrowest for its purpose. To be chosen before. Default 5,000. */
  readonly tightestAt?: number;
}

/** An interval that holds at all times together, and the p-value that goes with it. */
export interface SequentialInference extends Inference {
  readonly pValue: number;
  /** Why nothing can be said yet: then the interval is everything there is and p is 1. Null once there is enough. */
  readonly tooEarly: string | null;
}

/**
 * The difference of two conversion rates, treated minus control, with an interval that may be looked at after every
 * customer, and stopped at (an asymptotic confidence sequence).
 *
 * A fixed-size interval holds at one planned look; this one holds at all looks together, and is wider for it: about 1.55
 * times near `tightestAt` customers. It says "too early" below 10 conversions or 10 non-conversions in an arm (without
 * that rule four in ten tests without an effect raise an alarm when one customer in eleven is in the control arm and 0.5 %
 * convert), and in a relative difference below 100, where the ratio is still skewed. The p-value is that of this look; it stays
 * sound however often it is asked for.
 *
 * Throws RangeError for impossible groups or options.
 * Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024, "Time-uniform central limit theory and asymptotic
 * confidence sequences": theorem 2.2, and proposition B.1 for one side. The variance has the divisor n, as in GrowthBook.
 *
 * @example
 * sequentialDifferenceInRates({ customers: 1000, conversions: 250 }, { customers: 1000, conversions: 200 });
 * // estimate 0.05, low -0.0082, high 0.1082, pValue 0.133: clear of zero at one look (p 0.007), but not under peeking
 */
export function sequentialDifferenceInRates(
  treated: Group,
  control: Group,
  options: SequentialOptions = {},
): SequentialInference {
  checkPair(treated, control);
  const fewest = Math.min(
    ...[treated, control].flatMap((group) => [group.conversions, opposite(group).conversions]),
  );
  const wanted = options.scale === "relative" ? 100 : 10;
  const tooEarly =
    fewest < wanted
      ? `too early: an arm has only ${fewest} with one of the two outcomes, ${wanted} are wanted`
      : null;
  const range = { low: -1, high: options.scale === "relative" ? Number.POSITIVE_INFINITY : 1 };
  return sequence(estimatedRate(treated), estimatedRate(control), {
    ...options,
    ...{ unit: "fraction", range, tooEarly, warnings: [] },
  });
}

/**
 * The difference of two means, treated minus control, with an interval that may be looked at after every customer: see
 * sequentialDifferenceInRates. In the unit of the values, or as a fraction of the control arm's mean.
 *
 * With sumCubes it says "too early" while an arm has fewer than 10 · skewness² customers, which for a rare 0 or 1 is ten
 * conversions, or fewer than ten customers, or only equal values, and in a relative difference while the control mean is
 * fewer than 10 standard errors above 0. Without sumCubes these are only warnings.
 *
 * Throws RangeError for impossible sums or options; NotEstimable when an arm has fewer than two customers, without
 * sumCubes when the values show no spread, or for a relative difference when the control arm's mean is 0 or below.
 * Source: as for rates. The variance has the divisor n - 1.
 *
 * @example
 * const [test, control] = [{ n: 500, sum: 5250, sumSquares: 60000 }, { n: 500, sum: 5000, sumSquares: 55000 }];
 * sequentialDifferenceInMeans(test, control, { unit: "NZD" }); // estimate 0.5, low -0.17, high 1.17
 */
export function sequentialDifferenceInMeans(
  treated: Moments,
  control: Moments,
  options: SequentialOptions & { readonly unit: string },
): SequentialInference {
  const [first, second] = [armMean(treated, "treated"), armMean(control, "control")];
  const shaky = options.scale === "relative" && second.variance > (RELATIVE_ERROR_LIMIT * second.mean) ** 2;
  const unknown = treated.sumCubes === undefined || control.sumCubes === undefined;
  const objection = tailTooHeavy(treated, control) ?? (shaky ? SHAKY_CONTROL : null);
  return sequence(first, second, {
    ...options,
    range: { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY },
    tooEarly: unknown || objection === null ? null : `too early: ${objection}`,
    warnings: unknown ? [TAIL_UNKNOWN, ...(shaky ? [`interval optimistic: ${SHAKY_CONTROL}`] : [])] : [],
  });
}

interface SequenceInput extends SequentialOptions {
  readonly unit: string;
  /** The smallest and the largest value there is. */
  readonly range: { readonly low: number; readonly high: number };
  readonly tooEarly: string | null;
  readonly warnings: readonly string[];
}

/** A control mean should be ten standard errors from 0 before something is divided by it again and again. */
const RELATIVE_ERROR_LIMIT = 0.1;
const SHAKY_CONTROL = "the control mean is fewer than 10 standard errors above 0, so the ratio is skewed";
const TAIL_UNKNOWN = "a heavy tail was not looked for: the sums of the third powers are not known";
const ASSUMPTIONS = [BY_CHANCE, INDEPENDENT, NO_INTERFERENCE, "customers came in random order"];

function tailTooHeavy(...arms: readonly Moments[]): string | null {
  for (const arm of arms) {
    if (arm.sumCubes === undefined) continue;
    // A few customers show no tail, and those who are all alike none at all: they may not have bought yet.
    const wanted = Math.max(10, Math.ceil(10 * skewnessOf(arm) ** 2));
    if (arm.n < wanted) return `an arm has ${arm.n} customers, ${wanted} are wanted for its tail`;
    if (varianceOf(arm) === 0) return `the values of an arm are all ${meanOf(arm)} so far`;
  }
  return null;
}

function sequence(
  treated: ArmMean,
  control: ArmMean,
  { unit, range, tooEarly, warnings, ...options }: SequenceInput,
): SequentialInference {
  const { confidence, sides } = checkedOptions(options);
  const { tightestAt = 5000, scale = "absolute" } = options;
  if (!(tightestAt > 0 && tightestAt < Infinity)) {
    throw new RangeError(`tightestAt: expected a finite number of customers above 0, got ${tightestAt}`);
  }
  const n = treated.n + control.n;
  const { estimate, standardError } = contrast(treated, control, scale);
  if (standardError === 0 && tooEarly === null) {
    throw new NotEstimable("confidence sequence: the values show no spread, so the interval has no width");
  }
  const tuning = { alpha: 1 - confidence, tightestAt, sides };
  const reach = tooEarly === null ? boundary(n, tuning) * standardError : Number.POSITIVE_INFINITY;
  return {
    estimate,
    low: sides === "less" ? range.low : Math.max(range.low, estimate - reach),
    high: sides === "greater" ? range.high : Math.min(range.high, estimate + reach),
    ...{ confidence, sides, method: "asymptotic confidence sequence", n, standardError },
    unit: scale === "relative" ? "ratio" : unit,
    pValue: tooEarly === null ? boundaryPValue(estimate / standardError, n, tuning) : 1,
    tooEarly,
    assumptions: ASSUMPTIONS,
    warnings: tooEarly === null ? warnings : [tooEarly, ...warnings],
  };
}

function estimatedRate(group: Group): ArmMean {
  return { n: group.customers, mean: rateOf(group), variance: rateVariance(group) };
}

/** The difference of two means and its standard error, as it is or as a fraction of the control's (delta method). */
function contrast(
  treated: ArmMean,
  control: ArmMean,
  scale: "absolute" | "relative",
): { estimate: number; standardError: number } {
  if (scale === "absolute") {
    const standardError = Math.sqrt(treated.variance + control.variance);
    return { estimate: treated.mean - control.mean, standardError };
  }
  if (!(control.mean > 0)) {
    throw new NotEstimable(
      `relative difference: the control arm's mean is ${control.mean}, expected above 0`,
    );
  }
  const ratio = treated.mean / control.mean;
  const standardError = Math.sqrt(treated.variance + control.variance * ratio ** 2) / control.mean;
  return { estimate: ratio - 1, standardError };
}
