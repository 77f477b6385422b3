import assert from "node:assert/strict";
import test from "node:test";
import { bootstrap } from "../../statistics/bootstrap.js";
import { seededRandom } from "../../statistics/random.js";
import { near } from "../near.js";

const options = { rounds: 4_000, random: seededRandom(1), unit: "NZD" };
const meanOf = (values: readonly number[]) => (rows: Int32Array) => ({
  mean: rows.reduce((sum, row) => sum + values[row], 0) / rows.length,
});

test("the estimate is the statistic of all rows as they are", () => {
  assert.equal(bootstrap(4, meanOf([1, 2, 3, 6]), options).mean.estimate, 3);
});

// Second method: for a mean the bootstrap's interval is mean ± 1.96 sd/√n with the population sd, up to drawing error.
test("the interval of a mean agrees with the normal one", () => {
  const values = Array.from({ length: 200 }, (_, i) => (i * 7919) % 101);
  const mean = values.reduce((a, b) => a + b, 0) / 200;
  const error = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 200 / 200);
  const { low, high } = bootstrap(200, meanOf(values), options).mean;
  near(low, mean - 1.96 * error, 0.12 * error);
  near(high, mean + 1.96 * error, 0.12 * error);
});

test("several numbers come from the same draws", () => {
  const both = bootstrap(30, (rows) => ({ first: rows[0], twice: 2 * rows[0] }), options);
  assert.equal(both.twice.high, 2 * both.first.high);
});

test("the same seed gives the same interval", () => {
  const run = () => bootstrap(20, (rows) => ({ first: rows[0] }), { ...options, random: seededRandom(9) });
  assert.deepEqual(run(), run());
});

test("a constant has an interval without width", () => {
  const { low, high } = bootstrap(5, () => ({ seven: 7 }), options).seven;
  assert.deepEqual([low, high], [7, 7]);
});

test("rows are needed", () => {
  assert.throws(() => bootstrap(0, () => ({}), options), /expected rows, got 0/);
});

test("rounds are needed", () => {
  assert.throws(() => bootstrap(5, () => ({}), { ...options, rounds: 10 }), /100 rounds or more, got 10/);
});

test("a statistic that is no number is an error", () => {
  assert.throws(() => bootstrap(5, () => ({ rate: Number.NaN }), options), /rate is NaN in a draw/);
});
