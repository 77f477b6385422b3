import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { betaDensity, betaLower, betaQuantile, betaUpper, logBeta } from "../../statistics/beta.js";
import { gaussLegendre } from "../../statistics/integrate.js";
import { near, nearRelative } from "../near.js";

test("whole shapes have polynomials", () => {
  // Beta(2, 3): density 12 x (1 - x)^2, so 1 - (1 - x)^3 (1 + 3 x) lies below x.
  nearRelative(betaDensity(0.2, 2, 3), 12 * 0.2 * 0.64, 1e-14);
  nearRelative(betaLower(0.2, 2, 3), 1 - 0.512 * 1.6, 1e-14);
  nearRelative(betaUpper(0.2, 2, 3), 0.512 * 1.6, 1e-14);
  near(logBeta(2, 3), -Math.log(12), 1e-14);
});

// mpmath 1.3, 30 digits: log(beta(a, b))
test("logBeta agrees with mpmath where the shapes are far apart", () => {
  nearRelative(logBeta(0.5, 1_000_000), -6.335390211057437, 1e-14);
  nearRelative(logBeta(100_000, 500), -3152.592310207906, 1e-14);
});

test("the probability is the integral of the density", () => {
  for (const [low, high] of [
    [0.1, 0.4],
    [0.3, 0.9],
  ] as const) {
    const area = gaussLegendre((x) => betaDensity(x, 2.5, 7.5), low, high);
    near(betaLower(high, 2.5, 7.5) - betaLower(low, 2.5, 7.5), area, 1e-13);
  }
});

test("quantile and probability undo each other", () => {
  const shape = fc.double({ min: 0.1, max: 5000, noNaN: true });
  fc.assert(
    fc.property(shape, shape, fc.double({ min: 1e-9, max: 0.5, noNaN: true }), (a, b, p) => {
      const x = betaQuantile(p, a, b);
      // A tenth of a percent in x moves the probability, unless x is so near 1 that a double has no room.
      if (x < 0.999) nearRelative(betaLower(x, a, b), p, 1e-9);
    }),
    { seed: 2 },
  );
});

test("swapping the shapes mirrors the distribution", () => {
  const shape = fc.double({ min: 0.1, max: 1000, noNaN: true });
  const eighths = fc.integer({ min: 1, max: 7 });
  fc.assert(
    fc.property(shape, shape, eighths, (a, b, n) => {
      assert.equal(betaLower(n / 8, a, b), betaUpper(1 - n / 8, b, a));
      nearRelative(betaDensity(n / 8, a, b), betaDensity(1 - n / 8, b, a), 1e-12);
    }),
  );
});

test("the ends of the range, and answers near the smallest number", () => {
  assert.equal(betaLower(0, 2, 3), 0);
  assert.equal(betaLower(1, 2, 3), 1);
  assert.equal(betaUpper(0, 2, 3), 1);
  // Near 0 the probability is x^a / (a B(a, b)), and B(3, 4) is 1 / 60.
  nearRelative(betaQuantile(1e-300, 3, 4), (1e-300 * 3 * (1 / 60)) ** (1 / 3), 1e-13);
  assert.equal(betaQuantile(1e-10, 0.01, 3), 0);
});

test("what has no answer is refused", () => {
  assert.throws(() => betaLower(1.1, 2, 3), /betaLower: expected x from 0 to 1, got 1.1/);
  assert.throws(() => betaUpper(0.5, 0, 3), /betaUpper: expected a and b above 0 .* got 0 and 3/);
  assert.throws(() => betaDensity(0, 2, 3), /betaDensity: expected x above 0 and below 1, got 0/);
  assert.throws(() => betaQuantile(0, 2, 3), /betaQuantile: expected p above 0 and below 1, got 0/);
  assert.throws(() => logBeta(1, Number.NaN), /logBeta: expected a and b above 0 .* got 1 and NaN/);
});
