import assert from "node:assert/strict";
import test from "node:test";
import { seededRandom } from "../../../statistics/random.js";
import { bankCampaign, campaignByChoice } from "../../../synthetic/bank/campaign.js";
import { bankChecks } from "../../../synthetic/bank/checks.js";
import { choiceChecks } from "../../../synthetic/bank/choice-checks.js";
import type { GeneratorCheck } from "../../../synthetic/self-check.js";
import { numbersIn, type SyntheticTables } from "../../../synthetic/tables.js";
import type { Column } from "../../../types.js";

const bank = bankCampaign({ rows: 5_000, random: seededRandom(11) });
const twin = campaignByChoice(bank, seededRandom(12));
const failed = (checks: readonly GeneratorCheck[]): string[] =>
  checks.filter((check) => !check.holds).map((check) => check.what);
const changed = (tables: SyntheticTables, columns: Record<string, Column>): SyntheticTables => ({
  ...tables,
  data: { ...tables.data, columns: { ...tables.data.columns, ...columns } },
});
const swapped = (tables: SyntheticTables): SyntheticTables =>
  changed(tables, { received_campaign: numbersIn(tables.data, "received_campaign").map((arm) => 1 - arm) });

test("what the generators make passes its checks on many seeds", () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const tables = bankCampaign({ rows: 5_000, random: seededRandom(seed) });
    const picked = campaignByChoice(tables, seededRandom(`twin ${seed}`));
    assert.deepEqual(failed([...bankChecks(tables), ...choiceChecks(picked, tables)]), []);
  }
});

test("the checks hold for 200,000 customers too, where tolerances are a sixth", () => {
  const tables = bankCampaign({ rows: 200_000, random: seededRandom(1) });
  assert.deepEqual(
    failed([...bankChecks(tables), ...choiceChecks(campaignByChoice(tables, seededRandom(2)), tables)]),
    [],
  );
});

test("a table with its arms swapped fails the response rates and the agreement with its truth", () => {
  assert.deepEqual(failed(bankChecks(swapped(bank))), [
    "responded: left alone",
    "responded: mailed",
    "unsubscribed: left alone",
    "unsubscribed: mailed",
    "responded: not y_control or y_treated of the arm",
    "responded: not y_control_independent or y_treated_independent of the arm",
    "spend_this_month: not spend_control or spend_treated of the arm",
    "unsubscribed: not unsubscribed_control or unsubscribed_treated of the arm",
  ]);
});

test("a shifted income is noticed, and so is a customer below the lowest one", () => {
  const income = numbersIn(bank.data, "income").map((value, i) => (i === 0 ? 14_999 : value + 2_000));
  assert.deepEqual(failed(bankChecks(changed(bank, { income }))), [
    "income: below 15,000",
    "income: mean",
    "is_high_value: not as its rule says",
  ]);
});

test("a twin that a coin made is no confounded twin", () => {
  const found = failed(choiceChecks(bank, bank));
  assert.deepEqual(found, ["bias of the naive difference beyond four errors (1 yes)"]);
});

test("a twin with its arms swapped does not lead back to the truth", () => {
  const found = failed(choiceChecks(swapped(twin), bank));
  assert.ok(found.includes("difference weighted by propensity"));
});

test("a twin of other customers is noticed", () => {
  const other = campaignByChoice(bankCampaign({ rows: 5_000, random: seededRandom(13) }), seededRandom(12));
  assert.deepEqual(failed(choiceChecks(other, bank)), [
    "columns that differ from campaign_data",
    "truth columns that differ from campaign_data",
  ]);
});
