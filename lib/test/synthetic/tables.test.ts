import assert from "node:assert/strict";
import test from "node:test";
import { seededRandom } from "../../statistics/random.js";
import {
  clamped,
  drawLevels,
  expectRows,
  filled,
  hexDigits,
  logistic,
  rounded,
  sum,
} from "../../synthetic/columns.js";
import { numbersIn, rowsByValue, rowsOf, stacked, tableOf, textsIn } from "../../synthetic/tables.js";

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

test("a table from one object a row: numbers stay numbers, a null makes texts", () => {
  const rows = [
    { n: 1, t: "a" },
    { n: 2, t: null },
  ];
  assert.deepEqual(tableOf("t", rows, { n: ({ n }) => n, t: ({ t }) => t }), one);
});

test("rows by value come in the order of the values, and some rows of a table are a table", () => {
  const users = {
    name: "t",
    rows: 4,
    columns: { user: ["a", "b", "a", null], day: Float64Array.of(1, 2, 3, 4) },
  };
  assert.deepEqual(
    [...rowsByValue(users, "user")],
    [
      ["a", [0, 2]],
      ["b", [1]],
      [null, [3]],
    ],
  );
  const columns = { user: [null, "a"], day: Float64Array.of(4, 1) };
  assert.deepEqual(rowsOf(users, [3, 0]), { name: "t", rows: 2, columns });
});

test("drawn levels follow their weights, and digits are hexadecimal", () => {
  assert.deepEqual(drawLevels(3, { never: 0, always: 2 }, seededRandom(1)), ["always", "always", "always"]);
  assert.match(hexDigits(2, seededRandom(1)), /^[0-9a-f]{16}$/);
});

test("even odds are one half, and a sum of nothing is 0", () => {
  assert.deepEqual([logistic(0), logistic(Infinity), sum([]), sum([1, 2.5])], [0.5, 1, 0, 3.5]);
});

test("too few rows and a part of a row are refused", () => {
  assert.doesNotThrow(() => expectRows("t", 1_000, 1_000));
  assert.throws(
    () => expectRows("t", 999, 1_000),
    /t rows: expected a whole number of at least 1,000, got 999/,
  );
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
