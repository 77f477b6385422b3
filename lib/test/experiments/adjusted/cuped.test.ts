import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { cuped } from "../../../experiments/adjusted/cuped.js";
import { postStratified } from "../../../experiments/adjusted/strata.js";
import { addJointMoments, jointMomentsOf, momentsOf } from "../../../experiments/moments.js";
import { leastSquares } from "../../../statistics/least-squares.js";
import { seededRandom } from "../../../statistics/random.js";
import { near } from "../../near.js";

const Y = { control: [10, 12, 9, 15, 11], treated: [14, 8, 13, 16, 12] };
const X = { control: [9, 11, 8, 13, 10], treated: [12, 8, 12, 14, 10] };
const control = jointMomentsOf(Y.control, X.control);
const treated = jointMomentsOf(Y.treated, X.treated);

// numbers.md 2.6, row "CUPED".
test("the two arms of five of the reference: theta, correlation, difference and the variance that is left", () => {
  const { theta, correlation, unadjusted, estimate } = cuped(treated, control);
  near(theta, 1.2335958, 5e-8);
  near(correlation, 0.9830141, 5e-8);
  near(unadjusted.estimate, 1.2, 1e-12);
  near(estimate, -0.0335958, 5e-8);
  near(1 - correlation ** 2, 0.0336833, 5e-8);
  // 6.666667 is the variance of all ten outcomes around one mean.
  near((20 / 3) * (1 - correlation ** 2), 0.2245553, 1.5e-7);
});

// numbers.md 2.6, row "CUPED": gbstats' test has the same four customers in both arms, so every way to pool agrees.
test("the theta of GrowthBook's test", () => {
  const arm = jointMomentsOf([2, 1, 5, 3], [0.3, 0.5, 0.9, 22]);
  near(cuped(arm, arm).theta, 0.01864, 5e-6);
});

test("theta is the slope of a line through everybody, and the standard error Welch's for what that line leaves", () => {
  const { theta, standardError } = cuped(treated, control);
  const line = leastSquares([...Y.treated, ...Y.control], { x: [...X.treated, ...X.control] });
  near(theta, line.slopes[0].estimate, 1e-12);
  const squares = (["treated", "control"] as const).map((arm) => {
    const left = Y[arm].map((y, i) => y - theta * X[arm][i]);
    const mean = left.reduce((a, b) => a + b) / 5;
    return left.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4 / 5;
  });
  near(standardError!, Math.sqrt(squares[0] + squares[1]), 1e-12);
});

test("a covariate that goes with the outcome narrows the interval, noise does hardly anything", () => {
  const random = seededRandom("cuped");
  const arm = (effect: number, weight: number) => {
    const x = Array.from({ length: 2_000 }, () => random.normal(0, 1));
    return jointMomentsOf(
      x.map((value) => weight * value + Math.sqrt(1 - weight ** 2) * random.normal(0, 1) + effect),
      x,
    );
  };
  near(cuped(arm(0.2, 0.8), arm(0, 0.8)).varianceRemoved, 0.64, 0.04);
  near(cuped(arm(0.2, 0), arm(0, 0)).varianceRemoved, 0, 0.01);
});

test("swapped arms change the sign, shifted numbers change nothing, doubled rows narrow by the square root of two", () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), {
    minLength: 30,
    maxLength: 60,
  });
  fc.assert(
    fc.property(pairs, pairs, (first, second) => {
      const arm = (rows: [number, number][], up = 0) =>
        jointMomentsOf(
          rows.map(([y, x], i) => y + x + (i % 3) + up),
          rows.map(([, x], i) => x + (i % 2) + up),
        );
      const [a, b] = [arm(first), arm(second)];
      const there = cuped(a, b);
      const back = cuped(b, a);
      near(there.estimate, -back.estimate, 1e-9);
      near(there.low, -back.high, 1e-9);
      near(there.pValue!, back.pValue!, 1e-9);
      near(cuped(arm(first, 9), arm(second, 9)).estimate, there.estimate, 1e-8);
      const twice = cuped(addJointMoments(a, a), addJointMoments(b, b));
      near(twice.standardError! / there.standardError!, Math.SQRT1_2, 0.02);
    }),
  );
});

test("one side leaves the other end open", () => {
  const { low, high, sides, pValue } = cuped(treated, control, { sides: "greater", unit: "NZD" });
  assert.deepEqual([high, sides], [Number.POSITIVE_INFINITY, "greater"]);
  assert.ok(low > cuped(treated, control).low && pValue! > 0.5);
});

test("arms that differ in the covariate beyond chance give a warning", () => {
  const clicks = (up: number) =>
    jointMomentsOf(
      Array.from({ length: 40 }, (_, i) => (i * 7) % 11),
      Array.from({ length: 40 }, (_, i) => (i % 5) + up),
    );
  assert.deepEqual(cuped(clicks(0), clicks(0)).warnings, []);
  assert.match(
    cuped(clicks(2), clicks(0)).warnings[0],
    /^the covariate differs between the arms beyond chance/,
  );
});

test("customers without a covariate are a stratum of their own: the estimate is about everybody", () => {
  const unknown = { treated: momentsOf([1, 5]), control: momentsOf([8, 10, 12]) };
  const known = cuped(treated, control);
  const all = cuped(treated, control, { unknown });
  // Ten customers with a covariate, five without: their means are 3 and 10.
  near(all.estimate, (10 * known.estimate - 5 * 7) / 15, 1e-12);
  near(all.standardError! ** 2, (known.standardError! ** 2 * 100 + (8 / 2 + 4 / 3) * 25) / 225, 1e-12);
  assert.deepEqual([all.n, all.theta, all.method], [15, known.theta, "CUPED, post-stratified"]);
  // The plain difference: means 69/7 and 87/8.
  near(all.unadjusted.estimate, 69 / 7 - 87 / 8, 1e-12);
  near(all.arms.treated.mean - all.arms.control.mean, all.estimate, 1e-12);
  near(all.arms.treated.variance + all.arms.control.variance, all.standardError! ** 2, 1e-12);
});

test("where the covariate says nothing, strata with and without one are post-stratification", () => {
  const flat = (y: number[]) => jointMomentsOf(y, [1, -1, -1, 1]);
  const [t, c] = [flat([4, 4, 8, 8]), flat([3, 3, 5, 5])];
  const unknown = { treated: momentsOf([1, 5, 6]), control: momentsOf([8, 10]) };
  const { estimate, standardError, pValue } = cuped(t, c, { unknown });
  const strata = postStratified([
    { stratum: "known", treated: momentsOf([4, 4, 8, 8]), control: momentsOf([3, 3, 5, 5]) },
    { stratum: "unknown", ...unknown },
  ]);
  near(estimate, strata.estimate, 1e-12);
  near(standardError!, strata.standardError!, 1e-12);
  near(pValue!, strata.pValue!, 1e-12);
});

test("too few customers without a covariate, or equal ones, cannot be compared by themselves", () => {
  const few = { treated: momentsOf([1]), control: momentsOf([8, 10]) };
  assert.throws(() => cuped(treated, control, { unknown: few }), {
    name: "NotEstimable",
    message:
      "of 1 treated and 2 control customers whose covariate is not known no difference can be estimated: two in both arms are needed",
  });
  const equal = { treated: momentsOf([0, 0, 0]), control: momentsOf([8, 10]) };
  assert.throws(() => cuped(treated, control, { unknown: equal }), {
    name: "NotEstimable",
    message: "the outcome does not vary among the customers of an arm whose covariate is not known",
  });
});

test("what cannot be adjusted says why", () => {
  const y = [1, 2, 3];
  const same = jointMomentsOf(y, [4, 4, 4]);
  assert.throws(() => cuped(same, same), {
    name: "NotEstimable",
    message: "the covariate is the same for all customers",
  });
  const constant = jointMomentsOf([1, 1, 1], y);
  assert.throws(() => cuped(constant, constant), { name: "NotEstimable", message: / not vary / });
  const multiple = jointMomentsOf(y, [2, 4, 6]);
  assert.throws(() => cuped(multiple, multiple), { name: "NotEstimable", message: / not vary / });
  assert.throws(() => cuped(jointMomentsOf([1], [1]), control), {
    name: "NotEstimable",
    message: "treated: the interval of a mean needs two customers or more, got 1",
  });
  assert.throws(() => cuped(treated, control, { confidence: 95 }), {
    message: "confidence: expected a fraction above 0 and below 1, got 95",
  });
});
