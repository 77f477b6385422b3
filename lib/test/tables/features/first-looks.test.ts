import assert from "node:assert/strict";
import { after, test } from "node:test";
import { estimatesFromSums } from "../../../experiments/means/levels.js";
import { seededRandom } from "../../../statistics/random.js";
import { purchaseProbability } from "../../../synthetic/retail/rules.js";
import { retailSales } from "../../../synthetic/retail/sales.js";
import { numbersOf, textsOf } from "../../../tables/columns.js";
import { openDatabase } from "../../../tables/database.js";
import { causedRoas } from "../../../tables/features/channel-truth.js";
import { outreachSales, saleDays } from "../../../tables/features/outreach.js";
import {
  knownSeasons,
  monthlySales,
  salesInTest,
  spendByDemographics,
} from "../../../tables/features/retail.js";
import { near, nearRelative } from "../../near.js";
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

/** One sale a month from July 2020 on, with these revenues. */
function monthsOf(revenues: readonly number[]): Promise<void> {
  return retailOf(
    ...revenues.map(
      (revenue, i) =>
        `DATE '2020-07-15' + INTERVAL ${i} MONTH, 'u', 40, 'Male', 1, 0.0, ${revenue.toFixed(2)}`,
    ),
  );
}

test("sales are counted and added up by month, those without a date left out", async () => {
  await retailOf(...SALES, "NULL, 'u', 41, 'Female', 52000, 0.0, 5.00");
  const sales = await monthlySales(await opened);
  assert.deepEqual(rowAt(sales, 0), { year: 2020, month: 1, row_count: 2, revenue: 30, season: null });
  assert.deepEqual(rowAt(sales, 2), { year: 2021, month: 12, row_count: 1, revenue: 70.5, season: null });
});

test("a month's season is its revenue over the centred mean of twelve months, by hand: 30 over 252 / 12", async () => {
  // The twelve months that begin six before and the twelve that end six after both have the 30 and eleven others.
  await monthsOf([20, 20, 20, 20, 20, 20, 30, 20, 20, 20, 20, 20, 24]);
  const seasons = numbersOf(await monthlySales(await opened), "season");
  assert.deepEqual(
    [...seasons.keys()].filter((row) => !Number.isNaN(seasons[row])),
    [6],
  );
  near(seasons[6], 30 / (252 / 12), 1e-12);
});

test("steady growth without a season has the season one in every month that has twelve around it", async () => {
  await monthsOf(Array.from({ length: 40 }, (_, i) => 100 + 7 * i));
  const seasons = numbersOf(await monthlySales(await opened), "season");
  assert.deepEqual(
    [...seasons].slice(6, -6).map((season) => Math.round(season * 1e12) / 1e12),
    Array(28).fill(1),
  );
  assert.ok([...seasons.slice(0, 6), ...seasons.slice(-6)].every(Number.isNaN));
});

test("a month without a sale leaves the six on either side of it without a season", async () => {
  await retailOf(
    ...Array.from({ length: 30 }, (_, i) => i)
      .filter((i) => i !== 15)
      .map((i) => `DATE '2020-07-15' + INTERVAL ${i} MONTH, 'u', 40, 'Male', 1, 0.0, 10.00`),
  );
  const seasons = numbersOf(await monthlySales(await opened), "season");
  const known = [...seasons.keys()].filter((row) => !Number.isNaN(seasons[row]));
  assert.deepEqual(known, [6, 7, 8, 21, 22]);
});

// In 2021 nothing is on sale, so that the generator's demand by month is the season. The tolerance of 12 % is for chance
// (some 4 % of a month's 400 to 1,900 sales) and for what steep growth leaves: 200,000 sales are within 9 %. Compared with
// the mean month of its own year, January would be a third too low.
test("the seasons of the synthetic shop are those that it was made with, its growth taken out", async () => {
  const { sales } = retailSales({ rows: 60_000, random: seededRandom(5) });
  const date = textsOf(sales, "date");
  const database = await opened;
  await database.load("retail_sales_made", { ...sales, columns: { date, revenue: sales.columns.revenue } });
  await database.run(
    "CREATE OR REPLACE TABLE retail_sales_clean AS SELECT CAST(date AS DATE) AS date, revenue FROM retail_sales_made",
  );
  const { columns } = await monthlySales(database);
  const buyer = { segment: 1, age: 50, gender: "Female", income: 40_000 } as const;
  const demand = Array.from({ length: 12 }, (_, month) => purchaseProbability(buyer, month, "control"));
  const ordinary = demand.reduce((a, b) => a + b, 0) / 12;
  for (let row = 12; row < 24; row++) {
    const month = Number(columns.month[row]);
    nearRelative(Number(columns.season[row]), demand[month - 1] / ordinary, 0.12);
  }
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
    return `SELECT ${attempted} AS attempted, ${contacted} AS contacted, ${sold} AS sold, 1 AS pending FROM range(${customers})`;
  });
  await (await opened).run(`CREATE OR REPLACE TABLE call_features AS ${rows.join(" UNION ALL ")}`);
  const [sold] = estimatesFromSums(await outreachSales(await opened, { pending: "with" }));
  assert.deepEqual(
    sold.groups.map(({ group, estimate }) => [group, estimate.n, Number(estimate.estimate.toFixed(4))]),
    [
      ["not attempted", 4_012, 0.2904],
      ["attempted", 7_998, 0.4071],
      ["contacted", 6_278, 0.4341],
    ],
  );
});

test("pending accounts are left out of sales by outreach unless asked for, accounts without a date always", async () => {
  const columns = "attempted, contacted, sold, pending";
  await tableOf("call_features", columns, "0, 0, 1, 0", "0, 0, 0, 0", "0, 0, 1, 1", "1, 1, NULL, NULL");
  const counted = async (pending?: "with" | "without") => {
    const { columns } = await outreachSales(await opened, { pending });
    return [columns.n, columns.sum].map((column) => [...column]);
  };
  assert.deepEqual(await counted(), [
    [2, 0, 0],
    [1, Number.NaN, Number.NaN],
  ]);
  assert.deepEqual(await counted("without"), await counted());
  assert.deepEqual(await counted("with"), [
    [3, 0, 0],
    [2, Number.NaN, Number.NaN],
  ]);
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

test("seasons are known when every month has two of them", () => {
  const months = Float64Array.from({ length: 24 }, (_, i) => 1 + (i % 12));
  const sales = (season: Float64Array) => ({ name: "s", rows: 24, columns: { month: months, season } });
  const all = knownSeasons(sales(months.map((month) => month / 6)));
  assert.deepEqual([all?.values.length, all?.group[13]], [24, "2"]);
  const lacking = months.map((month, i) => (i === 3 ? Number.NaN : month));
  assert.equal(knownSeasons(sales(lacking)), undefined);
  assert.equal(knownSeasons(sales(months.map(() => Number.NaN))), undefined);
});

test("sales and profit in the test are added up by buyer, to the cent, those outside of it left out", async () => {
  await tableOf(
    "retail_sales_clean",
    "campaign_arm, customer_id, profit",
    "'test', 'u', 0.10",
    "'test', 'u', 0.20",
    "'test', 'w', -5.00",
    "'control', 'v', 10.00",
    "NULL, 'u', 99.00",
    "'control', 'v', NULL",
  );
  const sales = await salesInTest(await opened);
  assert.deepEqual(
    [0, 1, 2].map((row) => rowAt(sales, row)),
    [
      { arm: "control", customer_id: "v", sales: 1, profit: 10 },
      { arm: "test", customer_id: "u", sales: 2, profit: 0.3 },
      { arm: "test", customer_id: "w", sales: 1, profit: -5 },
    ],
  );
  assert.equal(sales.rows, 3);
});
