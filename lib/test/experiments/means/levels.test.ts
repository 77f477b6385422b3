import assert from "node:assert/strict";
import test from "node:test";
import {
  estimatesFromSums,
  meansByBand,
  meansByGroup,
  meanWithInterval,
} from "../../../experiments/means/levels.js";
import { conversionRate } from "../../../experiments/rates/intervals.js";
import { seededRandom } from "../../../statistics/random.js";
import { repeat } from "../../../statistics/repeat.js";
import type { Table } from "../../../types.js";
import { near } from "../../near.js";

test("the interval of four values by hand: 2.5 ± 3.182446 · 1.290994 / 2", () => {
  const { estimate, low, high, method } = meanWithInterval([1, 2, 3, 4], "NZD");
  near(estimate, 2.5, 0);
  near(low, 2.5 - 3.182446 * 0.6454972, 1e-6);
  near(high, 2.5 + 3.182446 * 0.6454972, 1e-6);
  assert.equal(method, "Student t");
});

test("means by group come in the order of the groups, each with the interval of its own values", () => {
  const input = { measure: "spend", values: [8, 1, 10, 3, 2], group: ["b", "a", "b", "a", "a"], unit: "USD" };
  const { measure, groups } = meansByGroup(input);
  assert.deepEqual([measure, groups.map(({ group }) => group)], ["spend", ["b", "a"]]);
  assert.deepEqual(groups[1].estimate, meanWithInterval([1, 3, 2], "USD"));
});

test("bands come from the lowest up, those not known last", () => {
  const by = { values: [50, 20, Number.NaN, 30, 60, 20, Number.NaN, 45], breaks: [30, 46], unit: "years" };
  const { groups } = meansByBand({ measure: "spend", values: [1, 2, 3, 4, 5, 6, 7, 8], unit: "USD", by });
  assert.deepEqual(
    groups.map(({ group, estimate }) => [group, estimate.estimate]),
    [
      ["under 30 years", 4],
      ["30 to under 46 years", 6],
      ["46 or more years", 3],
      ["years not known", 5],
    ],
  );
});

const sums = (unit: string, n: number, sum: number, variance: number): Table => ({
  name: "sums",
  rows: 1,
  columns: {
    group: ["mailed"],
    measure: ["m"],
    unit: [unit],
    n: Float64Array.of(n),
    sum: Float64Array.of(sum),
    variance: Float64Array.of(variance),
  },
});

test("sums give the same interval as the values they were made of", () => {
  const [{ groups }] = estimatesFromSums(sums("NZD", 4, 10, 5 / 3));
  assert.deepEqual(groups, [{ group: "mailed", estimate: meanWithInterval([1, 2, 3, 4], "NZD") }]);
});

test("a measure of zeros and ones gets the interval of a rate", () => {
  const [{ measure, groups }] = estimatesFromSums(sums("fraction", 100, 20, 0.16));
  assert.equal(measure, "m");
  assert.deepEqual(groups[0].estimate, conversionRate({ customers: 100, conversions: 20 }));
});

test("95 of 100 intervals hold the true mean, within four standard errors of the count", () => {
  const random = seededRandom(1);
  const covered = repeat(2_000, () => {
    const { low, high } = meanWithInterval(
      repeat(4, () => random.normal(10, 3)),
      "NZD",
    );
    return Number(low <= 10 && 10 <= high);
  });
  near(covered.reduce((a, b) => a + b, 0) / 2_000, 0.95, 4 * Math.sqrt((0.95 * 0.05) / 2_000));
});

test("every value twice narrows the interval by the square root of two, up to the degrees of freedom", () => {
  const width = (values: number[]): number => {
    const { low, high } = meanWithInterval(values, "NZD");
    return high - low;
  };
  const values = Array.from({ length: 50 }, (_, i) => (i * 37) % 11);
  // 2.0096 and 1.9842 are Student's quantiles for 49 and 99 degrees of freedom.
  const byQuantile = 2.0095752371 / 1.9842169516;
  near(width(values) / width([...values, ...values]), Math.SQRT2 * Math.sqrt(99 / 98) * byQuantile, 1e-8);
});

test("a group of one value is named", () => {
  const input = { measure: "spend", values: [1, 2, 3], group: ["a", "a", "b"], unit: "USD" };
  assert.throws(() => meansByGroup(input), /group "b" has one value/);
});

test("a row without a group is named", () => {
  const input = { measure: "spend", values: [1, 2, 3], group: ["a", null, "a"], unit: "USD" };
  assert.throws(() => meansByGroup(input), /row 2 has no group/);
});

test("one customer in an arm has no interval", () => {
  assert.throws(() => estimatesFromSums(sums("NZD", 1, 5, Number.NaN)), /two values or more, got 1/);
});

test("one value has no interval", () => {
  assert.throws(() => meanWithInterval([1], "NZD"), /two values or more, got 1/);
});

test("an experiment is repeated a whole number of times", () => {
  assert.throws(() => repeat(0, () => 1), /above 0, got 0/);
});

test("one side has an open end", () => {
  const { low, high } = meanWithInterval([1, 2, 3, 4], "NZD", { sides: "greater" });
  // 2.353363 is Student's 95 % quantile for 3 degrees of freedom.
  near(low, 2.5 - 2.353363 * 0.6454972, 1e-6);
  assert.equal(high, Infinity);
});

test("a heavy tail is warned of, with its numbers", () => {
  const { warnings } = meanWithInterval([...new Float64Array(99), 100], "NZD");
  assert.deepEqual(warnings, [
    "interval optimistic: values has 100 customers, and its skewness of 9.8 wants 34,439",
  ]);
});

test("a confidence is above 0 and below 1", () => {
  for (const confidence of [0, 1, 95, Number.NaN]) {
    assert.throws(
      () => meanWithInterval([1, 2], "NZD", { confidence }),
      /confidence: expected a fraction above 0 and below 1, got/,
    );
  }
});
