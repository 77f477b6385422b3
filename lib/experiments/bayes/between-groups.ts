import { chiSquareQuantile } from "../../statistics/chi-square.js";
import { rootBetween } from "../../statistics/root.js";
import { NotEstimable } from "../not-estimable.js";

/** What is known of one group: an estimate, such as its effect, and how uncertain it is. */
export interface GroupEstimate {
  readonly group: string;
  readonly estimate: number;
  /** Of the estimate, above 0. */
  readonly standardError: number;
  /** Customers behind the estimate. */
  readonly n: number;
}

/** The mean of the groups' estimates, each weighted by its precision 1 / (standardError² + tauSquared). */
export interface PrecisionWeighted {
  readonly mean: number;
  /** Of the mean. */
  readonly variance: number;
  /** Cochran's Q: the sum of the squared distances from the mean, each times its weight. */
  readonly heterogeneity: number;
}

/** Groups of which two say nothing about how much groups differ; with three, a flat prior first has a proper posterior. */
export const FEWEST_GROUPS = 3;

/**
 * The mean of groups whose true values differ with the variance `tauSquared` around it (0: they are all the same).
 *
 * @example
 * precisionWeighted([{ group: "a", estimate: 1, standardError: 1, n: 9 }, { group: "b", estimate: 4, standardError: 2, n: 9 }], 0);
 * // mean 1.6, variance 0.8, heterogeneity 1.8
 */
export function precisionWeighted(groups: readonly GroupEstimate[], tauSquared: number): PrecisionWeighted {
  let weights = 0;
  let sum = 0;
  for (const { estimate, standardError } of groups) {
    const weight = 1 / (standardError ** 2 + tauSquared);
    weights += weight;
    sum += weight * estimate;
  }
  const mean = sum / weights;
  let heterogeneity = 0;
  for (const { estimate, standardError } of groups) {
    heterogeneity += (estimate - mean) ** 2 / (standardError ** 2 + tauSquared);
  }
  return { mean, variance: 1 / weights, heterogeneity };
}

/**
 * The variance of the groups' true values: the one at which Cochran's Q is what it should be, the number of groups less one;
 * 0 where the estimates differ no more than their standard errors explain.
 *
 * It does not ask the true values to be normal. With fewer than about ten groups it is little more than a guess: show
 * {@link qProfile} beside it.
 * Source: Paule and Mandel 1982.
 */
export function pauleMandel(groups: readonly GroupEstimate[]): number {
  return tauSquaredAt(groups, groups.length - 1);
}

/**
 * The variances of the groups' true values that are compatible with Cochran's Q, which is chi-square distributed if the true
 * values are normal. The low end is 0 where the data do not show that groups differ at all; both are 0 in data that differ
 * less than chance would have it.
 *
 * Source: Viechtbauer 2007, "Confidence intervals for the amount of heterogeneity in meta-analysis".
 */
export function qProfile(
  groups: readonly GroupEstimate[],
  confidence: number,
): { readonly low: number; readonly high: number } {
  const tail = (1 - confidence) / 2;
  const degrees = groups.length - 1;
  return {
    low: tauSquaredAt(groups, chiSquareQuantile(1 - tail, degrees)),
    high: tauSquaredAt(groups, chiSquareQuantile(tail, degrees)),
  };
}

/** The variance at which Cochran's Q, which falls with it, has come down to a value; 0 where it starts below. */
function tauSquaredAt(groups: readonly GroupEstimate[], heterogeneity: number): number {
  const excess = (tauSquared: number): number =>
    precisionWeighted(groups, tauSquared).heterogeneity - heterogeneity;
  if (excess(0) <= 0) return 0;
  // Q is below the sum of squares around the plain mean over tauSquared.
  const centre = groups.reduce((sum, { estimate }) => sum + estimate, 0) / groups.length;
  const squares = groups.reduce((sum, { estimate }) => sum + (estimate - centre) ** 2, 0);
  return rootBetween(excess, 0, squares / heterogeneity);
}

/** Throws NotEstimable for too few groups or one without variance, RangeError for a number that cannot be. */
export function checkGroups(groups: readonly GroupEstimate[]): void {
  if (groups.length < FEWEST_GROUPS) {
    throw new NotEstimable(
      `between-group variance: expected ${FEWEST_GROUPS} groups or more, got ${groups.length}`,
    );
  }
  for (const { group, estimate, standardError, n } of groups) {
    if (!Number.isFinite(estimate)) {
      throw new RangeError(`group "${group}": expected a finite estimate, got ${estimate}`);
    }
    if (!(standardError >= 0 && standardError < Infinity)) {
      throw new RangeError(`group "${group}": expected a standard error above 0, got ${standardError}`);
    }
    if (standardError === 0) {
      throw new NotEstimable(`group "${group}" has no variance: its standard error is 0`);
    }
    if (!(n > 0 && n < Infinity)) {
      throw new RangeError(`group "${group}": expected a number of customers above 0, got ${n}`);
    }
  }
}
