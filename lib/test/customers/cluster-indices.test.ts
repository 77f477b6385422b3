import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import {
  adjustedRandIndex,
  calinskiHarabasz,
  daviesBouldin,
  silhouette,
} from "../../customers/cluster-indices.js";
import { kMeans } from "../../customers/kmeans.js";
import type { Points } from "../../customers/points.js";
import { seededRandom } from "../../statistics/random.js";
import { near } from "../near.js";
import { IRIS, IRIS_SPECIES } from "./iris.js";

const line = (...values: number[]): Points => values.map((value) => Float64Array.of(value));

test("indices of small clusters on a line, by hand", () => {
  // Customer 0: a = 1, b = 5; customer 1: a = 1, b = 4; customer 5 is alone.
  near(silhouette(line(0, 1, 5), Int32Array.of(0, 0, 1)), (0.8 + 0.75 + 0) / 3, 1e-15);
  near(calinskiHarabasz(line(0, 1, 5, 6), Int32Array.of(0, 0, 1, 1)), 50, 1e-12);
  near(daviesBouldin(line(0, 1, 5, 6), Int32Array.of(0, 0, 1, 1)), 0.2, 1e-15);
});

// scikit-learn: silhouette_score, calinski_harabasz_score, davies_bouldin_score
test("indices of eight points in three clusters agree with scikit-learn", () => {
  const pairs = [
    [0, 0],
    [0, 1],
    [1, 0],
    [5, 5],
    [5, 6],
    [6, 5],
    [10, 0],
    [10, 1],
  ];
  const points = pairs.map((pair) => Float64Array.from(pair));
  const labels = Int32Array.of(0, 0, 0, 1, 1, 1, 2, 2);
  near(silhouette(points, labels), 0.8381087, 5e-8);
  near(calinskiHarabasz(points, labels), 126.4802632, 5e-8);
  near(daviesBouldin(points, labels), 0.1805831, 5e-8);
});

// scikit-learn on the best of 50 starts: k, silhouette, Calinski-Harabasz, Davies-Bouldin
const irisRows = [
  [2, 0.681046, 513.9245, 0.404293],
  [3, 0.552819, 561.6278, 0.661972],
  [4, 0.498051, 530.7658, 0.780307],
  [5, 0.488749, 495.5415, 0.805965],
  [6, 0.364834, 473.8506, 0.914158],
] as const;
for (const [k, meanSilhouette, variance, overlap] of irisRows) {
  test(`indices of iris in ${k} clusters agree with scikit-learn`, () => {
    const { labels } = kMeans(IRIS, { k, starts: 50, random: seededRandom(3) });
    near(silhouette(IRIS, labels), meanSilhouette, 5e-7);
    near(calinskiHarabasz(IRIS, labels), variance, 5e-5);
    near(daviesBouldin(IRIS, labels), overlap, 5e-7);
  });
}

test("iris in three clusters agrees with the species as scikit-learn says", () => {
  const { labels, sizes } = kMeans(IRIS, { k: 3, starts: 50, random: seededRandom(3) });
  near(adjustedRandIndex(labels, IRIS_SPECIES), 0.730238, 5e-7);
  assert.deepEqual(Array.from(sizes).sort(), [38, 50, 62]);
});

// scikit-learn: adjusted_rand_score
test("the adjusted Rand index of small examples agrees with scikit-learn", () => {
  near(adjustedRandIndex([0, 0, 1, 2], [0, 0, 1, 1]), 0.5714286, 5e-8);
  near(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1]), -0.5, 1e-15);
  near(adjustedRandIndex([0, 0, 0, 0], [0, 1, 2, 3]), 0, 1e-15);
  near(adjustedRandIndex([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]), 0.2424242, 5e-8);
  near(
    adjustedRandIndex([0, 0, 1, 1, 2, 2, 0, 1, 2, 2], [1, 1, 0, 0, 0, 2, 2, 0, 2, 1]),
    0.20454545454545456,
    1e-15,
  );
});

test("renumbering changes nothing and the order of the two divisions does not matter", () => {
  const divisions = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })), {
    minLength: 2,
    maxLength: 30,
  });
  fc.assert(
    fc.property(divisions, (rows) => {
      const a = rows.map(([first]) => first);
      const b = rows.map(([, second]) => second);
      near(
        adjustedRandIndex(
          a,
          a.map((label) => 9 - 2 * label),
        ),
        1,
        1e-12,
      );
      near(adjustedRandIndex(a, b), adjustedRandIndex(b, a), 1e-12);
    }),
  );
});

test("moving and stretching all points alike leaves the indices alone", () => {
  const labels = IRIS_SPECIES;
  const moved = IRIS.map((point) => point.map((value) => 3 * value - 7));
  near(silhouette(moved, labels), silhouette(IRIS, labels), 1e-9);
  near(calinskiHarabasz(moved, labels), calinskiHarabasz(IRIS, labels), 1e-7);
  near(daviesBouldin(moved, labels), daviesBouldin(IRIS, labels), 1e-9);
});

test("the mean silhouette of all customers is the mean of those of two halves", () => {
  const rows = Int32Array.from(IRIS_SPECIES.keys());
  const odd = silhouette(
    IRIS,
    IRIS_SPECIES,
    rows.filter((row) => row % 2 === 1),
  );
  const even = silhouette(
    IRIS,
    IRIS_SPECIES,
    rows.filter((row) => row % 2 === 0),
  );
  near((odd + even) / 2, silhouette(IRIS, IRIS_SPECIES), 1e-12);
});

test("customers at one place in two clusters have silhouette 0", () => {
  assert.equal(silhouette(line(1, 1, 1, 1), Int32Array.of(0, 0, 1, 1)), 0);
});

test("two divisions without any choice are the same", () => {
  assert.equal(adjustedRandIndex([0, 0, 0], [5, 5, 5]), 1);
  assert.equal(adjustedRandIndex([0, 1, 2], [2, 1, 0]), 1);
});

test("one cluster has no silhouette", () => {
  assert.throws(() => silhouette(line(1, 2), Int32Array.of(0, 0)), /expected at least two clusters, got one/);
});

test("clusters without any spread have no Calinski-Harabasz index", () => {
  assert.throws(
    () => calinskiHarabasz(line(1, 1, 2, 2), Int32Array.of(0, 0, 1, 1)),
    /every customer equals the centroid/,
  );
});

test("clusters with one centroid have no Davies-Bouldin index", () => {
  assert.throws(
    () => daviesBouldin(line(0, 2, 1, 1), Int32Array.of(0, 0, 1, 1)),
    /clusters 0 and 1 have the same centroid/,
  );
});

test("labels must be as many as customers", () => {
  assert.throws(
    () => silhouette(line(1, 2, 3), Int32Array.of(0, 1)),
    /labels: expected one for each of 3 customers, got 2/,
  );
});

test("two divisions must be of the same customers", () => {
  assert.throws(() => adjustedRandIndex([0, 1], [0, 1, 1]), /2 or more customers, got 2 and 3/);
});

test("there must be a point", () => {
  assert.throws(() => silhouette([], new Int32Array(0)), /points: expected at least one, got none/);
});
