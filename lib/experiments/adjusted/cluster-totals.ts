import type { ClusterCell, ClusterLimits } from "../../types.js";
import { type Moments, varianceOf } from "../moments.js";
import { NotEstimable } from "../not-estimable.js";
import { LOOKED_ONCE } from "../options.js";

export const CLUSTERS_BY_CHANCE = "chance alone decided which cluster was in which arm";

/** What a comparison of arms of clusters takes for granted. */
export const CLUSTER_ASSUMPTIONS: readonly string[] = [
  CLUSTERS_BY_CHANCE,
  "clusters are independent of one another",
  "one cluster's assignment does not change another's outcome",
  LOOKED_ONCE,
];

/** Clusters of one size in one arm: how many, the sum of their totals of the outcome, and of the totals' squares. */
export type ClusterTotals = Pick<ClusterCell, "size" | "clusters" | "sum" | "sumSquares">;

export const CLUSTER_LIMITS: ClusterLimits = { worth: 10, together: 1000 };

/** Clusters of one size. */
export type ClusterSizes = Pick<ClusterTotals, "size" | "clusters">;

/**
 * How many equally large clusters these are worth, (Σ size)² / Σ size²: 10 of one size are worth 10, one of 60 and ten of 4
 * are worth 2.7, because the large one decides their mean almost alone. Kish's effective sample size.
 */
export function effectiveClusters(cells: readonly ClusterSizes[]): number {
  const sum = (of: (size: number) => number): number =>
    cells.reduce((total, { size, clusters }) => total + clusters * of(size), 0);
  return sum((size) => size) ** 2 / sum((size) => size ** 2);
}

/** Whether an arm's clusters are worth fewer than ten equal ones: then a standard error is too uncertain itself. */
export function tooFewClusters(arms: readonly (readonly ClusterSizes[])[]): boolean {
  return arms.some((cells) => effectiveClusters(cells) < CLUSTER_LIMITS.worth);
}

/** Whether arms have a cell for each cluster, for randomisation inference: they are too few, and a thousand at most. */
export function fewClusters(arms: readonly (readonly ClusterSizes[])[]): boolean {
  const together = arms.flat().reduce((sum, { clusters }) => sum + clusters, 0);
  return tooFewClusters(arms) && together <= CLUSTER_LIMITS.together;
}

/** The clusters of both arms. */
export interface ClusterArms {
  readonly treated: readonly ClusterTotals[];
  readonly control: readonly ClusterTotals[];
}

/**
 * The totals of every cluster (household, store, postcode) by arm, one entry each, from columns with a row per customer.
 *
 * Throws RangeError when the columns differ in length, a value is not finite, a treatment is not 0 or 1, a row has no
 * cluster, or a cluster is in both arms: then it was not what chance assigned.
 *
 * @example
 * clusterTotals({ outcome: [1, 2, 4], cluster: ["a", "a", "b"], treatment: [1, 1, 0] }).treated;
 * // [{ size: 2, clusters: 1, sum: 3, sumSquares: 9 }]
 */
export function clusterTotals(rows: {
  readonly outcome: ArrayLike<number>;
  readonly cluster: readonly (string | null)[];
  readonly treatment: ArrayLike<number>;
}): ClusterArms {
  const { outcome, cluster, treatment } = rows;
  if (cluster.length !== outcome.length || treatment.length !== outcome.length) {
    throw new RangeError(
      `clusters: ${cluster.length} clusters and ${treatment.length} treatments for ${outcome.length} outcomes`,
    );
  }
  const found = new Map<string, { arm: number; size: number; total: number }>();
  cluster.forEach((name, row) => {
    if (name === null) throw new RangeError(`clusters: row ${row + 1} has no cluster`);
    const [arm, value] = [treatment[row], outcome[row]];
    if (arm !== 0 && arm !== 1)
      throw new RangeError(`treatment in row ${row + 1}: expected 0 or 1, got ${arm}`);
    if (!Number.isFinite(value)) {
      throw new RangeError(`outcome in row ${row + 1}: expected a finite number, got ${value}`);
    }
    const one = found.get(name) ?? { arm, size: 0, total: 0 };
    if (one.arm !== arm)
      throw new RangeError(`clusters: expected each cluster in one arm, "${name}" is in both`);
    one.size++;
    one.total += value;
    found.set(name, one);
  });
  const inArm = (wanted: number): ClusterTotals[] =>
    [...found.values()]
      .filter(({ arm }) => arm === wanted)
      .map(({ size, total }) => ({ size, clusters: 1, sum: total, sumSquares: total * total }));
  return { treated: inArm(1), control: inArm(0) };
}

/** How alike the members of a cluster are, and what that costs. */
export interface IntraclusterCorrelation {
  /** 0: as different as strangers (by chance a little below); 1: all the same. Its field name is ICC. */
  readonly correlation: number;
  /** How many times more customers an experiment on such clusters needs than one on single customers. */
  readonly designEffect: number;
  readonly clusters: number;
  readonly n: number;
}

/**
 * The intra-cluster correlation within the arms (analysis of variance), and the design effect 1 + (m - 1) · correlation,
 * where m is the size of the cluster of an average customer and a correlation below 0 counts as 0.
 *
 * `customers` are the sums of the outcome over the customers of each arm. With fewer than some forty clusters the number
 * is uncertain. Throws NotEstimable when every cluster has one customer, an arm has one cluster or the outcome does not
 * vary; RangeError when the customers of the sums are not those of the clusters.
 * Source: Donner and Klar 2000, Design and Analysis of Cluster Randomization Trials, chapters 1 and 6.
 *
 * @example
 * const arm = { clusters: [{ size: 2, clusters: 2, sum: 6, sumSquares: 20 }], customers: momentsOf([1, 1, 2, 2]) };
 * intraclusterCorrelation([arm]); // correlation 1, designEffect 2
 */
export function intraclusterCorrelation(
  arms: readonly { readonly clusters: readonly ClusterTotals[]; readonly customers: Moments }[],
): IntraclusterCorrelation {
  const sums = arms.map(({ clusters, customers }) => {
    const arm = sizesOf(clusters);
    if (arm.customers !== customers.n) {
      throw new RangeError(`clusters: ${arm.customers} customers in clusters, ${customers.n} in the sums`);
    }
    if (arm.clusters < 2) throw new NotEstimable("an arm has fewer than two clusters");
    const total = varianceOf(customers) * (customers.n - 1);
    const between = squaredDistances(clusters, customers.sum / customers.n, (size) => 1 / size);
    return { ...arm, between, within: Math.max(0, total - between) };
  });
  const add = (of: (arm: (typeof sums)[number]) => number): number =>
    sums.reduce((sum, arm) => sum + of(arm), 0);
  const [clusters, n] = [add((arm) => arm.clusters), add((arm) => arm.customers)];
  if (n === clusters) throw new NotEstimable("every cluster has one customer");
  const between = add((arm) => arm.between) / (clusters - arms.length);
  const within = add((arm) => arm.within) / (n - clusters);
  if (between + within === 0) throw new NotEstimable("the outcome does not vary within the arms");
  // The size that a cluster would have if all were equally large and told as much.
  const size = add((arm) => arm.customers - arm.squaredSizes / arm.customers) / (clusters - arms.length);
  const correlation = (between - within) / (between + (size - 1) * within);
  const sizeOfCustomers = add((arm) => arm.squaredSizes) / n;
  return { correlation, designEffect: 1 + (sizeOfCustomers - 1) * Math.max(0, correlation), clusters, n };
}

/** Clusters, customers and sum of squared sizes of an arm. Throws RangeError when the cells can't be of any clusters. */
export function sizesOf(cells: readonly ClusterTotals[]): {
  readonly clusters: number;
  readonly customers: number;
  readonly squaredSizes: number;
} {
  const total = { clusters: 0, customers: 0, squaredSizes: 0 };
  for (const { size, clusters, sum, sumSquares } of cells) {
    if (![size, clusters].every((count) => Number.isSafeInteger(count) && count > 0)) {
      throw new RangeError(
        `clusters: expected whole sizes and counts above 0, got ${clusters} clusters of size ${size}`,
      );
    }
    if (
      !Number.isFinite(sum) ||
      !(sumSquares * clusters >= sum * sum * (1 - 1e-9) && sumSquares < Infinity)
    ) {
      throw new RangeError(
        `clusters of size ${size}: a sum of ${sum} over ${clusters} needs more than ${sumSquares}`,
      );
    }
    total.clusters += clusters;
    total.customers += clusters * size;
    total.squaredSizes += clusters * size * size;
  }
  return total;
}

/** Sum over clusters of (total - size · mean)², each times a weight of its size. */
export function squaredDistances(
  cells: readonly ClusterTotals[],
  mean: number,
  weight: (size: number) => number,
): number {
  return cells.reduce((all, { size, clusters, sum, sumSquares }) => {
    const around = Math.max(0, sumSquares - (sum * sum) / clusters);
    const between = clusters * (sum / clusters - size * mean) ** 2;
    return all + weight(size) * (around + between);
  }, 0);
}
