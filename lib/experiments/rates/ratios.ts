import type { Inference, InferenceOptions } from "../../types.js";
import type { ArmMean } from "../means/arm-mean.js";
import { type RelativeOptions, relativeDifferenceOf } from "../means/relative.js";
import { NotEstimable } from "../not-estimable.js";
import { checkedOptions, criticalTails, pValueOf, TWO_ARMS } from "../options.js";

import { checkPair, fewConversions, type Group, rateOf, rateVariance } from "./group.js";

/**
 * The conversion rate of the treated divided by that of the control group (the risk ratio), with Katz's
 * interval, which is symmetric on the log scale.
 *
 * A ratio: 1.25 reads "25 percent more", 1 is no difference. A large ratio of tiny rates can be few
 * customers: show the difference beside it. The interval wants about ten conversions in each group, and
 * the groups must not share customers.
 * Throws RangeError for impossible groups; NotEstimable when a group has no conversion (the logarithm needs one), and
 * when everybody converted in both (the interval would have no width).
 * Source: Katz, Baptista, Azen and Pike 1978.
 *
 * @example
 * relativeLift({ customers: 1000, conversions: 250 }, { customers: 1000, conversions: 200 });
 * // estimate 1.25, low 1.061, high 1.473, n 2000, unit "ratio"
 */
export function relativeLift(treated: Group, control: Group, options: InferenceOptions = {}): Inference {
  checkBothConverted(treated, control, "relative lift");
  const { confidence, sides } = checkedOptions(options);
  const standardError = Math.sqrt(relativeVariance(treated) + relativeVariance(control));
  if (standardError === 0) {
    throw new NotEstimable("relative lift: everybody converted in both groups, so no interval");
  }
  const estimate = rateOf(treated) / rateOf(control);
  const critical = criticalTails({ confidence, sides });
  return {
    estimate,
    low: estimate * Math.exp(-critical.low * standardError),
    high: estimate * Math.exp(critical.high * standardError),
    confidence,
    method: "Katz log",
    n: treated.customers + control.customers,
    unit: "ratio",
    sides,
    pValue: pValueOf(Math.log(estimate) / standardError, sides),
    assumptions: TWO_ARMS,
    warnings: fewConversions(treated, control),
  };
}

/**
 * How much larger the treated group's conversion rate is than the control group's, as a fraction of the latter:
 * treated / control - 1, so 0.25 reads "25 percent more" and 0 is no difference.
 *
 * "delta" is symmetric around the estimate, with Student's t and Welch's degrees of freedom; with few conversions in the
 * control group it reaches too low and not high enough. "Fieller", the default, asks which ratios the two rates do not
 * contradict; where the control group's rate is not clearly above 0 no ratio is too large: then high is Infinity, and a
 * warning says so. No relative difference is below -1.
 * Throws RangeError for impossible groups; NotEstimable when a group has no conversion or one customer, and when
 * everybody converted in both.
 * Source: Fieller 1954; the delta method as in Deng, Knoblich and Lu 2018.
 *
 * @example
 * const [treated, control] = [{ customers: 30, conversions: 16 }, { customers: 28, conversions: 14 }];
 * relativeDifference(treated, control, { method: "delta" }); // estimate 0.0667, low -0.4777, high 0.6110
 */
export function relativeDifference(treated: Group, control: Group, options: RelativeOptions = {}): Inference {
  checkBothConverted(treated, control, "relative difference");
  if (Math.min(treated.customers, control.customers) === 1) {
    throw new NotEstimable("relative difference: a group of one customer has no spread");
  }
  const relative = relativeDifferenceOf(asMean(treated), asMean(control), options);
  const warnings = [...relative.warnings, ...fewConversions(treated, control)];
  return { ...relative, low: Math.max(-1, relative.low), warnings };
}

/** Throws NotEstimable when a group has no conversion: a ratio needs some in both. */
function checkBothConverted(treated: Group, control: Group, name: string): void {
  checkPair(treated, control);
  if (treated.conversions === 0 || control.conversions === 0) {
    throw new NotEstimable(
      `${name}: expected conversions in both groups, got ${treated.conversions} and ${control.conversions}`,
    );
  }
}

/** The variance of a rate over its square, which is the variance of its logarithm (delta method). */
function relativeVariance({ customers, conversions }: Group): number {
  return 1 / conversions - 1 / customers;
}

function asMean(group: Group): ArmMean {
  return { mean: rateOf(group), variance: rateVariance(group), n: group.customers };
}
