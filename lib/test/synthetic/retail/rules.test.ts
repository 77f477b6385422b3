import assert from "node:assert/strict";
import test from "node:test";
import {
  type Buyer,
  discountOf,
  lifetimeValue,
  phaseOf,
  profitPerSale,
  purchaseProbability,
  SEGMENTS,
} from "../../../synthetic/retail/rules.js";
import { near } from "../../near.js";

const regular: Buyer = { segment: 1, age: 50, gender: "Female", income: 40_000 };
const month = (year: number, ofYear: number): number => 12 * (year - 2020) + ofYear - 1;

test("a regular woman of 50 in May 2023: 0.4 / 2 × 0.95, and 1.4 times that at 20 % off", () => {
  near(purchaseProbability(regular, month(2023, 5), "control"), 0.19, 1e-12);
  near(purchaseProbability(regular, month(2023, 5), "test"), 0.266, 1e-12);
});

test("ages 30 to 45 and incomes of 60,000 count, both ends included", () => {
  const at = (change: Partial<Buyer>): number => purchaseProbability({ ...regular, ...change }, 5, "control");
  assert.deepEqual(
    [29, 46].map((age) => at({ age })),
    [0.2, 0.2],
  );
  for (const age of [30, 45]) near(at({ age }), 0.28, 1e-12);
  near(at({ income: 59_999 }), 0.2, 1e-12);
  near(at({ income: 60_000 }), 0.27, 1e-12);
});

test("the phases: a year before, four months of test, two months after", () => {
  const phases = [
    [2022, 4, "usual"],
    [2022, 5, "before"],
    [2023, 4, "before"],
    [2023, 5, "test"],
    [2023, 8, "test"],
    [2023, 9, "after"],
    [2023, 10, "after"],
    [2023, 11, "usual"],
  ] as const;
  for (const [year, ofYear, phase] of phases) assert.equal(phaseOf(month(year, ofYear)), phase);
});

test("prices: spring sales from 2022 on for everybody, 20 % in the test's months for its arm", () => {
  assert.deepEqual(
    [2020, 2021, 2022, 2023].map((year) => discountOf(month(year, 3), "control")),
    [0, 0, 0.15, 0.15],
  );
  assert.deepEqual(
    [4, 5, 8, 9].map((ofYear) => discountOf(month(2023, ofYear), "test")),
    [0.15, 0.2, 0.2, 0],
  );
  assert.equal(discountOf(month(2023, 6), "control"), 0);
});

test("the arms differ in the test and the two months after it only", () => {
  for (let at = 0; at < 48; at++) {
    const [control, test] = (["control", "test"] as const).map((arm) =>
      purchaseProbability(regular, at, arm),
    );
    if (phaseOf(at) === "test") near(test, 1.4 * control, 1e-12);
    else if (phaseOf(at) === "after") near(test, 0.75 * control, 1e-12);
    else assert.equal(test, control);
  }
});

test("nobody's probability passes 1: the best customers in December", () => {
  for (let segment = 0; segment < SEGMENTS.length; segment++) {
    const best: Buyer = { segment, age: 40, gender: "Female", income: 90_000 };
    for (let at = 0; at < 84; at++) assert.ok(purchaseProbability(best, at, "test") < 1);
  }
});

// By hand: two units at 30, 45, 50, 60, 75 with 55, 55, 45, 40, 30 % left, on average 2 × 110.25 / 5.
test("profit of a sale is 44.10 at list price and 23.30 at 20 % off", () => {
  near(profitPerSale(0), 44.1, 1e-9);
  near(profitPerSale(0.2), 23.3, 1e-9);
});

// A second method: three years of months in closed form, each half month's survival summed as it stands.
test("a lifetime value is survival times purchases times profit over 36 months", () => {
  const season = [0.9, 0.9, 0.65 * 1.7, 0.65 * 1.7, 0.95, 1, 1, 1, 1, 1, 1.6, 1.8];
  const profit = (ofYear: number): number =>
    ofYear === 2 || ofYear === 3 ? (2 * (110.25 - 0.15 * 260)) / 5 : 44.1;
  let expected = 0;
  for (let half = 0; half < 72; half++) {
    const ofYear = Math.floor(half / 2) % 12;
    expected += Math.exp(-0.008 * (half / 2 + 0.25)) * 0.2 * season[ofYear] * profit(ofYear);
  }
  near(lifetimeValue(regular), expected, 1e-9);
});
