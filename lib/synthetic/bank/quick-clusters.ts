import { kmeans } from "ml-kmeans";

/**
 * Segment numbers 0…k−1 by k-means on two standardised columns, as a CRM system would store them. Returns the rule
 * that gives any pair of values the number of its nearest centre, so that later customers fall into the same segments.
 *
 * One run from fixed starting points: it stands for a column that somebody filled in once, not for an
 * analysis. For that, see customers/kmeans.ts.
 */
export function quickClusters(input: {
  first: Float64Array;
  second: Float64Array;
  k: number;
}): (first: number, second: number) => number {
  const [scaleFirst, scaleSecond] = [scaleOf(input.first), scaleOf(input.second)];
  const points = Array.from(input.first, (x, i) => [scaleFirst(x), scaleSecond(input.second[i])]);
  const { centroids } = kmeans(points, input.k, { seed: 1 });
  return (first, second) => {
    const [x, y] = [scaleFirst(first), scaleSecond(second)];
    let [nearest, least] = [0, Number.POSITIVE_INFINITY];
    for (let number = 0; number < centroids.length; number++) {
      const distance = (centroids[number][0] - x) ** 2 + (centroids[number][1] - y) ** 2;
      if (distance < least) [nearest, least] = [number, distance];
    }
    return nearest;
  };
}

function scaleOf(values: Float64Array): (value: number) => number {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
  return (value) => (value - mean) / sd;
}
