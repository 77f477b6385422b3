import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { normalCdf, normalQuantile, normalUpperTail } from "../../statistics/normal.js";
import { near, nearRelative } from "../near.js";

test("half of the probability lies below 0", () => {
  assert.equal(normalCdf(0), 0.5);
  assert.equal(normalUpperTail(0), 0.5);
  assert.equal(normalQuantile(0.5), 0);
});

// mpmath, 40 digits.
const CDF: readonly (readonly [z: number, expected: number])[] = [
  [-0.1, 0.460172162722971],
  [-1, 0.15865525393145705],
  [-1.96, 0.024997895148220435],
  [-3, 0.0013498980316300946],
  [-5, 2.866515718791939e-7],
  [-6, 9.86587645037698e-10],
  [-6.5, 4.016000583859118e-11],
  [-7, 1.279812543885835e-12],
  [-8, 6.220960574271784e-16],
  [-8.5, 9.479534822203318e-18],
  [-9, 1.1285884059538405e-19],
  [-10, 7.619853024160525e-24],
  [-15, 3.670966199312751e-51],
  [-20, 2.7536241186062337e-89],
  [-37, 5.725571222524577e-300],
];
const QUANTILE: readonly (readonly [p: number, expected: number])[] = [
  [0.4, -0.2533471031357997],
  [0.025, -1.9599639845400543],
  [0.001, -3.0902323061678136],
  [1e-5, -4.264890793922825],
  [1e-8, -5.612001244174789],
  [1e-10, -6.361340902404057],
  [1e-12, -7.034483825301132],
  [1e-14, -7.650628092935269],
  [1e-16, -8.222082216130435],
  [1e-20, -9.262340089798407],
  [1e-50, -14.933337534788489],
  [1e-300, -37.0470962993612],
];

for (const [z, expected] of CDF) {
  test(`the tail beyond ${z} agrees with mpmath on both sides`, () => {
    nearRelative(normalCdf(z), expected, 1e-12);
    nearRelative(normalUpperTail(-z), expected, 1e-12);
    near(normalCdf(-z), 1 - expected, 1e-15);
    near(normalUpperTail(z), 1 - expected, 1e-15);
  });
}

for (const [p, expected] of QUANTILE) {
  test(`the quantile of ${p} agrees with mpmath`, () => {
    nearRelative(normalQuantile(p), expected, 1e-14);
  });
}

test("quantile and probability undo each other", () => {
  const exponent = fc.double({ min: -690, max: Math.log(0.5), noNaN: true });
  fc.assert(
    fc.property(exponent, (x) => {
      const p = Math.exp(x);
      nearRelative(normalCdf(normalQuantile(p)), p, 1e-11);
    }),
  );
});

test("the quantiles are symmetric about 0", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 0.5, noNaN: true }), (p) => {
      near(normalQuantile(1 - p), -normalQuantile(p), 1e-12);
    }),
  );
});

test("the probability beyond all numbers is 0", () => {
  assert.equal(normalCdf(-Infinity), 0);
  assert.equal(normalCdf(Infinity), 1);
  assert.equal(normalUpperTail(Infinity), 0);
  assert.equal(normalUpperTail(-Infinity), 1);
});

test("what has no answer is refused", () => {
  assert.throws(() => normalCdf(Number.NaN), /normalCdf: expected a number, got NaN/);
  assert.throws(() => normalUpperTail(Number.NaN), /normalUpperTail: expected a number, got NaN/);
  assert.throws(() => normalQuantile(0), /normalQuantile: expected p from 1e-300 to below 1, got 0/);
  assert.throws(() => normalQuantile(1), /normalQuantile: expected p from 1e-300 to below 1, got 1/);
  assert.throws(() => normalQuantile(Number.NaN), /got NaN/);
});
