import assert from "node:assert/strict";
import { after, test } from "node:test";
import { bands } from "../../../experiments/bands.js";
import { type Database, openDatabase } from "../../../tables/database.js";
import { BANK_FEATURES, makeBankFeatures } from "../../../tables/features/bank-features.js";
import type { Table } from "../../../types.js";

const opened = openDatabase();
after(async () => (await opened).close());

/** The features of customers given as SQL: spend last month, spend this month, tenure, days since the last purchase. */
async function featuresOf(...customers: readonly string[]): Promise<Table> {
  const database: Database = await opened;
  const columns = "spend_last_month, spend_this_month, tenure_years, days_since_last_purchase";
  await database.run(
    `CREATE OR REPLACE VIEW customers AS SELECT * FROM (VALUES (${customers.join("), (")})) AS rows(${columns})`,
  );
  await makeBankFeatures(database, { table: "customers" });
  return database.query("SELECT * FROM bank_features");
}

test("features of one customer agree with a calculation by hand", async () => {
  const { columns } = await featuresOf("42.81, 143.00, 9.9, 84");
  assert.deepEqual(columns.spend_change, Float64Array.of(100.19));
  assert.deepEqual(columns.tenure_band, ["8 or more"]);
  assert.deepEqual(columns.recency_band, ["60 to under 120"]);
});

test("bands are those that effects are shown by", async () => {
  const years = [0, 1.9, 2, 3.9, 4, 7.9, 8, 60];
  const { columns } = await featuresOf(...years.map((year) => `0, 0, ${year}, 1`));
  const named = bands(years, [2, 4, 8], "years").map((name) => name.replace(" years", ""));
  assert.deepEqual(columns.tenure_band, named);
});

test("a change of spend is exact to the cent, also of doubles", async () => {
  const { columns } = await featuresOf("CAST('0.1' AS DOUBLE), CAST('0.3' AS DOUBLE), 1, 1");
  assert.deepEqual(columns.spend_change, Float64Array.of(0.2));
});

test("a feature of a missing value is missing", async () => {
  const { columns } = await featuresOf("NULL, 1.00, NULL, NULL", "1.00, 1.00, 2.0, 60");
  const first = BANK_FEATURES.map(({ name }) => columns[name][0]);
  assert.deepEqual(first, [Number.NaN, null, null]);
});
