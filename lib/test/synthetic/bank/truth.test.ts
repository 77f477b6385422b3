import assert from "node:assert/strict";
import test from "node:test";
import { seededRandom } from "../../../statistics/random.js";
import { bankCampaign } from "../../../synthetic/bank/campaign.js";
import { exampleCustomers, outcomesOf } from "../../../synthetic/bank/truth.js";

const bank = bankCampaign({ rows: 5_000, random: seededRandom(11) });

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
  assert.throws(() => outcomesOf(bank.data), /table campaign_data: no column of numbers "y_control"/);
});
