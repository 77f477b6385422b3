import assert from "node:assert/strict";
import { after, test } from "node:test";
import { estimatesFromSums } from "../../../experiments/means.js";
import { numbersOf } from "../../../tables/columns.js";
import { openDatabase } from "../../../tables/database.js";
import { causedRoas } from "../../../tables/features/channel-truth.js";
import { outreachSales, saleDays } from "../../../tables/features/outreach.js";
import { monthlySales, spendByDemographics } from "../../../tables/features/retail.js";
import { near } from "../../near.js";
import { rowAt } from "../files.js";

const opened = openDatabase();
after(async () => (await opened).close());

async function tableOf(name: string, columns: string, ...rows: readonly string[]): Promise<void> {
  const values = rows.map((row) => `(${row})`).join(", ");
  await (await opened).run(
    `CREATE OR REPLACE TABLE ${name} AS SELECT * FROM (VALUES ${values}) AS rows(${columns})`,
  );
}

const SALES = [
  "DATE '2020-01-03', 'u', 40, 'Female', 50000, 0.0, 10.00",
  "DATE '2020-01-31', 'v', 30, NULL, NULL, 0.2, 20.00",
  "DATE '2020-12-01', 'u', 40, 'Female', 50000, 0.15, 90.00",
  "DATE '2021-12-24', 'u', 41, 'Female', 52000, 0.0, 70.50",
];

function retailOf(...rows: readonly string[]): Promise<void> {
  return tableOf("retail_sales_clean", "date, customer_id, age, gender, income, discount, revenue", ...rows);
}

test("a month's season is its revenue over that of the mean month of its own year", async () => {
  await retailOf(...SALES);
  const sales = await monthlySales(await opened);
  assert.deepEqual(rowAt(sales, 0), { year: 2020, month: 1, row_count: 2, revenue: 30, season: 0.5 });
  assert.deepEqual(rowAt(sales, 1), { year: 2020, month: 12, row_count: 1, revenue: 90, season: 1.5 });
  assert.deepEqual(rowAt(sales, 2), { year: 2021, month: 12, row_count: 1, revenue: 70.5, season: 1 });
});

test("the seasons of a year have the mean one", async () => {
  const rows = Array.from(
    { length: 40 },
    (_, i) => `DATE '2022-01-01' + ${i * 9}, 'u', 40, 'Male', 1, 0.0, ${i + 1}.10`,
  );
  await retailOf(...rows);
  const { columns } = await monthlySales(await opened);
  const seasons = [...(columns.season as Float64Array)];
  near(seasons.reduce((a, b) => a + b, 0) / seasons.length, 1, 1e-12);
});

test("a buyer is one row, with the age of the first purchase, discounts counted and a missing gender named", async () => {
  await retailOf(...SALES);
  const buyers = await spendByDemographics(await opened);
  assert.equal(buyers.rows, 2);
  const female = { customer_id: "u", age: 40, gender: "Female", income: 50_000 };
  assert.deepEqual(rowAt(buyers, 0), { ...female, purchases: 3, at_a_discount: 1, revenue: 170.5 });
  const other = { customer_id: "v", age: 30, gender: "not known", income: null };
  assert.deepEqual(rowAt(buyers, 1), { ...other, purchases: 1, at_a_discount: 1, revenue: 20 });
});

// The published counts: 1,165 of 4,012 not attempted, 3,256 of 7,998 attempted, 2,725 of 6,278 contacted.
test("sales by outreach give the published rates when the counts are the published ones", async () => {
  const cells = [
    [0, 0, 1, 1_165],
    [0, 0, 0, 2_847],
    [1, 0, 1, 531],
    [1, 0, 0, 1_189],
    [1, 1, 1, 2_725],
    [1, 1, 0, 3_553],
  ];
  const rows = cells.map(([attempted, contacted, sold, customers]) => {
    return `SELECT ${attempted} AS attempted, ${contacted} AS contacted, ${sold} AS sold FROM range(${customers})`;
  });
  await (await opened).run(`CREATE OR REPLACE TABLE call_features AS ${rows.join(" UNION ALL ")}`);
  const [sold] = estimatesFromSums(await outreachSales(await opened));
  assert.deepEqual(
    sold.groups.map(({ group, estimate }) => [group, estimate.n, Number(estimate.estimate.toFixed(4))]),
    [
      ["not attempted", 4_012, 0.2904],
      ["attempted", 7_998, 0.4071],
      ["contacted", 6_278, 0.4341],
    ],
  );
});

test("days to a sale are counted in calendar days, sales without a customer left out", async () => {
  await tableOf("call_accounts", "user_id, account_on", "'u', DATE '2018-01-31'", "'v', DATE '2018-02-01'");
  await tableOf(
    "customer_sales",
    "user_id, sold_at",
    "'u', TIMESTAMP '2018-02-01 00:01:00'",
    "'u', TIMESTAMP '2018-01-31 23:59:00'",
    "'v', TIMESTAMP '2018-01-30 12:00:00'",
    "'x', TIMESTAMP '2018-02-02 12:00:00'",
  );
  assert.deepEqual(numbersOf(await saleDays(await opened), "days_to_sale"), Float64Array.of(-2, 0, 1));
});

test("the caused ROAS is of the served users: what came with the spend and would not have come without it", async () => {
  await tableOf("channel_performance", "user_id, test_group", "'u', 'A'", "'u', 'A'", "'v', 'B'", "'w', 'A'");
  await tableOf(
    "truth_channel_performance",
    "user_id, channel, revenue_control, revenue_treated, spend_treated",
    "'u', 'Email', 10.0, 40.0, 5.0",
    "'u', 'Email', 0.0, 0.0, 5.0",
    "'v', 'Email', 0.0, 900.0, 5.0",
    "'w', 'Search', 70.0, 70.0, 2.5",
  );
  const caused = await causedRoas(await opened, { by: "channel", heldOut: "B" });
  assert.deepEqual(rowAt(caused, 0), { group: "Email", revenue: 30, spend: 10, roas: 3 });
  assert.deepEqual(rowAt(caused, 1), { group: "Search", revenue: 0, spend: 2.5, roas: 0 });
});
