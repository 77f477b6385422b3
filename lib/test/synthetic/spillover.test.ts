import assert from "node:assert/strict";
import test from "node:test";
import { clusterDifference } from "../../experiments/adjusted/cluster-difference.js";
import { clusterTotals } from "../../experiments/adjusted/cluster-totals.js";
import { differenceInRates } from "../../experiments/rates/differences.js";
import { seededRandom } from "../../statistics/random.js";
import { twinHouseholds } from "../../synthetic/spillover.js";

const world = { households: 20_000, base: 0.1, effect: 0.06, told: 0.8 };
const sent = (sentTo: "customers" | "households") =>
  twinHouseholds({ ...world, sentTo, random: seededRandom("twins") });

test("households are of two, and a household is sent the message as a whole or not at all", () => {
  const { treatment, household } = sent("households");
  assert.equal(new Set(household).size, 20_000);
  assert.deepEqual(household.slice(1, 3), ["household-1", "household-2"]);
  assert.ok(treatment.every((sentTo, row) => sentTo === treatment[row ^ 1]));
  assert.deepEqual(sent("households"), sent("households"));
});

test("sent by customers the difference shrinks to effect · (1 - told / 2), and its interval misses the truth", () => {
  const { treatment, outcome, trueEffect } = sent("customers");
  const group = (arm: number) => {
    const rows = outcome.filter((_, row) => treatment[row] === arm);
    return { customers: rows.length, conversions: rows.filter((bought) => bought === 1).length };
  };
  const { low, high } = differenceInRates(group(1), group(0));
  assert.ok(low < 0.036 && 0.036 < high);
  assert.ok(high < trueEffect);
});

test("sent by households the interval holds the true effect", () => {
  const twins = sent("households");
  const { low, high } = clusterDifference(clusterTotals({ ...twins, cluster: twins.household }));
  assert.ok(0.036 < low && low < twins.trueEffect && twins.trueEffect < high);
});

test("impossible worlds are refused", () => {
  const random = seededRandom(1);
  assert.throws(() => twinHouseholds({ ...world, households: 1, sentTo: "customers", random }), {
    name: "RangeError",
    message: "twin households rows: expected a whole number of at least 2, got 1",
  });
  assert.throws(() => twinHouseholds({ ...world, told: 1.2, sentTo: "customers", random }), {
    name: "RangeError",
    message: /^chance: /,
  });
});
