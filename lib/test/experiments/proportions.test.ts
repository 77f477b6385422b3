import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import {
  conversionRate,
  differenceInRates,
  type Group,
  relativeLift,
  twoProportionTest,
} from "../../experiments/proportions.js";
import type { Estimate } from "../../types.js";
import { near, nearRelative } from "../near.js";

function group(conversions: number, customers: number): Group {
  return { conversions, customers };
}

function nearInterval(actual: Estimate, low: number, high: number, tolerance: number): void {
  near(actual.low, low, tolerance);
  near(actual.high, high, tolerance);
}

test("rates and their difference and ratio, by hand", () => {
  assert.equal(conversionRate(group(3, 12)).estimate, 0.25);
  assert.equal(differenceInRates(group(2, 4), group(1, 8)).estimate, 0.375);
  assert.equal(relativeLift(group(2, 4), group(1, 8)).estimate, 4);
});

test("an estimate carries its method, confidence, unit and everybody behind it", () => {
  const { method, confidence, unit, n } = differenceInRates(group(2, 4), group(1, 8), { confidence: 0.8 });
  assert.deepEqual(
    { method, confidence, unit, n },
    { method: "Newcombe", confidence: 0.8, unit: "fraction", n: 12 },
  );
});

// statsmodels: proportion_confint(20, 100, method="wilson")
test("Wilson's interval agrees with statsmodels", () => {
  nearInterval(conversionRate(group(20, 100)), 0.1333669, 0.2888292, 5e-8);
});

// Newcombe 1998, table II, method 10.
const NEWCOMBE = [
  [group(56, 70), group(48, 80), 0.0524, 0.3339],
  [group(9, 10), group(3, 10), 0.1705, 0.809],
  [group(5, 56), group(0, 29), -0.0381, 0.1926],
] as const;

test("Newcombe's interval agrees with the table in his paper", () => {
  for (const [treated, control, low, high] of NEWCOMBE) {
    nearInterval(differenceInRates(treated, control), low, high, 5e-5);
  }
});

// statsmodels: confint_proportions_2indep(250, 1000, 200, 1000, method="newcomb", compare="diff")
test("Newcombe's interval agrees with statsmodels", () => {
  nearInterval(differenceInRates(group(250, 1000), group(200, 1000)), 0.013396, 0.086451, 5e-8);
});

// statsmodels: confint_proportions_2indep(250, 1000, 200, 1000, method="log", compare="ratio")
test("Katz's interval agrees with statsmodels", () => {
  nearInterval(relativeLift(group(250, 1000), group(200, 1000)), 1.0609463, 1.4727419, 5e-8);
});

// scipy: chi2_contingency([[5, 78], [12, 87]], correction=False), then correction=True
test("the chi-square test agrees with SciPy with and without Yates' correction", () => {
  const plain = twoProportionTest(group(5, 83), group(12, 99), { correction: "none" });
  near(plain.statistic, 1.981986, 5e-7);
  near(plain.pValue, 0.1591813, 5e-8);
  const corrected = twoProportionTest(group(5, 83), group(12, 99), { correction: "yates" });
  near(corrected.statistic, 1.327373, 5e-7);
  near(corrected.pValue, 0.249273, 5e-7);
  assert.equal(corrected.sides, "two-sided");
  assert.match(corrected.method, /Yates/);
});

// The randomised bank campaign: 4.81 %, 16.41 %, 11.60 points, p 1.45e-40 with Yates' correction as published.
test("the published bank campaign comes out as published", () => {
  const [treated, control] = [group(401, 2444), group(123, 2556)];
  near(conversionRate(control).estimate, 0.0481, 5e-5);
  near(conversionRate(treated).estimate, 0.1641, 5e-5);
  near(differenceInRates(treated, control).estimate, 0.116, 5e-5);
  nearRelative(twoProportionTest(treated, control, { correction: "yates" }).pValue, 1.45e-40, 0.004);
});

test("the statistic is the sum over the four cells", () => {
  const [treated, control] = [group(5, 83), group(12, 99)];
  const overall = 17 / 182;
  let sum = 0;
  for (const { conversions, customers } of [treated, control]) {
    sum += (conversions - customers * overall) ** 2 / (customers * overall);
    sum += (conversions - customers * overall) ** 2 / (customers * (1 - overall));
  }
  nearRelative(twoProportionTest(treated, control, { correction: "none" }).statistic, sum, 1e-12);
});

test("the correction never makes a difference out of none", () => {
  const { statistic, pValue } = twoProportionTest(group(4, 9), group(5, 10), { correction: "yates" });
  assert.equal(statistic, 0);
  assert.equal(pValue, 1);
});

function binomialProbabilities(customers: number, rate: number): number[] {
  let probability = (1 - rate) ** customers;
  return Array.from({ length: customers + 1 }, (_, count) => {
    const current = probability;
    probability *= ((customers - count) / (count + 1)) * (rate / (1 - rate));
    return current;
  });
}

test("95 of 100 Newcombe intervals hold the true difference, counted over every outcome of 12 and 25", () => {
  const [customers, others] = [12, 25];
  const intervals = Array.from({ length: customers + 1 }, (_, x) =>
    Array.from({ length: others + 1 }, (_, y) => differenceInRates(group(x, customers), group(y, others))),
  );
  const rates = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95];
  const coverages = rates.flatMap((rate) => rates.map((other) => coverage(rate, other)));
  function coverage(rate: number, other: number): number {
    const weights = binomialProbabilities(others, other);
    let covered = 0;
    binomialProbabilities(customers, rate).forEach((weight, x) => {
      intervals[x]!.forEach(({ low, high }, y) => {
        if (low <= rate - other && rate - other <= high) covered += weight * weights[y]!;
      });
    });
    return covered;
  }
  near(coverages.reduce((sum, value) => sum + value) / coverages.length, 0.95, 0.01);
  assert.ok(Math.min(...coverages) > 0.88);
});

const anyGroup = fc
  .tuple(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([customers, rate]) => group(Math.round(customers * rate), customers));

test("an interval holds its estimate and stays within the possible", () => {
  fc.assert(
    fc.property(anyGroup, anyGroup, (treated, control) => {
      const rate = conversionRate(treated);
      assert.ok(0 <= rate.low && rate.low <= rate.estimate);
      assert.ok(rate.estimate <= rate.high && rate.high <= 1);
      const { low, estimate, high } = differenceInRates(treated, control);
      assert.ok(-1 - 1e-12 <= low && low <= estimate && estimate <= high && high <= 1 + 1e-12);
    }),
  );
});

test("swapping the groups flips the sign of a difference and turns a ratio over", () => {
  const some = anyGroup.filter(({ conversions, customers }) => conversions > 0 && conversions < customers);
  fc.assert(
    fc.property(some, some, (a, b) => {
      const [difference, swapped] = [differenceInRates(a, b), differenceInRates(b, a)];
      near(difference.low, -swapped.high, 1e-12);
      near(difference.high, -swapped.low, 1e-12);
      nearRelative(relativeLift(a, b).low, 1 / relativeLift(b, a).high, 1e-12);
      const correction = "none";
      const { statistic } = twoProportionTest(a, b, { correction });
      near(twoProportionTest(b, a, { correction }).statistic, statistic, 1e-9 * (1 + statistic));
    }),
  );
});

test("every customer twice leaves the estimates alone and narrows the intervals by about the root of 2", () => {
  const [once, twice] = [group(300, 2000), group(600, 4000)];
  const control = [group(150, 1500), group(300, 3000)] as const;
  const width = ({ low, high }: Estimate): number => high - low;
  const [before, after] = [differenceInRates(once, control[0]), differenceInRates(twice, control[1])];
  assert.equal(after.estimate, before.estimate);
  near(width(before) / width(after), Math.SQRT2, 0.01);
  near(width(conversionRate(once)) / width(conversionRate(twice)), Math.SQRT2, 0.01);
});

test("more confidence needs a wider interval", () => {
  const [treated, control] = [group(20, 100), group(30, 120)];
  const [usual, strict] = [{ confidence: 0.95 }, { confidence: 0.99 }];
  assert.ok(conversionRate(treated, strict).low < conversionRate(treated, usual).low);
  assert.ok(
    differenceInRates(treated, control, strict).high > differenceInRates(treated, control, usual).high,
  );
  assert.ok(relativeLift(treated, control, strict).low < relativeLift(treated, control, usual).low);
});

test("none and all converting have intervals that end at 0 and 1", () => {
  // Wilson's upper end for 0 of n is z^2 / (n + z^2), here 3.841459 / 13.841459.
  nearInterval(conversionRate(group(0, 10)), 0, 0.2775328, 5e-8);
  nearInterval(conversionRate(group(10, 10)), 1 - 0.2775328, 1, 5e-8);
  assert.equal(conversionRate(group(0, 10)).low, 0);
  assert.equal(conversionRate(group(10, 10)).high, 1);
});

test("impossible groups are refused by name and value", () => {
  assert.throws(() => conversionRate(group(0, 0)), /^RangeError: group: .* customers above 0, got 0$/);
  assert.throws(
    () => differenceInRates(group(12, 10), group(1, 10)),
    /group "treated": 12 conversions of 10 customers/,
  );
  assert.throws(
    () => differenceInRates(group(1, 10), group(-1, 10)),
    /group "control": .* 0 or more, got -1/,
  );
  assert.throws(
    () => relativeLift(group(1.5, 10), group(1, 10)),
    /group "treated": expected a whole .* got 1.5/,
  );
  assert.throws(
    () => twoProportionTest(group(1, 10), group(1, Number.NaN), { correction: "none" }),
    /group "control": expected a whole number of customers above 0, got NaN/,
  );
});

test("what cannot be computed is refused and not answered with 0", () => {
  const correction = "yates";
  assert.throws(
    () => twoProportionTest(group(0, 10), group(0, 20), { correction }),
    /expected some to convert and some not, got 0 of 30/,
  );
  assert.throws(() => twoProportionTest(group(10, 10), group(20, 20), { correction }), /got 30 of 30/);
  assert.throws(
    () => relativeLift(group(0, 10), group(1, 10)),
    /expected conversions in both groups, got 0 and 1/,
  );
  assert.throws(() => relativeLift(group(1, 10), group(0, 10)), /got 1 and 0/);
  assert.throws(() => relativeLift(group(10, 10), group(9, 9)), /everybody converted in both groups/);
});

test("a confidence that is not a fraction is refused", () => {
  assert.throws(
    () => conversionRate(group(1, 2), { confidence: 95 }),
    /confidence: expected a fraction .* got 95/,
  );
  assert.throws(() => differenceInRates(group(1, 2), group(1, 2), { confidence: 0 }), /got 0/);
  assert.throws(() => relativeLift(group(1, 2), group(1, 2), { confidence: Number.NaN }), /got NaN/);
});
