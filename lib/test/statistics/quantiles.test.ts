import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { firstComeRanks, mean, median, quantile, variance } from "../../statistics/quantiles.js";
import { near } from "../near.js";

test("mean, variance and median of six customers, by hand", () => {
  const orders = [2, 4, 4, 5, 9, 12];
  assert.equal(mean(orders), 6);
  // Squared distances 16 + 4 + 4 + 1 + 9 + 36 = 70, over 5.
  assert.equal(variance(orders), 14);
  assert.equal(median(orders), 4.5);
  assert.equal(median([10, 1, 3]), 3);
});

// R 4: quantile(c(1, 2, 3, 10), c(0, .1, .25, .5, .9, 1)), type 7 by default.
test("quantiles are R's type 7", () => {
  const expected = [1, 1.3, 1.75, 2.5, 7.9, 10];
  [0, 0.1, 0.25, 0.5, 0.9, 1].forEach((p, i) => {
    near(quantile([10, 1, 3, 2], p), expected[i]!, 1e-14);
  });
});

test("a shifted variance does not lose its digits", () => {
  near(variance([1e9 + 1, 1e9 + 2, 1e9 + 6]), 7, 1e-6);
});

test("ranks count how many values come before, ties in row order", () => {
  assert.deepEqual([...firstComeRanks([5, 2, 5, -1, 2])], [4, 2, 5, 1, 3]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }), (values) => {
      const counted = values.map(
        (value, row) => 1 + values.filter((other, i) => other < value || (other === value && i < row)).length,
      );
      assert.deepEqual([...firstComeRanks(values)], counted);
    }),
  );
});

test("a quantile grows with p, between the smallest and the largest value", () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
  const p = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(values, p, p, (data, a, b) => {
      const low = quantile(data, Math.min(a, b));
      const high = quantile(data, Math.max(a, b));
      assert.ok(Math.min(...data) <= low && low <= high + 1e-9 && high <= Math.max(...data) + 1e-9);
    }),
  );
});

test("the values are left in their order, and typed arrays are welcome", () => {
  const values = Float32Array.of(3, 1, 2);
  assert.equal(median(values), 2);
  assert.deepEqual([...values], [3, 1, 2]);
});

test("one value is its own mean, median and quantile", () => {
  assert.equal(mean([4]), 4);
  assert.equal(median([4]), 4);
  assert.equal(quantile([4], 0.3), 4);
});

test("too few values and missing values are refused", () => {
  assert.throws(() => mean([]), /mean: expected 1 or more values, got 0/);
  assert.throws(() => variance([1]), /variance: expected 2 or more values, got 1/);
  assert.throws(() => median([]), /median: expected 1 or more values, got 0/);
  assert.throws(() => firstComeRanks([]), /firstComeRanks: expected 1 or more values, got 0/);
  assert.throws(() => mean([1, Number.NaN]), /mean: expected finite numbers, got NaN at index 1/);
  assert.throws(
    () => quantile([1, Infinity], 0.5),
    /quantile: expected finite numbers, got Infinity at index 1/,
  );
  assert.throws(() => firstComeRanks([Number.NaN]), /firstComeRanks: .* got NaN at index 0/);
  assert.throws(() => quantile([1], 1.1), /quantile: expected p from 0 to 1, got 1.1/);
});
