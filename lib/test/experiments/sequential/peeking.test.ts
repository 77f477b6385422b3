import assert from "node:assert/strict";
import test from "node:test";
import { differenceInRates } from "../../../experiments/rates/differences.js";
import { dailyLooks } from "../../../experiments/sequential/looks.js";
import { peekingAlarms, simulatedLooks } from "../../../experiments/sequential/peeking.js";
import { seededRandom } from "../../../statistics/random.js";

test("three customers on two days, by hand", () => {
  const looks = dailyLooks(
    { day: ["2026-01-02", "2026-01-01", "2026-01-01"], treatment: [0, 1, 0], outcome: [1, 1, 0] },
    { share: 0.5 },
  );
  assert.deepEqual(
    looks.map(({ day, n, fixed }) => [day, n, fixed.estimate]),
    [
      ["2026-01-01", 2, 1],
      ["2026-01-02", 3, 0.5],
    ],
  );
  assert.match(String(looks[1].alwaysValid.tooEarly), /too early/);
  assert.deepEqual(looks[1].evidence.pValue <= 1, true);
});

test("a day on which an arm is still empty is no look, and its customers count later", () => {
  const looks = dailyLooks({ day: [1, 2, 10], treatment: [1, 0, 1], outcome: [0, 0, 1] }, { share: 0.5 });
  assert.deepEqual(
    looks.map(({ day, n }) => [day, n]),
    [
      [2, 2],
      [10, 3],
    ],
  );
});

const TEST = { days: 20, customersPerDay: 200, rates: { treated: 0.2, control: 0.2 }, share: 0.5 };

test("the last look is the fixed-size test of all customers, and the e-process remembers its best day", () => {
  const looks = simulatedLooks(TEST, seededRandom("one run"));
  assert.equal(looks.length, 20);
  assert.equal(looks[19].n, 4000);
  const best = Math.max(1, ...looks.map(({ evidence }) => evidence.eValue));
  assert.ok(Math.abs(looks[19].evidence.pValue - 1 / best) < 1e-12);
});

test("a table gives the looks of its simulation", () => {
  const random = seededRandom("rows");
  const rows = Array.from({ length: 600 }, (_, i) => ({
    day: 1 + (i % 3),
    arm: random.below(2),
    converted: random.below(2),
  }));
  const looks = dailyLooks(
    {
      day: Float64Array.from(rows, ({ day }) => day),
      treatment: rows.map(({ arm }) => arm),
      outcome: rows.map(({ converted }) => converted),
    },
    { share: 0.5 },
  );
  const count = (arm: number) => {
    const members = rows.filter((row) => row.arm === arm);
    return {
      customers: members.length,
      conversions: members.filter(({ converted }) => converted === 1).length,
    };
  };
  assert.deepEqual(looks[2].fixed, differenceInRates(count(1), count(0)));
});

test("peeking for 20 days: some 25 % false alarms with the fixed-size interval, 5 % at most with the others", () => {
  const [fixed, always, evidence] = peekingAlarms(TEST, { tests: 400, random: seededRandom("peeking") });
  assert.ok(Math.abs(fixed.rate - 0.25) < 4 * fixed.monteCarloError, `${fixed.rate}`);
  assert.ok(always.rate <= 0.05 && evidence.rate <= 0.05, `${always.rate} and ${evidence.rate}`);
});

test("looked at once, the fixed-size interval keeps its promise", () => {
  const once = { ...TEST, days: 1, customersPerDay: 1000 };
  const [fixed] = peekingAlarms(once, { tests: 800, random: seededRandom("once") });
  assert.ok(Math.abs(fixed.rate - 0.05) < 4 * fixed.monteCarloError, `${fixed.rate}`);
});

test("with an effect, all three find it", () => {
  const effect = { ...TEST, rates: { treated: 0.3, control: 0.2 } };
  const alarms = peekingAlarms(effect, { tests: 50, random: seededRandom("effect") });
  assert.ok(alarms.every(({ rate }) => rate > 0.9));
});

test("the same seed gives the same looks", () => {
  assert.deepEqual(simulatedLooks(TEST, seededRandom(3)), simulatedLooks(TEST, seededRandom(3)));
});

test("a missing day is refused", () => {
  assert.throws(
    () => dailyLooks({ day: ["2026-01-01", null], treatment: [1, 0], outcome: [0, 0] }, { share: 0.5 }),
    /looks: row 2 has no day/,
  );
});

test("columns of different length are refused", () => {
  assert.throws(
    () => dailyLooks({ day: [1], treatment: [1, 0], outcome: [0, 0] }, { share: 0.5 }),
    /looks: 2 treatments and 2 outcomes for 1 days/,
  );
});

test("half a day is refused", () => {
  assert.throws(
    () => simulatedLooks({ ...TEST, days: 0.5 }, seededRandom(1)),
    /peeking: expected a whole number of days above 0, got 0.5/,
  );
});
