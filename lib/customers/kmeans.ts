import { kmeans } from "ml-kmeans";
import type { Random } from "../statistics/random.js";
import { exchangeCustomers, ROUNDING } from "./kmeans-exchange.js";
import { spreadStart } from "./kmeans-start.js";
import {
  checkColumns,
  checkLabels,
  checkPoints,
  clusterCentroids,
  clusterSizes,
  type Points,
  squaredDistance,
} from "./points.js";

/** How k-means is to be run. */
export interface KMeansOptions {
  /** Number of clusters, at least 2 and below the number of different points. */
  readonly k: number;
  /** How often to begin anew; the best result counts. */
  readonly starts: number;
  readonly random: Random;
}

/** A division of the customers into k clusters. */
export interface Clustering {
  readonly k: number;
  /** The cluster of each customer, 0 to k - 1; the numbers have no order (see orderClusters). */
  readonly labels: Int32Array;
  /** The mean point of each cluster. */
  readonly centroids: Points;
  /** Customers per cluster, never 0. */
  readonly sizes: Int32Array;
  /** Sum of squared distances of the customers to the centroid of their cluster. */
  readonly inertia: number;
  /** How many starts it is the best of. */
  readonly starts: number;
}

/** Steps of Lloyd's algorithm a start: most of the way is done by then, and the exchange goes to the end faster. */
const LLOYD_STEPS = 10;

/**
 * The best division of the customers into k clusters that was found: the one of least inertia.
 *
 * Each start takes greedy k-means++ centroids, a few of ml-kmeans' Lloyd steps, and then moves single
 * customers between clusters as long as that lowers the inertia (Hartigan). The last part finds the best
 * known solution far more often than Lloyd's steps alone. Of equally good starts the first is kept.
 * The result is a local optimum: better ones may exist, so look whether another seed ends at the same
 * inertia. k-means always finds k clusters, also in a cloud that has none; it prefers round clusters of
 * similar size.
 *
 * Throws RangeError when a coordinate is not finite (with the row), starts is not a whole number above 0, or
 * k is not a whole number from 2 to the number of different points less one.
 *
 * @example
 * kMeans([0, 1, 8, 9, 10].map((x) => Float64Array.of(x)), { k: 2, starts: 5, random: seededRandom(1) });
 * // inertia 2.5, sizes 2 and 3 in some order
 *
 * Source: Lloyd (1982); Hartigan, Clustering Algorithms (1975), chapter 4; Telgarsky and Vattani (2010).
 */
export function kMeans(points: Points, options: KMeansOptions): Clustering {
  checkPoints(points);
  checkOptions(points, options);
  const rows = points.map((point) => Array.from(point));
  let best = fromOneStart(points, rows, options);
  for (let start = 1; start < options.starts; start++) {
    const found = fromOneStart(points, rows, options);
    if (found.inertia < best.inertia * (1 - ROUNDING)) best = found;
  }
  return best;
}

/**
 * The same clusters, numbered so that cluster 0 has the highest mean of a column, such as spend.
 *
 * The numbers k-means gives depend on the start; these do not, so tables of two runs can be compared.
 * Of clusters with equal means the one with the smaller old number comes first.
 *
 * Throws RangeError when labels have a gap, their number is not that of the values or a value is not finite.
 *
 * @example
 * orderClusters(Int32Array.of(0, 0, 1), [5, 7, 90]); // Int32Array [1, 1, 0]
 */
export function orderClusters(labels: Int32Array, by: ArrayLike<number>): Int32Array {
  const k = checkLabels(labels, checkColumns({ by }));
  const sizes = clusterSizes(labels, k);
  const means = new Float64Array(k);
  for (const [row, label] of labels.entries()) means[label]! += by[row]! / sizes[label]!;
  const order = Array.from(means.keys()).sort((a, b) => means[b]! - means[a]! || a - b);
  return labels.map((label) => order.indexOf(label));
}

function fromOneStart(points: Points, rows: number[][], { k, starts, random }: KMeansOptions): Clustering {
  const steps = kmeans(rows, k, {
    initialization: spreadStart(points, k, random),
    maxIterations: LLOYD_STEPS,
  });
  const labels = exchangeCustomers(points, Int32Array.from(steps.clusters), k);
  const centroids = clusterCentroids(points, labels, k);
  const inertia = points.reduce(
    (sum, point, row) => sum + squaredDistance(point, centroids[labels[row]!]!),
    0,
  );
  return { k, labels, centroids, sizes: clusterSizes(labels, k), inertia, starts };
}

function checkOptions(points: Points, { k, starts }: KMeansOptions): void {
  if (!(Number.isInteger(starts) && starts > 0)) {
    throw new RangeError(`k-means starts: expected a whole number above 0, got ${starts}`);
  }
  if (!(Number.isInteger(k) && k >= 2)) {
    throw new RangeError(`k-means k: expected a whole number of at least 2, got ${k}`);
  }
  const different = new Set<string>();
  for (const point of points) {
    different.add(point.join());
    if (different.size > k) return;
  }
  throw new RangeError(`k-means k: expected fewer than the ${different.size} different points, got ${k}`);
}
