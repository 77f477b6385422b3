import assert from "node:assert/strict";
import test from "node:test";
import { seededRandom } from "../../../statistics/random.js";
import { retailChecks } from "../../../synthetic/retail/checks.js";
import { rateOf, ratioCheck } from "../../../synthetic/retail/rates.js";
import { type RetailTables, retailSales } from "../../../synthetic/retail/sales.js";
import { checker } from "../../../synthetic/self-check.js";
import { numbersIn, textsIn } from "../../../synthetic/tables.js";
import { near } from "../../near.js";

const tables = retailSales({ random: seededRandom("retail") });
const failed = (made: RetailTables): string[] =>
  retailChecks(made)
    .filter((check) => !check.holds)
    .map((check) => check.what);

test("a rate by hand: 6 over 2, each customer 1 away from it", () => {
  const { rate, error } = rateOf([2, 4], [1, 1]);
  near(rate, 3, 1e-12);
  near(error, Math.SQRT1_2, 1e-12);
});

// With a denominator of 1 for everybody it is the mean, whose standard error by hand is sd / sqrt(n) with divisor n.
test("the error of a rate is that of a mean when everybody counts once", () => {
  const { rate, error } = rateOf([1, 2, 3, 10], [1, 1, 1, 1]);
  near(rate, 4, 1e-12);
  near(error, Math.sqrt((9 + 4 + 1 + 36) / 4 / 4), 1e-12);
});

test("the error of a ratio adds the two relative errors as squares", () => {
  const rates = [
    { rate: 4, error: 0.12 },
    { rate: 2.5, error: 0.1 },
  ];
  const check = ratioCheck(checker("F4", "t"), "ratio", 2, rates);
  near(check.found, 1.6, 1e-12);
  near(check.tolerance, 4 * 2 * 0.05, 1e-12);
});

test("nobody has no rate", () => {
  assert.throws(() => rateOf([], []), /rate: the denominator over 0 customers is 0/);
});

test("the default tables and those of other seeds hold", () => {
  assert.deepEqual(failed(tables), []);
  for (const seed of [1, 2, 3]) {
    assert.deepEqual(failed(retailSales({ random: seededRandom(seed) })), []);
  }
});

test("at 200,000 sales every finding is still within four standard errors", () => {
  assert.deepEqual(failed(retailSales({ rows: 200_000, random: seededRandom("large") })), []);
});

test("the checks are not empty: none of the findings would hold if nothing had been built in", () => {
  const nothing = new Map([
    ["true: revenue", 1],
    ["true: purchases", 1],
    ["true: profit", 1],
    ["true: revenue in the two months after", 1],
    ["test over control: profit per sale", 1],
    ["purchases in November and December over usual months", 1],
    ["purchases in March and April at list price over usual months", 1],
    ["spend of ages 30 to 45 over others", 1],
    ["spend of incomes of 60,000 and more over others", 1],
    ["women's over men's purchases in spring sales", 1],
    ["share of revenue from them", 0.12],
  ]);
  const checks = retailChecks(tables).filter(({ what }) => nothing.has(what));
  assert.equal(checks.length, nothing.size);
  for (const { what, expected, tolerance } of checks) {
    assert.ok(Math.abs((nothing.get(what) ?? 0) - expected) > tolerance, what);
  }
});

test("swapped arms fail: the outcome is not the arm's, and profit per sale goes up", () => {
  const arm = textsIn(tables.customers, "arm").map((which) => (which === "test" ? "control" : "test"));
  const customers = { ...tables.customers, columns: { ...tables.customers.columns, arm } };
  const broken = failed({ ...tables, customers });
  assert.ok(broken.includes("customers whose outcome is not their arm's"));
  assert.ok(broken.includes("test over control: profit per sale"));
});

test("revenue that does not follow from price, units and discount is counted", () => {
  const revenue = numbersIn(tables.sales, "revenue").map((dollars, i) => (i === 7 ? dollars + 1 : dollars));
  const sales = { ...tables.sales, columns: { ...tables.sales.columns, revenue } };
  assert.equal(retailChecks({ ...tables, sales })[0].found, 1);
});
