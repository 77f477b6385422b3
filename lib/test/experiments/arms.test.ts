import assert from "node:assert/strict";
import test from "node:test";
import { countArms, differenceInEffects, effectsByGroup, groupEstimates } from "../../experiments/arms.js";
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

// One conversion and one other customer more in each arm, by hand: 3 / 4 and 1 / 3 in group a, 2 / 4 and 2 / 4 in b.
test("groups for shrinkage have Agresti and Caffo's standard error, above zero for the smallest", () => {
  const seven = { treatment: [1, 0, 1, 1, 0, 1, 0], outcome: [1, 1, 0, 1, 0, 1, 0] };
  const effects = effectsByGroup({ ...seven, group: ["b", "b", "b", "a", "a", "a", "b"] });
  const [a, b] = groupEstimates(effects);
  assert.deepEqual([a.group, a.estimate, a.n], ["a", 1, 3]);
  near(a.standardError, Math.sqrt(3 / 4 / 4 / 4 + 2 / 9 / 3), 1e-15);
  near(b.standardError, Math.sqrt(1 / 4 / 4 + 1 / 4 / 4), 1e-15);
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
