import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { NotEstimable } from "../../../experiments/not-estimable.js";
import { meanPlan, type RatePlanMethod, ratePlan } from "../../../experiments/planning/plan.js";
import { powerOf } from "../../../experiments/planning/power.js";
import { controlCustomers, customersNeeded } from "../../../experiments/planning/sample-size.js";
import { near, nearRelative } from "../../near.js";

test("half a standard deviation needs 16 / 0.25 customers an arm, by the rule of thumb", () => {
  const plan = meanPlan({ variance: 1, unit: "sd", test: "normal" });
  near(controlCustomers(plan, 0.5), 64, 2);
  const { control, treated, total, power } = customersNeeded(plan, 0.5);
  assert.deepEqual([control, treated, total], [63, 63, 126]);
  assert.ok(power >= 0.8 && power < 0.805);
});

// numbers.md 2.4, Evan Miller: baseline, effect, customers an arm as printed
for (const [baseline, effect, printed] of [
  [0.2, 0.05, 1030],
  [0.05, 0.005, 30_244],
  [0.1, 0.01, 14_313],
  [0.03, 0.003, 51_486],
] as const) {
  test(`Evan Miller's calculator asks for ${printed} an arm from ${baseline} to ${effect} more`, () => {
    assert.equal(Math.round(controlCustomers(ratePlan(baseline, "Evan Miller"), effect)), printed);
  });
}

// numbers.md 2.4: 20 % + 5 points, before rounding
for (const [method, printed, digit] of [
  ["Evan Miller", 1030.219, 0.001],
  ["Fleiss pooled", 1093.7, 0.1],
  ["unpooled", 1091.0, 0.1],
  ["Cohen h", 1091.9, 0.1],
] as const) {
  test(`from 20 % to 25 % "${method}" asks for ${printed} an arm`, () => {
    near(controlCustomers(ratePlan(0.2, method), 0.05), printed, digit / 2);
  });
}

// numbers.md 2.4, t test: d = 0.5 and d = 0.2, two-sided
test("the t test's customers, and the normal one's", () => {
  const plan = (test: "t" | "normal") => meanPlan({ variance: 1, unit: "sd", test });
  near(controlCustomers(plan("t"), 0.5), 63.7656, 0.5e-4);
  near(controlCustomers(plan("normal"), 0.5), 62.7909, 0.5e-4);
  near(controlCustomers(plan("t"), 0.2), 393.4057, 0.5e-4);
});

// statsmodels 0.15: TTestIndPower().solve_power(0.3, alpha=0.05, power=0.8, ratio=3) and alternative="larger"
test("unequal arms and one side agree with statsmodels", () => {
  const plan = meanPlan({ variance: 1, unit: "sd" });
  near(controlCustomers(plan, 0.3, { ratio: 3 }), 116.76154127661749, 1e-7);
  near(controlCustomers(plan, 0.3, { sides: "greater" }), 138.0715508961811, 1e-6);
  near(controlCustomers(plan, -0.3, { sides: "less" }), 138.0715508961811, 1e-6);
});

// numbers.md 2.4, Spotify against G*Power, power 0.85
test("the totals of Spotify's and G*Power's tables", () => {
  assert.equal(customersNeeded(ratePlan(0.34), 0.003, { power: 0.85 }).total, 897_348);
  const means = meanPlan({ variance: 100, unit: "" });
  assert.equal(customersNeeded(means, 0.3, { power: 0.85 }).total, 39_906);
});

test("the customers asked for have the power asked for, one fewer has not", () => {
  const baseline = fc.double({ min: 0.02, max: 0.5, noNaN: true });
  const method = fc.constantFrom<RatePlanMethod>("Fleiss pooled", "unpooled", "Evan Miller", "Cohen h");
  fc.assert(
    fc.property(baseline, fc.double({ min: 0.01, max: 0.3, noNaN: true }), method, (rate, effect, name) => {
      const plan = ratePlan(rate, name);
      const { control, treated, power } = customersNeeded(plan, effect, { power: 0.9 });
      assert.ok(power >= 0.9 - 1e-6);
      if (control > 2) {
        assert.ok(powerOf(plan, effect, { control: control - 1, treated: treated - 1 }).power < 0.9);
      }
    }),
    { numRuns: 50, seed: 6 },
  );
});

test("clusters multiply the customers, Bonferroni adds some", () => {
  const plan = ratePlan(0.1);
  const alone = controlCustomers(plan, 0.02);
  nearRelative(controlCustomers(plan, 0.02, { designEffect: 1.95 }), 1.95 * alone, 1e-9);
  // Three arms beside the control at 95 % together are three tests at 98.33 %.
  const single = controlCustomers(plan, 0.02, { confidence: 1 - 0.05 / 3 });
  nearRelative(controlCustomers(plan, 0.02, { comparisons: 3 }), single, 1e-9);
});

test("a huge effect needs two customers an arm", () => {
  const { control, treated } = customersNeeded(meanPlan({ variance: 1, unit: "" }), 1e6);
  assert.deepEqual([control, treated], [2, 2]);
});

test("what has no answer is refused", () => {
  const plan = ratePlan(0.1);
  assert.throws(() => customersNeeded(plan, 0), /no number of them finds an effect of 0/);
  assert.throws(() => customersNeeded(plan, 0.01, { power: 1 }), /power: expected .* below 1, got 1/);
  assert.throws(() => customersNeeded(plan, 0.01, { power: 0.01 }), /power: expected a fraction above 0.05/);
  assert.throws(() => customersNeeded(plan, 0.01, { ratio: -1 }), /ratio of treated to control .* got -1/);
  assert.throws(() => customersNeeded(plan, -0.01, { sides: "greater" }), NotEstimable);
});
