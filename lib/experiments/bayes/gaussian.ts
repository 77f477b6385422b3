import { normalCdf, normalDensity, normalUpperTail } from "../../statistics/normal.js";
import type { Inference } from "../../types.js";
import { NotEstimable } from "../not-estimable.js";
import { checkedOptions, criticalTails, LARGE_ENOUGH } from "../options.js";
import type { BayesianInference } from "./beta-binomial.js";

/** What was believed about an effect before the data, in the effect's own unit. */
export interface NormalPrior {
  readonly mean: number;
  readonly variance: number;
}

/** An effect with its standard error, such as any Inference that has one. */
export type EffectWithError = Pick<Inference, "estimate" | "n" | "unit" | "assumptions" | "warnings"> & {
  readonly standardError?: number;
};

/**
 * An effect as believed after the data, where before them it was believed to be normal, or nothing was: its mean, credible
 * interval, the probability that it is above 0, and what either choice would lose on average.
 *
 * The effect may be absolute or relative, of rates or means, adjusted or not: it only needs a standard error. The prior and the
 * losses are in its unit. Without a prior the interval is the normal one of the estimate and the probability is one minus
 * the one-sided p-value: the same numbers, read differently. With one, the estimate is pulled towards the prior's mean.
 * For a metric of which less is better, swap the arms.
 *
 * Throws RangeError when the effect is not finite, the prior's variance is not finite and above 0, or the confidence out
 * of range; NotEstimable when the effect has no standard error above 0.
 * Source: the conjugate normal model (Gelman et al., Bayesian Data Analysis, 2.5), as used by GrowthBook.
 *
 * @example
 * const effect = { estimate: 0.05, standardError: 0.0357, n: 20, unit: "ratio", assumptions: [], warnings: [] };
 * effectBelief(effect, { prior: { mean: 0.1, variance: 0.1 } }); // estimate 0.0506, probabilityBetter 0.923
 */
export function effectBelief(
  effect: EffectWithError,
  { prior, ...options }: { readonly prior?: NormalPrior; readonly confidence?: number } = {},
): BayesianInference {
  const { confidence, sides } = checkedOptions(options);
  const { mean, sd } = posterior(effect, prior);
  const reach = criticalTails({ confidence, sides }).high * sd;
  return {
    ...{ estimate: mean, low: mean - reach, high: mean + reach, confidence, sides, standardError: sd },
    method: prior ? `Gaussian, prior N(${prior.mean}, ${prior.variance})` : "Gaussian, flat prior",
    ...{ n: effect.n, unit: effect.unit, warnings: effect.warnings },
    assumptions: [...new Set([...effect.assumptions, LARGE_ENOUGH])],
    probabilityBetter: normalCdf(mean / sd),
    expectedLoss: { treated: sd * expectedBelow(mean / sd), control: sd * expectedBelow(-mean / sd) },
  };
}

/** Precisions (one over the variance) add up, and each mean counts by its own. */
function posterior(
  { estimate, standardError }: EffectWithError,
  prior: NormalPrior | undefined,
): { mean: number; sd: number } {
  if (!Number.isFinite(estimate)) throw new RangeError(`effect: expected a finite estimate, got ${estimate}`);
  if (standardError === undefined || !(standardError > 0 && standardError < Infinity)) {
    throw new NotEstimable(`effect: a belief needs a standard error above 0, got ${standardError}`);
  }
  if (prior === undefined) return { mean: estimate, sd: standardError };
  if (!(Number.isFinite(prior.mean) && prior.variance > 0 && prior.variance < Infinity)) {
    const { mean, variance } = prior;
    throw new RangeError(`prior: expected a finite mean and a variance above 0, got ${mean} and ${variance}`);
  }
  const weight = prior.variance / (prior.variance + standardError ** 2);
  return {
    mean: weight * estimate + (1 - weight) * prior.mean,
    sd: Math.sqrt(weight) * standardError,
  };
}

/** How far a standard normal variable with this mean is below 0 on average, counting 0 where it is above. */
function expectedBelow(mean: number): number {
  return Math.max(0, normalDensity(mean) - mean * normalUpperTail(mean));
}
