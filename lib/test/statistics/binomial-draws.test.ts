import assert from "node:assert/strict";
import test from "node:test";
import { binomialProbability } from "../../statistics/binomial.js";
import { binomialDraws } from "../../statistics/binomial-draws.js";
import { mean, variance } from "../../statistics/quantiles.js";
import { seededRandom } from "../../statistics/random.js";
import { near } from "../near.js";

test("each count comes as often as its probability says", () => {
  const [random, draw] = [seededRandom("coins"), binomialDraws(4, 0.3)];
  const seen = new Array(5).fill(0);
  for (let i = 0; i < 20_000; i++) seen[draw(random)]++;
  seen.forEach((count, k) => {
    const p = binomialProbability(k, 4, 0.3);
    near(count / 20_000, p, 4 * Math.sqrt((p * (1 - p)) / 20_000));
  });
});

test("a million customers have the mean and the variance of the formula", () => {
  const [random, draw] = [seededRandom("many"), binomialDraws(1_000_000, 0.02)];
  const draws = Float64Array.from({ length: 20_000 }, () => draw(random));
  near(mean(draws), 20_000, (4 * 140) / Math.sqrt(20_000));
  near(variance(draws) / 19_600, 1, 4 * Math.sqrt(2 / 20_000));
});

test("nobody and everybody", () => {
  const random = seededRandom(1);
  assert.equal(binomialDraws(10, 0)(random), 0);
  assert.equal(binomialDraws(10, 1)(random), 10);
  assert.equal(binomialDraws(0, 0.5)(random), 0);
});

test("a rate above 1 and half a customer are refused", () => {
  assert.throws(() => binomialDraws(10, 1.1), /binomial draws: .* p from 0 to 1, got 10 and 1.1/);
  assert.throws(() => binomialDraws(1.5, 0.1), /binomial draws: expected a whole number n .* got 1.5/);
});
