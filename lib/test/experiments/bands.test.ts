import assert from "node:assert/strict";
import test from "node:test";
import { bands, flagNames, rowsByGroup } from "../../experiments/bands.js";

test("a value on a break belongs to the band above it", () => {
  assert.deepEqual(bands([1.9, 2, 7.9, 8], [2, 8], "years"), [
    "under 2 years",
    "2 to under 8 years",
    "2 to under 8 years",
    "8 or more years",
  ]);
});

test("one break makes two bands", () => {
  assert.deepEqual(bands([-5, 0, 5], [0], "days"), ["under 0 days", "0 or more days", "0 or more days"]);
});

test("flags get their names", () => {
  assert.deepEqual(flagNames([1, 0], { no: "left alone", yes: "mailed" }), ["mailed", "left alone"]);
});

test("breaks must rise", () => {
  assert.throws(() => bands([1], [8, 2], "years"), /finite breaks that rise, got \[8, 2\]/);
});

test("a break that is no number is refused: no band is called NaN or more", () => {
  assert.throws(() => bands([1], [Number.NaN], "years"), /finite breaks that rise, got \[NaN\]/);
  assert.throws(() => bands([1], [2, Number.POSITIVE_INFINITY], "years"), /got \[2, Infinity\]/);
});

test("a missing value has a band of its own", () => {
  assert.deepEqual(bands([1, Number.NaN], [2], "years"), ["under 2 years", "years not known"]);
});

test("a flag is 0 or 1", () => {
  assert.throws(() => flagNames([0, 2], { no: "a", yes: "b" }), /row 2: expected 0 or 1, got 2/);
});

test("rows by group keep the order in which the groups come", () => {
  assert.deepEqual(
    [...rowsByGroup(["b", "a", "b"])],
    [
      ["b", [0, 2]],
      ["a", [1]],
    ],
  );
});

test("a row without a group is refused", () => {
  assert.throws(() => rowsByGroup(["a", null]), /groups: row 2 has no group/);
});
