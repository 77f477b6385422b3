import assert from "node:assert/strict";
import test from "node:test";
import { constantOf, frameData, numbersOf, shareOf, textsOf } from "../../tables/columns.js";

const table = {
  name: "customers",
  rows: 3,
  columns: {
    id: Float64Array.of(1, 2, 3),
    income: Float64Array.of(9.5, Number.NaN, 7),
    city: ["Bonn", null, "Bonn"],
  },
};

test("columns come by name and kind", () => {
  assert.deepEqual(numbersOf(table, "id"), Float64Array.of(1, 2, 3));
  assert.deepEqual(textsOf(table, "city"), ["Bonn", null, "Bonn"]);
});

test("a share is of all rows, missing ones included", () => {
  assert.equal(shareOf(table, "city", "Bonn"), 2 / 3);
});

test("a frame holds the first rows, with null for what is missing", () => {
  assert.deepEqual(frameData(table, ["income", "city"], 2), { income: [9.5, null], city: ["Bonn", null] });
});

test("a column that is not there is named, with those that are", () => {
  assert.throws(
    () => numbersOf(table, "spend"),
    /table customers: no column "spend", there are id, income, city/,
  );
});

test("texts are not numbers", () => {
  assert.throws(() => numbersOf(table, "city"), /column "city" holds texts, expected numbers/);
});

test("numbers are not texts", () => {
  assert.throws(() => textsOf(table, "id"), /column "id" holds numbers, expected texts/);
});

test("no rows have no share", () => {
  assert.throws(() => shareOf({ ...table, rows: 0, columns: { city: [] } }, "city", "Bonn"), /no rows/);
});

test("a constant is the one value of its column", () => {
  assert.equal(constantOf({ ...table, columns: { cost: Float64Array.of(3, 3, 3) } }, "cost"), 3);
});

test("a column with two values has no constant", () => {
  assert.throws(() => constantOf(table, "id"), /column "id": expected one value in all rows, got 3/);
});

test("a missing value is no constant", () => {
  assert.throws(
    () => constantOf({ ...table, columns: { cost: Float64Array.of(Number.NaN) } }, "cost"),
    /got 1/,
  );
});
