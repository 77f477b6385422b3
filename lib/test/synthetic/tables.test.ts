import assert from "node:assert/strict";
import test from "node:test";
import { clamped, filled, rounded } from "../../synthetic/columns.js";
import { numbersIn, stacked, textsIn } from "../../synthetic/tables.js";

const one = { name: "t", rows: 2, columns: { n: Float64Array.of(1, 2), t: ["a", null] } };
const two = { name: "t", rows: 1, columns: { n: Float64Array.of(3), t: ["b"] } };

test("tables below each other keep the order of rows and columns", () => {
  assert.deepEqual(stacked([one, two]), {
    name: "t",
    rows: 3,
    columns: { n: Float64Array.of(1, 2, 3), t: ["a", null, "b"] },
  });
});

test("a table on its own stays as it is", () => assert.equal(stacked([one]), one));

test("a column is read as what it holds", () => {
  assert.deepEqual(numbersIn(one, "n"), Float64Array.of(1, 2));
  assert.deepEqual(textsIn(one, "t"), ["a", null]);
});

test("values are rounded to decimals, a half up, and kept within a range", () => {
  assert.deepEqual(
    [rounded(0.125, 2), rounded(16.044, 2), rounded(-0.05, 1)].map((x) => x + 0),
    [0.13, 16.04, 0],
  );
  assert.deepEqual([clamped(7, 1, 5), clamped(-7, 1, 5), clamped(3, 1, 5)], [5, 1, 3]);
  assert.deepEqual(
    filled(3, (row) => row * row),
    Float64Array.of(0, 1, 4),
  );
});

test("no tables make no table", () => assert.throws(() => stacked([]), /at least one table, got 0/));

test("texts are not numbers", () => {
  assert.throws(() => numbersIn(one, "t"), /table t: no column of numbers "t"/);
});

test("a column that is not there is missed", () => {
  assert.throws(() => textsIn(one, "x"), /table t: no column of texts "x"/);
});
