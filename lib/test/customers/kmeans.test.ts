import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { kMeans, orderClusters } from "../../customers/kmeans.js";
import { exchangeCustomers } from "../../customers/kmeans-exchange.js";
import { spreadStart } from "../../customers/kmeans-start.js";
import type { Points } from "../../customers/points.js";
import { seededRandom } from "../../statistics/random.js";
import { near } from "../near.js";
import { IRIS } from "./iris.js";

const line = (...values: number[]): Points => values.map((value) => Float64Array.of(value));

test("two groups on a line are found", () => {
  const found = kMeans(line(0, 1, 8, 9, 10), { k: 2, starts: 5, random: seededRandom(1) });
  // Centroids 0.5 and 9: 0.25 + 0.25 + 1 + 0 + 1.
  assert.equal(found.inertia, 2.5);
  assert.deepEqual(Array.from(found.sizes).sort(), [2, 3]);
  assert.deepEqual(found.centroids.map((centroid) => centroid[0]).sort(), [0.5, 9]);
  assert.equal(found.labels[0], found.labels[1]);
  assert.notEqual(found.labels[1], found.labels[2]);
});

// scikit-learn: KMeans(k, n_init=50).fit(iris).inertia_
for (const [k, inertia] of [
  [2, 152.348],
  [3, 78.8514],
  [4, 57.2285],
  [5, 46.4462],
  [6, 39.04],
] as const) {
  test(`iris in ${k} clusters has scikit-learn's inertia`, () => {
    near(kMeans(IRIS, { k, starts: 50, random: seededRandom(3) }).inertia, inertia, 5e-4);
  });
}

// Every division of the points into two non-empty parts, by counting in binary.
test("no division of few points into two is better", () => {
  const coordinate = fc.integer({ min: 0, max: 20 });
  const cloud = fc.uniqueArray(fc.tuple(coordinate, coordinate), {
    minLength: 3,
    maxLength: 8,
    selector: String,
  });
  fc.assert(
    fc.property(cloud, (coordinates) => {
      const points = coordinates.map((pair) => Float64Array.from(pair));
      const found = kMeans(points, { k: 2, starts: 30, random: seededRandom(5) });
      let least = Infinity;
      for (let code = 1; code < 2 ** points.length - 1; code++) {
        const parts = [0, 1].map((bit) => points.filter((_, row) => ((code >> row) & 1) === bit));
        least = Math.min(least, scatter(parts[0]!) + scatter(parts[1]!));
      }
      near(found.inertia, least, 1e-9);
    }),
    { numRuns: 50 },
  );
});

test("sizes add up to the customers and every centroid is the mean of its cluster", () => {
  const { labels, sizes, centroids } = kMeans(IRIS, { k: 4, starts: 3, random: seededRandom(2) });
  assert.equal(
    sizes.reduce((sum, size) => sum + size, 0),
    IRIS.length,
  );
  const members = IRIS.filter((_, row) => labels[row] === 2);
  const mean = members.reduce((sum, point) => sum + point[0]!, 0) / members.length;
  near(centroids[2]![0]!, mean, 1e-12);
});

test("the same seed gives the same clusters, number by number", () => {
  const run = () => kMeans(IRIS, { k: 5, starts: 4, random: seededRandom("again") });
  assert.deepEqual(run(), run());
});

test("of equally good starts the first is kept", () => {
  const points = line(0, 1, 10, 11);
  const once = kMeans(points, { k: 2, starts: 1, random: seededRandom(8) });
  const often = kMeans(points, { k: 2, starts: 20, random: seededRandom(8) });
  assert.deepEqual(often.labels, once.labels);
  assert.equal(often.starts, 20);
});

test("the exchange makes a move that Lloyd's algorithm does not", () => {
  // 3 is nearer to 1.5 than to 5, so Lloyd's algorithm stops at inertia 4.5; moving it gives 2.
  assert.deepEqual(exchangeCustomers(line(0, 3, 5), Int32Array.of(0, 0, 1), 2), Int32Array.of(0, 1, 1));
});

test("the exchange fills an empty cluster and empties none", () => {
  const labels = exchangeCustomers(line(0, 1, 10, 11, 30), new Int32Array(5), 3);
  assert.equal(new Set(labels).size, 3);
  assert.equal(labels[0], labels[1]);
  assert.equal(labels[2], labels[3]);
});

test("starting centroids are different customers", () => {
  const points = line(0, 0, 0, 0, 0, 0, 1, 2);
  for (let seed = 0; seed < 50; seed++) {
    const start = spreadStart(points, 3, seededRandom(seed));
    assert.deepEqual(start.flat().sort(), [0, 1, 2]);
  }
});

test("cluster 0 has the highest mean, and equal means keep their order", () => {
  assert.deepEqual(orderClusters(Int32Array.of(0, 0, 1), [5, 7, 90]), Int32Array.of(1, 1, 0));
  assert.deepEqual(orderClusters(Int32Array.of(2, 1, 0), [4, 4, 9]), Int32Array.of(2, 1, 0));
});

test("ordering the clusters of two seeds gives the same labels", () => {
  const length = IRIS.map((point) => point[2]!);
  const ordered = (seed: number) =>
    orderClusters(kMeans(IRIS, { k: 3, starts: 10, random: seededRandom(seed) }).labels, length);
  assert.deepEqual(ordered(1), ordered(2));
});

test("a missing coordinate is named by row and place", () => {
  const points = [Float64Array.of(1, 2), Float64Array.of(3, NaN), Float64Array.of(5, 6)];
  assert.throws(
    () => kMeans(points, { k: 2, starts: 1, random: seededRandom(1) }),
    /^RangeError: points: row 2, value 2: expected a finite number, got NaN$/,
  );
});

test("rows of different length are named", () => {
  const points = [Float64Array.of(1, 2), Float64Array.of(3)];
  assert.throws(
    () => kMeans(points, { k: 2, starts: 1, random: seededRandom(1) }),
    /points: row 2 has 1 values, row 1 has 2/,
  );
});

test("as many clusters as different points is no clustering", () => {
  assert.throws(
    () => kMeans(line(1, 1, 1, 2, 3), { k: 3, starts: 1, random: seededRandom(1) }),
    /k-means k: expected fewer than the 3 different points, got 3/,
  );
});

test("one cluster is no division", () => {
  assert.throws(
    () => kMeans(line(1, 2, 3), { k: 1, starts: 1, random: seededRandom(1) }),
    /k-means k: expected a whole number of at least 2, got 1/,
  );
});

test("there must be a start", () => {
  assert.throws(
    () => kMeans(line(1, 2, 3), { k: 2, starts: 0, random: seededRandom(1) }),
    /k-means starts: expected a whole number above 0, got 0/,
  );
});

test("labels with a gap cannot be ordered", () => {
  assert.throws(
    () => orderClusters(Int32Array.of(0, 2), [1, 2]),
    /labels: expected 0 to 1 without a gap, 1 is missing/,
  );
});

/** Sum of squared distances to the mean, as the mean of squares minus the square of the mean. */
function scatter(points: Points): number {
  return [0, 1].reduce((sum, i) => {
    const values = points.map((point) => point[i]!);
    const total = values.reduce((a, b) => a + b, 0);
    return sum + values.reduce((a, b) => a + b * b, 0) - total ** 2 / values.length;
  }, 0);
}
