import assert from "node:assert/strict";
import { after, test } from "node:test";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { openDatabase } from "../../../tables/database.js";
import { describeColumns } from "../../../tables/features/described-columns.js";
import { loadTable } from "../../../tables/reading/read.js";
import { near } from "../../near.js";
import { KAG_SCHEMA, referenceFile } from "../examples.js";
import { rowAt, shopSchema } from "../files.js";

const opened = openDatabase();
after(async () => (await opened).close());
const shop = shopSchema();

async function shopOf(...rows: readonly string[]): Promise<void> {
  const database = await opened;
  await database.run(
    `CREATE OR REPLACE TABLE shop AS SELECT * FROM (VALUES ${rows.map((row) => `(${row})`).join(", ")}) AS rows(id, arm, bought, spend, day, town)`,
  );
}

const SHOP = [
  "'a', 'mail', 1, 10.0, DATE '2024-01-05', 'Bern'",
  "'b', 'mail', 0, NULL, NULL, 'Basel'",
  "'c', 'none', 1, 4.0, DATE '2024-01-05', 'Bern'",
  "'d', 'mail', 1, 20.0, NULL, NULL",
  "'e', 'none', 0, 6.0, NULL, 'Bern'",
];

test("columns of numbers have mean and median, the others their most frequent value", async () => {
  await shopOf(...SHOP);
  const described = await describeColumns(await opened, shop);
  const rows = Array.from({ length: described.rows }, (_, row) => rowAt(described, row));
  const numbers = { most_frequent: null, most_frequent_rows: null };
  const texts = { mean: null, median: null };
  assert.deepEqual(rows.slice(2), [
    {
      column: "bought",
      role: "outcome",
      unit: null,
      row_count: 5,
      missing: 0,
      mean: 0.6,
      median: 1,
      ...numbers,
    },
    {
      column: "spend",
      role: "value",
      unit: "EUR",
      row_count: 5,
      missing: 1,
      mean: 10,
      median: 8,
      ...numbers,
    },
    {
      column: "day",
      role: "time",
      unit: null,
      row_count: 5,
      missing: 3,
      ...texts,
      most_frequent: "2024-01-05",
      most_frequent_rows: 2,
    },
    {
      column: "town",
      role: "segment",
      unit: null,
      row_count: 5,
      missing: 1,
      ...texts,
      most_frequent: "Bern",
      most_frequent_rows: 3,
    },
  ]);
  assert.deepEqual(rows[0].most_frequent, null, "no number of a customer comes twice");
});

test("of two values that are equally frequent the first in the alphabet is told", async () => {
  await shopOf(
    "'a', 'none', 0, 1.0, NULL, NULL",
    "'b', 'mail', 0, 1.0, NULL, NULL",
    ...SHOP.slice(0, 1),
    ...SHOP.slice(2, 3),
  );
  const { columns } = await describeColumns(await opened, shop);
  assert.deepEqual([columns.most_frequent[1], columns.most_frequent_rows[1]], ["mail", 2]);
});

const kag = referenceFile("kag_conversion_data.csv");

test("a table without a control group is described all the same", { skip: kag.skip }, async () => {
  const database = await openDatabase();
  const schema = parseSchema(KAG_SCHEMA, "kag.yaml").tables[0];
  await loadTable(database, schema, kag.path);
  const { columns } = await describeColumns(database, schema);
  const spent = (columns.column as string[]).indexOf("spent");
  near(Number(columns.mean[spent]) * 1_143, 58_705.23, 0.005);
  assert.equal(columns.most_frequent[(columns.column as string[]).indexOf("age")], "30-34");
  database.close();
});
