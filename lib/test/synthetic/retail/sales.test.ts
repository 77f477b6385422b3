import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { seededRandom } from "../../../statistics/random.js";
import { type Customer, receipt, type Sale } from "../../../synthetic/retail/customers.js";
import { retailSales } from "../../../synthetic/retail/sales.js";
import { customerTruth, totals } from "../../../synthetic/retail/truth.js";
import { numbersIn, textsIn } from "../../../synthetic/tables.js";
import { near } from "../../near.js";

const tables = retailSales({ rows: 10_000, random: seededRandom(1) });
const { sales, customers, truth } = tables;

// Two units of Home at 50.01, one more at the test's price; July 2023 is month 42, September 44.
const sale = (month: number, happens: Sale["happens"]): Sale => ({
  day: 1300,
  month,
  category: 3,
  unitPrice: 50.01,
  quantity: 2,
  oneMore: true,
  channel: "App",
  happens,
});
const both = { control: true, test: true };

test("a sale by hand in both worlds: 100.02 and 20 % off three units", () => {
  assert.deepEqual(receipt(sale(42, both), "control"), {
    quantity: 2,
    discount: 0,
    goods: 60.01,
    revenue: 100.02,
    profit: 40.01,
  });
  assert.deepEqual(receipt(sale(42, both), "test"), {
    quantity: 3,
    discount: 0.2,
    goods: 90.02,
    revenue: 120.02,
    profit: 30,
  });
});

test("outside of the test its arm pays the list price for what it wanted", () => {
  assert.deepEqual(receipt(sale(44, both), "test"), receipt(sale(44, both), "control"));
});

const customer: Customer = {
  segment: 0,
  age: 33,
  gender: "Male",
  income: 61_000,
  arm: "test",
  region: "West",
  joined: -10,
  leaves: 1400,
  sales: [
    sale(30, both),
    sale(42, both),
    sale(43, { control: false, test: true }),
    sale(44, { control: true, test: false }),
    sale(46, both),
  ],
};

test("one customer's truth by hand: one sale won in the test, one lost after it", () => {
  assert.deepEqual(totals(customer, "control", "test"), { sales: 1, revenue: 100.02, profit: 40.01 });
  const { columns } = customerTruth([customer], ["C00001"]);
  const cells = ["effect_revenue", "effect_profit", "pull_forward", "sales_test"].map(
    (name) => columns[name][0],
  );
  assert.deepEqual(cells, [140.02, 19.99, -100.02, 2]);
  assert.deepEqual(columns.churn_date, ["2023-11-01"]);
  assert.deepEqual([...(columns.true_lifetime_value as Float64Array)], [0]);
});

test("exactly as many sales as were asked for, at any size", () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 400 }), fc.integer(), (rows, seed) => {
      const made = retailSales({ rows, random: seededRandom(seed) });
      assert.equal(made.sales.rows, rows);
      for (const table of [made.sales, made.customers, made.truth]) {
        assert.ok(Object.values(table.columns).every(({ length }) => length === table.rows));
      }
    }),
    { numRuns: 30 },
  );
  assert.equal(retailSales({ random: seededRandom("retail") }).sales.rows, 10_000);
});

test("a customer's row is the outcome of the arm, for all six outcomes", () => {
  const arm = textsIn(customers, "arm");
  const seen = {
    bought: "bought",
    sales: "sales_in_test",
    revenue: "revenue_in_test",
    profit: "profit_in_test",
    revenue_after: "revenue_after_test",
    profit_after: "profit_after_test",
  };
  for (const [outcome, column] of Object.entries(seen)) {
    const expected = arm.map((which, i) => numbersIn(truth, `${outcome}_${which}`)[i]);
    assert.deepEqual([...numbersIn(customers, column)], expected, column);
  }
  assert.deepEqual(textsIn(truth, "customer_id"), textsIn(customers, "customer_id"));
});

test("nobody loses a purchase during the test or wins one after it", () => {
  const [control, test] = ["sales_control", "sales_test"].map((name) => numbersIn(truth, name));
  assert.ok(control.every((many, i) => test[i] >= many));
  assert.ok(numbersIn(truth, "pull_forward").every((dollars) => dollars <= 0));
});

test("the customers' columns add up from their sales", () => {
  const [date, id] = [textsIn(sales, "date"), textsIn(sales, "customer_id")];
  const revenue = numbersIn(sales, "revenue");
  const windows = {
    revenue_before_test: ["2022-05-01", "2023-05-01"],
    revenue_in_test: ["2023-05-01", "2023-09-01"],
    revenue_after_test: ["2023-09-01", "2023-11-01"],
  };
  for (const [column, [from, until]] of Object.entries(windows)) {
    const total = new Map<string | null, number>();
    date.forEach((day, row) => {
      if (String(day) < from || String(day) >= until) return;
      total.set(id[row], (total.get(id[row]) ?? 0) + revenue[row]);
    });
    textsIn(customers, "customer_id").forEach((who, i) => {
      near(numbersIn(customers, column)[i], total.get(who) ?? 0, 0.001);
    });
  }
});

test("the arm stands on the sales of the test's months only, and nobody buys before joining or after leaving", () => {
  const where = new Map(textsIn(customers, "customer_id").map((id, i) => [id, i]));
  const [date, arm] = [textsIn(sales, "date"), textsIn(sales, "campaign_arm")];
  textsIn(sales, "customer_id").forEach((id, row) => {
    const i = where.get(id) ?? -1;
    const day = String(date[row]);
    const inTest = day >= "2023-05-01" && day < "2023-09-01";
    assert.equal(arm[row], inTest ? textsIn(customers, "arm")[i] : null);
    assert.ok(day >= String(textsIn(customers, "joined_date")[i]) && day >= "2020-01-01" && day < "2024");
    assert.ok(day < (textsIn(truth, "churn_date")[i] ?? "2024"));
  });
});

test("everybody who was assigned is there, buyers or not", () => {
  const bought = numbersIn(customers, "bought").reduce((a, b) => a + b, 0);
  assert.ok(bought > 0.4 * customers.rows && bought < 0.8 * customers.rows);
  assert.ok(textsIn(customers, "joined_date").every((day) => String(day) < "2023-05-01"));
});

test("the same seed gives the same tables, another seed other ones", () => {
  const make = (seed: number) => JSON.stringify(retailSales({ rows: 200, random: seededRandom(seed) }));
  assert.equal(make(3), make(3));
  assert.notEqual(make(3), make(4));
});

test("a table needs rows", () => {
  assert.throws(
    () => retailSales({ rows: 99, random: seededRandom(1) }),
    /retail sales rows: expected a whole number of at least 100, got 99/,
  );
});
