import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { seededRandom } from "../../../statistics/random.js";
import { bankCampaign, bankTruth } from "../../../synthetic/bank/campaign.js";
import type { Table } from "../../../types.js";
import { near } from "../../near.js";

const person = { age: 43.5, income: 70_000, tenure: 1, credit: 700, daysSince: 200 };
const numbers = (table: Table, name: string): Float64Array => table.columns[name] as Float64Array;
const mean = (values: Iterable<number>): number => {
  const list = [...values];
  return list.reduce((a, b) => a + b, 0) / list.length;
};

test("the rule gives each group its effect", () => {
  near(bankTruth(person).treated - bankTruth(person).control, 0.185, 1e-12);
  near(
    bankTruth({ ...person, daysSince: 30 }).treated - bankTruth({ ...person, daysSince: 30 }).control,
    0.09,
    1e-12,
  );
  near(
    bankTruth({ ...person, tenure: 9 }).treated - bankTruth({ ...person, tenure: 9 }).control,
    -0.04,
    1e-12,
  );
});

test("the documented ranges hold: 5,000 rows, half mailed, a share of harmed customers", () => {
  const { data, truth } = bankCampaign({ rows: 5_000, random: seededRandom(1) });
  const mailed = numbers(data, "received_campaign");
  // Four standard errors of a fair coin over 5,000 customers.
  near(mean(mailed), 0.5, 4 * Math.sqrt(0.25 / 5_000));
  assert.ok(numbers(data, "income").every((income) => income >= 15_000));
  assert.ok(numbers(data, "age").every((age) => age >= 18 && age <= 69));
  assert.ok(numbers(data, "days_since_last_purchase").every((days) => days >= 1 && days <= 364));
  // Expected share of long-standing customers: exp(-8/5) before rounding tenure to one decimal.
  const groups = truth.columns.customer_group as string[];
  near(mean(groups.map((group) => Number(group === "long-standing customer"))), Math.exp(-7.95 / 5), 0.025);
});

test("the published campaign's size is built in: about 5 % without and 16 % with the message", () => {
  const { truth } = bankCampaign({ rows: 20_000, random: seededRandom(2) });
  near(mean(numbers(truth, "p_response_control")), 0.048, 0.002);
  near(mean(numbers(truth, "p_response_treated")), 0.164, 0.004);
});

test("what is observed is the potential outcome of the arm, row by row", () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 300 }), fc.integer(), (rows, seed) => {
      const { data, truth } = bankCampaign({ rows, random: seededRandom(seed) });
      const [mailed, responded] = [numbers(data, "received_campaign"), numbers(data, "responded")];
      const [control, treated] = [numbers(truth, "y_control"), numbers(truth, "y_treated")];
      assert.ok(responded.every((y, i) => y === (mailed[i] ? treated[i] : control[i])));
    }),
    { numRuns: 30 },
  );
});

test("the same seed gives the same table, another seed another one", () => {
  const make = (seed: number) => JSON.stringify(bankCampaign({ rows: 50, random: seededRandom(seed) }));
  assert.equal(make(3), make(3));
  assert.notEqual(make(3), make(4));
});

test("a table needs rows", () => {
  assert.throws(
    () => bankCampaign({ rows: 2.5, random: seededRandom(1) }),
    /whole number of at least 10, got 2.5/,
  );
});
