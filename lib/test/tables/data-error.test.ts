import assert from "node:assert/strict";
import { test } from "node:test";
import { DataError, shown } from "../../tables/data-error.js";

test("a data error spells out ten problems and counts the others", () => {
  const problems = Array.from({ length: 13 }, (_, i) => `problem ${i + 1}`);
  const error = new DataError(problems);
  assert.equal(error.message.split("\n").length, 11);
  assert.match(error.message, /problem 10\nand 3 more$/);
  assert.equal(error.problems.length, 13);
});

test("ten problems are spelt out without a count", () => {
  const problems = Array.from({ length: 10 }, (_, i) => `problem ${i + 1}`);
  assert.equal(new DataError(problems).message, problems.join("\n"));
});

test("a value is shown in quotes and cut after 80 characters", () => {
  assert.equal(shown("abc"), '"abc"');
  assert.equal(shown("x".repeat(80)), `"${"x".repeat(80)}"`);
  assert.equal(shown("x".repeat(81)), `"${"x".repeat(80)}…"`);
});
