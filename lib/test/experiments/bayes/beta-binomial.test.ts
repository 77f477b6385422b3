import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import {
  type Beta,
  differenceLower,
  differenceQuantile,
  expectation,
  lower,
  meanOfBeta,
  probabilityAbove,
  turns,
} from "../../../experiments/bayes/beta.js";
import {
  bestOf,
  densityCurve,
  differenceBelief,
  posteriorOf,
  rateBelief,
} from "../../../experiments/bayes/beta-binomial.js";
import { betaLower } from "../../../statistics/beta.js";
import { near, nearRelative } from "../../near.js";

const beta = (a: number, b: number): Beta => ({ a, b });
const group = (customers: number, conversions: number) => ({ customers, conversions });

test("by hand: after one conversion of one customer each rate is Beta(2, 1), above a uniform one with probability 2/3", () => {
  assert.deepEqual(posteriorOf(group(1, 1)), beta(2, 1));
  near(probabilityAbove(beta(2, 1), beta(1, 1)), 2 / 3, 1e-14);
});

// numbers.md 2.5, (α, β)_A -> (α, β)_B: P(B > A).
const CHANCES: readonly [Beta, Beta, number][] = [
  [beta(41, 61), beta(51, 51), 0.9214262485],
  [beta(50, 52), beta(52, 50), 0.6107705227],
  [beta(201, 801), beta(251, 751), 0.9962833291],
  [beta(43, 63), beta(501, 510), 0.9620819668],
  [beta(121, 81), beta(101, 101), 0.0224136367],
  [beta(101, 901), beta(131, 871), 0.9821650661],
  [beta(2, 1), beta(1, 1), 1 / 3],
];
for (const [a, b, expected] of CHANCES) {
  test(`2.5: Beta(${b.a}, ${b.b}) above Beta(${a.a}, ${a.b}) with probability ${expected.toFixed(10)}`, () => {
    near(probabilityAbove(b, a), expected, 5e-11);
  });
}

test("2.5: the expected loss of choosing Beta(51, 51) is .0024684, of Beta(41, 61) .1005077", () => {
  const [a, b] = bestOf([beta(41, 61), beta(51, 51)]);
  near(b.expectedLoss, 0.0024684, 5e-8);
  near(a.expectedLoss, 0.1005077, 5e-8);
});

test("2.5: the expected loss of choosing Beta(251, 751) is 2.13636e-5, of Beta(201, 801) .0499216", () => {
  const [a, b] = bestOf([beta(201, 801), beta(251, 751)]);
  near(b.expectedLoss, 2.13636e-5, 5e-11);
  near(a.expectedLoss, 0.0499216, 5e-8);
});

test("2.5: two uniform rates lose 1/6 each", () => {
  for (const { expectedLoss } of bestOf([beta(1, 1), beta(1, 1)])) near(expectedLoss, 1 / 6, 1e-12);
});

test("2.5: P(best) of (101, 901), (121, 881), (131, 871) is .0076374, .2471952, .7451674", () => {
  const chances = bestOf([beta(101, 901), beta(121, 881), beta(131, 871)]).map((arm) => arm.probabilityBest);
  [0.0076374, 0.2471952, 0.7451674].forEach((expected, i) => {
    near(chances[i], expected, 5e-8);
  });
});

// numbers.md 2.5, Spotify: a Monte Carlo, so its own error: √(.0372 · .9628 / 1000) is .006, and the ends have .003.
test("2.5: 500 of 1,009 against 42 of 104 has chance .9628, difference .0907 [-.0092, .1871] (Monte Carlo)", () => {
  const belief = differenceBelief(group(1009, 500), group(104, 42));
  near(belief.probabilityBetter, 0.9628, 0.006);
  near(belief.estimate, 0.0907, 0.003);
  near(belief.low, -0.0092, 0.003);
  near(belief.high, 0.1871, 0.003);
});

test("the sum and the integral agree, also where the answer is tiny or the counts are in the hundred thousands", () => {
  for (const [a, b] of [
    [beta(251, 751), beta(201, 801)],
    [beta(1, 40), beta(3, 5)],
    [beta(300, 700), beta(400, 600)],
    [beta(100_001, 900_001), beta(100_500, 899_500)],
  ]) {
    const integral = expectation(a, (rate) => lower(rate, b), turns(b));
    nearRelative(probabilityAbove(a, b), integral, 1e-8);
  }
});

test("counts that are not whole are integrated: Beta(1.5, 2.5) and its mirror image add up", () => {
  const [one, other] = [beta(1.5, 2.5), beta(2.5, 1.5)];
  near(probabilityAbove(one, other) + probabilityAbove(other, one), 1, 1e-12);
});

// Miller's other formula: E max(A - B, 0) = mean A · P(A' > B) - mean B · P(A > B'), with one more conversion in A' and B'.
test("the expected loss agrees with the closed form", () => {
  const [a, b] = [beta(12, 30), beta(9, 40)];
  const loss =
    meanOfBeta(a) * probabilityAbove(beta(13, 30), b) - meanOfBeta(b) * probabilityAbove(a, beta(10, 40));
  near(bestOf([a, b])[1].expectedLoss, loss, 1e-12);
});

test("the difference of two uniform rates is a triangle: P(at most d) is 1 - (1 - d)² / 2 for d above 0", () => {
  for (const d of [0.01, 0.3, 0.9]) {
    near(differenceLower(beta(1, 1), beta(1, 1), d), 1 - (1 - d) ** 2 / 2, 1e-12);
    near(differenceLower(beta(1, 1), beta(1, 1), -d), (1 - d) ** 2 / 2, 1e-12);
  }
  near(differenceQuantile(beta(1, 1), beta(1, 1), 0.975), 1 - Math.sqrt(0.05), 1e-10);
});

test("the interval of a rate leaves out the same probability on both sides, with the prior counted in", () => {
  const { low, high, method } = rateBelief(group(50, 3), { prior: beta(2, 8), confidence: 0.9 });
  near(betaLower(low, 5, 55), 0.05, 1e-12);
  near(betaLower(high, 5, 55), 0.95, 1e-12);
  assert.equal(method, "Beta-Binomial, prior Beta(2, 8)");
});

test("swapping the arms flips everything, and each end is a quantile", () => {
  const arm = fc
    .integer({ min: 1, max: 300 })
    .chain((customers) => fc.integer({ min: 0, max: customers }).map((k) => group(customers, k)));
  fc.assert(
    fc.property(arm, arm, (one, other) => {
      const [forth, back] = [differenceBelief(one, other), differenceBelief(other, one)];
      near(forth.low, -back.high, 1e-9);
      near(forth.probabilityBetter + back.probabilityBetter, 1, 1e-9);
      near(forth.expectedLoss.treated, back.expectedLoss.control, 1e-12);
      near(forth.expectedLoss.control - forth.expectedLoss.treated, forth.estimate, 1e-9);
      near(differenceLower(posteriorOf(one), posteriorOf(other), forth.low), 0.025, 1e-9);
    }),
    { numRuns: 30, seed: 1 },
  );
});

test("the chances of being best add up to 1, whatever the number of arms", () => {
  const arms = [beta(3, 20), beta(5, 20), beta(1, 1), beta(40, 200), beta(2000, 9000)];
  near(
    bestOf(arms).reduce((sum, { probabilityBest }) => sum + probabilityBest, 0),
    1,
    1e-10,
  );
});

test("nobody or everybody converted: an interval all the same", () => {
  const { low, high, probabilityBetter } = differenceBelief(group(20, 0), group(30, 30));
  assert.ok(low > -1 && high < -0.7 && probabilityBetter > 0 && probabilityBetter < 1e-10);
});

test("the area under the curve is 1", () => {
  const { x, density } = densityCurve(beta(41, 61), 201);
  const area = density.reduce((sum, height) => sum + height * (x[1] - x[0]), 0);
  near(area, 1, 1e-3);
});

test("one arm has no best", () => {
  assert.throws(() => bestOf([beta(1, 1)]), /best of several: expected two arms or more, got 1/);
});

test("a prior of nobody is refused", () => {
  assert.throws(
    () => rateBelief(group(10, 1), { prior: beta(0, 1) }),
    /beta: expected finite a and b above 0, got 0 and 1/,
  );
});

test("an impossible group is refused by name", () => {
  assert.throws(() => differenceBelief(group(10, 1), group(10, 11)), /group "control": 11 conversions of 10/);
});

test("a curve of one point is refused", () => {
  assert.throws(() => densityCurve(beta(1, 1), 1), /expected a whole number of points, 2 or more, got 1/);
});
