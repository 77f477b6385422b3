import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import {
  clusterDifference,
  clusterMean,
  relativeClusterDifference,
} from "../../../experiments/adjusted/cluster-difference.js";
import type { ClusterTotals } from "../../../experiments/adjusted/cluster-totals.js";
import { armMean } from "../../../experiments/means/arm-mean.js";
import { relativeDifferenceInMeans } from "../../../experiments/means/relative.js";
import { differenceInMeans } from "../../../experiments/means/welch.js";
import { momentsOf } from "../../../experiments/moments.js";
import { seededRandom } from "../../../statistics/random.js";
import { near } from "../../near.js";

const one = (size: number, sum: number): ClusterTotals => ({ size, clusters: 1, sum, sumSquares: sum * sum });

/** Several cells of one cluster as one cell, which keeps CR2 in use below ten clusters. */
function merged(cells: readonly ClusterTotals[]): ClusterTotals[] {
  const sizes = [...new Set(cells.map(({ size }) => size))];
  return sizes.map((size) => {
    const mine = cells.filter((cell) => cell.size === size);
    const add = (of: (cell: ClusterTotals) => number) => mine.reduce((sum, cell) => sum + of(cell), 0);
    return {
      size,
      clusters: mine.length,
      sum: add(({ sum }) => sum),
      sumSquares: add(({ sumSquares }) => sumSquares),
    };
  });
}

type Matrix = number[][];
const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));

/** B^(-1/2) of I - B's series: the sum of C(2k, k) / 4^k · (I - B)^k, for eigenvalues of B between 0 and 1. */
function inverseRoot(b: Matrix): Matrix {
  const identity = b.map((_, i) => b.map((_, j) => Number(i === j)));
  const rest = b.map((row, i) => row.map((value, j) => identity[i][j] - value));
  let [term, sum] = [identity, identity];
  for (let k = 1; k < 400; k++) {
    term = times(term, rest).map((row) => row.map((value) => (value * (2 * k - 1)) / (2 * k)));
    sum = sum.map((row, i) => row.map((value, j) => value + term[i][j]));
  }
  return sum;
}

/** CR2 and its degrees of freedom as Pustejovsky and Tipton (2018) write them, row by row, for y = a + b · treatment. */
function fromMatrices(clusters: { readonly treated: number; readonly values: readonly number[] }[]) {
  const rows = clusters.flatMap(({ treated, values }, g) => values.map((y) => ({ g, treated, y })));
  const n = rows.length;
  const m = rows.filter(({ treated }) => treated === 1).length;
  const design = rows.map(({ treated }) => [1, treated]);
  const bread = [
    [1 / (n - m), -1 / (n - m)],
    [-1 / (n - m), n / (m * (n - m))],
  ];
  const transposed = [0, 1].map((j) => design.map((row) => row[j]));
  const hat = times(times(design, bread), transposed);
  const left = hat.map((row, i) => row.map((value, j) => Number(i === j) - value));
  const weights = clusters.map((_, g) => {
    const own = rows.flatMap((row, i) => (row.g === g ? [i] : []));
    const adjusted = inverseRoot(own.map((i) => own.map((j) => left[i][j])));
    // How much each row's outcome moves this cluster's part of the standard error of b.
    const pull = times(
      [bread[1]],
      times(
        own.map((i) => design[i])[0].map((_, j) => own.map((i) => design[i][j])),
        adjusted,
      ),
    )[0];
    return left.map((_, j) => own.reduce((sum, i, k) => sum + pull[k] * left[i][j], 0));
  });
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  const parts = weights.map((weight) =>
    dot(
      weight,
      rows.map(({ y }) => y),
    ),
  );
  const trace = weights.reduce((sum, weight) => sum + dot(weight, weight), 0);
  const squares = weights.flatMap((a) => weights.map((b) => dot(a, b) ** 2)).reduce((a, b) => a + b);
  return { standardError: Math.sqrt(dot(parts, parts)), degrees: trace ** 2 / squares };
}

test("CR2 and its degrees of freedom agree with the matrices they are defined by, in unequal clusters", () => {
  const clusters = [
    { treated: 1, values: [3, 5, 4] },
    { treated: 1, values: [9] },
    { treated: 1, values: [2, 2, 6, 1, 4] },
    { treated: 0, values: [1, 0] },
    { treated: 0, values: [5, 3, 2, 2] },
    { treated: 0, values: [0, 1] },
    { treated: 0, values: [7] },
  ];
  const cells = (arm: number) =>
    clusters
      .filter(({ treated }) => treated === arm)
      .map(({ values }) =>
        one(
          values.length,
          values.reduce((a, b) => a + b),
        ),
      );
  const found = clusterDifference({ treated: cells(1), control: merged(cells(0)) });
  const matrices = fromMatrices(clusters);
  near(found.estimate, 36 / 9 - 21 / 9, 1e-12);
  near(found.standardError!, matrices.standardError, 1e-9);
  near(found.degrees!, matrices.degrees, 1e-9);
  const sizes = "3 and 4 clusters, worth 2.3 and 3.2 equally large ones";
  assert.deepEqual(found.warnings, [`interval optimistic: about 4 degrees of freedom (${sizes})`]);
});

test("a mean and a relative difference of such clusters have CR2 errors and the difference's degrees of freedom", () => {
  const { treated, control } = arms(seededRandom("relative"));
  const found = clusterDifference({ treated, control });
  const [ofTreated, ofControl] = [clusterMean(treated), clusterMean(control)];
  near(ofTreated.variance + ofControl.variance, found.standardError! ** 2, 1e-12);
  const relative = relativeClusterDifference({ treated, control });
  near(relative.estimate, ofTreated.mean / ofControl.mean - 1, 1e-12);
  // Fieller's test of "no difference" is the difference's own.
  near(relative.pValue!, found.pValue!, 1e-9);
  assert.deepEqual(relative.warnings, found.warnings);
});

// Pustejovsky and Tipton 2018: two groups of m1 and m2 equally large clusters.
test("equal clusters have (m1 + m2)²(m1 - 1)(m2 - 1) / (m1²(m1 - 1) + m2²(m2 - 1)) degrees of freedom", () => {
  const arm = (count: number) => Array.from({ length: count }, (_, i) => one(7, (i * 5) % 13));
  const { degrees, method } = clusterDifference({ treated: arm(11), control: arm(23) });
  near(degrees!, (34 ** 2 * 10 * 22) / (11 ** 2 * 10 + 23 ** 2 * 22), 1e-9);
  assert.equal(method, "cluster-robust (CR2)");
});

test("clusters of one customer: the standard error is Welch's", () => {
  const [treated, control] = [14, 11].map((count) => Array.from({ length: count }, (_, i) => (i * 7) % 10));
  const arms = {
    treated: treated.map((value) => one(1, value)),
    control: control.map((value) => one(1, value)),
  };
  const found = clusterDifference(arms, { unit: "NZD" });
  const welch = differenceInMeans(momentsOf(treated), momentsOf(control), { unit: "NZD" });
  near(found.estimate, welch.estimate, 1e-12);
  near(found.standardError!, welch.standardError!, 1e-12);
});

test("clusters of one customer: a mean is a mean, and the relative difference that of means", () => {
  const [treated, control] = [14, 14].map((count, arm) =>
    Array.from({ length: count }, (_, i) => 3 + ((i * (7 - arm)) % 10)),
  );
  const cells = (values: readonly number[]) => values.map((value) => one(1, value));
  const mean = clusterMean(cells(treated));
  near(mean.variance, armMean(momentsOf(treated), "treated").variance, 1e-12);
  near(mean.degrees, 13, 1e-9);
  const found = relativeClusterDifference({ treated: cells(treated), control: cells(control) });
  const means = relativeDifferenceInMeans(momentsOf(treated), momentsOf(control));
  near(found.estimate, means.estimate, 1e-12);
  // As many customers in both arms, but not as variable: Welch's degrees of freedom are a little fewer.
  near(found.high, means.high, 0.01);
});

test("one store of 60 among ten of 4 is reassigned, although there are eleven in each arm", () => {
  const random = seededRandom("unequal");
  const arm = () => [60, ...Array(10).fill(4)].map((size: number) => one(size, size * random.normal(10, 1)));
  const unequal = { treated: arm(), control: arm() };
  const found = clusterDifference(unequal, { random, rounds: 199 });
  assert.equal(found.method, "randomisation inference over clusters");
  assert.equal(found.degrees, undefined);
  assert.match(relativeClusterDifference(unequal).warnings[0], /11 and 11 clusters, worth 2.7 and 2.7 /);
});

test("nine clusters against two thousand that were added up say why they are not reassigned", () => {
  const many = { size: 3, clusters: 2000, sum: 60_000, sumSquares: 2_000_000 };
  const few = { size: 3, clusters: 9, sum: 300, sumSquares: 11_000 };
  const [warning] = clusterDifference({ treated: [few], control: [many] }).warnings;
  assert.match(warning, /^interval optimistic: about 8 degrees of freedom \(9 and 2,000 clusters/);
  assert.match(warning, /; more than 1,000 clusters are not reassigned one by one$/);
});

const arms = (random = seededRandom("clusters")) => {
  const arm = (count: number, effect: number) =>
    Array.from({ length: count }, () => {
      const size = 4 + random.below(3);
      return one(size, size * (random.normal(10, 2) + effect));
    });
  return { treated: arm(12, 1), control: arm(15, 0) };
};

test("swapped arms change the sign, cells of many clusters say the same as cells of one, doubled clusters narrow", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { treated, control } = arms(seededRandom(seed));
      const there = clusterDifference({ treated, control });
      const back = clusterDifference({ treated: control, control: treated });
      near(there.low, -back.high, 1e-9);
      near(there.pValue!, back.pValue!, 1e-9);
      const joined = clusterDifference({ treated: merged(treated), control: merged(control) });
      near(joined.standardError!, there.standardError!, 1e-9);
      near(joined.degrees!, there.degrees!, 1e-9);
      const twice = clusterDifference({
        treated: [...treated, ...treated],
        control: [...control, ...control],
      });
      near(twice.standardError! / there.standardError!, Math.SQRT1_2, 0.05);
    }),
    { numRuns: 50 },
  );
});

test("few or impossible clusters are refused", () => {
  const { treated } = arms();
  const few = (a: number, b: number) => () =>
    clusterDifference({ treated: treated.slice(0, a), control: merged(treated.slice(0, b)) });
  assert.throws(few(2, 1), {
    name: "NotEstimable",
    message: "clusters: expected 4 or more in both arms together, got 3",
  });
  assert.throws(() => clusterDifference({ treated, control: [] }), {
    name: "NotEstimable",
    message: "clusters: expected 1 or more in each arm, got 0",
  });
  const same = { size: 2, clusters: 12, sum: 24, sumSquares: 48 };
  assert.throws(() => clusterDifference({ treated: [same], control: [{ ...same, clusters: 1, sum: 2 }] }), {
    name: "NotEstimable",
    message: "clusters: expected 2 or more in each arm, got 1",
  });
  assert.throws(() => clusterDifference({ treated: [same], control: [same] }), {
    name: "NotEstimable",
    message: / not vary /,
  });
  assert.throws(() => clusterDifference({ treated, control: [{ ...same, clusters: 0 }] }), {
    name: "RangeError",
    message: "clusters: expected whole sizes and counts above 0, got 0 clusters of size 2",
  });
});
