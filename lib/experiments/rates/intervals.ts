import { betaQuantile } from "../../statistics/beta.js";
import { normalQuantile } from "../../statistics/normal.js";
import type { Inference, InferenceOptions } from "../../types.js";
import { NotEstimable } from "../not-estimable.js";
import { checkedOptions, INDEPENDENT, NOT_CHOSEN, tailProbabilities } from "../options.js";
import { checkGroup, fewConversions, type Group, opposite, rateOf, rateVariance } from "./group.js";

/** How the interval of a single rate is made. */
export type RateMethod = "Wilson" | "Clopper-Pearson" | "Jeffreys" | "Agresti-Coull" | "Wald";

/**
 * The share of a group's customers who converted, with an interval, as a fraction.
 *
 * Wilson's interval, the default, stays within 0 and 1 and is sound for small groups and for none or all converting: it
 * covers 95 % on average over the rates, a little less at some. "Clopper-Pearson" covers at least 95 % at every rate and is
 * wider for it. "Jeffreys" and "Agresti-Coull" lie near Wilson's. "Wald" is the textbooks' and too narrow below ten
 * conversions. The rate speaks of customers like these, not of another season's.
 *
 * Throws RangeError when the group is empty, has more conversions than customers or counts that are not whole, or the
 * confidence is not between 0 and 1; NotEstimable for Wald's interval of none or all, which has no width.
 * Source: Wilson 1927; Clopper and Pearson 1934; Brown, Cai and DasGupta 2001 for the others.
 *
 * @example
 * conversionRate({ customers: 100, conversions: 20 });
 * // estimate 0.2, low 0.1334, high 0.2888, confidence 0.95, method "Wilson", n 100, unit "fraction"
 */
export function conversionRate(
  group: Group,
  { method = "Wilson", ...options }: InferenceOptions & { readonly method?: RateMethod } = {},
): Inference {
  checkGroup(group);
  const { confidence, sides } = checkedOptions(options);
  const tails = tailProbabilities({ confidence, sides });
  if (method === "Wald" && rateVariance(group) === 0) {
    throw new NotEstimable(
      `Wald interval: ${group.conversions} of ${group.customers} converted, so no width`,
    );
  }
  return {
    estimate: rateOf(group),
    low: lowEnd(group, method, tails.low),
    high: 1 - lowEnd(opposite(group), method, tails.high),
    confidence,
    method,
    n: group.customers,
    unit: "fraction",
    sides,
    ...(method === "Wald" ? { standardError: Math.sqrt(rateVariance(group)) } : {}),
    assumptions: [INDEPENDENT, NOT_CHOSEN],
    warnings: method === "Wald" ? fewConversions(group) : [],
  };
}

/**
 * The lower end of a rate's interval that leaves out `tail` below it. The upper end is 1 minus the lower end of those who
 * did not convert: all five methods treat both outcomes alike.
 */
export function lowEnd(group: Group, method: RateMethod, tail: number): number {
  // The formulas give 0 for nobody, but for rounding.
  if (tail === 0 || group.conversions === 0) return 0;
  return Math.min(1, Math.max(0, LOW_ENDS[method](group, tail)));
}

const LOW_ENDS: Readonly<Record<RateMethod, (group: Group, tail: number) => number>> = {
  Wilson: wilsonLow,
  "Clopper-Pearson": ({ customers, conversions }, tail) =>
    betaQuantile(tail, conversions, customers - conversions + 1),
  Jeffreys: ({ customers, conversions }, tail) =>
    betaQuantile(tail, conversions + 0.5, customers - conversions + 0.5),
  "Agresti-Coull": ({ customers, conversions }, tail) => {
    const z = normalQuantile(tail);
    return waldLow({ customers: customers + z * z, conversions: conversions + (z * z) / 2 }, tail);
  },
  Wald: waldLow,
};

function wilsonLow({ customers, conversions }: Group, tail: number): number {
  const z = -normalQuantile(tail);
  const rate = conversions / customers;
  const halfWidth = z * Math.sqrt(customers * rate * (1 - rate) + (z * z) / 4);
  return (conversions + (z * z) / 2 - halfWidth) / (customers + z * z);
}

function waldLow(group: Group, tail: number): number {
  return rateOf(group) + normalQuantile(tail) * Math.sqrt(rateVariance(group));
}
