import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { fLower, fQuantile, fUpper } from "../../statistics/f.js";
import { studentUpper } from "../../statistics/student.js";
import { nearRelative } from "../near.js";

test("with two and two degrees of freedom the tail is 1 / (1 + x)", () => {
  nearRelative(fUpper(3, 2, 2), 0.25, 1e-14);
  nearRelative(fLower(3, 2, 2), 0.75, 1e-14);
});

// mpmath 1.3, 30 digits: betainc(d2 / 2, d1 / 2, 0, d2 / (d2 + d1 x), regularized=True)
test("upper tails agree with mpmath", () => {
  nearRelative(fUpper(3, 1, 100), 0.08634793392577772, 1e-13);
  nearRelative(fUpper(20, 2, 50), 4.1513310942010234e-7, 1e-12);
  nearRelative(fUpper(100, 1, 1000), 1.6670702958600067e-22, 1e-12);
  nearRelative(fUpper(0.5, 3.5, 7.5), 0.7174397212497172, 1e-13);
});

// SciPy 1.17.1: stats.f.ppf(p, d1, d2)
test("quantiles agree with SciPy", () => {
  nearRelative(fQuantile(0.95, 1, 100), 3.9361429863126483, 1e-11);
  nearRelative(fQuantile(0.95, 2, 50), 3.1826098520427744, 1e-11);
  nearRelative(fQuantile(0.001, 3.5, 7.5), 0.013391338130810455, 1e-11);
});

test("the square of a t variable is an F variable", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 50, noNaN: true }),
      fc.double({ min: 1, max: 500, noNaN: true }),
      (t, degrees) => nearRelative(fUpper(t * t, 1, degrees), 2 * studentUpper(t, degrees), 1e-10),
    ),
  );
});

test("everything lies above 0", () => {
  assert.equal(fLower(0, 3, 4), 0);
  assert.equal(fUpper(0, 3, 4), 1);
});

test("what has no answer is refused", () => {
  assert.throws(() => fLower(-1, 3, 4), /fLower: expected a finite x of 0 or more, got -1/);
  assert.throws(() => fUpper(1, 0, 4), /fUpper: expected degrees of freedom above 0 .* got 0 and 4/);
  assert.throws(() => fQuantile(1, 3, 4), /fQuantile: expected p above 0 and below 1, got 1/);
});
