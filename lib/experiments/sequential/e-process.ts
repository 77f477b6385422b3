import { logBeta } from "../../statistics/beta.js";
import { rootBetween } from "../../statistics/root.js";
import type { Inference } from "../../types.js";
import { NotEstimable } from "../not-estimable.js";
import { checkedOptions, NO_INTERFERENCE } from "../options.js";
import { checkPair, type Group } from "../rates/group.js";

/** How the customers were dealt, and how sure to be. */
export interface EProcessOptions {
  /** Planned share of the customers who are treated, above 0 and below 1: 0.5, or 10 / 11 where one in eleven is left alone. */
  readonly share: number;
  /** Share of such tests whose interval never leaves out the true value. Default 0.95. */
  readonly confidence?: number;
}

/** The evidence against "no effect" so far, and the ratio of the rates with an interval that holds at all times. */
export interface EProcessInference extends Inference {
  readonly pValue: number;
  /** A bet against "no effect" of 1 would have become this much: 20 or more is an alarm at 5 %, 1 says nothing. */
  readonly eValue: number;
}

/**
 * The ratio of two conversion rates (treated over control) with an interval and an e-value that may be looked at after
 * every customer and at any number of conversions, the first included.
 *
 * Each conversion is asked which arm it came from. Without an effect that is a draw with the planned share, whatever
 * happened before and whatever the rate is by then (it may drift: weekends, season). The e-value multiplies, conversion by
 * conversion, how likely the arm was for a learner (a Beta prior that knows the planned share, worth 100 conversions) over
 * how likely it was without effect. Each factor is 1 on average given all customers before, so the product is a
 * nonnegative martingale in the history of all arms and outcomes, and by Ville's inequality it reaches 20 in at most one of
 * twenty tests without an effect, however often one looks. The interval holds the ratios that would not have been betted away;
 * it needs a ratio that stays the same over time.
 *
 * Not to be trusted where arms were not drawn customer by customer with this share (quotas, changed splits). It does not
 * look at those who did not convert: near 50 % it needs about twice the customers of a test that does. The estimate
 * takes the planned share for the customers, so it differs a little from the ratio of the two rates.
 *
 * Throws RangeError for impossible groups or options; NotEstimable when an arm has no conversion, which leaves no ratio.
 * Source: Ramdas, Grünwald, Vovk and Shafer 2023, "Game-theoretic statistics and safe anytime-valid inference" (e-processes
 * and Ville's inequality); Robbins 1970 (mixtures). The argument for the arms of conversions is given above.
 *
 * @example
 * eProcess({ customers: 1000, conversions: 250 }, { customers: 1000, conversions: 200 }, { share: 0.5 });
 * // estimate 1.25, low 0.946, high 1.657, eValue 4.16, pValue 0.240
 */
export function eProcess(
  treated: Group,
  control: Group,
  { share, ...options }: EProcessOptions,
): EProcessInference {
  checkPair(treated, control);
  const { confidence } = checkedOptions(options);
  const conversions = { treated: treated.conversions, control: control.conversions };
  const logE = logEValue(conversions, share);
  if (conversions.treated === 0 || conversions.control === 0) {
    throw new NotEstimable(
      `e-process: a ratio needs a conversion in both arms, got ${conversions.treated} and ${conversions.control}`,
    );
  }
  const odds = share / (1 - share);
  const alpha = 1 - confidence;
  return {
    estimate: conversions.treated / conversions.control / odds,
    low: Math.exp(oddsLimit(conversions, { share, alpha, side: -1 })) / odds,
    high: Math.exp(oddsLimit(conversions, { share, alpha, side: 1 })) / odds,
    ...{ confidence, sides: "two-sided", method: "Bernoulli e-process" },
    ...{ n: treated.customers + control.customers, unit: "ratio" },
    eValue: Math.min(Number.MAX_VALUE, Math.exp(logE)),
    pValue: Math.min(1, Math.exp(-logE)),
    assumptions: ["each customer's arm was drawn on its own with the planned share", NO_INTERFERENCE],
    warnings: [],
  };
}

/** Conversions of both arms, as whole numbers. */
export interface ArmConversions {
  readonly treated: number;
  readonly control: number;
}

/**
 * The logarithm of the e-value of eProcess, from the conversions alone: 0 says nothing, ln 20 = 3.0 is an alarm at 5 %.
 * For simulations and paths; it is defined from 0 conversions on.
 *
 * Throws RangeError when the share is not between 0 and 1.
 *
 * @example
 * logEValue({ treated: 250, control: 200 }, 0.5); // 1.426
 */
export function logEValue({ treated, control }: ArmConversions, share: number): number {
  if (!(share > 0 && share < 1)) {
    throw new RangeError(`share: expected a fraction above 0 and below 1, got ${share}`);
  }
  const none = treated * Math.log(share) + control * Math.log1p(-share);
  return learnerLogLikelihood({ treated, control }, share) - none;
}

/** What the learner's prior is worth: chosen for lifts of some ten to fifty percent; any other is valid too. */
const PRIOR_CONVERSIONS = 100;

/** The logarithm of the probability that the learner gave to the arms of all conversions, in the order in which they came. */
function learnerLogLikelihood({ treated, control }: ArmConversions, share: number): number {
  const [a, b] = [PRIOR_CONVERSIONS * share, PRIOR_CONVERSIONS * (1 - share)];
  return logBeta(a + treated, b + control) - logBeta(a, b);
}

/**
 * The logarithm of the odds at which a conversion is a treated one, below (side -1) or above (side 1) the observed odds,
 * where the learner's likelihood is 1 / alpha times that of the odds. The likelihood falls on both sides of the observed.
 */
function oddsLimit(
  conversions: ArmConversions,
  { share, alpha, side }: { share: number; alpha: number; side: -1 | 1 },
): number {
  const { treated, control } = conversions;
  const least = learnerLogLikelihood(conversions, share) + Math.log(alpha);
  const excess = (logit: number): number =>
    -treated * Math.log1p(Math.exp(-logit)) - control * Math.log1p(Math.exp(logit)) - least;
  const observed = Math.log(treated / control);
  let distance = 1;
  while (excess(observed + side * distance) > 0) distance *= 2;
  return rootBetween(excess, observed, observed + side * distance);
}
