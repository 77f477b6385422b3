import { normalQuantile } from "../../statistics/normal.js";
import type { Inference, InferenceOptions, Sides } from "../../types.js";
import { NotEstimable } from "../not-estimable.js";
import { checkedOptions, pValueOf, TWO_ARMS, tailProbabilities } from "../options.js";
import { fisherPValue } from "./fisher.js";
import {
  checkPair,
  fewConversions,
  type Group,
  opposite,
  rateOf,
  rateVariance,
  smallestExpected,
} from "./group.js";
import { lowEnd } from "./intervals.js";
import { scoreLow, scoreStatistic } from "./score.js";

/** How the interval of a difference of two rates is made. */
export type DifferenceMethod = "Newcombe" | "score" | "Agresti-Caffo" | "Wald";

/**
 * The difference of two conversion rates, treated minus control, with an interval and the p-value of no difference.
 *
 * Rates are fractions, so 0.05 reads "5 percentage points more", not "5 percent more". It is what the treatment caused
 * only where chance decided who was treated. The groups must not share customers. Newcombe's interval, the default, and
 * the "score" interval of Miettinen and Nurminen hold for small and unequal groups and for none or all converting;
 * "Agresti-Caffo" is nearly as good and simpler; "Wald" is too narrow below ten conversions in a group.
 * Beside Newcombe's interval stands Fisher's exact test with its mid-p-value (Lancaster 1961), named in `test`. Its false
 * alarms are at most as many as promised, within a tenth, also for rare events, unequal groups and small levels, where
 * those of a z test and of the interval itself are up to four times as many: the two can contradict one another near the
 * limit, the more so the fewer conversions there are, and below 20 expected ones a warning says so. The other methods
 * have the p-value of their own statistic. It is absent where nobody or everybody converted in both groups.
 *
 * The standard error is the unpooled one (of the adjusted counts for Agresti-Caffo); Newcombe's and the score interval are
 * not made from it.
 *
 * Throws RangeError when a group is empty, has more conversions than customers or counts that are not whole, or the
 * confidence is not between 0 and 1; NotEstimable for Wald's interval when neither group has both outcomes.
 * Source: Newcombe 1998, "Interval estimation for the difference between independent proportions", methods 1 and 10;
 * Miettinen and Nurminen 1985; Agresti and Caffo 2000.
 *
 * @example
 * differenceInRates({ customers: 1000, conversions: 250 }, { customers: 1000, conversions: 200 });
 * // estimate 0.05, low 0.0134, high 0.0865, pValue 0.0075, n 2000, unit "fraction"
 */
export function differenceInRates(
  treated: Group,
  control: Group,
  { method = "Newcombe", ...options }: InferenceOptions & { readonly method?: DifferenceMethod } = {},
): Inference {
  checkPair(treated, control);
  const { confidence, sides } = checkedOptions(options);
  const tails = tailProbabilities({ confidence, sides });
  return {
    estimate: rateOf(treated) - rateOf(control),
    low: lowDifference(treated, control, method, tails.low),
    high: -lowDifference(control, treated, method, tails.high),
    confidence,
    method,
    n: treated.customers + control.customers,
    unit: "fraction",
    sides,
    ...testOf(treated, control, method, sides),
    assumptions: TWO_ARMS,
    warnings: method === "Wald" ? fewConversions(treated, control) : fewExpected(treated, control),
  };
}

/** The lower end that leaves out `tail` below it; the upper end is minus the lower end of the groups swapped. */
function lowDifference(treated: Group, control: Group, method: DifferenceMethod, tail: number): number {
  return tail === 0 ? -1 : Math.max(-1, LOW_ENDS[method](treated, control, tail));
}

const LOW_ENDS: Readonly<Record<DifferenceMethod, (treated: Group, control: Group, tail: number) => number>> =
  {
    Newcombe: newcombeLow,
    score: (treated, control, tail) => scoreLow(treated, control, -normalQuantile(tail)),
    "Agresti-Caffo": (treated, control, tail) =>
      waldLow(withOneOfEach(treated), withOneOfEach(control), tail),
    Wald: waldLow,
  };

function newcombeLow(treated: Group, control: Group, tail: number): number {
  const [rate, other] = [rateOf(treated), rateOf(control)];
  const high = 1 - lowEnd(opposite(control), "Wilson", tail);
  return rate - other - Math.hypot(rate - lowEnd(treated, "Wilson", tail), high - other);
}

function waldLow(treated: Group, control: Group, tail: number): number {
  return rateOf(treated) - rateOf(control) + normalQuantile(tail) * standardErrorOf(treated, control);
}

const EXACT_TEST = "Fisher's exact test, mid-p";

function testOf(
  treated: Group,
  control: Group,
  method: DifferenceMethod,
  sides: Sides,
): Pick<Inference, "pValue" | "test" | "standardError"> {
  if (method === "Agresti-Caffo") return normalTest(withOneOfEach(treated), withOneOfEach(control), sides);
  if (method === "Wald") return normalTest(treated, control, sides);
  const customers = treated.customers + control.customers;
  const conversions = treated.conversions + control.conversions;
  if (conversions === 0 || conversions === customers) return {};
  const variance = rateVariance(treated) + rateVariance(control);
  return {
    ...(method === "score"
      ? { pValue: pValueOf(scoreStatistic(treated, control, 0), sides) }
      : { pValue: fisherPValue(treated, control, { sides, share: 0.5 }), test: EXACT_TEST }),
    ...(variance > 0 ? { standardError: Math.sqrt(variance) } : {}),
  };
}

function normalTest(
  treated: Group,
  control: Group,
  sides: Sides,
): Pick<Inference, "pValue" | "standardError"> {
  const standardError = standardErrorOf(treated, control);
  const statistic = (rateOf(treated) - rateOf(control)) / standardError;
  return { pValue: pValueOf(statistic, sides), standardError };
}

/** Throws NotEstimable when neither group has both outcomes: the data show no spread. */
export function standardErrorOf(treated: Group, control: Group): number {
  const variance = rateVariance(treated) + rateVariance(control);
  if (variance > 0) return Math.sqrt(variance);
  throw new NotEstimable(
    `standard error of a difference: ${treated.conversions} of ${treated.customers} and ${control.conversions} of ${control.customers} converted, so no width`,
  );
}

/** One warning when an arm expects so few conversions, or non-conversions, that intervals and p-values are rough. */
function fewExpected(treated: Group, control: Group): string[] {
  const smallest = smallestExpected(treated, control);
  return smallest < 20
    ? [
        `few conversions: an arm expects only ${smallest.toFixed(1)} with one of the two outcomes, 20 are wanted; interval and p-value may differ`,
      ]
    : [];
}

/** Agresti and Caffo's adjustment: one customer more who converted and one more who did not. */
function withOneOfEach({ customers, conversions }: Group): Group {
  return { customers: customers + 2, conversions: conversions + 1 };
}
