import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { NotEstimable } from "../../../experiments/not-estimable.js";
import { fisherExactTest, twoProportionTest, twoProportionZTest } from "../../../experiments/rates/tests.js";
import { near, nearRelative } from "../../near.js";
import { group, mixedGroup } from "./groups.js";

const [SMALL, LARGE] = [
  [group(5, 83), group(12, 99)],
  [group(250, 1000), group(200, 1000)],
] as const;

test("Fisher's test, by hand: 3 of 3 against 0 of 3 is one of the 20 ways to deal 3 conversions, and so is its mirror", () => {
  near(fisherExactTest(group(3, 3), group(0, 3)).pValue, 2 / 20, 1e-12);
  near(fisherExactTest(group(3, 3), group(0, 3), { sides: "greater" }).pValue, 1 / 20, 1e-12);
  near(fisherExactTest(group(3, 3), group(0, 3), { sides: "less" }).pValue, 1, 1e-12);
});

// statsmodels: proportions_ztest([5, 12], [83, 99])
test("5 of 83 against 12 of 99: the pooled z agrees with statsmodels", () => {
  const { statistic, pValue, method, sides } = twoProportionZTest(...SMALL, { variance: "pooled" });
  near(statistic!, -1.40783, 5e-6);
  near(pValue, 0.1591813, 5e-8);
  assert.deepEqual({ method, sides }, { method: "z with pooled variance", sides: "two-sided" });
});

// scipy: chi2_contingency([[5, 78], [12, 87]], correction=False), then correction=True
test("5 of 83 against 12 of 99: the chi-square test agrees with SciPy with and without Yates' correction", () => {
  const plain = twoProportionTest(...SMALL, { correction: "none" });
  near(plain.statistic!, 1.981986, 5e-7);
  near(plain.pValue, 0.1591813, 5e-8);
  const corrected = twoProportionTest(...SMALL, { correction: "yates" });
  near(corrected.statistic!, 1.327373, 5e-7);
  near(corrected.pValue, 0.249273, 5e-7);
  assert.equal(corrected.sides, "two-sided");
  assert.match(corrected.method, /Yates/);
});

// scipy: fisher_exact([[5, 78], [12, 87]])
test("5 of 83 against 12 of 99: Fisher's exact test agrees with SciPy", () => {
  const { pValue, statistic } = fisherExactTest(...SMALL);
  near(pValue, 0.204103, 5e-7);
  assert.equal(statistic, undefined);
});

// statsmodels: proportions_ztest([250, 200], [1000, 1000]), then test_proportions_2indep(method="wald")
test("250 of 1000 against 200 of 1000: pooled and unpooled z agree with statsmodels", () => {
  const pooled = twoProportionZTest(...LARGE, { variance: "pooled" });
  near(pooled.statistic!, 2.6773978, 5e-8);
  near(pooled.pValue, 0.0074196, 5e-8);
  near(twoProportionZTest(...LARGE, { variance: "unpooled" }).statistic!, 2.6822089, 5e-8);
});

// The randomised bank campaign: 123 of 2,556 and 401 of 2,444 converted, p 1.45e-40 with Yates' correction as published.
test("the published bank campaign comes out as published", () => {
  const { pValue } = twoProportionTest(group(401, 2444), group(123, 2556), { correction: "yates" });
  nearRelative(pValue, 1.45e-40, 0.004);
});

test("the chi-square statistic is the sum over the four cells and the square of the pooled z", () => {
  const overall = 17 / 182;
  let sum = 0;
  for (const { conversions, customers } of SMALL) {
    sum += (conversions - customers * overall) ** 2 / (customers * overall);
    sum += (conversions - customers * overall) ** 2 / (customers * (1 - overall));
  }
  nearRelative(twoProportionTest(...SMALL, { correction: "none" }).statistic!, sum, 1e-12);
  nearRelative(twoProportionZTest(...SMALL, { variance: "pooled" }).statistic! ** 2, sum, 1e-12);
});

test("Fisher's p-value counts the deals of all customers that are as probable or less", () => {
  // 4 of 5 against 2 of 7: every way to choose the 5 treated of 12, of whom the first 6 converted.
  const counts = new Map<number, number>();
  for (let deal = 0; deal < 2 ** 12; deal++) {
    const bits = [...Array(12).keys()].map((customer) => (deal >> customer) & 1);
    if (bits.reduce((sum, bit) => sum + bit) !== 5) continue;
    const converted = bits.slice(0, 6).reduce((sum, bit) => sum + bit);
    counts.set(converted, (counts.get(converted) ?? 0) + 1);
  }
  const extreme = [...counts.values()].filter((ways) => ways <= counts.get(4)!);
  const share = extreme.reduce((sum, ways) => sum + ways) / 792;
  near(fisherExactTest(group(4, 5), group(2, 7)).pValue, share, 1e-12);
  near(
    fisherExactTest(group(4, 5), group(2, 7), { sides: "greater" }).pValue,
    (counts.get(4)! + counts.get(5)!) / 792,
    1e-12,
  );
});

test("the correction never makes a difference out of none", () => {
  const { statistic, pValue } = twoProportionTest(group(4, 9), group(5, 10), { correction: "yates" });
  assert.equal(statistic, 0);
  assert.equal(pValue, 1);
});

test("swapping the groups turns a one-sided test round and leaves a two-sided one alone", () => {
  fc.assert(
    fc.property(mixedGroup, mixedGroup, (a, b) => {
      for (const variance of ["pooled", "unpooled"] as const) {
        const [there, back] = [
          twoProportionZTest(a, b, { variance, sides: "greater" }),
          twoProportionZTest(b, a, { variance, sides: "less" }),
        ];
        near(there.pValue, back.pValue, 1e-9);
      }
      const correction = "yates";
      const { statistic } = twoProportionTest(a, b, { correction });
      near(twoProportionTest(b, a, { correction }).statistic!, statistic!, 1e-9 * (1 + statistic!));
      near(fisherExactTest(a, b).pValue, fisherExactTest(b, a).pValue, 1e-9);
    }),
    { numRuns: 30 },
  );
});

test("p-values keep their digits where the normal tail is tiny", () => {
  const { pValue } = twoProportionZTest(group(900, 2000), group(200, 2000), { variance: "pooled" });
  assert.ok(pValue > 0 && pValue < 1e-130);
  assert.ok(fisherExactTest(group(900, 2000), group(200, 2000)).pValue > 0);
  // Counted in whole numbers (Python's Fraction).
  nearRelative(fisherExactTest(group(1500, 10_000), group(2500, 10_000)).pValue, 2.208709515089269e-70, 1e-9);
});

test("a warning names the smallest expected count when it is below five", () => {
  const [treated, control] = [group(3, 40), group(1, 60)];
  assert.match(twoProportionTest(treated, control, { correction: "none" }).warnings[0], /only 1\.6, 5 are/);
  assert.match(twoProportionZTest(treated, control, { variance: "pooled" }).warnings[0], /Fisher/);
  assert.deepEqual(twoProportionTest(...SMALL, { correction: "none" }).warnings, []);
  assert.deepEqual(fisherExactTest(treated, control).warnings, []);
});

test("what cannot be tested is refused and not answered with 0", () => {
  const [none, all] = [
    [group(0, 10), group(0, 20)],
    [group(10, 10), group(20, 20)],
  ] as const;
  assert.throws(() => twoProportionTest(...none, { correction: "yates" }), NotEstimable);
  assert.throws(
    () => twoProportionTest(...none, { correction: "yates" }),
    /expected some to convert and some not, got 0 of 30$/,
  );
  assert.throws(() => twoProportionTest(...all, { correction: "none" }), /got 30 of 30$/);
  assert.throws(() => twoProportionZTest(...none, { variance: "pooled" }), /got 0 of 30$/);
  assert.throws(() => twoProportionZTest(...all, { variance: "unpooled" }), NotEstimable);
  // With one table possible the exact answer is 1.
  near(fisherExactTest(...none).pValue, 1, 1e-12);
});

test("an impossible group is refused by its name", () => {
  const [good, bad] = [group(1, 10), group(1, Number.NaN)];
  const message = /group "control": expected a whole number of customers above 0, got NaN$/;
  assert.throws(() => twoProportionTest(good, bad, { correction: "none" }), message);
  assert.throws(() => twoProportionZTest(good, bad, { variance: "unpooled" }), message);
  assert.throws(() => fisherExactTest(good, bad), message);
});
