import type { Inference } from "../../types.js";
import { NotEstimable } from "../not-estimable.js";
import { type DifferenceOptions, studentInference } from "../student-inference.js";
import { type ClusterOptions, clusterRandomisation } from "./cluster-randomisation.js";
import {
  CLUSTER_ASSUMPTIONS,
  type ClusterArms,
  type ClusterTotals,
  FEW_CLUSTERS,
  fewClustersWarnings,
  sizesOf,
  squaredDistances,
} from "./cluster-totals.js";

export interface ClusterDifference extends Inference {
  readonly clusters: { readonly treated: number; readonly control: number };
  /** Degrees of freedom of Student's t; null for randomisation inference. */
  readonly degrees: number | null;
}

/**
 * The difference in means or rates per customer, treated minus control, when whole clusters (households, stores,
 * postcodes) were assigned.
 *
 * Customers of a cluster resemble one another, so the clusters are what is counted: taking customers as independent makes
 * the interval too narrow. From ten clusters an arm it is Student's with the CR2 standard error and Bell and McCaffrey's
 * degrees of freedom. With fewer it comes from randomisation inference, which needs cells of one cluster each; from cells
 * that hold several there is CR2 with a warning.
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
  if (fewest < FEW_CLUSTERS && apart)
    return { ...clusterRandomisation(arms, options), clusters, degrees: null };
  return { ...clusterRobust(arms, fewClustersWarnings(arms), options), clusters };
}

/**
 * CR2 for two means, worked out: the clusters' residual totals r = total - size · mean, each over 1 - its share of the
 * arm's customers N, give the variance Σ r² / (1 - size / N) / N², which is right on average when all customers differ
 * alike. How uncertain that variance is gives the degrees of freedom.
 */
function clusterRobust(
  arms: ClusterArms,
  warnings: readonly string[],
  options: DifferenceOptions,
): Inference & { readonly degrees: number } {
  const [treated, control] = [armMean(arms.treated), armMean(arms.control)];
  const parts = {
    estimate: treated.mean - control.mean,
    standardError: Math.sqrt(treated.variance + control.variance),
    degrees: degreesOfFreedom(treated, control),
    n: treated.customers + control.customers,
    method: "cluster-robust (CR2)",
    assumptions: CLUSTER_ASSUMPTIONS,
    warnings,
  };
  return { ...studentInference(parts, options), degrees: parts.degrees };
}

interface ArmMean {
  readonly mean: number;
  readonly variance: number;
  readonly customers: number;
  /** Variance of the variance, where every customer has variance 1 and is independent of the others; halved. */
  readonly uncertainty: number;
}

function armMean(cells: readonly ClusterTotals[]): ArmMean {
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
    uncertainty: (squaredSizes + together ** 2 - own) / customers ** 4,
  };
}

/** Satterthwaite's: the squared mean of the variance over half its variance, both as if customers were independent. */
function degreesOfFreedom(treated: ArmMean, control: ArmMean): number {
  const expected = 1 / treated.customers + 1 / control.customers;
  return expected ** 2 / (treated.uncertainty + control.uncertainty);
}
