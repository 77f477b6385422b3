import assert from "node:assert/strict";
import { test } from "node:test";
import { type Database, openDatabase } from "../../../tables/database.js";
import { channelCohorts, channelSums, kpiByImputation } from "../../../tables/features/channels.js";
import { rowAt } from "../files.js";

/** A cleaned table of these rows: channel, user, arm, conversions, clicks, spend, spend_usd_missing, revenue, first seen, day. */
async function cleanedChannels(...rows: readonly string[]): Promise<Database> {
  const database = await openDatabase();
  await database.run(`CREATE TABLE channel_performance_clean AS
SELECT *, 10 AS impressions, 'North' AS region FROM (VALUES ${rows.map((row) => `(${row})`).join(", ")})
AS v(channel, user_id, test_group, conversions, clicks, spend_usd, spend_usd_missing, revenue_usd, first_seen_date, date)`);
  return database;
}

const JANUARY = "DATE '2023-01-31', DATE '2023-01-31'";

test("sums by user leave out the rows whose spend or conversions nobody reported", async () => {
  const database = await cleanedChannels(
    `'SMS', 'u1', 'A', 1, 2, 0.10, 0, 20.05, ${JANUARY}`,
    `'SMS', 'u1', 'A', 0, 3, 0.20, 0, 0, ${JANUARY}`,
    `'SMS', 'u1', 'A', 1, 4, 0.15, 1, 30, ${JANUARY}`,
    `'Email', 'u1', 'A', NULL, 5, 0.20, 0, 9, ${JANUARY}`,
    `'SMS', 'u2', 'B', 0, 0, 0, 0, 0, ${JANUARY}`,
  );
  const sums = await channelSums(database, "channel");
  assert.equal(sums.rows, 2);
  assert.deepEqual(rowAt(sums, 0), {
    ...{ group: "SMS", user_id: "u1", test_group: "A", row_count: 2 },
    ...{ conversions: 1, clicks: 5, impressions: 20, spend_usd: 0.3, revenue_usd: 20.05 },
  });
  assert.equal(rowAt(sums, 1).test_group, "B");
  database.close();
});

test("a row without revenue is left out where the file knows revenue, so that ROAS compares the same rows", async () => {
  const database = await cleanedChannels(
    `'SMS', 'u1', 'A', 1, 2, 0.10, 0, 20.05, ${JANUARY}`,
    `'SMS', 'u1', 'A', 1, 2, 7.00, 0, NULL, ${JANUARY}`,
    `'SMS', 'u2', 'A', 1, 2, 7.00, 0, NULL, ${JANUARY}`,
  );
  const sums = await channelSums(database, "channel");
  assert.equal(sums.rows, 1);
  const { row_count, spend_usd, revenue_usd } = rowAt(sums, 0);
  assert.deepEqual([row_count, spend_usd, revenue_usd], [1, 0.1, 20.05]);
  database.close();
});

test("sums by channel and by region are the same money, to the cent", async () => {
  const rows = Array.from(
    { length: 300 },
    (_, i) => `'${["SMS", "Email"][i % 2]}', 'u${i % 7}', 'A', 1, 1, ${i / 100}, 0, 0.1, ${JANUARY}`,
  );
  const database = await cleanedChannels(...rows);
  const total = async (by: "channel" | "region", amount: string): Promise<string> => {
    const { columns } = await channelSums(database, by);
    return (columns[amount] as Float64Array).reduce((sum, x) => sum + x, 0).toFixed(2);
  };
  assert.deepEqual(
    [await total("channel", "spend_usd"), await total("region", "spend_usd")],
    ["448.50", "448.50"],
  );
  assert.deepEqual(
    [await total("channel", "revenue_usd"), await total("region", "revenue_usd")],
    ["30.00", "30.00"],
  );
  database.close();
});

test("cohorts count users once a month, and months by the calendar", async () => {
  const seen = (first: string, day: string): string => `DATE '${first}', DATE '${day}'`;
  const database = await cleanedChannels(
    `'SMS', 'u1', 'A', 1, 0, 1, 0, 10.10, ${seen("2022-12-31", "2023-01-01")}`,
    `'SMS', 'u1', 'A', NULL, 0, 1, 0, 5.05, ${seen("2022-12-31", "2023-01-20")}`,
    `'SMS', 'u2', 'A', 1, 0, 1, 0, 0, ${seen("2022-12-01", "2022-12-01")}`,
    `'SMS', 'u3', 'A', 0, 0, 1, 0, 0, NULL, DATE '2023-01-01'`,
  );
  const cohorts = await channelCohorts(database);
  assert.equal(cohorts.rows, 2);
  assert.deepEqual(rowAt(cohorts, 1), {
    ...{ cohort: "2022-12", months_since: 1, row_count: 2, users: 1 },
    ...{ conversions: 1, unknown_conversions: 1, revenue_usd: 15.15 },
  });
  database.close();
});

test("the cost of a conversion depends on what is done about missing values", async () => {
  const database = await cleanedChannels(
    `'Email', 'u1', 'A', 1, 0, 1, 0, 0, ${JANUARY}`,
    `'Email', 'u2', 'A', 1, 0, 2, 0, 0, ${JANUARY}`,
    `'Email', 'u3', 'A', 1, 0, 9, 0, 0, ${JANUARY}`,
    `'Email', 'u4', 'A', 1, 0, 99, 1, 0, ${JANUARY}`,
    `'SMS', 'u5', 'A', 1, 0, 3, 0, 0, ${JANUARY}`,
    `'SMS', 'u6', 'A', NULL, 0, 5, 0, 0, ${JANUARY}`,
    `'SMS', 'u7', 'B', 1, 0, 0, 0, 0, ${JANUARY}`,
  );
  const table = await kpiByImputation(database, { heldOut: "B" });
  // Medians: spend 3, in Email 2, in SMS 4; conversions 1. Email has a spend, SMS a conversion missing.
  assert.deepEqual(rowAt(table, 0), {
    ...{ channel: "Email", incomplete: 1, complete_cases: 12 / 3 },
    ...{ zero_filled: 12 / 4, median_filled: 15 / 4, grouped_median: 14 / 4 },
  });
  assert.deepEqual(rowAt(table, 2), {
    ...{ channel: "all channels", incomplete: 2, complete_cases: 15 / 4 },
    ...{ zero_filled: 20 / 5, median_filled: 23 / 6, grouped_median: 22 / 6 },
  });
  database.close();
});

test("a channel without conversions has no cost of one", async () => {
  const database = await cleanedChannels(
    `'Email', 'u1', 'A', 1, 0, 1, 0, 0, ${JANUARY}`,
    `'SMS', 'u2', 'A', 0, 0, 1, 0, 0, ${JANUARY}`,
  );
  await assert.rejects(
    kpiByImputation(database, { heldOut: "B" }),
    /cost per conversion: no conversion with known spend in SMS/,
  );
  database.close();
});
