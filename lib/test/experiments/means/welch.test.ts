import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { differenceInMeans } from "../../../experiments/means/welch.js";
import { type Moments, momentsOf } from "../../../experiments/moments.js";
import { near, nearRelative } from "../../near.js";

const unit = "NZD";

/** Sums to whole numbers, so that rows added up in another order give the same bytes. */
const arm = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 3, maxLength: 30 });
const arms = fc.tuple(arm, arm).filter(([a, b]) => new Set(a).size > 1 && new Set(b).size > 1);
const runs = { numRuns: 100, seed: 1 };

test("the difference of three and three values by hand", () => {
  // Variances 4 and 7, so a standard error of √(11/3) and (11/3)² / ((4/3)²/2 + (7/3)²/2) = 3.723 degrees of freedom.
  const difference = differenceInMeans(momentsOf([5, 7, 9]), momentsOf([1, 2, 6]), { unit });
  near(difference.estimate, 4, 1e-12);
  near(difference.standardError!, Math.sqrt(11 / 3), 1e-12);
  assert.deepEqual([difference.method, difference.n, difference.sides], ["Welch", 6, "two-sided"]);
});

// numbers.md 2.3, Welch row: variances with divisor n - 1, the critical value is Student's with Welch's degrees.
const A: Moments = { n: 3407, sum: 1396.87, sumSquares: 52377.9767 };
const B: Moments = { n: 3461, sum: 2422.7, sumSquares: 134698.29 };

test("numbers.md 2.3, Welch: absolute 0.29, [0.04538, 0.53462], p 0.02016", () => {
  const { estimate, low, high, pValue } = differenceInMeans(B, A, { unit });
  near(estimate, 0.29, 5e-3);
  near(low, 0.04538, 5e-6);
  near(high, 0.53462, 5e-6);
  near(pValue!, 0.02016, 5e-6);
});

test("numbers.md 2.3, Welch one-sided greater with 3,000 customers in A: p 0.03554", () => {
  const { pValue, low, high } = differenceInMeans(B, { ...A, n: 3000 }, { unit, sides: "greater" });
  near(pValue!, 0.03554, 5e-6);
  assert.equal(high, Infinity);
  assert.ok(low > 0);
});

test("swapping the arms mirrors the difference and keeps the p-value", () => {
  const mirrored = ([a, b]: [number[], number[]]): void => {
    const one = differenceInMeans(momentsOf(a), momentsOf(b), { unit });
    const other = differenceInMeans(momentsOf(b), momentsOf(a), { unit });
    assert.deepEqual([one.estimate, one.low, one.pValue], [-other.estimate, -other.high, other.pValue]);
  };
  fc.assert(fc.property(arms, mirrored), runs);
});

test("rows in another order give the same bytes", () => {
  const same = ([a, b]: [number[], number[]]): void => {
    const [one, other] = [a, [...a].reverse()].map((rows) =>
      differenceInMeans(momentsOf(rows), momentsOf(b), { unit }),
    );
    assert.deepEqual(one, other);
  };
  fc.assert(fc.property(arms, same), runs);
});

test("every row twice narrows the standard error by the square root of two, up to the divisor n - 1", () => {
  const twice = ([a, b]: [number[], number[]]): void => {
    const n = a.length;
    const same = b.slice(0, n).concat(a.slice(b.length));
    const once = differenceInMeans(momentsOf(a), momentsOf(same), { unit });
    const doubled = differenceInMeans(momentsOf([...a, ...a]), momentsOf([...same, ...same]), { unit });
    nearRelative(
      once.standardError! / doubled.standardError!,
      Math.SQRT2 * Math.sqrt((2 * n - 1) / (2 * n - 2)),
      1e-9,
    );
  };
  fc.assert(fc.property(arms, twice), runs);
});

test("the two one-sided p-values add up to one, and the smaller is half the two-sided one", () => {
  const p = (sides: "greater" | "less" | "two-sided"): number =>
    differenceInMeans(B, A, { unit, sides }).pValue!;
  near(p("greater") + p("less"), 1, 1e-12);
  near(2 * p("greater"), p("two-sided"), 1e-12);
});

test("a tiny p-value is not zero", () => {
  const { pValue } = differenceInMeans(
    { n: 10_000, sum: 2_500, sumSquares: 2_500 },
    { n: 10_000, sum: 1_000, sumSquares: 1_000 },
    { unit },
  );
  assert.ok(pValue! > 0 && pValue! < 1e-150, `got ${pValue}`);
});

test("an arm with a heavy tail gets a warning with its numbers, the other does not", () => {
  // 1 of 100 spends 100: skewness (1 - 2/100) / √(0.01 · 0.99) = 9.85, squared 97.01, times 355 is 34,439.
  const spend = Float64Array.from({ length: 100 }, (_, i) => (i === 0 ? 100 : 0));
  const even = Float64Array.from({ length: 100 }, (_, i) => i % 2);
  const { warnings } = differenceInMeans(momentsOf(spend), momentsOf(even), { unit });
  assert.deepEqual(warnings, [
    "interval optimistic: treated has 100 customers, and its skewness of 9.8 wants 34,439",
  ]);
  assert.deepEqual(differenceInMeans(momentsOf(even), momentsOf(even), { unit }).warnings, []);
});

const refused = (title: string, what: () => unknown, name: string, message: RegExp): void => {
  test(title, () => assert.throws(what, { name, message }));
};

const some = momentsOf([1, 2, 3]);
refused(
  "an arm of one customer is not estimable",
  () => differenceInMeans(some, momentsOf([4]), { unit }),
  "NotEstimable",
  /control: the interval of a mean needs two customers or more, got 1/,
);
refused(
  "an empty arm is not estimable",
  () => differenceInMeans({ n: 0, sum: 0, sumSquares: 0 }, some, { unit }),
  "NotEstimable",
  /treated: .* got 0/,
);
refused(
  "arms without variance are not estimable",
  () => differenceInMeans(momentsOf([2, 2]), momentsOf([1, 1]), { unit }),
  "NotEstimable",
  /values do not vary within the arms/,
);
refused(
  "a count is not negative",
  () => differenceInMeans({ ...some, n: -2 }, some, { unit }),
  "RangeError",
  /got -2/,
);
refused(
  "a confidence is a fraction",
  () => differenceInMeans(some, some, { unit, confidence: 95 }),
  "RangeError",
  /got 95/,
);
