import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { NotEstimable } from "../../../experiments/not-estimable.js";
import { type DifferenceMethod, differenceInRates } from "../../../experiments/rates/differences.js";
import { fisherExactTest, twoProportionZTest } from "../../../experiments/rates/tests.js";
import { binomialProbability } from "../../../statistics/binomial.js";
import { hypergeometricProbability } from "../../../statistics/hypergeometric.js";
import { near, nearRelative } from "../../near.js";
import { anyGroup, group, mixedGroup, nearInterval, width } from "./groups.js";

const METHODS = ["Newcombe", "score", "Agresti-Caffo"] as const;

test("a difference, by hand: half of the treated and an eighth of the control group converted", () => {
  const found = differenceInRates(group(2, 4), group(1, 8), { confidence: 0.8 });
  const { low, high, pValue, standardError, ...rest } = found;
  // 1/2 · 1/2 / 4 + 1/8 · 7/8 / 8
  near(standardError!, Math.sqrt(0.0625 + 7 / 512), 1e-15);
  assert.deepEqual(rest, {
    estimate: 0.375,
    confidence: 0.8,
    method: "Newcombe",
    n: 12,
    unit: "fraction",
    sides: "two-sided",
    assumptions: [
      "chance alone decided who was in which arm",
      "customers are independent of one another",
      "one customer's assignment does not change another's outcome",
      "the result was looked at once, at the planned end",
    ],
    test: "Fisher's exact test, mid-p",
    warnings: [
      "few conversions: an arm expects only 1.0 with one of the two outcomes, 20 are wanted; interval and p-value may differ",
    ],
  });
  assert.ok(low < 0.375 && 0.375 < high);
  // Of the 220 ways in which 3 conversions fall on 12 customers, 4 give the four treated three, 48 two, 112 one, 56 none.
  near(pValue!, (4 + 48 / 2) / 220, 1e-12);
});

// statsmodels: confint_proportions_2indep(250, 1000, 200, 1000, compare="diff", method=...)
const REFERENCE: readonly (readonly [DifferenceMethod, number, number])[] = [
  ["Wald", 0.0134636, 0.0865364],
  ["Newcombe", 0.013396, 0.086451],
  ["Agresti-Caffo", 0.0133684, 0.086432],
];
for (const [method, low, high] of REFERENCE) {
  test(`250 of 1000 against 200 of 1000: ${method}'s interval agrees with statsmodels`, () => {
    nearInterval(differenceInRates(group(250, 1000), group(200, 1000), { method }), low, high, 5e-8);
  });
}

// Newcombe 1998, table II: conversions and customers of both arms, then method 10 (his) and 6 (Miettinen and Nurminen).
const NEWCOMBE = [
  [group(56, 70), group(48, 80), [0.0524, 0.3339], [0.0528, 0.3382]],
  [group(9, 10), group(3, 10), [0.1705, 0.809], [0.17, 0.8406]],
  [group(6, 7), group(2, 7), [0.0582, 0.8062], [0.0342, 0.8534]],
  [group(5, 56), group(0, 29), [-0.0381, 0.1926], [-0.0326, 0.1933]],
  [group(0, 10), group(0, 20), [-0.1611, 0.2775], [-0.1658, 0.2844]],
  [group(0, 10), group(0, 10), [-0.2775, 0.2775], [-0.2879, 0.2879]],
  [group(10, 10), group(0, 20), [0.6791, 1], [0.7156, 1]],
  [group(10, 10), group(0, 10), [0.6075, 1], [0.6636, 1]],
] as const;

test("Newcombe's and the score interval agree with the table in his paper", () => {
  for (const [treated, control, [low, high], [scoreLow, scoreHigh]] of NEWCOMBE) {
    nearInterval(differenceInRates(treated, control), low, high, 5e-5);
    const method = "score";
    nearInterval(differenceInRates(treated, control, { method }), scoreLow, scoreHigh, 5e-5);
  }
});

// statsmodels 0.14: confint_proportions_2indep(250, 1000, 200, 1000, compare="diff", method="score") gives 0.0134212 and
// 0.0863785. Its cubic for the restricted rate has the control group's conversions where its customers belong.
test("statsmodels' score interval comes out with its slip, and ours without is the likelihood's", () => {
  const z = 1.959963984540054;
  const [treated, control] = [250, 200];
  const distance = (low: number, restricted: (d: number) => number): number => {
    const [p, q] = [restricted(low) + low, restricted(low)];
    return (0.05 - low) / Math.sqrt(((p * (1 - p) + q * (1 - q)) / 1000) * (2000 / 1999));
  };
  const withSlip = (d: number): number => {
    const [a, b] = [2000, 3000 * d - 2450];
    const c = (control * d - 2000 - 2 * control) * d + 450;
    const v = (b / (3 * a)) ** 3 - (b * c) / (6 * a * a) + (control * d * (1 - d)) / (2 * a);
    const u = Math.sign(v) * Math.sqrt((b / (3 * a)) ** 2 - c / (3 * a));
    return 2 * u * Math.cos((Math.PI + Math.acos(v / u ** 3)) / 3) - b / (3 * a);
  };
  near(distance(0.0134212, withSlip), z, 5e-6);
  near(distance(0.0863785, withSlip), -z, 5e-6);
  const mostLikely = (d: number): number => {
    const slope = (q: number): number =>
      treated / (q + d) - (1000 - treated) / (1 - q - d) + control / q - (1000 - control) / (1 - q);
    let [low, high] = [Math.max(0, -d), 1 - Math.max(0, d)];
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (slope(middle) > 0) low = middle;
      else high = middle;
    }
    return low;
  };
  const ours = differenceInRates(group(treated, 1000), group(control, 1000), { method: "score" });
  near(distance(ours.low, mostLikely), z, 1e-9);
  near(distance(ours.high, mostLikely), -z, 1e-9);
  nearInterval(ours, 0.013416, 0.0865571, 5e-8);
});

// scipy.stats.norm.sf of the pooled and unpooled z: p 0.0074196 and, for Wald, 2 · sf(2.6822089).
test("Wald's p-value is the unpooled z test's", () => {
  const wald = differenceInRates(group(250, 1000), group(200, 1000), { method: "Wald" });
  near(wald.pValue!, 0.00731378, 5e-8);
  near(wald.estimate / wald.standardError!, 2.6822089, 5e-8);
});

// The randomised bank campaign: 4.81 %, 16.41 %, 11.60 points as published.
test("the published bank campaign comes out as published", () => {
  const { estimate, low, high } = differenceInRates(group(401, 2444), group(123, 2556));
  near(estimate, 0.116, 5e-5);
  assert.ok(low > 0.098 && high < 0.134);
});

test("95 of 100 intervals hold the true difference, counted over every outcome of 12 and 25", () => {
  const [customers, others] = [12, 25];
  const rates = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95];
  for (const method of METHODS) {
    const coverages = rates.map((rate) => rates.map((other) => [rate, other, 0]));
    for (let x = 0; x <= customers; x++) {
      for (let y = 0; y <= others; y++) {
        const { low, high } = differenceInRates(group(x, customers), group(y, others), { method });
        for (const cell of coverages.flat()) {
          const weight = binomialProbability(x, customers, cell[0]) * binomialProbability(y, others, cell[1]);
          if (low <= cell[0] - cell[1] && cell[0] - cell[1] <= high) cell[2] += weight;
        }
      }
    }
    const shares = coverages.flat().map(([, , coverage]) => coverage);
    near(shares.reduce((sum, share) => sum + share) / shares.length, 0.955, 0.015);
    assert.ok(Math.min(...shares) > 0.88);
  }
});

test("an interval holds its estimate and stays within the possible", () => {
  fc.assert(
    fc.property(anyGroup, anyGroup, fc.constantFrom("Newcombe", "score"), (treated, control, method) => {
      const { low, estimate, high } = differenceInRates(treated, control, { method } as const);
      assert.ok(-1 <= low && low <= estimate && estimate <= high && high <= 1);
    }),
  );
});

test("the score interval leaves out 0 just when its p-value is below 5 %", () => {
  fc.assert(
    fc.property(mixedGroup, mixedGroup, (treated, control) => {
      const { low, high, pValue } = differenceInRates(treated, control, { method: "score" });
      fc.pre(Math.abs(pValue! - 0.05) > 1e-9);
      assert.equal(low > 0 || high < 0, pValue! < 0.05);
    }),
  );
});

test("swapping the groups flips the sign of a difference", () => {
  fc.assert(
    fc.property(mixedGroup, mixedGroup, fc.constantFrom(...METHODS, "Wald" as const), (a, b, method) => {
      const [difference, swapped] = [
        differenceInRates(a, b, { method }),
        differenceInRates(b, a, { method }),
      ];
      nearInterval(difference, -swapped.high, -swapped.low, 1e-12);
      near(swapped.pValue!, difference.pValue!, 1e-9);
      const greater = differenceInRates(a, b, { method, sides: "greater" });
      const less = differenceInRates(b, a, { method, sides: "less" });
      near(greater.low, -less.high, 1e-12);
      near(greater.pValue!, less.pValue!, 1e-9);
    }),
  );
});

test("every customer twice leaves the difference alone and narrows its interval by about the root of 2", () => {
  for (const method of METHODS) {
    const once = differenceInRates(group(300, 2000), group(150, 1500), { method });
    const twice = differenceInRates(group(600, 4000), group(300, 3000), { method });
    assert.equal(twice.estimate, once.estimate);
    near(width(once) / width(twice), Math.SQRT2, 0.01);
  }
});

test("a one-sided interval of 97.5 % has the end of the two-sided one of 95 % and is open to 1 or -1", () => {
  for (const method of [...METHODS, "Wald"] as const) {
    const [treated, control, confidence] = [group(31, 900), group(22, 1100), 0.975];
    const both = differenceInRates(treated, control, { method });
    const greater = differenceInRates(treated, control, { method, confidence, sides: "greater" });
    const less = differenceInRates(treated, control, { method, confidence, sides: "less" });
    nearInterval(greater, both.low, 1, 1e-12);
    nearInterval(less, -1, both.high, 1e-12);
    near(less.pValue!, 1 - greater.pValue!, 1e-12);
    // A discrete count has not the same tail on both sides.
    if (method !== "Newcombe") near(greater.pValue!, both.pValue! / 2, 1e-12);
  }
});

test("the score interval keeps its digits for rates of one in a million", () => {
  // With rates this small the counts are Poisson's and a thousand times the customers changes the scale only.
  const small = differenceInRates(group(9, 1e6), group(4, 2e6), { method: "score" });
  const large = differenceInRates(group(9, 1e9), group(4, 2e9), { method: "score" });
  near(large.low / small.low, 1e-3, 1e-7);
  near(large.high / small.high, 1e-3, 1e-7);
});

test("nobody or everybody converting in both groups gives an interval and no p-value", () => {
  for (const method of ["Newcombe", "score"] as const) {
    const none = differenceInRates(group(0, 50), group(0, 80), { method });
    assert.equal(none.estimate, 0);
    assert.ok(-0.08 < none.low && none.low < 0 && 0 < none.high && none.high < 0.08);
    assert.ok(!("pValue" in none));
    assert.ok(!("pValue" in differenceInRates(group(5, 5), group(8, 8), { method })));
  }
  assert.throws(() => differenceInRates(group(0, 5), group(8, 8), { method: "Wald" }), NotEstimable);
  const wald = differenceInRates(group(0, 50), group(8, 80), { method: "Wald" });
  assert.match(wald.warnings[0], /^interval optimistic: a group has only 0 /);
});

test("one customer in each arm has nearly nothing to say", () => {
  const { low, high } = differenceInRates(group(1, 1), group(0, 1), { method: "score" });
  assert.ok(low < 0 && high === 1);
});

test("1 of 1,000 against 1 of 100: p-value and interval say the same, and a warning that both are rough", () => {
  const { pValue, low, high, warnings } = differenceInRates(group(1, 1000), group(1, 100));
  // Of both conversions 0, 1 or 2 fall on the 100: 1 is the observed count, 2 is rarer, 0 is more probable.
  const [one, two] = [(2 * 100 * 1000) / (1100 * 1099), (100 * 99) / (1100 * 1099)];
  near(pValue!, two + one / 2, 1e-10);
  assert.ok(low < 0 && 0 < high && pValue! > 0.05);
  assert.match(warnings[0], /^few conversions: an arm expects only 0\.2 /);
  assert.deepEqual(differenceInRates(group(250, 1000), group(200, 1000)).warnings, []);
});

test("the p-value is Fisher's less half of the tables as probable as the observed one", () => {
  fc.assert(
    fc.property(mixedGroup, mixedGroup, (treated, control) => {
      const margins = {
        population: treated.customers + control.customers,
        successes: treated.conversions + control.conversions,
        draws: treated.customers,
      };
      const all = Array.from({ length: treated.customers + 1 }, (_, k) =>
        hypergeometricProbability(k, margins),
      );
      const observed = all[treated.conversions];
      const asProbable = all.filter((p) => Math.abs(p / observed - 1) < 1e-7).length;
      const expected = fisherExactTest(treated, control).pValue - (asProbable * observed) / 2;
      near(differenceInRates(treated, control).pValue!, expected, 1e-10);
      const upper = all.slice(treated.conversions + 1).reduce((sum, p) => sum + p, observed / 2);
      near(differenceInRates(treated, control, { sides: "greater" }).pValue!, upper, 1e-10);
    }),
  );
});

test("a p-value is not lost where it is tiny", () => {
  // Both counted in whole numbers (Python's Fraction).
  const { pValue } = differenceInRates(group(1200, 4000), group(400, 4000));
  nearRelative(pValue!, 9.4368953564864e-115, 1e-9);
  near(differenceInRates(group(250, 1000), group(200, 1000)).pValue!, 0.00746298335706816, 1e-12);
});

test("with many conversions the p-value is nearly that of the pooled z test", () => {
  const arms = [group(50_250, 1_000_000), group(49_600, 1_000_000)] as const;
  const { pValue } = twoProportionZTest(...arms, { variance: "pooled" });
  nearRelative(differenceInRates(...arms).pValue!, pValue, 1e-3);
});

test("an impossible group is refused by its name", () => {
  assert.throws(
    () => differenceInRates(group(12, 10), group(1, 10)),
    /^RangeError: group "treated": 12 conversions of 10 customers$/,
  );
  assert.throws(
    () => differenceInRates(group(1, 10), group(0, 0)),
    /^RangeError: group "control": .* got 0$/,
  );
  assert.throws(() => differenceInRates(group(1, 2), group(1, 2), { confidence: 0 }), /got 0$/);
});
