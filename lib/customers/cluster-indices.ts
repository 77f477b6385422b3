import {
  checkLabels,
  checkPoints,
  clusterCentroids,
  clusterSizes,
  type Points,
  squaredDistance,
} from "./points.js";

/**
 * The mean silhouette: how much nearer customers lie to their own cluster than to the next one, -1 to 1.
 *
 * For one customer (b - a) / max(a, b): a is the mean distance to the others of its cluster, b the least
 * mean distance to another cluster. Near 1 means separate groups, near 0 a cloud that was cut, negative a
 * customer in the wrong cluster. A customer alone in its cluster counts 0, as does one with a = b = 0.
 * It prefers few round clusters and says nothing on whether they are useful. The time grows with rows ×
 * customers; give `rows` to average over some customers only (distances still go to all).
 *
 * Throws RangeError when there is one cluster only, labels have a gap or a coordinate is not finite.
 *
 * @example
 * silhouette([0, 1, 5].map((x) => Float64Array.of(x)), Int32Array.of(0, 0, 1)); // (0.8 + 0.75 + 0) / 3
 *
 * Source: Rousseeuw (1987).
 */
export function silhouette(points: Points, labels: Int32Array, rows?: Int32Array): number {
  const k = checkClusters(points, labels);
  const sizes = clusterSizes(labels, k);
  const averaged = rows ?? Int32Array.from(labels.keys());
  let sum = 0;
  for (const row of averaged) sum += silhouetteOf(row, points, labels, sizes);
  return sum / averaged.length;
}

/**
 * The Calinski–Harabasz index: variation between clusters over variation within, each per degree of
 * freedom, [tr B / (k - 1)] / [tr W / (n - k)]. From 0 up, more is better, with no scale of its own:
 * compare values for one table only.
 *
 * Throws RangeError when there is one cluster only, every customer equals its centroid (the ratio has no
 * value), labels have a gap or a coordinate is not finite.
 *
 * @example
 * calinskiHarabasz([0, 1, 5, 6].map((x) => Float64Array.of(x)), Int32Array.of(0, 0, 1, 1)); // (25 / 1) / (1 / 2) = 50
 *
 * Source: Calinski and Harabasz (1974).
 */
export function calinskiHarabasz(points: Points, labels: Int32Array): number {
  const k = checkClusters(points, labels);
  const centroids = clusterCentroids(points, labels, k);
  const centre = clusterCentroids(points, new Int32Array(points.length), 1)[0]!;
  let within = 0;
  let between = 0;
  for (const [row, point] of points.entries()) {
    within += squaredDistance(point, centroids[labels[row]!]!);
    between += squaredDistance(centroids[labels[row]!]!, centre);
  }
  if (within === 0)
    throw new RangeError("calinski-harabasz: every customer equals the centroid of its cluster");
  return between / (k - 1) / (within / (points.length - k));
}

/**
 * The Davies–Bouldin index: how large clusters are against the distance of the cluster most like them.
 *
 * The mean over clusters of max (s_i + s_j) / d_ij, where s is the mean distance of a cluster's customers
 * to its centroid and d the distance of two centroids. From 0 up, less is better.
 *
 * Throws RangeError when there is one cluster only, two centroids are equal, labels have a gap or a
 * coordinate is not finite.
 *
 * @example
 * daviesBouldin([0, 1, 5, 6].map((x) => Float64Array.of(x)), Int32Array.of(0, 0, 1, 1)); // (0.5 + 0.5) / 5 = 0.2
 *
 * Source: Davies and Bouldin (1979).
 */
export function daviesBouldin(points: Points, labels: Int32Array): number {
  const k = checkClusters(points, labels);
  const sizes = clusterSizes(labels, k);
  const centroids = clusterCentroids(points, labels, k);
  const spread = new Float64Array(k);
  for (const [row, point] of points.entries()) {
    const label = labels[row]!;
    spread[label]! += Math.sqrt(squaredDistance(point, centroids[label]!)) / sizes[label]!;
  }
  let sum = 0;
  for (let i = 0; i < k; i++) {
    const overlaps = centroids.map((other, j) => {
      if (i === j) return 0;
      const distance = Math.sqrt(squaredDistance(centroids[i]!, other));
      if (distance === 0)
        throw new RangeError(`davies-bouldin: clusters ${i} and ${j} have the same centroid`);
      return (spread[i]! + spread[j]!) / distance;
    });
    sum += Math.max(...overlaps);
  }
  return sum / k;
}

/**
 * The adjusted Rand index: how far two divisions of the same customers agree, corrected for chance.
 *
 * 1 when they are the same whatever the numbers of the clusters, 0 on average for unrelated divisions,
 * below 0 when they agree less than chance would. It counts pairs of customers that both divisions put
 * together, so large clusters dominate. Two divisions into one cluster, or into single customers, are the same: 1.
 *
 * Throws RangeError when there are fewer than two customers or the lengths differ.
 *
 * @example
 * adjustedRandIndex([0, 0, 1, 2], [0, 0, 1, 1]); // 0.5714, rounded
 *
 * Source: Hubert and Arabie (1985).
 */
export function adjustedRandIndex(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length || a.length < 2) {
    throw new RangeError(
      `adjusted Rand index: expected two labels for each of 2 or more customers, got ${a.length} and ${b.length}`,
    );
  }
  const both = Array.from(a, (label, i) => `${label} ${b[i]}`);
  const together = pairsTogether(both);
  const togetherInA = pairsTogether(Array.from(a));
  const togetherInB = pairsTogether(Array.from(b));
  const expected = (togetherInA * togetherInB) / pairs(a.length);
  const most = (togetherInA + togetherInB) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}

function silhouetteOf(row: number, points: Points, labels: Int32Array, sizes: Int32Array): number {
  const own = labels[row]!;
  if (sizes[own] === 1) return 0;
  const distances = new Float64Array(sizes.length);
  for (const [other, point] of points.entries()) {
    distances[labels[other]!]! += Math.sqrt(squaredDistance(points[row]!, point));
  }
  const within = distances[own]! / (sizes[own]! - 1);
  const next = distances.reduce(
    (least, sum, label) => (label === own ? least : Math.min(least, sum / sizes[label]!)),
    Infinity,
  );
  const larger = Math.max(within, next);
  return larger === 0 ? 0 : (next - within) / larger;
}

function checkClusters(points: Points, labels: Int32Array): number {
  checkPoints(points);
  const k = checkLabels(labels, points.length);
  if (k < 2) throw new RangeError("cluster indices: expected at least two clusters, got one");
  return k;
}

/** The number of pairs of customers with the same label. */
function pairsTogether(labels: readonly (string | number)[]): number {
  const counts = new Map<string | number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum += pairs(count);
  return sum;
}

function pairs(n: number): number {
  return (n * (n - 1)) / 2;
}
