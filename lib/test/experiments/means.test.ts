import assert from "node:assert/strict";
import test from "node:test";
import { meanWithInterval } from "../../experiments/means.js";
import { seededRandom } from "../../statistics/random.js";
import { repeat } from "../../statistics/repeat.js";
import { near } from "../near.js";

test("the interval of four values by hand: 2.5 ± 1.96 · 1.290994 / 2", () => {
  const { estimate, low, high } = meanWithInterval([1, 2, 3, 4], "NZD");
  near(estimate, 2.5, 0);
  near(low, 2.5 - 1.959964 * 0.6454972, 1e-6);
  near(high, 2.5 + 1.959964 * 0.6454972, 1e-6);
});

test("95 of 100 intervals hold the true mean, within four standard errors of the count", () => {
  const random = seededRandom(1);
  const covered = repeat(2_000, () => {
    const { low, high } = meanWithInterval(
      repeat(60, () => random.normal(10, 3)),
      "NZD",
    );
    return Number(low <= 10 && 10 <= high);
  });
  near(covered.reduce((a, b) => a + b, 0) / 2_000, 0.95, 4 * Math.sqrt((0.95 * 0.05) / 2_000) + 0.004);
});

test("every value twice narrows the interval by the square root of two, up to the divisor n - 1", () => {
  const width = (values: number[]): number => {
    const { low, high } = meanWithInterval(values, "NZD");
    return high - low;
  };
  const values = Array.from({ length: 50 }, (_, i) => (i * 37) % 11);
  near(width(values) / width([...values, ...values]), Math.SQRT2 * Math.sqrt(99 / 98), 1e-12);
});

test("one value has no interval", () => {
  assert.throws(() => meanWithInterval([1], "NZD"), /two values or more, got 1/);
});

test("an experiment is repeated a whole number of times", () => {
  assert.throws(() => repeat(0, () => 1), /above 0, got 0/);
});
