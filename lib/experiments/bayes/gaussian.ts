import { logGamma } from "../../statistics/gamma.js";
import { normalDensity, normalUpperTail } from "../../statistics/normal.js";
import { studentQuantile, studentUpper } from "../../statistics/student.js";
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
export type EffectWithError = Pick<
  Inference,
  "estimate" | "n" | "unit" | "assumptions" | "warnings" | "standardError" | "degrees"
>;

/**
 * An effect as believed after the data, where before them it was believed to be normal, or nothing was: its mean, credible
 * interval, the probability that it is above 0, and what either choice would lose on average.
 *
 * The effect may be absolute or relative, of rates or means, adjusted or not: it only needs a standard error. The prior and the
 * losses are in its unit. Without a prior the interval is that of the estimate and its standard error, Student's where the
 * effect has degrees of freedom and else the normal one, and the probability is one minus the one-sided p-value of such a
 * test: the same numbers, read differently. With a prior the estimate is pulled towards the prior's mean, and the standard
 * error is taken as known, which is too sure with few degrees of freedom (a warning below 30).
 * For a metric of which less is better, swap the arms.
 *
 * Throws RangeError when the effect is not finite, the prior's variance is not finite and above 0, or the confidence out
 * of range; NotEstimable when the effect has no standard error above 0, or one degree of freedom or fewer, which leave no
 * average loss.
 * Source: the conjugate normal model and the one of unknown variance (Gelman et al., Bayesian Data Analysis, 2.5 and 3.2),
 * the former as used by GrowthBook.
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
  const degrees = prior === undefined ? effect.degrees : undefined;
  const { quantile, above, expectedBelow } = degrees === undefined ? NORMAL : student(degrees);
  const reach = criticalTails({ confidence, sides }, quantile).high * sd;
  return {
    ...{ estimate: mean, low: mean - reach, high: mean + reach, confidence, sides, standardError: sd },
    ...(degrees === undefined ? {} : { degrees }),
    method: methodOf(prior, degrees),
    ...{ n: effect.n, unit: effect.unit },
    warnings: prior === undefined ? effect.warnings : [...effect.warnings, ...tooSure(effect)],
    assumptions: [...new Set([...effect.assumptions, LARGE_ENOUGH])],
    probabilityBetter: above(-mean / sd),
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

function methodOf(prior: NormalPrior | undefined, degrees: number | undefined): string {
  if (prior !== undefined) return `Gaussian, prior N(${prior.mean}, ${prior.variance})`;
  return degrees === undefined ? "Gaussian, flat prior" : "Student, flat prior";
}

function tooSure({ degrees = Infinity }: EffectWithError): string[] {
  if (degrees >= 30) return [];
  return [
    `interval optimistic: the prior takes the standard error as known; it has about ${degrees.toFixed(0)} degrees of freedom`,
  ];
}

/** A distribution around 0 with a spread of 1, as a belief needs it. */
interface Standard {
  readonly quantile?: (p: number) => number;
  readonly above: (x: number) => number;
  /** How far it is below 0 on average when moved to this mean, counting 0 where it is above. */
  readonly expectedBelow: (mean: number) => number;
}

const NORMAL: Standard = {
  above: normalUpperTail,
  expectedBelow: (mean) => Math.max(0, normalDensity(mean) - mean * normalUpperTail(mean)),
};

function student(degrees: number): Standard {
  if (!(degrees > 1)) {
    throw new NotEstimable(`an average loss needs more than 1 degree of freedom, got ${degrees.toFixed(2)}`);
  }
  const logDensityAtZero =
    logGamma((degrees + 1) / 2) - logGamma(degrees / 2) - Math.log(degrees * Math.PI) / 2;
  const density = (x: number): number =>
    Math.exp(logDensityAtZero - ((degrees + 1) / 2) * Math.log1p((x * x) / degrees));
  return {
    quantile: (p) => studentQuantile(p, degrees),
    above: (x) => studentUpper(x, degrees),
    expectedBelow: (mean) =>
      Math.max(
        0,
        ((degrees + mean * mean) / (degrees - 1)) * density(mean) - mean * studentUpper(mean, degrees),
      ),
  };
}
