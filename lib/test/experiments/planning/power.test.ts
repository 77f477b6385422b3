import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { meanPlan, ratePlan, relativeMeanPlan } from "../../../experiments/planning/plan.js";
import { designEffect, powerCurve, powerOf } from "../../../experiments/planning/power.js";
import { normalCdf } from "../../../statistics/normal.js";
import { seededRandom } from "../../../statistics/random.js";
import { near, nearRelative } from "../../near.js";

const HUNDRED = { control: 100, treated: 100 };

test("an effect of 1.96 standard errors is found in half of the campaigns, by hand", () => {
  // Variance 50 and 100 customers an arm: a standard error of 1.
  const plan = meanPlan({ variance: 50, unit: "NZD", test: "normal" });
  const { power, total, method, unit } = powerOf(plan, 1.959963984540054, HUNDRED);
  near(power, 0.5 + normalCdf(-2 * 1.959963984540054), 1e-12);
  assert.deepEqual([total, method, unit], [200, "normal", "NZD"]);
});

// numbers.md 2.4, GrowthBook: mean 10, variance 3909.9998, effect 5 %, 400,000 customers in three arms
test("GrowthBook's power for one of three arms, at one look and with its confidence sequence", () => {
  const plan = relativeMeanPlan({ mean: 10, variance: 3909.9998 });
  const arms = { control: 400_000 / 3, treated: 400_000 / 3 };
  near(powerOf(plan, 0.05, arms).power, 0.52144, 0.5e-5);
  near(powerOf(plan, 0.05, arms, { tightestAt: 5000 }).power, 0.20596, 0.5e-5);
});

// numbers.md 2.4, delta variance: variance/mean/n 2/7/4 (control) and 0.5/5/15 (treated)
test("the variances of gbstats' absolute and relative differences", () => {
  const arms = { control: 4, treated: 15 };
  const variances = { variance: 2, treatedVariance: 0.5 };
  near(meanPlan({ ...variances, unit: "" }).compare(-2, arms).error ** 2, 0.53333, 0.5e-5);
  near(relativeMeanPlan({ ...variances, mean: 7 }).compare(5 / 7 - 1, arms).error ** 2, 0.00589, 0.5e-5);
});

// statsmodels 0.15: TTestIndPower().power(0.5, 20, 0.05, ratio=2) and with alternative="larger"
test("the power of a t test with unequal arms agrees with statsmodels", () => {
  const plan = meanPlan({ variance: 1, unit: "sd" });
  const arms = { control: 20, treated: 40 };
  near(powerOf(plan, 0.5, arms).power, 0.43476751151223864, 1e-11);
  near(powerOf(plan, 0.5, arms, { sides: "greater" }).power, 0.5633750710383809, 1e-11);
});

test("the power of a z test is the share of simulated campaigns that find the effect", () => {
  const [random, arms] = [seededRandom("campaigns"), { control: 200, treated: 100 }];
  const plan = meanPlan({ variance: 4, treatedVariance: 9, unit: "NZD", test: "normal" });
  const error = Math.sqrt(4 / 200 + 9 / 100);
  let found = 0;
  for (let i = 0; i < 20_000; i++) if (Math.abs(random.normal(0.8, error) / error) > 1.96) found++;
  const { power } = powerOf(plan, 0.8, arms);
  near(found / 20_000, power, 4 * Math.sqrt((power * (1 - power)) / 20_000));
});

test("without an effect the test finds one as often as alpha says", () => {
  for (const plan of [
    ratePlan(0.1),
    ratePlan(0.1, "unpooled"),
    ratePlan(0.1, "Cohen h"),
    meanPlan({ variance: 2, unit: "NZD" }),
  ]) {
    near(powerOf(plan, 0, HUNDRED).power, 0.05, 1e-12);
    near(powerOf(plan, 0, HUNDRED, { sides: "less" }).power, 0.05, 1e-12);
    near(powerOf(plan, 0, HUNDRED, { comparisons: 5 }).power, 0.01, 1e-12);
  }
});

test("power grows with customers and effect, and a mirrored effect is found as often", () => {
  const customers = fc.integer({ min: 10, max: 5000 });
  fc.assert(
    fc.property(customers, customers, fc.double({ min: 0.01, max: 2, noNaN: true }), (a, b, effect) => {
      const plan = meanPlan({ variance: 9, unit: "NZD" });
      const { power } = powerOf(plan, effect, { control: a, treated: b });
      assert.ok(powerOf(plan, effect, { control: 2 * a, treated: b }).power >= power - 1e-12);
      assert.ok(powerOf(plan, 1.1 * effect, { control: a, treated: b }).power >= power - 1e-12);
      near(powerOf(plan, -effect, { control: b, treated: a }).power, power, 1e-11);
    }),
    { numRuns: 30, seed: 5 },
  );
});

test("a curve is the power at each total, split in the ratio", () => {
  const curve = powerCurve(ratePlan(0.1), 0.01, [10_000, 40_000], { ratio: 3 });
  assert.deepEqual(
    curve.map(({ control, treated, total }) => [control, treated, total]),
    [
      [2500, 7500, 10_000],
      [10_000, 30_000, 40_000],
    ],
  );
  assert.equal(curve[1]!.power, powerOf(ratePlan(0.1), 0.01, { control: 10_000, treated: 30_000 }).power);
  const even = powerCurve(ratePlan(0.1), 0.01, [10_000, 20_000, 40_000]);
  [0.371, 0.636, 0.904].forEach((power, i) => {
    near(even[i]!.power, power, 0.0005);
  });
});

test("households of four who are alike are worth one customer each", () => {
  assert.equal(designEffect({ size: 4, icc: 1 }), 4);
  nearRelative(designEffect({ size: 20, icc: 0.05 }), 1.95, 1e-15);
  const inflated = powerOf(ratePlan(0.2), 0.1, { control: 400, treated: 800 }, { designEffect: 4 });
  nearRelative(inflated.power, powerOf(ratePlan(0.2), 0.1, { control: 100, treated: 200 }).power, 1e-12);
  assert.match(inflated.assumptions.join("; "), /clusters were assigned as a whole/);
});

test("what has no answer is refused", () => {
  const plan = ratePlan(0.1);
  assert.throws(() => ratePlan(0), /plan: expected a baseline rate above 0 and below 1, got 0/);
  assert.throws(() => powerOf(plan, 0.95, HUNDRED), /plan: expected a treated rate from 0 to 1, got 1.05/);
  assert.throws(() => powerOf(plan, Number.NaN, HUNDRED), /power: expected a finite effect, got NaN/);
  assert.throws(
    () => powerOf(plan, 0.01, { control: 1, treated: 9 }),
    /power: expected 2 or more customers in "control", got 1/,
  );
  assert.throws(
    () => powerOf(plan, 0.01, { control: 9, treated: 5 }, { designEffect: 3 }),
    /expected 6 or more customers in "treated", got 5/,
  );
  assert.throws(() => powerOf(plan, 0.01, HUNDRED, { comparisons: 0 }), /comparisons above 0, got 0/);
  assert.throws(() => powerOf(plan, 0.01, HUNDRED, { designEffect: 0.5 }), /effect of 1 or more, got 0.5/);
  assert.throws(() => powerOf(plan, 0.01, HUNDRED, { tightestAt: 0 }), /tightestAt above 0, got 0/);
  assert.throws(() => powerOf(plan, 0.01, HUNDRED, { confidence: 1 }), /confidence: .* below 1, got 1/);
  assert.throws(() => powerCurve(plan, 0.01, [100], { ratio: 0 }), /ratio of treated to control .* got 0/);
  assert.throws(() => meanPlan({ variance: 0, unit: "" }), /plan: expected a finite variance above 0, got 0/);
  assert.throws(() => relativeMeanPlan({ mean: -1, variance: 1 }), /expected a mean above 0 .* got -1/);
  assert.throws(() => designEffect({ size: 0, icc: 0.1 }), /design effect: expected a size .* got 0/);
  assert.throws(() => designEffect({ size: 2, icc: 1.1 }), /expected a correlation from 0 to 1, got 1.1/);
});
