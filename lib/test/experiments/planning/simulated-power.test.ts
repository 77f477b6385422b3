import assert from "node:assert/strict";
import test from "node:test";
import { ratePlan } from "../../../experiments/planning/plan.js";
import { powerOf } from "../../../experiments/planning/power.js";
import { simulatedPower } from "../../../experiments/planning/simulated-power.js";
import { normalCdf, normalUpperTail } from "../../../statistics/normal.js";
import { seededRandom } from "../../../statistics/random.js";
import { near } from "../../near.js";

const SEGMENTS = [
  { segment: "new", share: 0.3, baseline: 0.1, effect: 0.03 },
  { segment: "old", share: 0.7, baseline: 0.1, effect: 0 },
];
const plan = (options = {}) => ({
  ...{ segment: "new", customers: 20_000, random: seededRandom(1), ...options },
});

test("an effect in one segment hides in the whole and shows in the segment", () => {
  const { overall, differs } = simulatedPower(SEGMENTS, plan());
  near(overall.estimate, 0.54, 0.005);
  near(differs.estimate, 0.87, 0.005);
  assert.deepEqual([overall.n, overall.unit, overall.method], [2000, "fraction", "simulation, Wilson"]);
});

test("the same effect everywhere is found as often as the formula says", () => {
  const same = SEGMENTS.map((segment) => ({ ...segment, effect: 0.012 }));
  const { overall } = simulatedPower(same, plan({ rounds: 20_000 }));
  const { power } = powerOf(ratePlan(0.1, "unpooled"), 0.012, { control: 10_000, treated: 10_000 });
  near(overall.estimate, power, 4 * Math.sqrt((power * (1 - power)) / 20_000));
});

test("the difference between segments is found as often as its standard error says", () => {
  const { differs } = simulatedPower(SEGMENTS, plan({ rounds: 20_000, treatedShare: 0.25 }));
  const variance = (rate: number, n: number): number => (rate * (1 - rate)) / n;
  const error = Math.sqrt(
    variance(0.13, 1500) + variance(0.1, 4500) + variance(0.1, 3500) + variance(0.1, 10_500),
  );
  const power = normalUpperTail(1.96 - 0.03 / error) + normalCdf(-1.96 - 0.03 / error);
  near(differs.estimate, power, 4 * Math.sqrt((power * (1 - power)) / 20_000) + 0.002);
});

test("where no segment differs, alpha of the campaigns say so, and fewer under Bonferroni", () => {
  const same = SEGMENTS.map((segment) => ({ ...segment, effect: 0.01 }));
  near(simulatedPower(same, plan({ rounds: 20_000 })).differs.estimate, 0.05, 0.0062);
  near(simulatedPower(same, plan({ rounds: 20_000, comparisons: 10 })).differs.estimate, 0.005, 0.002);
});

test("sides look one way only", () => {
  assert.ok(simulatedPower(SEGMENTS, plan({ sides: "less" })).differs.estimate < 0.01);
  assert.ok(simulatedPower(SEGMENTS, plan({ sides: "greater" })).differs.estimate > 0.9);
});

test("the same seed gives the same power, in whatever order the segments stand", () => {
  const first = simulatedPower(SEGMENTS, plan());
  assert.deepEqual(simulatedPower(SEGMENTS, plan()), first);
  const turned = simulatedPower(SEGMENTS.slice().reverse(), plan());
  near(turned.differs.estimate, first.differs.estimate, 0.04);
});

test("a plan in which nobody converts finds nothing", () => {
  const none = SEGMENTS.map((segment) => ({ ...segment, baseline: 0, effect: 0 }));
  assert.equal(simulatedPower(none, plan()).overall.estimate, 0);
});

test("what has no answer is refused", () => {
  const [first, second] = SEGMENTS as [(typeof SEGMENTS)[0], (typeof SEGMENTS)[0]];
  assert.throws(() => simulatedPower(SEGMENTS, plan({ segment: "lost" })), /no segment "lost" in the plan/);
  assert.throws(() => simulatedPower([first], plan()), /two or more different segments, got new/);
  assert.throws(() => simulatedPower([first, first], plan()), /different segments, got new, new/);
  assert.throws(
    () => simulatedPower([first, { ...second, share: 0.5 }], plan()),
    /expected shares that add up to 1, got 0.8/,
  );
  assert.throws(
    () => simulatedPower([first, { ...second, effect: 0.95 }], plan()),
    /segment "old": expected rates from 0 to 1, got 1.05/,
  );
  assert.throws(() => simulatedPower(SEGMENTS, plan({ rounds: 10 })), /100 rounds or more, got 10/);
  assert.throws(
    () => simulatedPower(SEGMENTS, plan({ treatedShare: 0 })),
    /segment "new": expected customers in both arms, got 0 and 6000/,
  );
  assert.throws(() => simulatedPower(SEGMENTS, plan({ comparisons: 0 })), /comparisons above 0, got 0/);
});
