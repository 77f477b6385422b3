import type { Random } from "../statistics/random.js";
import { type Points, squaredDistance } from "./points.js";

/**
 * Starting centroids for k-means by greedy k-means++: k customers that lie far from each other.
 *
 * The first is any customer. For each further one, a few candidates are drawn with probability in
 * proportion to the squared distance from the nearest centroid so far, and the candidate that brings
 * the customers closest to their centroids is taken. There must be at least k different points.
 *
 * Source: Arthur and Vassilvitskii (2007); 2 + floor(ln k) candidates as in scikit-learn.
 */
export function spreadStart(points: Points, k: number, random: Random): number[][] {
  const candidates = 2 + Math.floor(Math.log(k));
  const first = points[random.below(points.length)]!;
  const centroids = [first];
  let distances = Float64Array.from(points, (point) => squaredDistance(point, first));
  while (centroids.length < k) {
    const drawn = Array.from({ length: candidates }, () => points[drawByWeight(distances, random)]!);
    const best = drawn
      .map((centroid) => withCentroid(points, distances, centroid))
      .reduce((least, option) => (option.total < least.total ? option : least));
    centroids.push(best.centroid);
    distances = best.distances;
  }
  return centroids.map((centroid) => Array.from(centroid));
}

/** The squared distances to the nearest centroid once another one is added, and their sum. */
function withCentroid(points: Points, distances: Float64Array, centroid: Float64Array) {
  const next = new Float64Array(points.length);
  let total = 0;
  for (let row = 0; row < points.length; row++) {
    next[row] = Math.min(distances[row]!, squaredDistance(points[row]!, centroid));
    total += next[row]!;
  }
  return { centroid, distances: next, total };
}

function drawByWeight(weights: Float64Array, random: Random): number {
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  // Rounding may leave a rest after the last weight: then the last customer with a weight is taken.
  let drawn = 0;
  for (let row = 0; row < weights.length && left >= 0; row++) {
    if (weights[row] === 0) continue;
    drawn = row;
    left -= weights[row]!;
  }
  return drawn;
}
