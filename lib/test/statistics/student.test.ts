import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { normalQuantile } from "../../statistics/normal.js";
import { studentLower, studentQuantile, studentUpper } from "../../statistics/student.js";
import { near, nearRelative } from "../near.js";

test("with one and two degrees of freedom there are formulas", () => {
  nearRelative(studentQuantile(0.9, 1), Math.tan(Math.PI * 0.4), 1e-14);
  nearRelative(studentQuantile(0.9, 2), 0.8 / Math.sqrt(2 * 0.9 * 0.1), 1e-14);
  nearRelative(studentUpper(3, 1), 0.5 - Math.atan(3) / Math.PI, 1e-14);
});

// SciPy 1.17.1: stats.t.ppf(p, degrees)
const QUANTILES: readonly (readonly [p: number, degrees: number, t: number])[] = [
  [0.975, 1, 12.706204736174694],
  [0.975, 2.5, 3.5746548420036817],
  [0.975, 3, 3.1824463052837078],
  [0.975, 7.2, 2.3513738506156905],
  [0.975, 30, 2.0422724563012378],
  [0.975, 5000, 1.9604385517065073],
  [0.975, 21306, 1.960075333629995],
  [1e-6, 1, -318309.8861837],
  [1e-6, 7, -14.241469651981445],
  [0.6, 64, 0.25440283272340714],
];

test("quantiles agree with SciPy, also for degrees that are not whole", () => {
  for (const [p, degrees, t] of QUANTILES) nearRelative(studentQuantile(p, degrees), t, 1e-10);
});

// mpmath 1.3, 30 digits: betainc(degrees / 2, 1 / 2, 0, degrees / (degrees + t * t), regularized=True) / 2
const TAILS: readonly (readonly [t: number, degrees: number, tail: number])[] = [
  [1.5, 2.5, 0.12391822654314813],
  [10, 3.3, 0.000701240713833543],
  [4, 7.2, 0.0024494041088224425],
  [1e6, 2, 4.9999999999925e-13],
];

test("tails agree with mpmath on both sides", () => {
  for (const [t, degrees, tail] of TAILS) {
    nearRelative(studentUpper(t, degrees), tail, 1e-13);
    nearRelative(studentLower(-t, degrees), tail, 1e-13);
    near(studentLower(t, degrees), 1 - tail, 1e-15);
    near(studentUpper(-t, degrees), 1 - tail, 1e-15);
  }
});

test("the quantile undoes the probability, is odd around one half and wider than the normal one", () => {
  const p = fc.double({ min: 0.5001, max: 0.9999, noNaN: true });
  fc.assert(
    fc.property(p, fc.double({ min: 0.5, max: 300, noNaN: true }), (probability, degrees) => {
      const t = studentQuantile(probability, degrees);
      nearRelative(studentLower(t, degrees), probability, 1e-12);
      near(studentQuantile(1 - probability, degrees), -t, 1e-9 * (1 + t));
      assert.ok(t > normalQuantile(probability));
    }),
    { numRuns: 200, seed: 1 },
  );
  assert.equal(studentQuantile(0.5, 9), 0);
});

test("nothing lies beyond all numbers, half on each side of 0", () => {
  assert.equal(studentUpper(Infinity, 3), 0);
  assert.equal(studentLower(Infinity, 3), 1);
  assert.equal(studentLower(0, 3), 0.5);
});

test("what has no answer is refused", () => {
  assert.throws(() => studentQuantile(1, 3), /studentQuantile: expected p above 0 and below 1, got 1/);
  assert.throws(
    () => studentQuantile(0.9, 0),
    /studentQuantile: expected degrees of freedom above 0 .* got 0/,
  );
  assert.throws(() => studentLower(Number.NaN, 3), /studentLower: expected a number t, got NaN/);
  assert.throws(() => studentUpper(1, -1), /studentUpper: expected degrees of freedom above 0 .* got -1/);
});
