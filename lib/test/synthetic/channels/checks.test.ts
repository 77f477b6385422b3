import assert from "node:assert/strict";
import test from "node:test";
import { seededRandom } from "../../../statistics/random.js";
import { channelChecks } from "../../../synthetic/channels/checks.js";
import { type ChannelTables, channelPerformance } from "../../../synthetic/channels/performance.js";
import { numbersIn, textsIn } from "../../../synthetic/tables.js";
import type { Column } from "../../../types.js";

const tables = channelPerformance({ random: seededRandom("channels") });
const failed = (made: ChannelTables): string[] =>
  channelChecks(made)
    .filter((check) => !check.holds)
    .map((check) => check.what);
const withColumn = (name: string, column: Column): ChannelTables => ({
  ...tables,
  data: { ...tables.data, columns: { ...tables.data.columns, [name]: column } },
});

test("the default tables and those of other seeds hold", () => {
  assert.deepEqual(failed(tables), []);
  for (const seed of [1, 2]) assert.deepEqual(failed(channelPerformance({ random: seededRandom(seed) })), []);
});

test("at 200,000 rows everything is still within four standard errors", () => {
  assert.deepEqual(failed(channelPerformance({ rows: 200_000, random: seededRandom("large") })), []);
});

test("swapped groups fail the checks of the hold-out, of spend and of purchases", () => {
  const swapped = textsIn(tables.data, "Group").map((arm) => (arm === "A" ? "B" : "A"));
  const broken = failed(withColumn("Group", swapped));
  for (const what of [
    "share of users held out, CAMPAIGN_1 to 7",
    "users held out, CAMPAIGN_8 to 10",
    "spend on users held out",
    "purchases a day in group A",
    "purchases a day in group B",
    "purchases per user, A minus B",
  ]) {
    assert.ok(broken.includes(what), what);
  }
});

test("repaired dirt is noticed: it is part of the promise", () => {
  const spend = numbersIn(tables.data, "Spend_USD").map((dollars) => (Number.isNaN(dollars) ? 1 : dollars));
  assert.deepEqual(failed(withColumn("Spend_USD", spend)), ["share of Spend_USD missing"]);
  const channel = textsIn(tables.data, "Channel").map((level) => (level === "email" ? "Email" : level));
  assert.deepEqual(failed(withColumn("Channel", channel)), ["share of Email written email"]);
});
