import { type Random, seededRandom } from "../../statistics/random.js";
import type { Estimate, ExperimentCell, Inference, InferenceOptions, Metric } from "../../types.js";
import { clusterDifference } from "../adjusted/cluster-difference.js";
import {
  CLUSTER_ASSUMPTIONS,
  type ClusterArms,
  type ClusterTotals,
  fewClustersWarnings,
} from "../adjusted/cluster-totals.js";
import { type CupedDifference, cuped } from "../adjusted/cuped.js";
import { armMean } from "../means/arm-mean.js";
import { armRatio, relativeDifferenceInRatios } from "../means/ratio-metrics.js";
import { relativeDifferenceInMeans } from "../means/relative.js";
import { differenceInMeans } from "../means/welch.js";
import type { JointMoments } from "../moments.js";
import { NotEstimable } from "../not-estimable.js";
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
  for (const { n, arm } of [treated, control]) {
    if (n === 0) throw new NotEstimable(`nobody in arm "${arm}" has a value`);
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
  const arm = clusters === null ? armMean(cell, side) : armRatio(totalsAndSizes(clusters[side]), side);
  const spread = { estimate: arm.mean, standardError: Math.sqrt(arm.variance), degrees: arm.n - 1 };
  const interval = studentInterval(spread, { confidence, sides: "two-sided" });
  const method = clusters === null ? "Student t" : "linearised ratio of cluster totals";
  return { estimate: arm.mean, ...interval, confidence, method, n: cell.n, unit: metric.unit };
}

/** The effect as a fraction of the control's mean, by Fieller. Throws NotEstimable where that mean is not above 0. */
export function relativeEffect(
  { metric, treated, control, clusters }: Comparison,
  { confidence }: ComparisonOptions,
): Inference {
  if (clusters !== null) {
    const [ofTreated, ofControl] = [totalsAndSizes(clusters.treated), totalsAndSizes(clusters.control)];
    const relative = relativeDifferenceInRatios(ofTreated, ofControl, { confidence });
    const warnings = [...relative.warnings, ...fewClustersWarnings(clusters)];
    return { ...relative, n: treated.n + control.n, assumptions: CLUSTER_ASSUMPTIONS, warnings };
  }
  if (metric.kind === "mean") return relativeDifferenceInMeans(treated, control, { confidence });
  return relativeDifference(groupOf(treated), groupOf(control), { confidence, method: "Fieller" });
}

/** The CUPED-adjusted effect, over the customers whose covariate is known; null where the metric has none. */
export function adjustedEffect(
  { metric, treated, control, clusters }: Comparison,
  { confidence }: ComparisonOptions,
): CupedDifference | null {
  if (metric.covariate === null) return null;
  if (clusters !== null) {
    throw new NotEstimable("the sums with the covariate count customers, and whole clusters were assigned");
  }
  if (treated.joint === null || control.joint === null || Math.min(treated.joint.n, control.joint.n) < 2) {
    throw new NotEstimable(`"${metric.covariate}" is known of fewer than two customers of an arm`);
  }
  const adjusted = cuped(treated.joint, control.joint, { confidence, unit: metric.unit });
  const unknown = treated.n + control.n - adjusted.n;
  if (unknown === 0) return adjusted;
  const warning = `"${metric.covariate}" is not known of ${unknown} customers, who are left out`;
  return { ...adjusted, warnings: [...adjusted.warnings, warning] };
}

/**
 * A guardrail against its margin, at the full 1 - confidence on one side; null for other metrics and without a margin.
 *
 * Throws RangeError when the margin is not above 0.
 */
export function nonInferiorityOf(
  comparison: Comparison,
  options: ComparisonOptions,
): NonInferiorityReading | null {
  const { metric, treated, control, clusters } = comparison;
  const { purpose, margin, better } = metric;
  if (purpose !== "guardrail" || margin === null) return null;
  if (!(margin > 0 && margin < Infinity)) {
    throw new RangeError(`margin of "${metric.name}": expected a finite number above 0, got ${margin}`);
  }
  // What is good turned upwards: the worst the data allow must lie above -margin, the best below it is a failure.
  const [worstSide, bestSide] =
    better === "higher" ? (["greater", "less"] as const) : (["less", "greater"] as const);
  const best = effectOf(comparison, { ...options, sides: bestSide });
  const effect =
    metric.kind === "rate" && clusters === null
      ? nonInferiority(groupOf(treated), groupOf(control), { margin, better, confidence: options.confidence })
      : // Its own p-value would be about zero and not about the margin.
        { ...effectOf(comparison, { ...options, sides: worstSide }), pValue: undefined };
  const passed = better === "higher" ? effect.low > -margin : effect.high < margin;
  const failed = better === "higher" ? best.high < -margin : best.low > margin;
  return { margin, effect, passed, failed };
}

export function groupOf({ n, sum }: ExperimentCell): Group {
  return { customers: n, conversions: sum };
}

/** The clusters' totals (y) with their sizes (x): a mean per customer is the ratio of the two sums. */
function totalsAndSizes(cells: readonly ClusterTotals[]): JointMoments {
  const joint = { n: 0, sumY: 0, sumYY: 0, sumX: 0, sumXX: 0, sumXY: 0 };
  for (const { size, clusters, sum, sumSquares } of cells) {
    joint.n += clusters;
    joint.sumY += sum;
    joint.sumYY += sumSquares;
    joint.sumX += clusters * size;
    joint.sumXX += clusters * size ** 2;
    joint.sumXY += size * sum;
  }
  return joint;
}
