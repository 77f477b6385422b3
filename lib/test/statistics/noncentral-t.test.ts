import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { noncentralStudentLower, noncentralStudentUpper } from "../../statistics/noncentral-t.js";
import { studentLower } from "../../statistics/student.js";
import { near, nearRelative } from "../near.js";

test("above 0 lies what a normal variable with mean delta has there", () => {
  // T is above 0 exactly where its numerator is; P(Z > -1) is 0.8413447460685429.
  nearRelative(noncentralStudentUpper(0, 7, 1), 0.8413447460685429, 1e-14);
});

// mpmath 1.3, 30 digits: quad of the normal probability over the density of the standard error's scale
const REFERENCE: readonly (readonly [[t: number, degrees: number, delta: number], number, number])[] = [
  [[2, 10, 3], 0.1684858385880434, 0.8315141614119566],
  [[2.5, 1, 4], 0.13739256154197277, 0.8626074384580272],
  [[12.7, 1, 2], 0.8747161943558133, 0.12528380564418676],
  [[-2, 3.5, -1], 0.24463307638896015, 0.7553669236110399],
  [[1.98, 125.5, 2.8], 0.2067930164004028, 0.7932069835995972],
  [[-2, 20, 3], 9.574419716599808e-7, 0.9999990425580283],
];

test("both tails agree with mpmath", () => {
  for (const [[t, degrees, delta], lower, upper] of REFERENCE) {
    nearRelative(noncentralStudentLower(t, degrees, delta), lower, 1e-12);
    nearRelative(noncentralStudentUpper(t, degrees, delta), upper, 1e-12);
  }
});

test("without an effect it is Student's distribution, and the tails add up to 1", () => {
  const t = fc.double({ min: -8, max: 8, noNaN: true });
  const degrees = fc.double({ min: 1, max: 1000, noNaN: true });
  fc.assert(
    fc.property(t, degrees, fc.double({ min: -5, max: 5, noNaN: true }), (value, n, delta) => {
      nearRelative(noncentralStudentLower(value, n, 0), studentLower(value, n), 1e-11);
      near(noncentralStudentLower(value, n, delta) + noncentralStudentUpper(value, n, delta), 1, 1e-12);
      nearRelative(noncentralStudentUpper(value, n, delta), noncentralStudentLower(-value, n, -delta), 1e-12);
    }),
    { numRuns: 30, seed: 3 },
  );
});

test("what has no answer is refused", () => {
  assert.throws(
    () => noncentralStudentLower(1, 0.5, 1),
    /noncentralStudentLower: expected degrees of freedom from 1 to 1e12, got 0.5/,
  );
  assert.throws(
    () => noncentralStudentUpper(Infinity, 5, 1),
    /noncentralStudentUpper: expected finite t and delta, got Infinity and 1/,
  );
});
