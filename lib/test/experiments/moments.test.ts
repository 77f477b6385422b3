import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import {
  addJointMoments,
  addMoments,
  covarianceOf,
  jointMomentsOf,
  meanOf,
  momentsOf,
  momentsOfX,
  momentsOfY,
  skewnessOf,
  varianceOf,
} from "../../experiments/moments.js";
import { variance } from "../../statistics/quantiles.js";
import { near, nearRelative } from "../near.js";

test("the sums of three values by hand, and what they say", () => {
  const moments = momentsOf([1, 2, 6]);
  assert.deepEqual(moments, { n: 3, sum: 9, sumSquares: 41, sumCubes: 225 });
  assert.deepEqual([meanOf(moments), varianceOf(moments)], [3, 7]);
  // Distances -2, -1, 3: mean cube 18 / 3, mean square 14 / 3.
  near(skewnessOf(moments), 6 / (14 / 3) ** 1.5, 1e-12);
});

// numbers.md 2.6, CUPED: control Y and X.
test("the sums of pairs give the covariance that the distances give", () => {
  const [y, x] = [
    [10, 12, 9, 15, 11],
    [9, 11, 8, 13, 10],
  ];
  const joint = jointMomentsOf(y, x);
  const distances = y.map((value, i) => (value - 11.4) * (x[i] - 10.2));
  near(covarianceOf(joint), distances.reduce((a, b) => a + b, 0) / 4, 1e-12);
  assert.deepEqual(momentsOfY(joint), { n: 5, sum: 57, sumSquares: 671 });
  assert.deepEqual(momentsOfX(joint), { n: 5, sum: 51, sumSquares: 535 });
});

const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 40 });
const integers = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 2, maxLength: 40 });
const runs = { numRuns: 200, seed: 1 };

test("the variance from sums is that of the values, within the rounding of the sums", () => {
  const close = (all: number[]): void => {
    const moments = momentsOf(all);
    near(varianceOf(moments), variance(all), 1e-13 * moments.sumSquares + 1e-300);
  };
  fc.assert(fc.property(values, close), runs);
});

test("sums of two parts are those of the whole, pairs too", () => {
  const added = (a: number[], b: number[]): void => {
    assert.deepEqual(addMoments(momentsOf(a), momentsOf(b)), momentsOf([...a, ...b]));
    const twice = (all: number[]) => jointMomentsOf(all, all);
    assert.deepEqual(addJointMoments(twice(a), twice(b)), twice([...a, ...b]));
  };
  fc.assert(fc.property(integers, integers, added), runs);
});

test("the order of the rows does not change a byte of the sums of whole numbers", () => {
  fc.assert(
    fc.property(integers, (all) => assert.deepEqual(momentsOf([...all].reverse()), momentsOf(all))),
    runs,
  );
});

test("a small value beside huge ones is not lost", () => {
  assert.equal(momentsOf([1e16, 1, -1e16]).sum, 1);
});

test("values that are all equal have no variance, whatever the sums round to", () => {
  const tenths = { n: 10, sum: 0.1 * 10, sumSquares: 0.1 * 0.1 * 10 + 1e-17, sumCubes: 0.01 };
  assert.equal(varianceOf(tenths), 0);
  assert.equal(skewnessOf(tenths), 0);
  assert.equal(varianceOf(momentsOf(new Float64Array(1000).fill(0.3))), 0);
});

test("a rate's sums give the variance of zeros and ones", () => {
  nearRelative(varianceOf({ n: 100, sum: 20, sumSquares: 20 }), (0.2 * 0.8 * 100) / 99, 1e-14);
});

test("third powers are kept only where both have them", () => {
  assert.deepEqual(addMoments({ n: 1, sum: 2, sumSquares: 4 }, momentsOf([1])), {
    n: 2,
    sum: 3,
    sumSquares: 5,
  });
});

const refused = (title: string, what: () => unknown, message: RegExp): void => {
  test(title, () => assert.throws(what, { name: "RangeError", message }));
};

const sums = { n: 3, sum: 9, sumSquares: 41 };
refused("no values have no sums", () => momentsOf([]), /expected one value or more, got 0/);
refused("a missing value is named", () => momentsOf([1, Number.NaN]), /got NaN at index 1/);
refused("pairs are of the same length", () => jointMomentsOf([1], [1, 2]), /1 values of y for 2 of x/);
refused("no values have no mean", () => meanOf({ ...sums, n: 0 }), /expected 1 or more values, got 0/);
refused("one value has no variance", () => varianceOf({ ...sums, n: 1 }), /expected 2 or more values, got 1/);
refused("a count is whole", () => varianceOf({ ...sums, n: 2.5 }), /whole number of values, got 2.5/);
refused("a count is not negative", () => meanOf({ ...sums, n: -3 }), /whole number of values, got -3/);
refused("a sum is a number", () => varianceOf({ ...sums, sum: Number.NaN }), /finite sum .* got NaN and 41/);
refused("squares are not negative", () => varianceOf({ ...sums, sumSquares: -1 }), /got 9 and -1/);
refused(
  "sums that no values have are refused",
  () => varianceOf({ ...sums, sumSquares: 20 }),
  /squares of 3 values with sum 9 add up to 27 or more, got 20$/,
);
refused("skewness wants third powers", () => skewnessOf(sums), /expected a finite sumCubes, got undefined/);
refused(
  "covariance wants products",
  () => covarianceOf({ ...jointMomentsOf([1, 2], [1, 2]), sumXY: Number.NaN }),
  /finite sumXY, got NaN/,
);
