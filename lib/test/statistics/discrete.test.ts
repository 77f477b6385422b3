import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { binomialLower, binomialProbability, binomialUpper } from "../../statistics/binomial.js";
import { hypergeometricProbability, logChoose } from "../../statistics/hypergeometric.js";
import { poissonLower, poissonProbability, poissonUpper } from "../../statistics/poisson.js";
import { near, nearRelative } from "../near.js";

const upTo = (n: number): number[] => Array.from({ length: n + 1 }, (_, k) => k);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test("two heads of four coins, three of ten customers without replacement", () => {
  nearRelative(binomialProbability(2, 4, 0.5), 6 / 16, 1e-14);
  nearRelative(binomialUpper(5, 10, 0.5), 0.623046875, 1e-14);
  // 4 · C(6, 2) of C(10, 3) draws hold one of the four.
  nearRelative(hypergeometricProbability(1, { population: 10, successes: 4, draws: 3 }), 60 / 120, 1e-13);
  nearRelative(logChoose(22, 2), Math.log(231), 1e-14);
});

// mpmath 1.3, 30 digits: betainc(k, n - k + 1, 0, p, regularized=True) and gammainc(k, 0, mean, regularized=True)
test("upper tails agree with mpmath", () => {
  nearRelative(binomialUpper(60, 1000, 0.05), 0.08673217838486103, 1e-12);
  nearRelative(binomialUpper(120, 1000, 0.05), 2.6514781041942537e-18, 1e-12);
  nearRelative(binomialUpper(600, 10_000, 0.05), 4.509387117818243e-6, 1e-12);
  nearRelative(poissonUpper(150, 100), 1.88421046603867e-6, 1e-12);
  nearRelative(poissonUpper(10, 2.5), 0.00027735209462083604, 1e-12);
  nearRelative(poissonUpper(300, 100), 1.818721816730848e-58, 1e-12);
});

// Python 3.11: Fraction(comb(successes, k) * comb(population - successes, draws - k), comb(population, draws))
test("hypergeometric probabilities agree with exact fractions", () => {
  const counts = { population: 182, successes: 17, draws: 99 };
  nearRelative(hypergeometricProbability(12, counts), 0.07823814414182127, 1e-12);
  const bank = { population: 5000, successes: 524, draws: 2556 };
  nearRelative(hypergeometricProbability(123, bank), 1.1654711245415397e-42, 1e-12);
});

// mpmath 1.3, 30 digits: log(binomial(n, k))
test("logChoose agrees with mpmath", () => {
  nearRelative(logChoose(1_000_000, 3), 39.654769204662266, 1e-13);
  nearRelative(logChoose(1_000_000, 400_000), 673004.55387335818, 1e-13);
});

test("probabilities add up to the tails and to 1", () => {
  const count = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(count, count, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (n, other, p) => {
      const k = Math.min(n, other);
      nearRelative(sum(upTo(k).map((i) => binomialProbability(i, n, p))), binomialLower(k, n, p), 1e-11);
      near(binomialLower(k, n, p) - binomialProbability(k, n, p) + binomialUpper(k, n, p), 1, 1e-12);
      const mean = 30 * p;
      nearRelative(sum(upTo(k).map((i) => poissonProbability(i, mean))), poissonLower(k, mean), 1e-11);
      const counts = { population: n + other, successes: n, draws: k };
      near(sum(upTo(k).map((i) => hypergeometricProbability(i, counts))), 1, 1e-11);
    }),
  );
});

test("certain and impossible outcomes", () => {
  assert.equal(binomialProbability(0, 5, 0), 1);
  assert.equal(binomialProbability(4, 5, 1), 0);
  assert.equal(binomialLower(5, 5, 0.3), 1);
  assert.equal(binomialUpper(0, 5, 0.3), 1);
  assert.equal(binomialLower(2, 5, 1), 0);
  assert.equal(poissonUpper(0, 3), 1);
  assert.equal(hypergeometricProbability(4, { population: 10, successes: 3, draws: 5 }), 0);
  assert.equal(hypergeometricProbability(0, { population: 10, successes: 6, draws: 5 }), 0);
  nearRelative(hypergeometricProbability(3, { population: 10, successes: 3, draws: 10 }), 1, 1e-14);
});

test("what has no answer is refused", () => {
  assert.throws(() => binomialProbability(6, 5, 0.5), /binomialProbability: .* k from 0 to 5, got 6/);
  assert.throws(() => binomialLower(1, 2.5, 0.5), /binomialLower: expected a whole number n .* got 2.5/);
  assert.throws(() => binomialUpper(1, 2, 1.5), /binomialUpper: expected p from 0 to 1, got 1.5/);
  assert.throws(() => poissonLower(-1, 2), /poissonLower: expected a whole number k of 0 or more, got -1/);
  assert.throws(() => poissonProbability(1, 0), /poissonProbability: expected a finite mean above 0, got 0/);
  assert.throws(() => logChoose(3, 4), /logChoose: .* got n 3 and k 4/);
  assert.throws(
    () => hypergeometricProbability(1, { population: 5, successes: 6, draws: 2 }),
    /hypergeometric: 6 successes and 2 draws of 5/,
  );
  assert.throws(
    () => hypergeometricProbability(0.5, { population: 5, successes: 2, draws: 2 }),
    /hypergeometric: expected whole numbers of 0 or more, got 0.5/,
  );
});
