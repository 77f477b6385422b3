import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { normalQuantile } from "../../statistics/normal.js";
import { studentQuantile } from "../../statistics/student.js";
import { near, nearRelative } from "../near.js";

test("with one and two degrees of freedom the quantile has a formula", () => {
  nearRelative(studentQuantile(0.9, 1), Math.tan(Math.PI * 0.4), 1e-12);
  nearRelative(studentQuantile(0.9, 2), 0.8 / Math.sqrt(2 * 0.9 * 0.1), 1e-12);
});

// SciPy 1.17.1: stats.t.ppf(p, degrees)
const REFERENCE: readonly (readonly [p: number, degrees: number, t: number])[] = [
  [0.975, 1, 12.706204736174694],
  [0.975, 3, 3.1824463052837078],
  [0.975, 30, 2.0422724563012378],
  [0.975, 5000, 1.9604385517065073],
  [0.975, 5001, 1.960438456789474],
  [0.975, 21306, 1.960075333629995],
  [1e-6, 1, -318309.8861827435],
  [1e-6, 7, -14.241469651981445],
  [1e-6, 5001, -4.7590368298438],
  [0.6, 64, 0.25440283272340714],
];

test("quantiles agree with SciPy on both sides of the change of method", () => {
  for (const [p, degrees, t] of REFERENCE) nearRelative(studentQuantile(p, degrees), t, 1e-8);
});

test("the quantile is odd around one half and wider than the normal one", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5001, max: 0.9999, noNaN: true }),
      fc.integer({ min: 1, max: 300 }),
      (p, n) => {
        const t = studentQuantile(p, n);
        near(studentQuantile(1 - p, n), -t, 1e-9 * (1 + t));
        assert.ok(t > normalQuantile(p));
      },
    ),
    { numRuns: 200, seed: 1 },
  );
  assert.equal(studentQuantile(0.5, 9), 0);
});

test("a probability of 1 has no quantile", () => {
  assert.throws(() => studentQuantile(1, 3), /expected p from 1e-6 to 1 - 1e-6, got 1/);
});

test("half a degree of freedom is refused", () => {
  assert.throws(() => studentQuantile(0.975, 0.5), /whole number of degrees of freedom above 0, got 0.5/);
});
