import type { Inference, InferenceOptions } from "../../types.js";
import { relativeDifferenceOf } from "../means/relative.js";
import { NotEstimable } from "../not-estimable.js";
import { grouped } from "../options.js";
import { addedUp, type DifferenceOptions, studentInference } from "../student-inference.js";
import { type ClusterOptions, clusterRandomisation } from "./cluster-randomisation.js";
import {
  CLUSTER_ASSUMPTIONS,
  CLUSTER_LIMITS,
  type ClusterArms,
  type ClusterTotals,
  effectiveClusters,
  sizesOf,
  squaredDistances,
  tooFewClusters,
} from "./cluster-totals.js";

export interface ClusterDifference extends Inference {
  readonly clusters: { readonly treated: number; readonly control: number };
}

/**
 * The difference in means or rates per customer, treated minus control, when whole clusters (households, stores,
 * postcodes) were assigned.
 *
 * Customers of a cluster resemble one another, so the clusters are what is counted: taking customers as independent makes
 * the interval too narrow. Where each arm's clusters are worth ten equally large ones (see effectiveClusters) it is
 * Student's with the CR2 standard error and Bell and McCaffrey's degrees of freedom: with few or very unequal clusters those
 * take customers for more independent than they are, and up to 10 % of 95 % intervals missed in simulations. Then it comes
 * from randomisation inference, which has no standard error and needs cells of one cluster each; from cells that hold
 * several there is CR2 with a warning.
 *
 * Throws NotEstimable with fewer than four clusters, an arm without clusters (for CR2: with one) or an outcome that does
 * not vary; RangeError for impossible cells, and when random assignments are wanted without `random`.
 * Source: Bell and McCaffrey 2002; Pustejovsky and Tipton 2018.
 *
 * @example
 * const arms = clusterTotals({ outcome: spend, cluster: household, treatment });
 * clusterDifference(arms, { unit: "NZD" });
 */
export function clusterDifference(arms: ClusterArms, options: ClusterOptions = {}): ClusterDifference {
  const clusters = {
    treated: sizesOf(arms.treated).clusters,
    control: sizesOf(arms.control).clusters,
  };
  const total = clusters.treated + clusters.control;
  if (total < 4) throw new NotEstimable(`clusters: expected 4 or more in both arms together, got ${total}`);
  const fewest = Math.min(clusters.treated, clusters.control);
  if (fewest < 1) throw new NotEstimable(`clusters: expected 1 or more in each arm, got ${fewest}`);
  const apart = [...arms.treated, ...arms.control].every((cell) => cell.clusters === 1);
  if (apart && tooFewClusters([arms.treated, arms.control]))
    return { ...clusterRandomisation(arms, options), clusters };
  return { ...clusterRobust(arms, options), clusters };
}

function clusterRobust(arms: ClusterArms, options: DifferenceOptions): Inference {
  const [treated, control] = [clusterMean(arms.treated), clusterMean(arms.control)];
  const degrees = degreesTogether([treated, control]);
  const parts = {
    estimate: treated.mean - control.mean,
    standardError: Math.sqrt(treated.variance + control.variance),
    degrees,
    n: treated.customers + control.customers,
    method: "cluster-robust (CR2)",
    assumptions: CLUSTER_ASSUMPTIONS,
    warnings: clusterWarnings(arms, degrees),
  };
  return studentInference(parts, options);
}

/** What CR2 says too surely: few degrees of freedom, or clusters that are worth few equally large ones. */
function clusterWarnings({ treated, control }: ClusterArms, degrees: number): string[] {
  const arms = [treated, control];
  if (!tooFewClusters(arms) && degrees >= CLUSTER_LIMITS.worth) return [];
  const counts = arms.map((cells) => cells.reduce((sum, { clusters }) => sum + clusters, 0));
  const worth = arms.map((cells) => effectiveClusters(cells).toFixed(1));
  const many = counts[0] + counts[1] > CLUSTER_LIMITS.together;
  const limit = `; more than ${grouped(CLUSTER_LIMITS.together)} clusters are not reassigned one by one`;
  const numbers = `${counts.map(grouped).join(" and ")} clusters, worth ${worth.join(" and ")} equally large ones`;
  const text = `interval optimistic: about ${degrees.toFixed(0)} degrees of freedom (${numbers})`;
  return [text + (many ? limit : "")];
}

/**
 * How much larger the treated mean is than the control's, as a fraction of that, by Fieller with CR2 standard errors and the
 * difference's degrees of freedom. It is so also where the difference comes from randomisation inference: with a warning.
 *
 * Throws NotEstimable with fewer than two clusters in an arm, a control's mean of zero or less, or an outcome that does not
 * vary.
 */
export function relativeClusterDifference(arms: ClusterArms, options: InferenceOptions = {}): Inference {
  const [treated, control] = [clusterMean(arms.treated), clusterMean(arms.control)];
  const degrees = degreesTogether([treated, control]);
  const [ofTreated, ofControl] = [treated, control].map(({ customers, ...mean }) => ({
    ...mean,
    n: customers,
  }));
  const relative = relativeDifferenceOf(ofTreated, ofControl, { ...options, degrees });
  const warnings = [...relative.warnings, ...clusterWarnings(arms, degrees)];
  return { ...relative, method: "Fieller, cluster-robust (CR2)", assumptions: CLUSTER_ASSUMPTIONS, warnings };
}

/** A mean of clusters' customers. */
export interface ClusterMean {
  readonly mean: number;
  /** Squared standard error. */
  readonly variance: number;
  readonly degrees: number;
  readonly customers: number;
}

/**
 * CR2 for two means, worked out: the clusters' residual totals r = total - size · mean, each over 1 - its share of the
 * arm's customers N, give the variance Σ r² / (1 - size / N) / N², which is right on average when all customers differ
 * alike. How uncertain that variance is gives the degrees of freedom: with few or very unequal clusters even these are too
 * many. Throws NotEstimable with fewer than two clusters.
 */
export function clusterMean(cells: readonly ClusterTotals[]): ClusterMean {
  const { clusters, customers, squaredSizes } = sizesOf(cells);
  if (clusters < 2) throw new NotEstimable(`clusters: expected 2 or more in each arm, got ${clusters}`);
  const mean = cells.reduce((sum, cell) => sum + cell.sum, 0) / customers;
  const squares = squaredDistances(cells, mean, (size) => customers / (customers - size));
  // Residuals of two clusters of an arm go together because both are taken from one mean.
  const shared = (size: number): number => size ** 2 / (customers - size);
  const together = cells.reduce((sum, cell) => sum + cell.clusters * shared(cell.size), 0);
  const own = cells.reduce((sum, cell) => sum + cell.clusters * shared(cell.size) ** 2, 0);
  return {
    mean,
    variance: squares / customers ** 2,
    customers,
    // The squared mean of the variance over half its variance, both as if customers were independent.
    degrees: customers ** 2 / (squaredSizes + together ** 2 - own),
  };
}

/** Satterthwaite's for the difference, each arm's variance as if customers were independent: 1 over their number. */
function degreesTogether(arms: readonly ClusterMean[]): number {
  return addedUp(arms.map(({ customers, degrees }) => ({ variance: 1 / customers, degrees }))).degrees;
}
