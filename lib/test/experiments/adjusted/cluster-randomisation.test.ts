import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { clusterDifference } from "../../../experiments/adjusted/cluster-difference.js";
import type { ClusterArms, ClusterTotals } from "../../../experiments/adjusted/cluster-totals.js";
import { seededRandom } from "../../../statistics/random.js";
import { near } from "../../near.js";

const one = (size: number, sum: number): ClusterTotals => ({ size, clusters: 1, sum, sumSquares: sum * sum });

test("two against three stores by hand: 3 of 10 assignments give a difference as large", () => {
  const arms = { treated: [one(1, 5), one(1, 4)], control: [one(1, 1), one(1, 3), one(1, 4)] };
  const { estimate, pValue, low, high, warnings, degrees } = clusterDifference(arms);
  // Sum of the chosen two of 5 4 1 3 4, of 17: the difference is 5 · (sum - 6.8) / 6, and 9 is 2.2 from 6.8.
  // As far: 5 + 4, 5 + the other 4, and 1 + 3.
  near(estimate, 4.5 - 8 / 3, 1e-12);
  near(pValue!, 3 / 10, 1e-12);
  assert.deepEqual([low, high, degrees], [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, undefined]);
  assert.deepEqual(warnings, ["open interval: 10 assignments are too few for a confidence of 0.95"]);
});

const random = seededRandom("few clusters");
const few: ClusterArms = {
  treated: Array.from({ length: 5 }, () => one(1 + random.below(20), random.normal(80, 20))),
  control: Array.from({ length: 6 }, () => one(1 + random.below(20), random.normal(60, 20))),
};

/** The arms as they would be if the treated had been spared this effect. */
function without(effect: number, { treated, control }: ClusterArms): ClusterArms {
  return { treated: treated.map(({ size, sum }) => one(size, sum - effect * size)), control };
}

for (const sides of ["two-sided", "greater", "less"] as const) {
  test(`the interval holds the effects that the test does not reject, and no other (${sides})`, () => {
    const { low, high } = clusterDifference(few, { sides });
    const rejected = (effect: number) => clusterDifference(without(effect, few), { sides }).pValue! <= 0.05;
    for (const [end, outwards] of [
      [low, -1],
      [high, 1],
    ]) {
      if (!Number.isFinite(end)) continue;
      assert.equal(rejected(end + outwards * 1e-6), true);
      assert.equal(rejected(end - outwards * 1e-6), false);
    }
    assert.deepEqual([Number.isFinite(low), Number.isFinite(high)], [sides !== "less", sides !== "greater"]);
  });
}

test("drawn assignments agree with all of them within four standard errors", () => {
  const many: ClusterArms = {
    treated: few.treated,
    control: [...few.control, ...Array.from({ length: 40 }, (_, i) => one(5, 60 + ((i * 17) % 50)))],
  };
  const [a, b] = ["a", "b"].map((seed) => clusterDifference(many, { random: seededRandom(seed) }));
  near(a.pValue!, b.pValue!, 4 * Math.sqrt((2 * a.pValue!) / 10_000));
  near(a.low, b.low, 0.05 * (a.high - a.low));
  assert.ok(a.low < a.estimate && a.estimate < a.high);
  assert.throws(() => clusterDifference(many), {
    name: "RangeError",
    message: "clusters: too many assignments to go through, expected `random`, got none",
  });
  assert.throws(() => clusterDifference(many, { random: seededRandom(1), rounds: 0.5 }), {
    message: "clusters: expected a whole number of rounds above 0, got 0.5",
  });
});

test("swapped arms change the sign; a constant added to everybody, or the order of the clusters, changes nothing", () => {
  const cluster = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -50, max: 50 }));
  const arm = fc.array(cluster, { minLength: 4, maxLength: 5 });
  fc.assert(
    fc.property(arm, arm, (a, b) => {
      const cells = (rows: typeof a, up = 0) => rows.map(([size, sum]) => one(size, sum + up * size));
      // One odd cluster keeps the outcome from being the same everywhere.
      const [treated, control] = [[...cells(a), one(2, 7.5)], cells(b)];
      const there = clusterDifference({ treated, control });
      const back = clusterDifference({ treated: control, control: treated });
      near(there.low, -back.high, 1e-9);
      near(there.high, -back.low, 1e-9);
      near(there.pValue!, back.pValue!, 1e-12);
      const turned = clusterDifference({ treated: [...treated].reverse(), control });
      near(turned.low, there.low, 1e-9);
      const up = clusterDifference({ treated: [...cells(a, 5), one(2, 17.5)], control: cells(b, 5) });
      near(up.high, there.high, 1e-8);
      near(up.pValue!, there.pValue!, 1e-12);
    }),
    { numRuns: 60 },
  );
});

test("clusters that all have the same mean have no test", () => {
  const arms = { treated: [one(1, 2), one(3, 6)], control: [one(2, 4), one(5, 10)] };
  assert.throws(() => clusterDifference(arms), {
    name: "NotEstimable",
    message: "the outcome does not vary between the clusters",
  });
});
