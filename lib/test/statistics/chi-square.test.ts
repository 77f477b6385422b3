import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { chiSquareLower, chiSquareUpperTail } from "../../statistics/chi-square.js";
import { normalUpperTail } from "../../statistics/normal.js";
import { near, nearRelative } from "../near.js";

test("with two degrees of freedom the tail is exp(-x / 2)", () => {
  for (const x of [0, 0.1, 3, 40, 700]) {
    nearRelative(chiSquareUpperTail(x, 2), Math.exp(-x / 2), 1e-12);
    near(chiSquareLower(x, 2), -Math.expm1(-x / 2), 1e-14);
  }
});

// mpmath, 40 digits.
const CDF: readonly (readonly [x: number, degreesOfFreedom: number, expected: number])[] = [
  [0.1, 1, 0.24817036595415073],
  [3.84, 1, 0.9499564787512949],
  [1e-10, 1, 7.978845607895674e-6],
  [50, 1, 0.9999999999984626],
  [100, 1, 1],
  [5, 10, 0.10882198108584876],
  [20, 10, 0.970747311923039],
  [1000, 900, 0.9890053910578641],
  [1, 100, 1.7887765104351365e-80],
  [9800, 10000, 0.07794495622651391],
  [10200, 10000, 0.9206711189223811],
  [200, 10, 1],
  [0.001, 50, 1.920417408678037e-108],
];
const UPPER_TAIL: readonly (readonly [x: number, degreesOfFreedom: number, expected: number])[] = [
  [3.84, 1, 0.050043521248705106],
  [50, 1, 1.537459794428035e-12],
  [80, 1, 3.744097384202899e-19],
  [100, 1, 1.523970604832105e-23],
  [200, 10, 1.6139305336977305e-37],
];

for (const [x, degreesOfFreedom, expected] of CDF) {
  test(`the probability below ${x} with ${degreesOfFreedom} degrees of freedom agrees with mpmath`, () => {
    nearRelative(chiSquareLower(x, degreesOfFreedom), expected, 1e-12);
    near(chiSquareUpperTail(x, degreesOfFreedom), 1 - expected, 1e-12);
  });
}

for (const [x, degreesOfFreedom, expected] of UPPER_TAIL) {
  test(`the tail above ${x} with ${degreesOfFreedom} degrees of freedom agrees with mpmath`, () => {
    nearRelative(chiSquareUpperTail(x, degreesOfFreedom), expected, 1e-12);
  });
}

test("with one degree of freedom the tail is twice the normal one of the root", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 36, noNaN: true }), (z) => {
      nearRelative(chiSquareUpperTail(z * z, 1), 2 * normalUpperTail(z), 1e-11);
    }),
  );
});

test("more degrees of freedom leave more above the same statistic", () => {
  const degrees = fc.integer({ min: 1, max: 5000 });
  fc.assert(
    fc.property(degrees, fc.double({ min: 0.1, max: 5000, noNaN: true }), (n, x) => {
      assert.ok(chiSquareUpperTail(x, n + 1) >= chiSquareUpperTail(x, n) * (1 - 1e-12));
    }),
  );
});

test("everything lies above 0", () => {
  assert.equal(chiSquareUpperTail(0, 3), 1);
  assert.equal(chiSquareLower(0, 3), 0);
});

test("what has no answer is refused", () => {
  assert.throws(() => chiSquareLower(-1, 1), /chiSquareLower: expected a statistic of 0 or more, got -1/);
  assert.throws(() => chiSquareUpperTail(Number.NaN, 1), /chiSquareUpperTail: expected .* got NaN/);
  assert.throws(
    () => chiSquareUpperTail(1, 0),
    /expected degrees of freedom above 0 and at most 2e12, got 0/,
  );
});
