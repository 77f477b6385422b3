import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { seededRandom } from "../../../statistics/random.js";
import { outboundCalls } from "../../../synthetic/calls/campaign.js";
import { observedCustomers } from "../../../synthetic/calls/observed.js";
import { cleanTables } from "../../../tables/cleaning/clean-table.js";
import { numbersOf, textsOf } from "../../../tables/columns.js";
import { type Schema, tableSchema } from "../../../tables/contract/schema.js";
import { type Database, openDatabase } from "../../../tables/database.js";
import { CALL_FEATURES, callFileNames, makeCallFeatures } from "../../../tables/features/calls.js";
import { joinTable } from "../../../tables/features/join-report.js";
import { keyFigureFindings } from "../../../tables/reading/key-figures.js";
import { loadTable } from "../../../tables/reading/read.js";
import { csvText } from "../../../tables/write.js";
import type { Column, Table } from "../../../types.js";
import { checkoutSchema, folderWith } from "../files.js";
import { featuresOf, MARCH_1, type Shop, shopWith } from "./call-shop.js";

test("an account is pending until the last of its 45 days is in the data, also when it has bought already", async () => {
  const shop: Shop = { accounts: [["u", MARCH_1, "p"]], sales: [["u", "2018-03-04 09:00:00"]] };
  const pending = async (until?: string): Promise<unknown> =>
    (await featuresOf(shop, until)).customers[0].pending;
  assert.deepEqual([await pending("2018-04-13"), await pending("2018-04-14")], [1, 0]);
  // Without a last day given, it is the last one on which something happened: 4 March.
  const { until, report } = await featuresOf(shop);
  assert.deepEqual([until, report.pending, report.sold], ["2018-03-04", 1, 1]);
});

test("high credit and high income lie above the median and the 80th percentile; a missing score stays missing", async () => {
  const { customers, cutOffs, report } = await featuresOf({
    accounts: [
      ["a", MARCH_1, null, 500, 10],
      ["b", MARCH_1, null, 600, 20],
      ["c", MARCH_1, null, 700, 30],
      ["d", MARCH_1, null, 800, 40],
      ["e", MARCH_1, null, null, 50],
    ],
  });
  // Median of four scores: 650. 80th percentile of five incomes by linear interpolation: 42.
  assert.deepEqual(
    customers.map(({ high_credit }) => high_credit),
    [0, 0, 1, 1, null],
  );
  assert.deepEqual(
    customers.map(({ high_income }) => high_income),
    [0, 0, 0, 0, 1],
  );
  assert.deepEqual(cutOffs, { credit: 650, income: 42 });
  assert.deepEqual([report.highCredit, report.highIncome], [2, 1]);
});

test("the tables are the cleaned ones: rows set aside are gone, filled values count and have their flag", async () => {
  const { customers, calls, sales } = outboundCalls({ rows: 100, random: seededRandom("cleaned") });
  const loaded = [
    withMissing(customers, { Income: 3, accountcreationdatetime: 7 }),
    withMissing(calls, { OBCallDateTime: 0 }),
    withMissing(sales, { saledatetime: 0 }),
  ];
  const database = await load(loaded);
  const cleaned = await cleanTables(
    database,
    fillingIncome,
    loaded.map(({ name }) => ({ table: name })),
  );
  const { report, cutOffs } = await makeCallFeatures(database);
  assert.deepEqual([report.customersIn, report.customersOut], [99, 99]);
  assert.deepEqual([report.callsIn, report.salesIn], [calls.rows - 1, sales.rows - 1]);
  const features = await database.query("SELECT * FROM call_features");
  const flags = numbersOf(features, "income_missing");
  assert.deepEqual([flags.reduce((a, b) => a + b), flags[3]], [1, 1]);
  assert.equal(numbersOf(features, "high_income")[3], 0);
  assert.ok(numbersOf(features, "income").every((income) => Number.isFinite(income)));
  assert.ok(cutOffs.income > 50_000);
  assert.deepEqual(Object.keys(features.columns), [
    "record_number",
    ...Object.keys(callFileNames(cleaned[0])),
  ]);
  database.close();
});

test("on loaded synthetic files the flags are those that a join in TypeScript finds, customer by customer", async () => {
  const world = outboundCalls({ rows: 2_000, random: seededRandom("features") });
  const { database, features } = await loadedFeatures([world.customers, world.calls, world.sales]);
  const seen = observedCustomers(world);
  const column = (name: string): number[] => [...numbersOf(features, name)];
  assert.deepEqual(column("sold"), [...seen.sold]);
  assert.deepEqual(column("attempted"), [...seen.attempted]);
  assert.deepEqual(column("contacted"), [...seen.contacted]);
  assert.deepEqual(column("sold_before_dial"), [...seen.soldBeforeDial]);
  assert.deepEqual(column("high_credit"), [...seen.highCredit]);
  assert.deepEqual(column("high_income"), [...seen.highIncome]);
  const users = [...(world.customers.columns.userid as Float64Array)].map(String);
  assert.deepEqual(textsOf(features, "user_id"), users);
  database.close();
});

test("who was reached in time is whom the truth says a dial would reach, and the report adds up", async () => {
  const world = outboundCalls({ rows: 2_000, random: seededRandom("in time") });
  const { database, features, report } = await loadedFeatures([world.customers, world.calls, world.sales]);
  const reached = world.truth.columns.contact_if_attempted as Float64Array;
  const [attempted, contacted] = ["attempted", "contacted_before_sale"].map((name) =>
    numbersOf(features, name),
  );
  assert.ok(contacted.every((one, row) => one === attempted[row] * reached[row]));
  assert.equal(report.callsOfCustomers + report.callsOfNobody, world.calls.rows);
  const { salesOfNobody, salesBeforeAccount, salesWithin45Days, salesLater } = report;
  assert.deepEqual(numbersOf(features, "unsold_on_day_3"), world.truth.columns.eligible);
  assert.deepEqual([report.callsBeforeAccount, report.callsWithoutDate, report.salesWithoutDate], [0, 0, 0]);
  assert.equal(salesOfNobody + salesBeforeAccount + salesWithin45Days + salesLater, world.sales.rows);
  assert.equal(salesWithin45Days - report.salesRepeated, report.sold);
  const attempts = numbersOf(features, "attempts").reduce((sum, n) => sum + n);
  assert.equal(attempts, report.callsOfCustomers);
  assert.ok(report.pending > 0 && report.pending < 200);
  database.close();
});

test("the features are listed with their units, and the report is a table", async () => {
  const { report, steps } = await featuresOf({ accounts: [["u", MARCH_1, "p"]] });
  assert.equal(new Set(CALL_FEATURES.map(({ name }) => name)).size, CALL_FEATURES.length);
  assert.ok(CALL_FEATURES.every(({ unit, meaning }) => unit !== "" && meaning !== ""));
  const table = joinTable(report);
  assert.deepEqual([table.columns.what[0], table.columns.rows[0], table.rows], ["customers in", 1, 28]);
  assert.deepEqual(steps.map(({ makes }) => makes).slice(-1), ["call_features"]);
});

test("without any credit score there is no median to be above", async () => {
  const database = await shopWith({ accounts: [["u", MARCH_1, "p", null]] });
  await assert.rejects(makeCallFeatures(database), /column "credit_score_1": every value is missing/);
  database.close();
});

test("the schema's key figures are those of the default tables", async () => {
  const world = outboundCalls({ rows: 12_010, random: seededRandom("outbound calls") });
  const database = await load([world.customers, world.calls, world.sales, world.truth]);
  for (const name of ["customer_history", "call_history", "sale_history", "truth_customer_history"]) {
    const schema = tableSchema(checkoutSchema(), name);
    assert.equal(schema.keyFigures.length, 3);
    assert.deepEqual(await keyFigureFindings(database, schema), []);
  }
  database.close();
});

test("starting at day three, all first dials count and whoever bought before is out: the gap doubles, as dialled are the eager", async () => {
  const world = outboundCalls({ rows: 12_010, random: seededRandom("outbound calls") });
  const { database, features } = await loadedFeatures([world.customers, world.calls, world.sales]);
  const [sold, pending, unsold] = ["sold", "pending", "unsold_on_day_3"].map((name) =>
    numbersOf(features, name),
  );
  assert.deepEqual(unsold, world.truth.columns.eligible);
  const gap = (dialled: string, among: (row: number) => boolean): number => {
    const rate = (arm: number): number => {
      const one = (value: number, row: number): boolean => value === arm && pending[row] === 0 && among(row);
      const rows = Array.from(numbersOf(features, dialled), one);
      return sold.filter((value, row) => rows[row] && value === 1).length / rows.filter(Boolean).length;
    };
    return Number((100 * (rate(1) - rate(0))).toFixed(1));
  };
  const gaps = [
    gap("attempted", () => true),
    gap("attempted_before_sale", () => true),
    gap("attempted_before_sale", (row) => unsold[row] === 1),
  ];
  assert.deepEqual(gaps, [12.3, 9.8, 20.4]);
  // From the end of day three on nobody is dialled for the first time, so that there is no time to be immortal in.
  const [every, inTime] = ["attempted", "attempted_before_sale"].map((name) => numbersOf(features, name));
  assert.ok(unsold.every((one, row) => one === 0 || every[row] === inTime[row]));
  database.close();
});

/** The checkout's schema, were it to fill a missing income with the median. */
const fillingIncome: Schema = {
  tables: checkoutSchema().tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) =>
      column.name === "income"
        ? { ...column, cleaning: { ...column.cleaning, fill: { by: "median" as const, within: null } } }
        : column,
    ),
  })),
};

/** The table with one value missing in each of these columns, in this row. */
function withMissing(table: Table, rows: Readonly<Record<string, number>>): Table {
  const columns = Object.entries(table.columns).map(([name, column]): [string, Column] => [
    name,
    column instanceof Float64Array
      ? column.map((value, row) => (row === rows[name] ? Number.NaN : value))
      : column.map((value, row) => (row === rows[name] ? null : value)),
  ]);
  return { ...table, columns: Object.fromEntries(columns) };
}

async function load(tables: readonly Table[]): Promise<Database> {
  const schema = checkoutSchema();
  const database = await openDatabase();
  for (const table of tables) {
    const one = tableSchema(schema, table.name);
    await loadTable(database, one, join(folderWith({ [one.file]: csvText(table) }), one.file));
  }
  return database;
}

async function loadedFeatures(tables: readonly Table[]) {
  const database = await load(tables);
  await cleanTables(
    database,
    checkoutSchema(),
    tables.map(({ name }) => ({ table: name })),
  );
  const { report } = await makeCallFeatures(database);
  return { database, report, features: await database.query("SELECT * FROM call_features") };
}
