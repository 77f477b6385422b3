import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import {
  clusterTotals,
  effectiveClusters,
  fewClusters,
  intraclusterCorrelation,
} from "../../../experiments/adjusted/cluster-totals.js";
import { momentsOf } from "../../../experiments/moments.js";
import { seededRandom } from "../../../statistics/random.js";
import { near } from "../../near.js";

test("totals of households by arm, by hand", () => {
  const rows = { outcome: [1, 2, 4, 0, 7], cluster: ["a", "a", "b", "c", "b"], treatment: [1, 1, 0, 1, 0] };
  assert.deepEqual(clusterTotals(rows), {
    treated: [
      { size: 2, clusters: 1, sum: 3, sumSquares: 9 },
      { size: 1, clusters: 1, sum: 0, sumSquares: 0 },
    ],
    control: [{ size: 2, clusters: 1, sum: 11, sumSquares: 121 }],
  });
});

test("equal clusters are worth their number; one of 60 and ten of 4 are worth 100² / (60² + 10 · 4²) = 2.66", () => {
  assert.equal(effectiveClusters([{ size: 7, clusters: 12 }]), 12);
  const unequal = [
    { size: 60, clusters: 1 },
    { size: 4, clusters: 10 },
  ];
  near(effectiveClusters(unequal), 100 ** 2 / 3760, 1e-12);
  const equal = (clusters: number) => [{ size: 4, clusters }];
  assert.deepEqual(
    [
      fewClusters([unequal, unequal]),
      fewClusters([equal(10), equal(10)]),
      fewClusters([equal(9), equal(991)]),
    ],
    [true, false, true],
  );
  // So many cells would not be small.
  assert.equal(fewClusters([equal(9), equal(992)]), false);
});

test("the correlation of three pairs by hand: (18 - 0.5) / (18 + 0.5)", () => {
  const pairs = [
    [0, 1],
    [3, 4],
    [6, 7],
  ];
  const clusters = pairs.map(([a, b]) => ({ size: 2, clusters: 1, sum: a + b, sumSquares: (a + b) ** 2 }));
  const found = intraclusterCorrelation([{ clusters, customers: momentsOf(pairs.flat()) }]);
  // Between: 2 · ((-3)² + 0 + 3²) / 2 = 18; within: 3 · 0.5 / 3 = 0.5.
  near(found.correlation, 17.5 / 18.5, 1e-12);
  near(found.designEffect, 1 + 17.5 / 18.5, 1e-12);
  assert.deepEqual([found.clusters, found.n], [3, 6]);
});

test("a simulated correlation of 0.2 is found again in unequal clusters, whatever the arms' means", () => {
  const random = seededRandom("icc");
  const arm = (mean: number) => {
    const values = Array.from({ length: 800 }, () => {
      const shared = random.normal(mean, Math.sqrt(0.2));
      return Array.from({ length: 2 + random.below(9) }, () => shared + random.normal(0, Math.sqrt(0.8)));
    });
    const clusters = values.map((members) => {
      const sum = members.reduce((a, b) => a + b);
      return { size: members.length, clusters: 1, sum, sumSquares: sum * sum };
    });
    return { clusters, customers: momentsOf(values.flat()) };
  };
  const { correlation, designEffect } = intraclusterCorrelation([arm(0), arm(5)]);
  near(correlation, 0.2, 0.03);
  // The cluster of an average customer has (6² + 20 / 3) / 6 members.
  near(designEffect, 1 + (42.667 / 6 - 1) * 0.2, 0.2);
});

test("clusters that are no more alike than strangers cost nothing", () => {
  const clusters = [{ size: 2, clusters: 3, sum: 6, sumSquares: 12 }];
  const found = intraclusterCorrelation([{ clusters, customers: momentsOf([0, 2, 0, 2, 0, 2]) }]);
  near(found.correlation, -1, 1e-12);
  assert.equal(found.designEffect, 1);
});

test("the order of the rows changes nothing but the order of the clusters", () => {
  const row = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 50 }));
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
      const totals = (some: typeof rows) => {
        const { treated, control } = clusterTotals({
          outcome: some.map(([, value]) => value),
          cluster: some.map(([name]) => String(name)),
          treatment: some.map(([name]) => name % 2),
        });
        return [treated, control].map((arm) => arm.map((cell) => JSON.stringify(cell)).sort());
      };
      assert.deepEqual(totals([...rows].reverse()), totals(rows));
    }),
  );
});

test("rows and sums that cannot be are refused", () => {
  const rows = { outcome: [1, 2], cluster: ["a", "a"] as (string | null)[], treatment: [1, 0] };
  assert.throws(() => clusterTotals(rows), {
    name: "RangeError",
    message: 'clusters: expected each cluster in one arm, "a" is in both',
  });
  assert.throws(() => clusterTotals({ ...rows, treatment: [1] }), {
    message: "clusters: 2 clusters and 1 treatments for 2 outcomes",
  });
  assert.throws(() => clusterTotals({ ...rows, cluster: ["a", null] }), {
    message: "clusters: row 2 has no cluster",
  });
  assert.throws(() => clusterTotals({ ...rows, treatment: [1, 3] }), {
    message: "treatment in row 2: expected 0 or 1, got 3",
  });
  assert.throws(() => clusterTotals({ ...rows, outcome: [1, Number.NaN] }), {
    message: "outcome in row 2: expected a finite number, got NaN",
  });
  const icc = (size: number, sumSquares: number, values: number[]) => () =>
    intraclusterCorrelation([
      { clusters: [{ size, clusters: 2, sum: 4, sumSquares }], customers: momentsOf(values) },
    ]);
  assert.throws(icc(1, 10, [1, 3]), { name: "NotEstimable", message: "every cluster has one customer" });
  assert.throws(icc(2, 8, [1, 1, 1, 1]), {
    name: "NotEstimable",
    message: "the outcome does not vary within the arms",
  });
  assert.throws(icc(2, 10, [1, 3]), { message: "clusters: 4 customers in clusters, 2 in the sums" });
  assert.throws(icc(2, 7, [1, 3, 0, 0]), {
    message: "clusters of size 2: a sum of 4 over 2 needs more than 7",
  });
  assert.throws(icc(1.5, 10, [1, 3]), {
    message: "clusters: expected whole sizes and counts above 0, got 2 clusters of size 1.5",
  });
});
