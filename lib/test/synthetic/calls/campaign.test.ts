import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { seededRandom } from "../../../statistics/random.js";
import { DAY } from "../../../synthetic/calendar.js";
import { type OutboundCalls, outboundCalls } from "../../../synthetic/calls/campaign.js";
import { END_OF_DATA } from "../../../synthetic/calls/customers.js";
import { momentOf } from "../../../synthetic/calls/formats.js";
import { observedCustomers } from "../../../synthetic/calls/observed.js";
import { CALL_SEGMENTS } from "../../../synthetic/calls/truth.js";
import { numbersIn, textsIn } from "../../../synthetic/tables.js";
import { near } from "../../near.js";

const world = outboundCalls({ rows: 12_010, random: seededRandom("test") });
const truth = (name: string, tables: OutboundCalls = world): Float64Array => numbersIn(tables.truth, name);
const seen = observedCustomers(world);
const mean = (values: ArrayLike<number>, rows: (row: number) => boolean): number => {
  const kept = Array.from(values).filter((_, row) => rows(row));
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
};

/** Day of each customer's first sale since the account, counted from the account's day; NaN without one. */
function saleDays({ customers, sales }: OutboundCalls): Float64Array {
  const accounts = textsIn(customers, "accountcreationdatetime").map((text) =>
    Math.floor(momentOf(text!) / DAY),
  );
  const rowOf = new Map(Array.from(numbersIn(customers, "userid"), (user, row) => [user, row]));
  const days = new Float64Array(customers.rows).fill(Number.NaN);
  const soldOn = textsIn(sales, "saledatetime").map((text) => Math.floor(momentOf(text!) / DAY));
  numbersIn(sales, "userid").forEach((user, i) => {
    const row = rowOf.get(user);
    if (row === undefined || soldOn[i] < accounts[row]) return;
    const day = soldOn[i] - accounts[row];
    if (!(days[row] <= day)) days[row] = day;
  });
  return days;
}

test("what the sales show is the truth's world that happened, row by row, as far as the data go", () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 400 }), fc.integer(), (rows, seed) => {
      const tables = outboundCalls({ rows, random: seededRandom(seed) });
      const { attempted } = observedCustomers(tables);
      const days = saleDays(tables);
      const accounts = textsIn(tables.customers, "accountcreationdatetime").map((text) => momentOf(text!));
      for (let row = 0; row < rows; row++) {
        const day = truth(attempted[row] === 1 ? "sale_day_attempted" : "sale_day_not_attempted", tables)[
          row
        ];
        const inTime = (Math.floor(accounts[row] / DAY) + day) * DAY < END_OF_DATA;
        assert.ok(Object.is(days[row], inTime ? day : Number.NaN));
      }
    }),
    { numRuns: 15 },
  );
});

test("the truth's columns agree with each other", () => {
  for (const side of ["not_attempted", "attempted"]) {
    const days = truth(`sale_day_${side}`);
    assert.ok(truth(`sold_${side}`).every((sold, row) => (sold === 1) === days[row] < 45));
  }
  const [alone, called, effect] = ["sold_not_attempted", "sold_attempted", "effect"].map((name) =>
    truth(name),
  );
  const [reached, ifReached] = ["contact_if_attempted", "effect_if_reached"].map((name) => truth(name));
  assert.ok(effect.every((value, row) => value === called[row] - alone[row]));
  // An attempt works by reaching somebody and by nothing else.
  assert.ok(effect.every((value, row) => value === reached[row] * ifReached[row]));
  assert.deepEqual([...new Set(textsIn(world.truth, "segment"))].sort(), [...CALL_SEGMENTS].sort());
});

test("eligible customers have a phone and had not bought by the end of day three; the effect is theirs alone", () => {
  const phones = textsIn(world.customers, "PhoneNumber_hashed");
  const days = truth("sale_day_not_attempted");
  const eligible = truth("eligible");
  assert.ok(eligible.every((one, row) => (one === 1) === (phones[row] !== null && !(days[row] <= 3))));
  assert.ok(truth("effect").every((effect, row) => effect === 0 || eligible[row] === 1));
});

test("the rule gives a probability of being dialled to eligible customers, and to nobody else", () => {
  const eligible = truth("eligible");
  const propensity = truth("true_propensity");
  assert.ok(propensity.every((p, row) => (eligible[row] === 1 ? p > 0 && p < 1 : Number.isNaN(p))));
  // Some who bought are dialled all the same, because the list lags behind: by accident, not by the rule.
  assert.ok(seen.attempted.some((one, row) => one === 1 && eligible[row] === 0));
});

test("the published difference is larger than the true effect, which is large where credit is low", () => {
  const segments = textsIn(world.truth, "segment");
  const eligible = (row: number): boolean => truth("eligible")[row] === 1;
  const effect = (level: string): number =>
    mean(truth("effect"), (row) => eligible(row) && segments[row]!.startsWith(level));
  const naive =
    mean(seen.sold, (row) => seen.attempted[row] === 1) - mean(seen.sold, (row) => seen.attempted[row] === 0);
  assert.ok(naive > mean(truth("effect"), eligible) + 0.03);
  near(effect("low credit"), 0.105, 4 * Math.sqrt((0.105 * 0.895) / 5_700));
  near(effect("high credit"), 0.014, 4 * Math.sqrt((0.014 * 0.986) / 5_400));
});

test("weighting the eligible customers by their true propensity gives the true effect", () => {
  const [propensity, eligible] = [truth("true_propensity"), truth("eligible")];
  const outcome = (row: number): number =>
    truth(seen.attempted[row] ? "sold_attempted" : "sold_not_attempted")[row];
  const rows = Array.from(eligible.keys()).filter((row) => eligible[row] === 1);
  const weighted = rows.map(
    (row) => (seen.attempted[row] ? 1 / propensity[row] : -1 / (1 - propensity[row])) * outcome(row),
  );
  const estimate = weighted.reduce((sum, value) => sum + value, 0) / rows.length;
  const sd = Math.sqrt(weighted.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / rows.length);
  near(
    estimate,
    mean(truth("effect"), (row) => eligible[row] === 1),
    (4 * sd) / Math.sqrt(rows.length),
  );
});

test("the true propensity is how often eligible customers were dialled", () => {
  const propensity = truth("true_propensity");
  const eligible = truth("eligible");
  for (const [low, high] of [
    [0, 0.4],
    [0.4, 0.7],
    [0.7, 0.9],
    [0.9, 1],
  ]) {
    const bin = (row: number): boolean =>
      eligible[row] === 1 && propensity[row] > low && propensity[row] <= high;
    const rows = Array.from(propensity.keys()).filter(bin).length;
    near(mean(seen.attempted, bin), mean(propensity, bin), 4 * Math.sqrt(0.25 / rows));
  }
});

test("counts scale with the customers, and sales, dials and odd cases are there", () => {
  assert.deepEqual([world.customers.rows, world.sales.rows, world.truth.rows], [12_010, 5_610, 12_010]);
  assert.equal(
    seen.attempted.reduce((sum, one) => sum + one),
    7_998,
  );
  assert.ok(seen.soldBeforeDial.some((one) => one === 1));
  const reached = numbersIn(world.calls, "Contacted");
  assert.ok(textsIn(world.calls, "CallDuration").every((text, i) => (text === null) === (reached[i] === 0)));
  const half = outboundCalls({ rows: 6_005, random: seededRandom("half") });
  assert.deepEqual(
    [half.sales.rows, observedCustomers(half).attempted.reduce((sum, one) => sum + one)],
    [2_805, 3_999],
  );
});

test("the same seed gives the same tables, another seed others", () => {
  const make = (seed: number): string =>
    JSON.stringify(outboundCalls({ rows: 100, random: seededRandom(seed) }));
  assert.equal(make(3), make(3));
  assert.notEqual(make(3), make(4));
});

test("a campaign needs customers", () => {
  const random = seededRandom(1);
  assert.throws(() => outboundCalls({ rows: 99, random }), /whole number of at least 100, got 99/);
  assert.throws(() => outboundCalls({ rows: 100.5, random }), /whole number of at least 100, got 100.5/);
});
