import assert from "node:assert/strict";
import test from "node:test";
import { seededRandom } from "../../statistics/random.js";
import { bankCampaign } from "../../synthetic/bank/campaign.js";
import { exampleCustomers, outcomesOf } from "../../synthetic/bank/truth.js";
import { bankChecks, shopChecks } from "../../synthetic/self-check.js";
import { crmCustomers } from "../../synthetic/shop/customers.js";

const bank = bankCampaign({ rows: 5_000, random: seededRandom(11) });
const shop = crmCustomers({ rows: 2_240, random: seededRandom(11) });

test("what the generators make passes its checks on many seeds", () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const checks = [
      ...bankChecks(bankCampaign({ rows: 5_000, random: seededRandom(seed) })),
      ...shopChecks(crmCustomers({ rows: 2_240, random: seededRandom(seed) })),
    ];
    assert.deepEqual(
      checks.filter((check) => !check.holds),
      [],
    );
  }
});

test("a table with its arms swapped fails the checks of both response rates", () => {
  const mailed = (bank.data.columns.received_campaign as Float64Array).map((arm) => 1 - arm);
  const swapped = {
    ...bank,
    data: { ...bank.data, columns: { ...bank.data.columns, received_campaign: mailed } },
  };
  const failed = bankChecks(swapped)
    .filter((check) => !check.holds)
    .map((check) => check.what);
  assert.deepEqual(failed, ["response when left alone", "response when mailed"]);
});

test("a repaired income is noticed: the fault is part of the promise", () => {
  const incomes = (shop.data.columns.Income as Float64Array).map((income) =>
    Number.isNaN(income) ? 1 : income,
  );
  const repaired = { ...shop, data: { ...shop.data, columns: { ...shop.data.columns, Income: incomes } } };
  assert.equal(shopChecks(repaired)[0].holds, false);
});

test("the six examples show all four response types in the order of the table", () => {
  const six = exampleCustomers(bank.truth);
  const types = six.map((row) => (bank.truth.columns.response_type as string[])[row]);
  assert.deepEqual([...types].sort(), [
    "do-not-disturb",
    "lost cause",
    "lost cause",
    "persuadable",
    "persuadable",
    "sure thing",
  ]);
  assert.deepEqual(
    six,
    [...six].sort((a, b) => a - b),
  );
});

test("a table without a type has no examples of it", () => {
  const truth = { name: "t", rows: 1, columns: { response_type: ["lost cause"] } };
  assert.throws(() => exampleCustomers(truth), /0 of type "persuadable", expected 2/);
});

test("outcomes are read from a truth table only", () => {
  assert.throws(() => outcomesOf(bank.data), /no column of numbers "y_control" in table campaign_data/);
});
