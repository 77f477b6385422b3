import { type Random, seededRandom } from "../../statistics/random.js";
import type { Estimate, ExperimentCell, Inference, InferenceOptions, Metric } from "../../types.js";
import { clusterDifference, clusterMean, relativeClusterDifference } from "../adjusted/cluster-difference.js";
import type { ClusterArms } from "../adjusted/cluster-totals.js";
import { type CupedDifference, cuped } from "../adjusted/cuped.js";
import { armMean, heavyTailWarnings } from "../means/arm-mean.js";
import { relativeDifferenceInMeans, relativeDifferenceOf } from "../means/relative.js";
import { differenceInMeans } from "../means/welch.js";
import type { Moments } from "../moments.js";
import { NotEstimable } from "../not-estimable.js";
import { grouped } from "../options.js";
import { differenceInRates } from "../rates/differences.js";
import type { Group } from "../rates/group.js";
import { conversionRate } from "../rates/intervals.js";
import { nonInferiority } from "../rates/non-inferiority.js";
import { relativeDifference } from "../rates/ratios.js";
import { studentInterval } from "../student-inference.js";
import type { NonInferiorityReading } from "./result.js";

/** One metric in one arm and in the control: for everybody, or for one level of a segment. */
export interface Comparison {
  readonly metric: Metric;
  readonly treated: ExperimentCell;
  readonly control: ExperimentCell;
  /** The clusters of both arms where whole ones were assigned; else null. */
  readonly clusters: ClusterArms | null;
}

export interface ComparisonOptions extends InferenceOptions {
  readonly confidence: number;
  readonly random?: Random;
}

/**
 * The effect, treated minus control: Newcombe for rates, Welch for means, cluster-robust where whole clusters were assigned.
 *
 * Throws NotEstimable where an arm is empty or the data cannot give it, RangeError for impossible sums.
 */
export function effectOf(comparison: Comparison, options: ComparisonOptions): Inference {
  const { metric, treated, control, clusters } = comparison;
  for (const { n, arm, pending } of [treated, control]) {
    if (n !== 0) continue;
    const windows = `the windows of arm "${arm}" are still open`;
    throw new NotEstimable(pending > 0 ? windows : `nobody in arm "${arm}" has a value`);
  }
  const { unit } = metric;
  // A stream of its own for every call: no row depends on those before it.
  const { confidence, sides, random = seededRandom("assignments of clusters") } = options;
  if (clusters !== null) return clusterDifference(clusters, { confidence, sides, random, unit });
  if (metric.kind === "rate")
    return differenceInRates(groupOf(treated), groupOf(control), { confidence, sides });
  return differenceInMeans(treated, control, { confidence, sides, unit });
}

/** The estimate of one arm with its interval, which counts clusters where whole ones were assigned. */
export function armEstimate(
  comparison: Comparison,
  side: "treated" | "control",
  confidence: number,
): Estimate {
  const { metric, clusters } = comparison;
  const cell = comparison[side];
  if (clusters === null && metric.kind === "rate") return conversionRate(groupOf(cell), { confidence });
  const arm =
    clusters === null ? { ...armMean(cell, side), degrees: cell.n - 1 } : clusterMean(clusters[side]);
  const spread = { estimate: arm.mean, standardError: Math.sqrt(arm.variance), degrees: arm.degrees };
  const interval = studentInterval(spread, { confidence, sides: "two-sided" });
  const method = clusters === null ? "Student t" : "cluster-robust (CR2)";
  return { estimate: arm.mean, ...interval, confidence, method, n: cell.n, unit: metric.unit };
}

/**
 * The effect as a fraction of the control's mean, by Fieller; of the adjusted means where there is an adjusted effect. Throws
 * NotEstimable where the control's is not above 0.
 */
export function relativeEffect(
  { metric, treated, control, clusters }: Comparison,
  { confidence }: ComparisonOptions,
  adjusted: CupedDifference | null,
): Inference {
  if (adjusted !== null) {
    const { arms, degrees, assumptions, warnings, method } = adjusted;
    const relative = relativeDifferenceOf(arms.treated, arms.control, { confidence, degrees });
    const all = [...relative.warnings, ...warnings];
    return { ...relative, method: `${relative.method} after ${method}`, assumptions, warnings: all };
  }
  if (clusters !== null) return relativeClusterDifference(clusters, { confidence });
  if (metric.kind === "mean") return relativeDifferenceInMeans(treated, control, { confidence });
  return relativeDifference(groupOf(treated), groupOf(control), { confidence, method: "Fieller" });
}

/**
 * The CUPED-adjusted effect on everybody: who has no covariate is compared with those who have none either. Null where the
 * metric has no covariate; NotEstimable where it does not help to say anything about everybody.
 */
export function adjustedEffect(
  { metric, treated, control, clusters }: Comparison,
  { confidence, sides }: ComparisonOptions,
): CupedDifference | null {
  if (metric.covariate === null) return null;
  if (clusters !== null) {
    throw new NotEstimable("the sums with the covariate count customers, and whole clusters were assigned");
  }
  if (treated.joint === null || control.joint === null || Math.min(treated.joint.n, control.joint.n) < 2) {
    throw new NotEstimable(`"${metric.covariate}" is known of fewer than two customers of an arm`);
  }
  const rest = { treated: withoutCovariate(treated), control: withoutCovariate(control) };
  const count = rest.treated.n + rest.control.n;
  const unknown = count === 0 ? undefined : rest;
  const adjusted = cuped(treated.joint, control.joint, { confidence, sides, unit: metric.unit, unknown });
  const note = `"${metric.covariate}" is not known of ${grouped(count)} customers: they are compared by themselves`;
  const warnings = [
    ...adjusted.warnings,
    ...heavyTailWarnings({ treated, control }),
    ...(count === 0 ? [] : [note]),
  ];
  return { ...adjusted, warnings };
}

/** The sums over the customers of a cell whose covariate is not known; what rounding leaves of a difference is 0. */
function withoutCovariate({ n, sum, sumSquares, joint }: ExperimentCell): Moments {
  if (joint === null) return { n, sum, sumSquares };
  if (joint.n === n) return { n: 0, sum: 0, sumSquares: 0 };
  const left = (all: number, known: number, size: number): number =>
    Math.abs(all - known) <= 1e-12 * size ? 0 : all - known;
  const rest = { n: n - joint.n, sum: left(sum, joint.sumY, Math.sqrt(n * sumSquares)) };
  const squares = left(sumSquares, joint.sumYY, sumSquares);
  return { ...rest, sumSquares: Math.max(squares, rest.sum ** 2 / rest.n) };
}

/** The effect that decides: the adjusted one where there is one, since its covariate was declared before; else the plain one. */
export function decisiveEffect(
  comparison: Comparison,
  options: ComparisonOptions,
  { isAdjusted }: { readonly isAdjusted: boolean },
): Inference {
  return (isAdjusted ? adjustedEffect(comparison, options) : null) ?? effectOf(comparison, options);
}

/**
 * A guardrail against its margin, by the effect that decides, at the full 1 - confidence on one side; null for other metrics
 * and without a margin.
 *
 * Throws RangeError when the margin is not above 0.
 */
export function nonInferiorityOf(
  comparison: Comparison,
  options: ComparisonOptions,
  { isAdjusted }: { readonly isAdjusted: boolean },
): NonInferiorityReading | null {
  const { metric, treated, control, clusters } = comparison;
  const { purpose, margin, better } = metric;
  if (purpose !== "guardrail" || margin === null) return null;
  if (!(margin > 0 && margin < Infinity)) {
    throw new RangeError(`margin: expected a finite number above 0, got ${margin}`);
  }
  // What is good turned upwards: the worst the data allow must lie above -margin, the best below it is a failure.
  const [worstSide, bestSide] =
    better === "higher" ? (["greater", "less"] as const) : (["less", "greater"] as const);
  const best = decisiveEffect(comparison, { ...options, sides: bestSide }, { isAdjusted });
  const effect =
    metric.kind === "rate" && clusters === null && !isAdjusted
      ? nonInferiority(groupOf(treated), groupOf(control), { margin, better, confidence: options.confidence })
      : // Its own p-value would be about zero and not about the margin.
        {
          ...decisiveEffect(comparison, { ...options, sides: worstSide }, { isAdjusted }),
          pValue: undefined,
        };
  const passed = better === "higher" ? effect.low > -margin : effect.high < margin;
  const failed = better === "higher" ? best.high < -margin : best.low > margin;
  return { margin, effect, passed, failed };
}

export function groupOf({ n, sum }: ExperimentCell): Group {
  return { customers: n, conversions: sum };
}
