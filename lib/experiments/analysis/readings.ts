import type { Inference } from "../../types.js";
import { type BayesianInference, differenceBelief } from "../bayes/beta-binomial.js";
import { effectBelief } from "../bayes/gaussian.js";
import { NotEstimable } from "../not-estimable.js";
import { minimumEffect, minimumEffectSeen } from "../planning/minimum-effect.js";
import { ratePlan } from "../planning/plan.js";
import {
  type SequentialInference,
  sequentialDifferenceInMeans,
  sequentialDifferenceInRates,
} from "../sequential/confidence-sequence.js";
import { type Comparison, type ComparisonOptions, groupOf } from "./comparison.js";
import type { BayesReading, SequentialReading } from "./result.js";

/** The effect as a probability, in the metric's own direction: Beta-Binomial for rates, Gaussian for anything else. */
export function bayesReading(comparison: Comparison, effect: Inference): BayesReading {
  const higherIsBetter = comparison.metric.better === "higher";
  const { probabilityBetter, expectedLoss, ...belief } = beliefOf(comparison, effect, higherIsBetter);
  if (higherIsBetter) return { probabilityBetter, expectedLoss, effect: belief };
  // The belief is about control minus treated, whose high side is good.
  return {
    probabilityBetter,
    expectedLoss,
    effect: { ...belief, estimate: -belief.estimate, low: -belief.high, high: -belief.low },
  };
}

function beliefOf(
  { metric, treated, control, clusters }: Comparison,
  effect: Inference,
  higherIsBetter: boolean,
): BayesianInference {
  const { confidence } = effect;
  if (metric.kind === "rate" && clusters === null) {
    const [good, other] = higherIsBetter ? [treated, control] : [control, treated];
    return differenceBelief(groupOf(good), groupOf(other), { confidence });
  }
  const { estimate, standardError, method } = effect;
  if (standardError === undefined) throw new NotEstimable(`${method} has no standard error`);
  return effectBelief({ ...effect, estimate: higherIsBetter ? estimate : -estimate }, { confidence });
}

/** The effect under peeking. Throws NotEstimable where whole clusters were assigned: it counts customers. */
export function sequentialReading(
  { metric, treated, control, clusters }: Comparison,
  { confidence, tightestAt }: ComparisonOptions & { readonly tightestAt?: number },
): SequentialReading {
  if (clusters !== null)
    throw new NotEstimable("it takes customers as independent, and whole clusters were assigned");
  const options = { confidence, ...(tightestAt === undefined ? {} : { tightestAt }) };
  const effect: SequentialInference =
    metric.kind === "rate"
      ? sequentialDifferenceInRates(groupOf(treated), groupOf(control), options)
      : sequentialDifferenceInMeans(treated, control, { ...options, unit: metric.unit });
  return effect.tooEarly === null ? { effect, tooEarly: null } : { effect: null, tooEarly: effect.tooEarly };
}

/**
 * The smallest true effect that a two-sided test of this size finds with 80 % power at an alpha of 1 - confidence: what this
 * experiment could have seen, in the metric's unit. "Nothing found" speaks only against larger ones. For a rate it is a rise
 * from the control's; the alpha is not corrected for other comparisons.
 *
 * Throws NotEstimable where nobody or everybody in the control arm converted, an arm has one customer, or no effect is
 * large enough.
 */
export function minimumEffectOf(
  { metric, treated, control, clusters }: Comparison,
  { confidence, standardError, method }: Inference,
): number {
  if (metric.kind === "mean" || clusters !== null) {
    if (standardError === undefined) throw new NotEstimable(`${method} has no standard error`);
    return minimumEffectSeen(standardError, { confidence });
  }
  const rate = control.sum / control.n;
  if (rate === 0 || rate === 1) {
    throw new NotEstimable(`${control.sum} of ${control.n} converted in the control arm`);
  }
  if (Math.min(treated.n, control.n) < 2) throw new NotEstimable("an arm has one customer");
  const arms = { control: control.n, treated: treated.n };
  return minimumEffect(ratePlan(rate), arms, { confidence }).effect;
}
