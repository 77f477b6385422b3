import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { relativeDifferenceInMeans } from "../../../experiments/means/relative.js";
import { differenceInMeans } from "../../../experiments/means/welch.js";
import { type Moments, momentsOf } from "../../../experiments/moments.js";
import { near, nearRelative } from "../../near.js";

test("the delta method by hand: 7 against 5 is 0.4 with a standard error of √(4/3 + 1.96 · 1/3) / 5", () => {
  const [treated, control] = [momentsOf([5, 7, 9]), momentsOf([5, 4, 6])];
  const { estimate, standardError, method } = relativeDifferenceInMeans(treated, control, {
    method: "delta",
  });
  near(estimate, 0.4, 1e-12);
  near(standardError!, Math.sqrt(4 / 3 + 1.4 ** 2 / 3) / 5, 1e-12);
  assert.equal(method, "delta");
});

// numbers.md 2.3: gbstats takes variances with divisor n - 1 for means and n for rates, and Student's quantile with the
// Welch degrees of the absolute difference.
const A: Moments = { n: 3407, sum: 1396.87, sumSquares: 52377.9767 };
const B: Moments = { n: 3461, sum: 2422.7, sumSquares: 134698.29 };

test("numbers.md 2.3, Welch data relative: 0.70732, [-0.03526, 1.44989], p 0.06191", () => {
  const { estimate, low, high, pValue } = relativeDifferenceInMeans(B, A, { method: "delta" });
  near(estimate, 0.70732, 5e-6);
  near(low, -0.03526, 5e-6);
  near(high, 1.44989, 5e-6);
  near(pValue!, 0.06191, 5e-6);
});

test("numbers.md 2.3, one-sided greater with 3,000 customers in A: relative p 0.06558", () => {
  const { pValue, high } = relativeDifferenceInMeans(
    B,
    { ...A, n: 3000 },
    { method: "delta", sides: "greater" },
  );
  near(pValue!, 0.06558, 5e-6);
  assert.equal(high, Infinity);
});

/** Sums whose variance with divisor n - 1 is p(1 - p), which is that of a rate with divisor n. */
function rateWithDivisorN(n: number, conversions: number): Moments {
  const p = conversions / n;
  return { n, sum: conversions, sumSquares: conversions * p + (n - 1) * p * (1 - p) };
}

test("numbers.md 2.3, 14/28 and 16/30 relative: 0.06667 [-0.47767, 0.61101], p 0.80707", () => {
  const { estimate, low, high, pValue } = relativeDifferenceInMeans(
    rateWithDivisorN(30, 16),
    rateWithDivisorN(28, 14),
    { method: "delta" },
  );
  near(estimate, 0.06667, 5e-6);
  near(low, -0.47767, 5e-6);
  near(high, 0.61101, 5e-6);
  near(pValue!, 0.80707, 5e-6);
});

const arm = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 4, maxLength: 30 });
const arms = fc.tuple(arm, arm).filter(([a, b]) => new Set(a).size > 1 && new Set(b).size > 1);
const runs = { numRuns: 200, seed: 1 };

test("Fieller's interval leaves out 0 exactly when Welch's does, and has its p-value", () => {
  const agree = ([a, b]: [number[], number[]]): void => {
    const [treated, control] = [momentsOf(a), momentsOf(b)];
    const absolute = differenceInMeans(treated, control, { unit: "NZD" });
    const relative = relativeDifferenceInMeans(treated, control);
    near(relative.pValue!, absolute.pValue!, 1e-12);
    const away = (ends: { low: number; high: number }): boolean => ends.low > 0 || ends.high < 0;
    if (relative.warnings.every((warning) => !warning.includes("not clearly above zero")))
      assert.equal(away(relative), away(absolute));
  };
  fc.assert(fc.property(arms, agree), runs);
});

test("at an end of Fieller's interval the treated mean is t standard errors from so many control means", () => {
  const [treated, control] = [momentsOf([5, 7, 9, 12, 3]), momentsOf([5, 4, 6, 5])];
  const { low, high } = relativeDifferenceInMeans(treated, control);
  const absolute = differenceInMeans(treated, control, { unit: "NZD" });
  const t = (absolute.high - absolute.estimate) / absolute.standardError!;
  for (const end of [low, high]) {
    const distance = 7.2 - (1 + end) * 5;
    nearRelative(Math.abs(distance), t * Math.sqrt(12.2 / 5 + ((1 + end) ** 2 * (2 / 3)) / 4), 1e-10);
  }
});

test("with a control far above zero Fieller and delta agree", () => {
  const [treated, control] = [{ n: 1e6, sum: 1.01e8, sumSquares: 1.0206e10 }, momentsOf([99, 100, 101, 100])];
  const far = { ...control, n: 4e5, sum: control.sum * 1e5, sumSquares: control.sumSquares * 1e5 };
  const [fieller, delta] = (["Fieller", "delta"] as const).map((method) =>
    relativeDifferenceInMeans(treated, far, { method }),
  );
  nearRelative(fieller.low, delta.low, 1e-4);
  nearRelative(fieller.high, delta.high, 1e-4);
});

test("a control that is not clearly above zero has no high end, and a warning says so", () => {
  const { low, high, warnings } = relativeDifferenceInMeans(momentsOf([1, 9, 2]), momentsOf([0, 0, 3, 0]));
  assert.deepEqual([low, high], [-Infinity, Infinity]);
  assert.match(warnings[0], /the control's 0.750 is not clearly above zero/);
});

test("with a treated mean clearly above zero the low end stays", () => {
  const { low, high } = relativeDifferenceInMeans(momentsOf([2, 2, 3, 3]), momentsOf([0, 0, 3, 0]));
  assert.equal(high, Infinity);
  assert.ok(low > -1 && low < 0, `got ${low}`);
});

test("multiplying every value by a constant changes nothing", () => {
  const unchanged = ([a, b]: [number[], number[]]): void => {
    const of = (factor: number) =>
      relativeDifferenceInMeans(
        momentsOf(a.map((value) => factor * value)),
        momentsOf(b.map((value) => factor * value)),
        { method: "delta" },
      );
    near(of(1).low, of(100).low, 1e-9 * (1 + Math.abs(of(1).low)));
  };
  fc.assert(fc.property(arms, unchanged), runs);
});

const refused = (title: string, control: number[], message: RegExp): void => {
  test(title, () =>
    assert.throws(() => relativeDifferenceInMeans(momentsOf([1, 2]), momentsOf(control)), {
      name: "NotEstimable",
      message,
    }),
  );
};

refused("a control of zero has no relative difference", [0, 0], /above zero, got 0/);
refused("a negative control does not flip the sign in silence", [-3, 1], /above zero, got -1/);
