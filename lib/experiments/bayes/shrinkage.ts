import { studentQuantile } from "../../statistics/student.js";
import type { Inference } from "../../types.js";
import { checkedOptions, INDEPENDENT } from "../options.js";
import {
  checkGroups,
  type GroupEstimate,
  pauleMandel,
  precisionWeighted,
  qProfile,
} from "./between-groups.js";
import { type Posterior, shrinkIntegrated } from "./shrinkage-integrated.js";
import { type Shrunken, shrinkRobustly } from "./shrinkage-robust.js";

/** A group's own estimate, and what it becomes when the other groups are heard too. */
export interface ShrunkGroup {
  readonly group: string;
  /** The estimate from the group's own customers. */
  readonly raw: number;
  readonly shrunk: Inference;
  /** From 0 (the raw estimate stands) to 1 (it is replaced by what the other groups say). */
  readonly shrinkage: number;
}

/** Groups, each drawn towards the mean of all. */
export interface ShrunkGroups {
  readonly mean: Inference;
  /** The standard deviation of the groups' true values (tau). */
  readonly betweenGroups: Inference;
  readonly groups: readonly ShrunkGroup[];
}

export interface ShrinkageOptions {
  /** Unit of the estimates. */
  readonly unit: string;
  /** Of every interval, all two-sided. Default 0.95. */
  readonly confidence?: number;
  /**
   * With ten groups or fewer: the largest standard deviation of the true values that is thought possible, in the unit of the
   * estimates; all from 0 to it are equally likely before the data. Default: ten times the largest of the standard errors and the
   * standard deviation of the estimates, which leaves the data to decide unless there are only three or four groups.
   */
  readonly largestTau?: number;
}

/** Up to so many groups, the data leave too much doubt about tau for one estimate of it. */
const INTEGRATED_UP_TO = 10;

/** The name of intervals that cover on average over the groups. */
export const ROBUST = "robust empirical Bayes";
const EXCHANGEABLE = "before the data, nothing is known that sets one group apart from another";
export const DIFFERENT_CUSTOMERS = "the groups share no customers";
export const NORMAL_ESTIMATES = "each estimate is about normal around its group's true value";
export const ON_AVERAGE =
  "the confidence holds on average over the groups, not for each: less for one far from the others";

/**
 * The effects of several groups (segments, stores, campaigns), each drawn towards their mean by as much as its own noise
 * deserves, so that the luckiest of thirty no longer looks like the best.
 *
 * With ten groups or fewer, the intervals are posterior ones of the normal hierarchical model, integrated over how much the groups
 * truly differ. With more, they are robust empirical Bayes intervals, which cover on average over the groups also where the true
 * effects are not normal (two kinds of groups, a few outliers). The mean and tau then come from Paule and Mandel, with
 * intervals of Hartung and Knapp and by the Q-profile; shrinkage uses a tau above 0 even where that estimate is 0. Where
 * the true effects differ less than their noise, the robust intervals are wide: little can then be known of their shape.
 * Throws NotEstimable when there are fewer than three groups, or a group has no variance; RangeError when an estimate, a standard
 * error, a number of customers, the confidence or largestTau cannot be.
 * Source: Gelman et al., Bayesian Data Analysis, section 5.5; Armstrong, Kolesár and Plagborg-Møller 2022.
 *
 * @example
 * const schools = [28, 8, -3, 7, -1, 1, 18, 12].map((estimate, i) => ({
 *   group: "ABCDEFGH"[i], estimate, standardError: [15, 10, 16, 11, 9, 11, 10, 18][i], n: 60,
 * }));
 * const { mean, betweenGroups, groups } = shrinkEffects(schools, { unit: "points", largestTau: 200 });
 * groups[0]; // raw 28, shrunk estimate 11.40, shrinkage 0.83; mean 7.93, betweenGroups 6.58
 */
export function shrinkEffects(groups: readonly GroupEstimate[], options: ShrinkageOptions): ShrunkGroups {
  checkGroups(groups);
  const { confidence } = checkedOptions(options);
  const few = groups.length <= INTEGRATED_UP_TO;
  const fit = few
    ? shrinkIntegrated(groups, checkedLargestTau(groups, options), confidence)
    : shrinkEmpirically(groups, confidence);
  const asInference = (
    posterior: Posterior,
    n: number,
    model: Pick<Inference, "method" | "assumptions">,
  ): Inference => ({
    ...posterior,
    ...model,
    n,
    confidence,
    unit: options.unit,
    sides: "two-sided",
    warnings:
      groups.length < 5
        ? [`${groups.length} groups: the intervals depend on how much groups are thought to differ at most`]
        : [],
  });
  const customers = groups.reduce((sum, { n }) => sum + n, 0);
  const model = { method: few ? "hierarchical Bayes" : "Paule-Mandel", assumptions: NORMAL_MODEL };
  const robust = { method: ROBUST, assumptions: [...ASSUMPTIONS, ON_AVERAGE] };
  return {
    mean: asInference(fit.mean, customers, model),
    betweenGroups: asInference(fit.betweenGroups, customers, model),
    groups: fit.groups.map(({ shrinkage, ...posterior }, i) => {
      const { group, estimate, n } = groups[i];
      return { group, raw: estimate, shrunk: asInference(posterior, n, few ? model : robust), shrinkage };
    }),
  };
}

const ASSUMPTIONS = [INDEPENDENT, DIFFERENT_CUSTOMERS, EXCHANGEABLE, NORMAL_ESTIMATES];
const NORMAL_MODEL = [...ASSUMPTIONS, "the groups' true values are normally distributed"];

function shrinkEmpirically(
  groups: readonly GroupEstimate[],
  confidence: number,
): { mean: Posterior; betweenGroups: Posterior; groups: Shrunken[] } {
  const tauSquared = pauleMandel(groups);
  const { mean, variance, heterogeneity } = precisionWeighted(groups, tauSquared);
  const degrees = groups.length - 1;
  // Hartung and Knapp's factor is 1 but where tau is 0: there the groups may differ less than expected, which is no merit.
  const spread = Math.sqrt(variance * Math.max(1, heterogeneity / degrees));
  const half = studentQuantile((1 + confidence) / 2, degrees) * spread;
  const { low, high } = qProfile(groups, confidence);
  const fitted = groups.map((group) => ({ ...group, fitted: mean, fittedVariance: variance }));
  return {
    mean: { estimate: mean, low: mean - half, high: mean + half },
    betweenGroups: { estimate: Math.sqrt(tauSquared), low: Math.sqrt(low), high: Math.sqrt(high) },
    groups: shrinkRobustly(fitted, tauSquared, confidence),
  };
}

function checkedLargestTau(groups: readonly GroupEstimate[], { largestTau }: ShrinkageOptions): number {
  if (largestTau !== undefined) {
    if (largestTau > 0 && largestTau < Infinity) return largestTau;
    throw new RangeError(`largestTau: expected a finite number above 0, got ${largestTau}`);
  }
  const centre = groups.reduce((sum, { estimate }) => sum + estimate, 0) / groups.length;
  const squares = groups.reduce((sum, { estimate }) => sum + (estimate - centre) ** 2, 0);
  const spread = Math.sqrt(squares / (groups.length - 1));
  return 10 * Math.max(spread, ...groups.map(({ standardError }) => standardError));
}
