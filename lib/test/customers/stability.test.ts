import assert from "node:assert/strict";
import test from "node:test";
import { kMeans } from "../../customers/kmeans.js";
import type { Points } from "../../customers/points.js";
import { chooseClusterCount, clusterStability, selectClusters } from "../../customers/stability.js";
import { seededRandom } from "../../statistics/random.js";
import { near } from "../near.js";
import { IRIS } from "./iris.js";

/** Customers around centres ten apart on a line, so that any subsample shows the groups. */
function groupsApart(groups: number, each: number): Points {
  const random = seededRandom("apart");
  return Array.from({ length: groups * each }, (_, row) =>
    Float64Array.of(10 * (row % groups) + random.next(), random.next()),
  );
}

test("groups far apart are found again in every subsample", () => {
  const points = groupsApart(3, 20);
  const options = { k: 3, subsamples: 8, share: 0.7, starts: 5, random: seededRandom(1) };
  const { mean, values } = clusterStability(points, options);
  assert.deepEqual(values, [1, 1, 1, 1, 1, 1, 1, 1]);
  assert.equal(mean, 1);
});

test("a cloud cut into too many pieces is less stable than groups that exist", () => {
  const random = seededRandom("cloud");
  const cloud = Array.from({ length: 150 }, () => Float64Array.of(random.normal(0, 1), random.normal(0, 1)));
  const options = { k: 6, subsamples: 10, share: 0.6, starts: 5, random };
  const { mean, values } = clusterStability(cloud, options);
  assert.ok(mean > 0.2 && mean < 0.9, `mean ${mean}`);
  assert.ok(Math.min(...values) <= mean && mean <= Math.max(...values));
});

test("labels that are known are not sought again", () => {
  const points = groupsApart(2, 15);
  const { labels } = kMeans(points, { k: 2, starts: 5, random: seededRandom(1) });
  const options = { k: 2, subsamples: 3, share: 0.5, starts: 2, random: seededRandom(2) };
  assert.equal(clusterStability(points, { ...options, labels }).mean, 1);
  // Against labels without any relation the agreement is that of chance.
  const shuffled = Int32Array.from(seededRandom(9).shuffle(Array.from(labels)));
  near(clusterStability(points, { ...options, labels: shuffled }).mean, 0, 0.3);
});

// The criteria disagree on iris: scikit-learn's silhouette and Davies-Bouldin prefer 2, Calinski-Harabasz 3.
test("on iris two votes for two clusters beat one for three", () => {
  const selection = selectClusters(IRIS, {
    grid: [2, 3, 4],
    starts: 20,
    subsamples: 5,
    random: seededRandom(4),
  });
  assert.deepEqual(selection.choice, {
    k: 2,
    votes: { silhouette: 2, calinskiHarabasz: 3, daviesBouldin: 2 },
  });
  assert.equal(selection.chosen.k, 2);
  assert.deepEqual(
    selection.rows.map((row) => row.k),
    [2, 3, 4],
  );
  near(selection.rows[1]!.inertia, 78.8514, 5e-5);
  near(selection.rows[1]!.silhouette, 0.552819, 5e-7);
  assert.ok(selection.rows[0]!.stability > 0.9);
});

// Published for the real CRM table on the grid 3 to 6: silhouette, Calinski-Harabasz, Davies-Bouldin.
test("the published rows of the CRM table choose three clusters", () => {
  const published = [
    { k: 3, silhouette: 0.2053, calinskiHarabasz: 830.25, daviesBouldin: 1.652 },
    { k: 4, silhouette: 0.1624, calinskiHarabasz: 675.36, daviesBouldin: 1.796 },
    { k: 5, silhouette: 0.1472, calinskiHarabasz: 574.27, daviesBouldin: 1.901 },
    { k: 6, silhouette: 0.1434, calinskiHarabasz: 501.8, daviesBouldin: 1.946 },
  ];
  assert.equal(chooseClusterCount(published).k, 3);
  assert.equal(chooseClusterCount([...published].reverse()).k, 3);
});

test("three different votes go to the smallest number of clusters", () => {
  const rows = [
    { k: 5, silhouette: 0.9, calinskiHarabasz: 1, daviesBouldin: 3 },
    { k: 4, silhouette: 0.1, calinskiHarabasz: 9, daviesBouldin: 3 },
    { k: 3, silhouette: 0.1, calinskiHarabasz: 1, daviesBouldin: 2 },
  ];
  const { k, votes } = chooseClusterCount(rows);
  assert.equal(k, 3);
  assert.deepEqual(votes, { silhouette: 5, calinskiHarabasz: 4, daviesBouldin: 3 });
});

test("the same seed selects the same, to the last digit", () => {
  const run = () =>
    selectClusters(groupsApart(3, 10), { grid: [2, 3], starts: 3, subsamples: 3, random: seededRandom(7) });
  assert.deepEqual(run(), run());
  assert.equal(run().choice.k, 3);
});

test("above 3,000 customers the silhouette is averaged over a sample", () => {
  const { rows } = selectClusters(groupsApart(2, 1_600), {
    grid: [2],
    starts: 1,
    subsamples: 1,
    random: seededRandom(7),
  });
  // Two squares of side 1, ten apart: a mean distance of 0.52 within against 10 between.
  near(rows[0]!.silhouette, 1 - 0.5214 / 10, 0.005);
});

test("an empty grid chooses nothing", () => {
  const options = { grid: [], starts: 1, subsamples: 1, random: seededRandom(1) };
  assert.throws(() => selectClusters(IRIS, options), /cluster selection: expected at least one k, got none/);
});

test("a subsample of everybody is refused", () => {
  const options = { k: 2, subsamples: 2, share: 1, starts: 1, random: seededRandom(1) };
  assert.throws(() => clusterStability(IRIS, options), /subsample share: expected between 0 and 1, got 1/);
});

test("there must be a subsample", () => {
  const options = { k: 2, subsamples: 0, share: 0.5, starts: 1, random: seededRandom(1) };
  assert.throws(() => clusterStability(IRIS, options), /subsamples: expected a whole number above 0, got 0/);
});
