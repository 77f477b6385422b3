import assert from "node:assert/strict";
import test from "node:test";
import { summarise } from "../../statistics/summaries.js";

test("a column in a few numbers, by hand", () => {
  assert.deepEqual(summarise({ income: [10, 20, Number.NaN, 60] }).income, {
    n: 3,
    missing: 1,
    mean: 30,
    median: 20,
  });
});

test("every column is summarised on its own", () => {
  const { a, b } = summarise({ a: [1, 3], b: Float64Array.of(2, 2, Number.NaN) });
  assert.deepEqual([a.missing, b.missing, a.mean, b.median], [0, 1, 2, 2]);
});

test("a column without values is named", () => {
  assert.throws(() => summarise({ a: [1], income: [Number.NaN] }), /column "income": no value is known/);
});
