import assert from "node:assert/strict";
import { after, test } from "node:test";
import { estimatesFromSums } from "../../../experiments/means/levels.js";
import { numbersOf } from "../../../tables/columns.js";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { openDatabase } from "../../../tables/database.js";
import { armOutcomes, describeColumns } from "../../../tables/features/arms.js";
import { loadTable } from "../../../tables/reading/read.js";
import { near } from "../../near.js";
import { HILLSTROM_SCHEMA, KAG_SCHEMA, referenceFile } from "../examples.js";
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

test("each outcome of each arm is counted and added up, the arm left alone first", async () => {
  await shopOf(...SHOP);
  const sums = await armOutcomes(await opened, shop);
  assert.deepEqual(
    [0, 1, 2, 3].map((row) => ({
      ...rowAt(sums, row),
      variance: Number(numbersOf(sums, "variance")[row].toFixed(12)),
    })),
    [
      { group: "none", measure: "bought", unit: "fraction", n: 2, missing: 0, sum: 1, variance: 0.5 },
      {
        group: "mail",
        measure: "bought",
        unit: "fraction",
        n: 3,
        missing: 0,
        sum: 2,
        variance: 0.333333333333,
      },
      { group: "none", measure: "spend", unit: "EUR", n: 2, missing: 0, sum: 10, variance: 2 },
      { group: "mail", measure: "spend", unit: "EUR", n: 2, missing: 1, sum: 30, variance: 50 },
    ],
  );
  assert.deepEqual([sums.name, sums.rows], ["shop_arms", 4]);
});

test("a customer without an arm is counted apart, and no customer is lost", async () => {
  await shopOf(...SHOP, "'f', NULL, 1, 1.0, NULL, NULL");
  const { columns } = await armOutcomes(await opened, shop);
  assert.deepEqual((columns.group as string[]).slice(0, 3), ["none", "mail", "not known"]);
  const bought = [0, 1, 2].map((row) => Number(columns.n[row]) + Number(columns.missing[row]));
  assert.equal(
    bought.reduce((a, b) => a + b, 0),
    6,
  );
});

test("another table of the same columns can be asked, such as the cleaned one", async () => {
  await shopOf(...SHOP);
  await (await opened).run("CREATE OR REPLACE TABLE shop_clean AS SELECT * FROM shop WHERE id <> 'd'");
  const { columns } = await armOutcomes(await opened, shop, "shop_clean");
  assert.deepEqual([...(columns.n as Float64Array)], [2, 2, 2, 1]);
});

const hillstrom = referenceFile("hillstrom.csv.gz");

// The sizes and visit rates of the file, as its figures are published with it.
test("Hillstrom's three arms have their published sizes and visit rates", {
  skip: hillstrom.skip,
}, async () => {
  const database = await opened;
  const schema = parseSchema(HILLSTROM_SCHEMA, "hillstrom.yaml").tables[0];
  await database.run(
    `CREATE TABLE hillstrom AS SELECT * FROM read_csv('${hillstrom.path.replaceAll("'", "''")}')`,
  );
  const measures = estimatesFromSums(await armOutcomes(database, schema));
  assert.deepEqual(
    measures.map(({ measure }) => measure),
    ["visit", "conversion", "spend"],
  );
  const [visit, , spend] = measures;
  assert.deepEqual(
    visit.groups.map(({ group, estimate }) => [group, estimate.n]),
    [
      ["No E-Mail", 21_306],
      ["Mens E-Mail", 21_307],
      ["Womens E-Mail", 21_387],
    ],
  );
  [0.106167, 0.182757, 0.1514].forEach((rate, arm) => {
    near(visit.groups[arm].estimate.estimate, rate, 5e-7);
  });
  assert.deepEqual([visit.groups[0].estimate.method, spend.groups[0].estimate.unit], ["Wilson", "USD"]);
});

test("a table without a treatment has no arms to compare", async () => {
  const schema = parseSchema(KAG_SCHEMA, "kag.yaml").tables[0];
  await assert.rejects(
    armOutcomes(await opened, schema),
    /^Error: no control group: kag_conversion_data has no treatment, so no effect can be read from it$/,
  );
});

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
