import { mean } from "../statistics/quantiles.js";
import { checkColumns, checkLabels, clusterSizes, type NamedColumns } from "./points.js";
import { meanAndSpread } from "./standardise.js";

/** One cluster in the units of the columns. */
export interface ClusterProfileRow {
  readonly cluster: number;
  /** Customers in the cluster. */
  readonly n: number;
  /** Their share of all customers, a fraction. */
  readonly share: number;
  /** The cluster's mean of each column, in the column's unit. */
  readonly means: Readonly<Record<string, number>>;
  /** That mean minus the mean of all customers, in standard deviations (divisor n) of all customers. */
  readonly differences: Readonly<Record<string, number>>;
}

/**
 * Who is in each cluster: its size, the mean of each column and how far that is from the average customer.
 *
 * A difference of 0.8 reads "0.8 standard deviations above the average customer". Columns the clusters
 * were made from differ by construction, so their differences describe and test nothing; other columns
 * may be added. Means hide skew: a few very large customers can carry a cluster.
 *
 * Throws RangeError when a column is constant, a value is missing or not finite, lengths differ, or labels
 * have a gap.
 *
 * @example
 * clusterProfile(Int32Array.of(0, 0, 1, 1), { spend: Float64Array.of(9, 11, 1, 3) })[0];
 * // { cluster: 0, n: 2, share: 0.5, means: { spend: 10 }, differences: { spend: 0.970 } }, rounded
 */
export function clusterProfile(labels: Int32Array, columns: NamedColumns): readonly ClusterProfileRow[] {
  const rows = checkColumns(columns);
  const k = checkLabels(labels, rows);
  const sizes = clusterSizes(labels, k);
  const overall = Object.entries(columns).map(([name, values]) => ({
    name,
    values,
    ...meanAndSpread(name, values),
  }));
  return Array.from(sizes, (n, cluster) => {
    const members = (values: Float64Array) => values.filter((_, row) => labels[row] === cluster);
    const means = Object.fromEntries(overall.map(({ name, values }) => [name, mean(members(values))]));
    const differences = Object.fromEntries(
      overall.map((all) => [all.name, (means[all.name]! - all.mean) / all.sd]),
    );
    return { cluster, n, share: n / rows, means, differences };
  });
}

/** Names of the upper half of the segments, from the highest spend down, by how many segments that half has. */
const UPPER_NAMES: readonly (readonly string[])[] = [
  ["high spend"],
  ["high spend", "upper middle"],
  ["very high spend", "high spend", "upper middle"],
  ["highest spend", "very high spend", "high spend", "upper middle"],
];

/** The same for the lower half, from the lowest spend up. */
const LOWER_NAMES: readonly (readonly string[])[] = [
  ["low spend"],
  ["low spend", "lower middle"],
  ["very low spend", "low spend", "lower middle"],
  ["lowest spend", "very low spend", "low spend", "lower middle"],
];

/**
 * A name for each cluster by its rank in a column of money: "high spend", "middle", "low spend" for three.
 *
 * The names rank clusters of one table against each other; they are not thresholds, and the "low spend" of
 * one shop can outspend the "high spend" of another. Of clusters with equal means the smaller number ranks first.
 *
 * Throws RangeError when there are not 2 to 8 clusters or the profile lacks the column.
 *
 * @example
 * nameSegments(profile, "total_spend"); // ["low spend", "high spend", "middle"], the name of cluster 0 first
 */
export function nameSegments(profile: readonly ClusterProfileRow[], spend: string): readonly string[] {
  if (profile.length < 2 || profile.length > 8) {
    throw new RangeError(`segment names: expected 2 to 8 clusters, got ${profile.length}`);
  }
  if (profile.some(({ means }) => means[spend] === undefined)) {
    throw new RangeError(`segment names: the profile has no column "${spend}"`);
  }
  const names = rankedNames(profile.length);
  const ranked = [...profile].sort((a, b) => b.means[spend]! - a.means[spend]! || a.cluster - b.cluster);
  return profile.map((row) => names[ranked.indexOf(row)]!);
}

function rankedNames(segments: number): readonly string[] {
  const half = Math.floor(segments / 2) - 1;
  const middle = segments % 2 === 1 ? ["middle"] : [];
  return [...UPPER_NAMES[half]!, ...middle, ...[...LOWER_NAMES[half]!].reverse()];
}
