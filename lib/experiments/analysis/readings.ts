import type { ExperimentSummary, Inference } from "../../types.js";
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
import { logEValue } from "../sequential/e-process.js";
import { type Comparison, type ComparisonOptions, groupOf } from "./comparison.js";
import type { BayesReading, SequentialReading } from "./result.js";

/** The effect as a probability, in the metric's own direction: Beta-Binomial for plain rates, else by its standard error. */
export function bayesReading(
  comparison: Comparison,
  effect: Inference,
  { isAdjusted }: { readonly isAdjusted: boolean },
): BayesReading {
  const higherIsBetter = comparison.metric.better === "higher";
  const { probabilityBetter, expectedLoss, ...belief } = beliefOf(comparison, effect, {
    ...{ higherIsBetter, isAdjusted },
  });
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
  { higherIsBetter, isAdjusted }: { readonly higherIsBetter: boolean; readonly isAdjusted: boolean },
): BayesianInference {
  const { confidence } = effect;
  if (metric.kind === "rate" && clusters === null && !isAdjusted) {
    const [good, other] = higherIsBetter ? [treated, control] : [control, treated];
    return differenceBelief(groupOf(good), groupOf(other), { confidence });
  }
  const { estimate, standardError, method } = effect;
  if (standardError === undefined) throw new NotEstimable(`${method} has no standard error`);
  return effectBelief({ ...effect, estimate: higherIsBetter ? estimate : -estimate }, { confidence });
}

export interface SequentialReadingOptions extends ComparisonOptions {
  readonly tightestAt?: number;
  readonly summary: Pick<ExperimentSummary, "assignment" | "unit" | "arms">;
}

/** The plain effect under peeking. Throws NotEstimable where whole clusters were assigned: it counts customers. */
export function sequentialReading(
  comparison: Comparison,
  { confidence, tightestAt, summary }: SequentialReadingOptions,
  { isAdjusted }: { readonly isAdjusted: boolean },
): SequentialReading {
  const { metric, treated, control, clusters } = comparison;
  if (clusters !== null)
    throw new NotEstimable("it takes customers as independent, and whole clusters were assigned");
  const options = { confidence, ...(tightestAt === undefined ? {} : { tightestAt }) };
  const effect: SequentialInference =
    metric.kind === "rate"
      ? sequentialDifferenceInRates(groupOf(treated), groupOf(control), options)
      : sequentialDifferenceInMeans(treated, control, { ...options, unit: metric.unit });
  const eProcessP = eProcessPValue(comparison, summary);
  if (effect.tooEarly !== null) return { effect: null, tooEarly: effect.tooEarly, eProcessP };
  const warnings = [...effect.warnings, ...(isAdjusted ? [OF_THE_PLAIN_EFFECT] : [])];
  return { effect: { ...effect, warnings }, tooEarly: null, eProcessP };
}

const OF_THE_PLAIN_EFFECT = "the reading under peeking is of the difference without adjustment";

/** Null where the conversions do not have a known chance to come from the treated arm if there is no effect. */
function eProcessPValue(
  { metric, treated, control }: Comparison,
  { assignment, arms }: SequentialReadingOptions["summary"],
): number | null {
  const planned = (name: string): number | null => arms.find(({ arm }) => arm === name)?.plannedShare ?? null;
  const [share, other] = [planned(treated.arm), planned(control.arm)];
  if (metric.kind !== "rate" || assignment !== "random" || share === null || other === null) return null;
  const logE = logEValue({ treated: treated.sum, control: control.sum }, share / (share + other));
  return Math.min(1, Math.exp(-logE));
}

/**
 * The smallest true effect that a two-sided test of this size finds with 80 % power at an alpha of 1 - confidence: what this
 * experiment could have seen, in the metric's unit. "Nothing found" speaks only against larger ones. For a rate it is a rise
 * from the control's, of the plain test; where an adjusted effect decides, of that. The alpha is not corrected for other
 * comparisons.
 *
 * Throws NotEstimable where nobody or everybody in the control arm converted, an arm has one customer, or no effect is
 * large enough.
 */
export function minimumEffectOf(
  { metric, treated, control, clusters }: Comparison,
  { confidence, standardError, degrees, method }: Inference,
  { isAdjusted }: { readonly isAdjusted: boolean },
): number {
  if (metric.kind === "mean" || clusters !== null || isAdjusted) {
    if (standardError === undefined) throw new NotEstimable(`${method} has no standard error`);
    return minimumEffectSeen(standardError, { confidence, degrees });
  }
  const rate = control.sum / control.n;
  if (rate === 0 || rate === 1) {
    throw new NotEstimable(`${control.sum} of ${control.n} converted in the control arm`);
  }
  if (Math.min(treated.n, control.n) < 2) throw new NotEstimable("an arm has one customer");
  const arms = { control: control.n, treated: treated.n };
  return minimumEffect(ratePlan(rate), arms, { confidence }).effect;
}
