import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { NotEstimable } from "../../../experiments/not-estimable.js";
import { minimumEffect, minimumEffectSeen } from "../../../experiments/planning/minimum-effect.js";
import { meanPlan, ratePlan, relativeMeanPlan } from "../../../experiments/planning/plan.js";
import { powerOf } from "../../../experiments/planning/power.js";
import { customersNeeded } from "../../../experiments/planning/sample-size.js";
import { near, nearRelative } from "../../near.js";

test("80 % power at 95 % confidence is 2.8 standard errors", () => {
  // 1.959964 + 0.841621
  near(minimumEffectSeen(1), 2.801585, 1e-6);
  near(minimumEffectSeen(0.145, { sides: "greater" }), 0.145 * (1.644854 + 0.841621), 1e-6);
  const plan = meanPlan({ variance: 50, unit: "NZD", test: "normal" });
  near(minimumEffect(plan, { control: 100, treated: 100 }).effect, 2.801585, 1e-5);
});

// numbers.md 2.4, GrowthBook: mean 10, variance 3909.9998, 400,000 customers in three arms
test("GrowthBook's minimum detectable effect, at one look and with its confidence sequence", () => {
  const plan = relativeMeanPlan({ mean: 10, variance: 3909.9998 });
  const arms = { control: 400_000 / 3, treated: 400_000 / 3 };
  near(minimumEffect(plan, arms).effect, 0.07027, 0.5e-5);
  near(minimumEffect(plan, arms, { tightestAt: 5000 }).effect, 0.12821, 0.5e-5);
});

// statsmodels 0.15: TTestIndPower().solve_power(None, nobs1=50, alpha=0.05, power=0.9), which stops at a power of 0.9 + 1.3e-7
test("the smallest effect of a t test agrees with statsmodels", () => {
  const { effect } = minimumEffect(
    meanPlan({ variance: 1, unit: "sd" }),
    { control: 50, treated: 50 },
    { power: 0.9 },
  );
  near(effect, 0.6547525478147117, 2e-7);
});

test("the smallest effect is found as often as asked, and needs about as many customers", () => {
  const rate = fc.double({ min: 0.01, max: 0.6, noNaN: true });
  const customers = fc.integer({ min: 200, max: 100_000 });
  fc.assert(
    fc.property(rate, customers, (baseline, control) => {
      const arms = { control, treated: 2 * control };
      const plan = ratePlan(baseline);
      const { effect, power } = minimumEffect(plan, arms, { power: 0.9 });
      nearRelative(power, 0.9, 1e-9);
      assert.equal(powerOf(plan, effect, arms).power, power);
      const needed = customersNeeded(plan, effect, { power: 0.9, ratio: 2 });
      near(needed.control, control, 1);
    }),
    { numRuns: 50, seed: 7 },
  );
});

test("with degrees of freedom the smallest effect seen is that of Student's test", () => {
  // Two groups of 4: 6 degrees of freedom, and an error of √(2 / 4) standard deviations.
  const seen = minimumEffectSeen(Math.SQRT1_2, { degrees: 6 });
  const planned = minimumEffect(
    meanPlan({ variance: 1, unit: "NZD" }),
    { control: 4, treated: 4 },
    { sides: "greater", confidence: 0.975 },
  );
  near(seen, planned.effect, 1e-6);
  near(minimumEffectSeen(0.145, { degrees: 5 }), 0.5095161, 5e-8);
  near(minimumEffectSeen(1, { degrees: 1e6 }), minimumEffectSeen(1), 1e-4);
  assert.throws(() => minimumEffectSeen(1, { degrees: 0 }), /expected degrees above 0, got 0/);
});

test('a test of "less" has a negative smallest effect', () => {
  const arms = { control: 5000, treated: 5000 };
  const { effect } = minimumEffect(ratePlan(0.5, "unpooled"), arms, { sides: "less" });
  near(effect, -minimumEffect(ratePlan(0.5, "unpooled"), arms, { sides: "greater" }).effect, 1e-9);
  assert.ok(effect < 0);
});

test("what has no answer is refused", () => {
  const plan = ratePlan(0.9);
  const few = { control: 5, treated: 5 };
  assert.throws(() => minimumEffect(plan, few), NotEstimable);
  assert.throws(
    () => minimumEffect(plan, few),
    /even the largest one there can be, 0.1, is found too rarely/,
  );
  assert.throws(() => minimumEffect(plan, { control: 0, treated: 5 }), /2 or more customers in "control"/);
  assert.throws(() => minimumEffect(plan, few, { power: 0 }), /power: expected a fraction above/);
  assert.throws(() => minimumEffectSeen(0), /expected a finite standard error above 0, got 0/);
  assert.throws(() => minimumEffectSeen(1, { comparisons: 1.5 }), /comparisons above 0, got 1.5/);
});
