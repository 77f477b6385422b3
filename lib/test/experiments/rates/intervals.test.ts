import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { NotEstimable } from "../../../experiments/not-estimable.js";
import { conversionRate, type RateMethod } from "../../../experiments/rates/intervals.js";
import { binomialLower, binomialUpper } from "../../../statistics/binomial.js";
import { near } from "../../near.js";
import { anyGroup, group, nearInterval, width } from "./groups.js";

const METHODS = ["Wilson", "Clopper-Pearson", "Jeffreys", "Agresti-Coull"] as const;

test("a rate, by hand: 3 of 12, with its method, confidence, sides, unit and everybody behind it", () => {
  const { low, high, ...rest } = conversionRate(group(3, 12), { confidence: 0.8 });
  assert.deepEqual(rest, {
    estimate: 0.25,
    confidence: 0.8,
    method: "Wilson",
    n: 12,
    unit: "fraction",
    sides: "two-sided",
    assumptions: [
      "customers are independent of one another",
      "the sample was not chosen by looking at the outcome",
    ],
    warnings: [],
  });
  assert.ok(low < 0.25 && 0.25 < high);
});

// statsmodels: proportion_confint(20, 100, method=...)
const REFERENCE: readonly (readonly [RateMethod, number, number])[] = [
  ["Wald", 0.1216014, 0.2783986],
  ["Wilson", 0.1333669, 0.2888292],
  ["Agresti-Coull", 0.1326077, 0.2895884],
  ["Clopper-Pearson", 0.1266556, 0.2918427],
  ["Jeffreys", 0.1307904, 0.2862796],
];
for (const [method, low, high] of REFERENCE) {
  test(`20 of 100: ${method}'s interval agrees with statsmodels`, () => {
    nearInterval(conversionRate(group(20, 100), { method }), low, high, 5e-8);
  });
}

test("at the ends of Clopper and Pearson's interval the count is just at the edge of 2.5 %", () => {
  const { low, high } = conversionRate(group(7, 31), { method: "Clopper-Pearson" });
  near(binomialUpper(7, 31, low), 0.025, 1e-12);
  near(binomialLower(7, 31, high), 0.025, 1e-12);
});

test("a one-sided interval of 97.5 % has the end of the two-sided one of 95 % and no other", () => {
  for (const method of METHODS) {
    const both = conversionRate(group(20, 100), { method });
    const greater = conversionRate(group(20, 100), { method, confidence: 0.975, sides: "greater" });
    const less = conversionRate(group(20, 100), { method, confidence: 0.975, sides: "less" });
    nearInterval(greater, both.low, 1, 1e-12);
    nearInterval(less, 0, both.high, 1e-12);
  }
});

test("an interval holds its estimate, stays within the possible and mirrors when the outcome does", () => {
  fc.assert(
    fc.property(anyGroup, fc.constantFrom(...METHODS), (some, method) => {
      const { low, estimate, high } = conversionRate(some, { method });
      assert.ok(0 <= low && low <= estimate && estimate <= high && high <= 1);
      const mirrored = conversionRate(group(some.customers - some.conversions, some.customers), { method });
      nearInterval(mirrored, 1 - high, 1 - low, 1e-12);
    }),
  );
});

test("every customer twice leaves the rate alone and narrows the interval by about the root of 2", () => {
  for (const method of METHODS) {
    const [once, twice] = [group(300, 2000), group(600, 4000)].map((some) =>
      conversionRate(some, { method }),
    );
    assert.equal(twice.estimate, once.estimate);
    near(width(once) / width(twice), Math.SQRT2, 0.01);
  }
});

test("more confidence needs a wider interval", () => {
  const [usual, strict] = [0.95, 0.99].map((confidence) => conversionRate(group(20, 100), { confidence }));
  assert.ok(strict.low < usual.low && strict.high > usual.high);
});

test("none and all converting have intervals that end at 0 and 1", () => {
  // Wilson's upper end for 0 of n is z^2 / (n + z^2), here 3.841459 / 13.841459; Clopper and Pearson's 1 - 0.025^(1/n).
  nearInterval(conversionRate(group(0, 10)), 0, 0.2775328, 5e-8);
  nearInterval(conversionRate(group(10, 10)), 1 - 0.2775328, 1, 5e-8);
  const method = "Clopper-Pearson";
  nearInterval(conversionRate(group(0, 10), { method }), 0, 1 - 0.025 ** 0.1, 1e-12);
  assert.equal(conversionRate(group(0, 10), { method: "Jeffreys" }).low, 0);
  assert.equal(conversionRate(group(1, 1), { method: "Agresti-Coull" }).high, 1);
});

test("Wald's interval warns below ten conversions and is refused where it has no width", () => {
  const method = "Wald";
  assert.deepEqual(conversionRate(group(10, 30), { method }).warnings, []);
  assert.match(conversionRate(group(27, 30), { method }).warnings[0], /^interval optimistic: .* only 3 /);
  near(conversionRate(group(20, 100), { method }).standardError!, 0.04, 1e-15);
  assert.throws(() => conversionRate(group(0, 30), { method }), NotEstimable);
  assert.throws(() => conversionRate(group(30, 30), { method }), /^NotEstimable: Wald interval: 30 of 30/);
});

test("impossible groups are refused by name and value", () => {
  const refused = (conversions: number, customers: number, message: RegExp): void =>
    assert.throws(() => conversionRate(group(conversions, customers)), message);
  refused(0, 0, /^RangeError: group: .* customers above 0, got 0$/);
  refused(12, 10, /^RangeError: group: 12 conversions of 10 customers$/);
  refused(-1, 10, /0 or more, got -1$/);
  refused(1.5, 10, /expected a whole number of conversions, 0 or more, got 1.5$/);
  refused(Number.NaN, 10, /got NaN$/);
  refused(1, Number.NaN, /got NaN$/);
  refused(1, Infinity, /got Infinity$/);
});

test("a confidence that is not a fraction is refused", () => {
  assert.throws(() => conversionRate(group(1, 2), { confidence: 95 }), /confidence: .* got 95$/);
});
