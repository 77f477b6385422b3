import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { gammaLower, gammaQuantile, gammaUpper, logGamma } from "../../statistics/gamma.js";
import { near, nearRelative } from "../near.js";

test("logGamma of n + 1 is the logarithm of n factorial", () => {
  let factorial = 1;
  for (let n = 1; n <= 20; n++) {
    factorial *= n;
    near(logGamma(n + 1), Math.log(factorial), 1e-13 * Math.max(1, Math.log(factorial)));
  }
});

test("logGamma keeps its digits beside its zeros at 1 and 2", () => {
  // The first two terms of Taylor's series: -0.5772 e + (π² / 12) e², and the same less e at 2.
  const euler = 0.5772156649015329;
  for (const e of [1e-6, -1e-6]) {
    nearRelative(logGamma(1 + e), (-euler + (Math.PI ** 2 / 12) * e) * (1 + e - 1), 1e-9);
    nearRelative(logGamma(2 + e), (1 - euler + (Math.PI ** 2 / 12 - 0.5) * e) * (2 + e - 2), 1e-9);
  }
  assert.equal(logGamma(1), 0);
  assert.equal(logGamma(2), 0);
});

test("logGamma has no step where its methods meet", () => {
  for (const x of [0.5, 1.5, 2.5, 10]) near(logGamma(x - 1e-13), logGamma(x + 1e-13), 2e-12);
});

// SciPy 1.17.1: special.gammaincinv(shape, p)
const QUANTILES: readonly (readonly [p: number, shape: number, x: number])[] = [
  [0.975, 2.5, 6.4162509970150134],
  [0.5, 1000, 999.6666864269652],
  [1 - 1e-6, 0.05, 8.696862667893743],
  [1e-3, 1e6, 996912.6173198152],
];

test("gamma quantiles agree with SciPy, and far below with the first term of the series", () => {
  for (const [p, shape, x] of QUANTILES) nearRelative(gammaQuantile(p, shape), x, 1e-11);
  // P(1/2, x) is 2 √(x / π) for a small x.
  nearRelative(gammaQuantile(1e-10, 0.5), (Math.PI / 4) * 1e-20, 1e-12);
});

test("gamma quantile and probability undo each other", () => {
  const shape = fc.double({ min: 0.1, max: 1000, noNaN: true });
  fc.assert(
    fc.property(shape, fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (a, p) => {
      nearRelative(gammaLower(a, gammaQuantile(p, a)), p, 1e-11);
    }),
    { seed: 4 },
  );
});

test("for a whole shape the upper function is a sum of Poisson probabilities", () => {
  for (const [shape, x] of [
    [1, 0.3],
    [3, 9],
    [9, 4],
    [12, 12.9],
    [40, 75],
  ] as const) {
    let probability = Math.exp(-x);
    let sum = 0;
    for (let k = 0; k < shape; k++) {
      sum += probability;
      probability *= x / (k + 1);
    }
    nearRelative(gammaUpper(shape, x), sum, 1e-12);
  }
});

test("lower and upper function add up to 1, also where series and fraction meet", () => {
  const shape = fc.double({ min: 0.001, max: 1e5, noNaN: true });
  const ratio = fc.double({ min: 0, max: 3, noNaN: true });
  fc.assert(
    fc.property(shape, ratio, (a, r) => {
      near(gammaLower(a, a * r) + gammaUpper(a, a * r), 1, 1e-15);
    }),
  );
  near(gammaLower(30, 31 - 1e-9), gammaLower(30, 31 + 1e-9), 1e-9);
});

test("the lower function grows with x", () => {
  const x = fc.double({ min: 0, max: 100, noNaN: true });
  fc.assert(
    fc.property(x, x, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      assert.ok(gammaLower(25, low) <= gammaLower(25, high) * (1 + 1e-12));
    }),
  );
});

test("the functions reach both ends of their range", () => {
  assert.equal(gammaLower(2, 0), 0);
  assert.equal(gammaUpper(2, 0), 1);
  assert.equal(gammaLower(20, 0), 0);
  assert.equal(gammaLower(2, Infinity), 1);
  assert.equal(gammaUpper(2, Infinity), 0);
});

test("a shape of a million million still ends", () => {
  // The median of a gamma variable is near shape - 1/3: Q(a, a) is 1/2 - 1 / (3 sqrt(2 pi a)) (DLMF 8.11.12).
  near(gammaUpper(1e12, 1e12), 0.5 - 1 / (3 * Math.sqrt(2 * Math.PI * 1e12)), 1e-9);
});

test("what has no answer is refused", () => {
  assert.throws(() => logGamma(0), /logGamma: expected a finite x above 0, got 0/);
  assert.throws(() => logGamma(Number.NaN), /got NaN/);
  assert.throws(() => gammaLower(0, 1), /gammaLower: expected a shape above 0 and at most 1e12, got 0/);
  assert.throws(() => gammaUpper(1e13, 1), /gammaUpper: expected a shape above 0 and at most 1e12, got 1/);
  assert.throws(() => gammaQuantile(1, 2), /gammaQuantile: expected p above 0 and below 1, got 1/);
  assert.throws(() => gammaQuantile(0.5, 0), /gammaQuantile: expected a shape above 0 .* got 0/);
  assert.throws(() => gammaUpper(1, -1), /gammaUpper: expected x of 0 or more, got -1/);
  assert.throws(() => gammaLower(1, Number.NaN), /gammaLower: expected x of 0 or more, got NaN/);
});
