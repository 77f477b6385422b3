import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { NotEstimable } from "../../../experiments/not-estimable.js";
import { relativeDifference, relativeLift } from "../../../experiments/rates/ratios.js";
import { near, nearRelative } from "../../near.js";
import { group, mixedGroup, nearInterval, width } from "./groups.js";

test("ratios, by hand: 2 of 4 is four times 1 of 8, so 300 % more", () => {
  assert.equal(relativeLift(group(2, 4), group(1, 8)).estimate, 4);
  assert.equal(relativeDifference(group(2, 4), group(1, 8)).estimate, 3);
});

// statsmodels: confint_proportions_2indep(250, 1000, 200, 1000, method="log", compare="ratio")
test("250 of 1000 against 200 of 1000: the risk ratio and Katz's interval agree with statsmodels", () => {
  const { estimate, ...interval } = relativeLift(group(250, 1000), group(200, 1000));
  near(estimate, 1.25, 1e-15);
  near(interval.low, 1.0609463, 5e-8);
  near(interval.high, 1.4727419, 5e-8);
  // Python: math.erfc(math.log(1.25) / math.sqrt(1/250 + 1/200 - 2/1000) / math.sqrt(2))
  near(interval.pValue!, 0.0076514, 5e-8);
});

// gbstats: 14 of 28 and 16 of 30 relative, 0.06667 [-0.47767, 0.61101], p 0.80707
test("16 of 30 against 14 of 28: the relative difference by the delta method agrees with gbstats", () => {
  const relative = relativeDifference(group(16, 30), group(14, 28), { method: "delta" });
  near(relative.estimate, 0.06667, 5e-6);
  nearInterval(relative, -0.47767, 0.61101, 5e-6);
  near(relative.pValue!, 0.80707, 5e-6);
});

test("Fieller's ends are the ratios at which treated minus ratio times control is just at the critical value", () => {
  const [treated, control] = [group(40, 900), group(30, 1100)];
  const { low, high } = relativeDifference(treated, control);
  const statistic = (relative: number): number => {
    const [p, q, ratio] = [40 / 900, 30 / 1100, relative + 1];
    const variance = (p * (1 - p)) / 900 + (ratio ** 2 * q * (1 - q)) / 1100;
    return (p - ratio * q) / Math.sqrt(variance);
  };
  // Student's 97.5 % point with Welch's degrees of freedom, some 1,700.
  near(statistic(low), 1.9613, 3e-4);
  near(statistic(high), -statistic(low), 1e-9);
});

test("with many conversions the three intervals agree", () => {
  const [treated, control] = [group(60_000, 200_000), group(50_000, 200_000)];
  const katz = relativeLift(treated, control);
  for (const method of ["delta", "Fieller"] as const) {
    nearInterval(relativeDifference(treated, control, { method }), katz.low - 1, katz.high - 1, 1e-4);
  }
});

test("Fieller says so when no relative difference is too large, and still says which are too small", () => {
  const unbounded = relativeDifference(group(50, 1000), group(3, 1000));
  assert.equal(unbounded.high, Infinity);
  assert.ok(unbounded.low > 5 && unbounded.low < unbounded.estimate);
  assert.match(
    unbounded.warnings[0],
    /0\.00300 is not clearly above zero: no relative difference is too large/,
  );
  const nothing = relativeDifference(group(2, 1000), group(3, 1000));
  assert.deepEqual([nothing.low, nothing.high], [-1, Infinity]);
  assert.equal(relativeDifference(group(50, 1000), group(30, 1000)).warnings.length, 0);
});

test("swapping the groups turns a ratio over", () => {
  fc.assert(
    fc.property(mixedGroup, mixedGroup, (a, b) => {
      const [there, back] = [relativeLift(a, b), relativeLift(b, a)];
      nearRelative(there.low, 1 / back.high, 1e-12);
      near(there.pValue!, back.pValue!, 1e-12);
      const [greater, less] = [
        relativeLift(a, b, { sides: "greater" }),
        relativeLift(b, a, { sides: "less" }),
      ];
      nearRelative(greater.low, 1 / less.high, 1e-12);
      assert.equal(greater.high, Infinity);
      assert.equal(less.low, 0);
    }),
  );
});

test("a relative interval holds its estimate and does not go below -1", () => {
  fc.assert(
    fc.property(mixedGroup, mixedGroup, fc.constantFrom("delta", "Fieller"), (a, b, method) => {
      const { low, estimate, high } = relativeDifference(a, b, { method } as const);
      assert.ok(-1 <= low && low <= estimate && estimate <= high);
    }),
  );
});

test("every customer twice leaves the ratio alone and narrows its interval by about the root of 2", () => {
  const once = relativeDifference(group(300, 2000), group(150, 1500), { method: "delta" });
  const twice = relativeDifference(group(600, 4000), group(300, 3000), { method: "delta" });
  assert.equal(twice.estimate, once.estimate);
  near(width(once) / width(twice), Math.SQRT2, 0.001);
});

test("few conversions are warned of", () => {
  assert.match(relativeLift(group(9, 100), group(20, 100)).warnings[0], /only 9 /);
  assert.deepEqual(relativeLift(group(10, 100), group(20, 100)).warnings, []);
  assert.match(relativeDifference(group(20, 100), group(9, 100)).warnings[0], /only 9 /);
});

test("a ratio without conversions in both groups or without a spread is not estimable", () => {
  const message = /^NotEstimable: relative lift: expected conversions in both groups, got 0 and 1$/;
  assert.throws(() => relativeLift(group(0, 10), group(1, 10)), message);
  assert.throws(() => relativeLift(group(1, 10), group(0, 10)), /got 1 and 0$/);
  assert.throws(() => relativeLift(group(10, 10), group(9, 9)), /everybody converted in both groups/);
  assert.throws(() => relativeDifference(group(1, 10), group(0, 10)), /relative difference: .* got 1 and 0$/);
  assert.throws(() => relativeDifference(group(0, 10), group(3, 10), { method: "delta" }), NotEstimable);
  assert.throws(() => relativeDifference(group(10, 10), group(9, 9)), NotEstimable);
  assert.throws(() => relativeDifference(group(1, 1), group(3, 9)), /a group of one customer has no spread/);
});

test("impossible groups and options are refused", () => {
  assert.throws(() => relativeLift(group(1.5, 10), group(1, 10)), /group "treated": .* got 1.5$/);
  assert.throws(
    () => relativeDifference(group(1, 10), group(12, 10)),
    /group "control": 12 conversions of 10/,
  );
  assert.throws(() => relativeLift(group(1, 2), group(1, 2), { confidence: Number.NaN }), /got NaN$/);
  assert.throws(() => relativeDifference(group(1, 2), group(1, 2), { confidence: 2 }), /got 2$/);
});
