import { normalQuantile } from "../../statistics/normal.js";
import type { Inference, InferenceOptions, Sides } from "../../types.js";
import { NotEstimable } from "../not-estimable.js";
import { checkedOptions, pValueOf, TWO_ARMS, tailProbabilities } from "../options.js";
import { checkPair, fewConversions, type Group, opposite, rateOf, rateVariance } from "./group.js";
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
 * The p-value is that of the z test with pooled variance for Newcombe (the two can disagree by a hair), of the method's own
 * statistic for the others, and absent where nobody or everybody converted in both groups.
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
 * // estimate 0.05, low 0.0134, high 0.0865, pValue 0.0074, n 2000, unit "fraction"
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
    warnings: method === "Wald" ? fewConversions(treated, control) : [],
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

function testOf(
  treated: Group,
  control: Group,
  method: DifferenceMethod,
  sides: Sides,
): Pick<Inference, "pValue" | "standardError"> {
  if (method === "Agresti-Caffo") return normalTest(withOneOfEach(treated), withOneOfEach(control), sides);
  if (method === "Wald") return normalTest(treated, control, sides);
  const customers = treated.customers + control.customers;
  const conversions = treated.conversions + control.conversions;
  if (conversions === 0 || conversions === customers) return {};
  const statistic = scoreStatistic(treated, control, 0);
  // The pooled z test has the score's variance but for Miettinen and Nurminen's factor.
  const factor = method === "score" ? 1 : Math.sqrt(customers / (customers - 1));
  const variance = rateVariance(treated) + rateVariance(control);
  return {
    pValue: pValueOf(statistic * factor, sides),
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

/** Agresti and Caffo's adjustment: one customer more who converted and one more who did not. */
function withOneOfEach({ customers, conversions }: Group): Group {
  return { customers: customers + 2, conversions: conversions + 1 };
}
