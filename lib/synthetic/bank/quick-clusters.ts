import { kmeans } from "ml-kmeans";
import { mean } from "../../statistics/quantiles.js";
import { sum } from "../columns.js";

/**
 * Segment numbers 0…k−1 by one run of k-means on two standardised columns, as somebody once filled them in. Returns the
 * rule that gives any pair of values the number of its nearest centre. For an analysis, see customers/kmeans.ts.
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
  const centre = mean(values);
  const sd = Math.sqrt(sum(values.map((x) => (x - centre) ** 2)) / values.length);
  return (value) => (value - centre) / sd;
}
