import { clusterCentroids, clusterSizes, type Points, squaredDistance } from "./points.js";

/** Gains of inertia below this share are rounding, not a better clustering. */
export const ROUNDING = 1e-12;

/** Only a guard, far above what tables need: rounding could let two moves undo each other for ever. */
const MOST_PASSES = 1_000;

/**
 * The clusters after moving single customers to another cluster until no such move lowers the inertia.
 *
 * Lloyd's algorithm stops when every customer is nearest to its own centroid, but a centroid leans towards
 * the customers it has. Counting that lean finds moves that Lloyd's algorithm never makes. Clusters that
 * were empty get customers, since a customer alone adds nothing to the inertia; none becomes empty.
 * There must be at least k different points.
 *
 * @example
 * exchangeCustomers([0, 3, 5].map((x) => Float64Array.of(x)), Int32Array.of(0, 0, 1), 2);
 * // Int32Array [0, 1, 1]: inertia 2 instead of 4.5, though 3 is nearer to 1.5 than to 5
 *
 * Source: Hartigan, Clustering Algorithms (1975), chapter 4; Telgarsky and Vattani (2010).
 */
export function exchangeCustomers(points: Points, start: Int32Array, k: number): Int32Array {
  const labels = start.slice();
  const centroids = clusterCentroids(points, labels, k);
  const sizes = clusterSizes(labels, k);
  for (let pass = 0, moved = true; moved && pass < MOST_PASSES; pass++) {
    moved = false;
    for (let row = 0; row < points.length; row++) {
      const point = points[row]!;
      const from = labels[row]!;
      const to = bestCluster(point, from, centroids, sizes);
      if (to === from) continue;
      shiftMean(centroids[from]!, point, -1 / --sizes[from]!);
      shiftMean(centroids[to]!, point, 1 / ++sizes[to]!);
      labels[row] = to;
      moved = true;
    }
  }
  return labels;
}

/**
 * The cluster in which a customer adds least to the inertia: d² n / (n - 1) where it is now, because its
 * centroid leans towards it, and d² n / (n + 1) anywhere else.
 */
function bestCluster(
  point: Float64Array,
  from: number,
  centroids: readonly Float64Array[],
  sizes: Int32Array,
): number {
  const size = sizes[from]!;
  if (size === 1) return from;
  let best = from;
  let least = ((squaredDistance(point, centroids[from]!) * size) / (size - 1)) * (1 - ROUNDING);
  for (let to = 0; to < sizes.length; to++) {
    if (to === from) continue;
    const added = (squaredDistance(point, centroids[to]!) * sizes[to]!) / (sizes[to]! + 1);
    if (added < least) {
      least = added;
      best = to;
    }
  }
  return best;
}

/** The mean after one point came (weight 1 / new size) or left (weight -1 / new size). */
function shiftMean(mean: Float64Array, point: Float64Array, weight: number): void {
  for (let i = 0; i < mean.length; i++) mean[i]! += (point[i]! - mean[i]!) * weight;
}
