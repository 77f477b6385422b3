import type { Random } from "../statistics/random.js";
import { adjustedRandIndex, calinskiHarabasz, daviesBouldin, silhouette } from "./cluster-indices.js";
import { type Clustering, kMeans } from "./kmeans.js";
import { checkLabels, type Points } from "./points.js";

/** How the stability of a clustering is to be measured. */
export interface StabilityOptions {
  readonly k: number;
  /** How many subsamples are clustered. */
  readonly subsamples: number;
  /** Share of the customers in a subsample, between 0 and 1. */
  readonly share: number;
  /** Starts of k-means for each clustering. */
  readonly starts: number;
  readonly random: Random;
  /** The clusters of all customers, when they are known already; otherwise they are found with `starts`. */
  readonly labels?: Int32Array;
}

/** Agreement of clusterings of subsamples with the clustering of all customers. */
export interface ClusterStability {
  /** The mean of the values. */
  readonly mean: number;
  /** The adjusted Rand index of each subsample, 1 for the same clusters. */
  readonly values: readonly number[];
}

/** What one number of clusters gives. */
export interface SelectionRow {
  readonly k: number;
  /** Sum of squared distances to the centroids; falls with k whatever the data. */
  readonly inertia: number;
  readonly silhouette: number;
  readonly calinskiHarabasz: number;
  readonly daviesBouldin: number;
  /** Mean adjusted Rand index of subsamples with the full data (clusterStability). */
  readonly stability: number;
}

/** The three indices that vote, and the number of clusters each prefers. */
export interface SelectionVotes {
  readonly silhouette: number;
  readonly calinskiHarabasz: number;
  readonly daviesBouldin: number;
}

/** The number of clusters with the most votes. */
export interface ClusterChoice {
  readonly k: number;
  readonly votes: SelectionVotes;
}

/** A comparison of several numbers of clusters. */
export interface ClusterSelection {
  /** One row for each k of the grid, in the grid's order. */
  readonly rows: readonly SelectionRow[];
  readonly choice: ClusterChoice;
  /** The clustering of the chosen k. */
  readonly chosen: Clustering;
}

/** Above this many customers the silhouette is the mean of as many drawn ones: its time grows with the square. */
const MOST_SILHOUETTES = 3_000;

/**
 * How much the clusters depend on who happens to be in the table: the adjusted Rand index between the
 * clusters of all customers and those of random subsamples, over the customers of each subsample.
 *
 * 1 means that every subsample gives the same clusters, 0 that they agree by chance only; below about 0.8
 * a good part of the customers changes sides. A high value does not show that groups exist: a cloud
 * without any is often cut at the same place each time. Subsamples share customers, so their values are
 * not independent and their spread is not a standard error.
 *
 * Throws RangeError when the share is not between 0 and 1, there is no subsample, or k-means refuses.
 *
 * @example
 * clusterStability(points, { k: 3, subsamples: 20, share: 0.8, starts: 10, random: seededRandom(1) });
 * // { mean: 1, values: [1, 1, ...] } for three groups far apart
 *
 * Source: Ben-Hur, Elisseeff and Guyon (2002); Hennig (2007).
 */
export function clusterStability(points: Points, options: StabilityOptions): ClusterStability {
  const { subsamples, share, random } = options;
  checkSubsamples(subsamples, share);
  const all = options.labels ?? kMeans(points, options).labels;
  checkLabels(all, points.length);
  const size = Math.round(share * points.length);
  const values = Array.from({ length: subsamples }, () => {
    const rows = random.sample(points.length, size);
    const part = kMeans(
      Array.from(rows, (row) => points[row]!),
      options,
    );
    return adjustedRandIndex(
      part.labels,
      rows.map((row) => all[row]!),
    );
  });
  return { mean: values.reduce((sum, value) => sum + value, 0) / subsamples, values };
}

/** How the number of clusters is to be chosen. */
export interface SelectionOptions {
  /** The numbers of clusters to compare, such as [3, 4, 5, 6]. */
  readonly grid: readonly number[];
  /** Starts of k-means on all customers; 50 if not given. */
  readonly starts?: number;
  /** How many subsamples the stability is measured on; 10 if not given. */
  readonly subsamples?: number;
  /** Share of the customers in a subsample; 0.8 if not given. */
  readonly share?: number;
  /** Starts of k-means on a subsample; 10 if not given. */
  readonly subsampleStarts?: number;
  readonly random: Random;
}

/**
 * k-means for every number of clusters of a grid, with the numbers one chooses by.
 *
 * The choice is by chooseClusterCount. It picks the best of the grid and cannot say "no groups at all";
 * the indices often disagree, and use for the campaign is a better reason than any of them. Inertia and
 * stability are shown and do not vote: inertia always falls with k, stability rewards few clusters. Above
 * 3,000 customers the silhouette is averaged over 3,000 drawn ones.
 *
 * Throws RangeError when the grid is empty, and as kMeans and clusterStability do.
 *
 * @example
 * selectClusters(points, { grid: [3, 4, 5, 6], starts: 200, subsamples: 20, random: seededRandom(1) }).choice.k;
 */
export function selectClusters(points: Points, options: SelectionOptions): ClusterSelection {
  const { random, starts = 50 } = options;
  const clusterings = options.grid.map((k) => kMeans(points, { k, starts, random }));
  const rows = clusterings.map((clustering) => selectionRow(points, clustering, options));
  const choice = chooseClusterCount(rows);
  return { rows, choice, chosen: clusterings.find((clustering) => clustering.k === choice.k)! };
}

/**
 * The number of clusters with the most votes: the silhouette and Calinski–Harabasz vote for their
 * largest, Davies–Bouldin for its smallest value. Ties, of an index or of votes, go to fewer clusters.
 *
 * Throws RangeError when there are no rows.
 *
 * @example
 * chooseClusterCount([
 *   { k: 2, silhouette: 0.68, calinskiHarabasz: 514, daviesBouldin: 0.4 },
 *   { k: 3, silhouette: 0.55, calinskiHarabasz: 562, daviesBouldin: 0.66 },
 * ]); // { k: 2, votes: { silhouette: 2, calinskiHarabasz: 3, daviesBouldin: 2 } }
 */
export function chooseClusterCount(
  rows: readonly ({ readonly k: number } & SelectionVotes)[],
): ClusterChoice {
  if (rows.length === 0) throw new RangeError("cluster selection: expected at least one k, got none");
  const votes = {
    silhouette: bestK(rows, (row) => row.silhouette),
    calinskiHarabasz: bestK(rows, (row) => row.calinskiHarabasz),
    daviesBouldin: bestK(rows, (row) => -row.daviesBouldin),
  };
  const votesFor = (k: number) => Object.values(votes).filter((vote) => vote === k).length;
  return { k: bestK(rows, (row) => votesFor(row.k)), votes };
}

function selectionRow(points: Points, clustering: Clustering, options: SelectionOptions): SelectionRow {
  const { k, inertia, labels } = clustering;
  const { random, subsamples = 10, share = 0.8, subsampleStarts: starts = 10 } = options;
  const n = points.length;
  const rows = n > MOST_SILHOUETTES ? random.sample(n, MOST_SILHOUETTES) : undefined;
  return {
    k,
    inertia,
    silhouette: silhouette(points, labels, rows),
    calinskiHarabasz: calinskiHarabasz(points, labels),
    daviesBouldin: daviesBouldin(points, labels),
    stability: clusterStability(points, { k, subsamples, share, starts, random, labels }).mean,
  };
}

function bestK<Row extends { readonly k: number }>(
  rows: readonly Row[],
  score: (row: Row) => number,
): number {
  const better = (a: Row, b: Row) => score(b) - score(a) || a.k - b.k;
  return [...rows].sort(better)[0]!.k;
}

function checkSubsamples(subsamples: number, share: number): void {
  if (!(Number.isInteger(subsamples) && subsamples > 0)) {
    throw new RangeError(`subsamples: expected a whole number above 0, got ${subsamples}`);
  }
  if (!(share > 0 && share < 1)) {
    throw new RangeError(`subsample share: expected between 0 and 1, got ${share}`);
  }
}
