import { kmeans } from "ml-kmeans";

/**
 * Segment numbers 0…k−1 by k-means on two standardised columns, as a CRM system would store them.
 *
 * One run from fixed starting points: it stands for a column that somebody filled in once, not for an
 * analysis. For that, see customers/kmeans.ts.
 */
export function quickClusters(input: { first: Float64Array; second: Float64Array; k: number }): number[] {
  const first = standardised(input.first);
  const second = standardised(input.second);
  const points = Array.from(first, (x, i) => [x, second[i]]);
  return kmeans(points, input.k, { seed: 1 }).clusters;
}

function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
  return values.map((x) => (x - mean) / sd);
}
