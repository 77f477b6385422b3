import assert from "node:assert/strict";
import test from "node:test";
import {
  countArms,
  differenceInEffects,
  effectsByGroup,
  effectsOfArms,
  permutationTest,
} from "../../experiments/arms.js";
import { seededRandom } from "../../statistics/random.js";
import { near } from "../near.js";

const treatment = [1, 1, 1, 0, 0, 0];
const outcome = [1, 1, 0, 1, 0, 0];

test("arms are counted by hand", () => {
  assert.deepEqual(countArms({ treatment, outcome }), {
    treated: { customers: 3, conversions: 2 },
    control: { customers: 3, conversions: 1 },
  });
});

test("effects by group come largest first, each from its own customers", () => {
  // a: 2 of 2 mailed and 0 of 1 others; b: 1 of 2 mailed and 1 of 2 others.
  const seven = { treatment: [1, 0, 1, 1, 0, 1, 0], outcome: [1, 1, 0, 1, 0, 1, 0] };
  const effects = effectsByGroup({ ...seven, group: ["b", "b", "b", "a", "a", "a", "b"] });
  assert.deepEqual(
    effects.map((e) => [e.group, e.effect.estimate]),
    [
      ["a", 1],
      ["b", 0],
    ],
  );
  assert.deepEqual(effects[1].treated, { customers: 2, conversions: 1 });
});

// Hillstrom, visits: 2,262 of 21,306 without an e-mail, 3,894 of 21,307 with the men's one.
test("each arm is compared with the one left alone, in rates only", () => {
  const columns = {
    group: ["none", "mens", "none", "mens", "mens"],
    measure: ["visit", "visit", "spend", "spend", "unsubscribed"],
    unit: ["fraction", "fraction", "USD", "USD", "fraction"],
    n: Float64Array.of(21_306, 21_307, 21_306, 21_307, 21_307),
    sum: Float64Array.of(2_262, 3_894, 13_908, 30_311, 40),
  };
  const effects = effectsOfArms({ name: "arms", rows: 5, columns }, "none");
  assert.deepEqual(
    effects.map(({ arm, outcome }) => [arm, outcome]),
    [["mens", "visit"]],
  );
  near(effects[0].effect.estimate, 3_894 / 21_307 - 2_262 / 21_306, 1e-15);
});

const effect = (estimate: number, low: number, high: number, n = 100) => ({
  ...{ estimate, low, high, n },
  ...{ confidence: 0.95, method: "Newcombe", unit: "fraction" },
});

test("the difference of two effects by hand: 0.3 ± 0.1 and 0.1 ± 0.1 give 0.2 ± 0.1414", () => {
  const { estimate, low, high, n } = differenceInEffects(effect(0.3, 0.2, 0.4), effect(0.1, 0, 0.2));
  near(estimate, 0.2, 1e-12);
  near(low, 0.2 - 0.1 * Math.SQRT2, 1e-12);
  near(high, 0.2 + 0.1 * Math.SQRT2, 1e-12);
  assert.equal(n, 200);
});

test("two intervals may overlap and their difference be clear of zero", () => {
  const [first, second] = [effect(0.13, 0.1, 0.16), effect(0.08, 0.05, 0.11)];
  assert.ok(first.low < second.high && differenceInEffects(first, second).low > 0);
});

test("swapping two effects mirrors their difference", () => {
  const [one, other] = [effect(0.13, 0.1, 0.18), effect(0.07, 0.01, 0.12)];
  near(differenceInEffects(one, other).low, -differenceInEffects(other, one).high, 1e-12);
});

test("effects of different confidence have no difference", () => {
  assert.throws(
    () => differenceInEffects(effect(0.1, 0, 0.2), { ...effect(0, 0, 0), confidence: 0.9 }),
    /0.95 in fraction and 0.9 in fraction/,
  );
});

/** All ways to choose the treated among the customers, counted exactly (hypergeometric). */
function exactPValue(arms: {
  treated: { customers: number; conversions: number };
  control: { customers: number; conversions: number };
}): number {
  const [n1, n0] = [arms.treated.customers, arms.control.customers];
  const m = arms.treated.conversions + arms.control.conversions;
  const choose = (n: number, k: number): number =>
    k < 0 || k > n ? 0 : k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k;
  const difference = (k: number): number => k / n1 - (m - k) / n0;
  const limit = Math.abs(difference(arms.treated.conversions)) - 1e-12;
  let extreme = 0;
  for (let k = 0; k <= m; k++)
    if (Math.abs(difference(k)) >= limit) extreme += choose(m, k) * choose(n1 + n0 - m, n1 - k);
  return extreme / choose(n1 + n0, n1);
}

test("the permutation p-value matches full enumeration with unequal arms and a p in the middle", () => {
  const arms = { treated: { customers: 5, conversions: 3 }, control: { customers: 17, conversions: 4 } };
  const exact = exactPValue(arms);
  assert.ok(exact > 0.1 && exact < 0.9, `the case should have a p in the middle, has ${exact}`);
  const rounds = 20_000;
  const { pValue } = permutationTest(arms, { rounds, random: seededRandom(1) });
  near(pValue, exact, 4 * Math.sqrt((exact * (1 - exact)) / rounds));
});

test("reshuffled differences spread around zero and one assignment counts as observed", () => {
  const arms = { treated: { customers: 40, conversions: 20 }, control: { customers: 60, conversions: 5 } };
  const { differences, pValue, observed } = permutationTest(arms, { rounds: 999, random: seededRandom(2) });
  near(observed, 20 / 40 - 5 / 60, 1e-12);
  near(differences.reduce((a, b) => a + b, 0) / 999, 0, 4 * (0.088 / Math.sqrt(999)));
  assert.equal(pValue, 1 / 1000);
});

test("swapping the arms flips the sign of the observed difference and keeps p", () => {
  const arms = { treated: { customers: 8, conversions: 4 }, control: { customers: 20, conversions: 3 } };
  const swapped = { treated: arms.control, control: arms.treated };
  const [one, other] = [arms, swapped].map((a) =>
    permutationTest(a, { rounds: 5_000, random: seededRandom(3) }),
  );
  near(one.observed, -other.observed, 1e-12);
  near(one.pValue, other.pValue, 0.03);
});

test("a campaign that left nobody alone has no effect to measure", () => {
  assert.throws(() => countArms({ treatment: [1, 1], outcome: [0, 1] }), /nobody was left alone/);
});

test("a campaign that contacted nobody has no effect to measure", () => {
  assert.throws(() => countArms({ treatment: [0, 0], outcome: [0, 1] }), /nobody was contacted/);
});

test("an outcome is 0 or 1", () => {
  assert.throws(
    () => countArms({ treatment: [0, 1], outcome: [0, 2] }),
    /outcome in row 2: expected 0 or 1, got 2/,
  );
});

test("columns of different length are refused", () => {
  assert.throws(() => countArms({ treatment: [0, 1], outcome: [0] }), /2 treatments for 1 outcomes/);
});

test("a group without one of the arms is left out, and its customers are missing from the result", () => {
  const effects = effectsByGroup({ treatment, outcome, group: ["a", "b", "b", "b", "b", "b"] });
  assert.deepEqual(
    effects.map(({ group: name, effect: { n } }) => [name, n]),
    [["b", 5]],
  );
});

test("a customer without a group is named", () => {
  assert.throws(
    () => effectsByGroup({ treatment, outcome, group: ["a", null, "a", "b", "b", "b"] }),
    /row 2 has no group/,
  );
});

test("a customer beyond the last group is not dropped in silence", () => {
  assert.throws(
    () => effectsByGroup({ treatment, outcome, group: ["a", "a", "a", "a", "a"] }),
    /effects by group: 6 treatments and 6 outcomes for 5 groups/,
  );
});

test("a test needs rounds", () => {
  const arms = countArms({ treatment, outcome });
  assert.throws(() => permutationTest(arms, { rounds: 0, random: seededRandom(1) }), /rounds above 0, got 0/);
});
