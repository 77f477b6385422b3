import {
  type Checker,
  checker,
  fourErrors,
  type GeneratorCheck,
  levelChecks,
  shareOf,
} from "../self-check.js";
import { numbersIn, textsIn } from "../tables.js";
import { demandChecks } from "./demand-checks.js";
import { rateOf, ratioCheck } from "./rates.js";
import { profitPerSale, TEST } from "./rules.js";
import type { RetailTables } from "./sales.js";

const LEVELS = {
  customers: { gender: { Female: 49, Male: 49, Other: 2 }, region: { North: 1, South: 1, East: 1, West: 1 } },
  sales: { category: { Beauty: 1, Clothing: 1, Sports: 1, Home: 1, Electronics: 1 } },
};

/** Test over control, by the rules: purchases, units of a purchase, and profit of a unit. */
const EXPECTED = {
  sales: 1.25,
  revenue: 1.15,
  profitPerSale: (1.15 * profitPerSale(TEST.discount)) / profitPerSale(0),
};

/**
 * What the shop promises. Each effect of the test is there twice: between its two arms, with the sampling error that a
 * company would have, and in truth, between the two worlds of the same customers.
 */
export function retailChecks(tables: RetailTables): GeneratorCheck[] {
  const check = checker("F4", "retail_customers");
  const { customers, sales, truth } = tables;
  return [
    ...bookkeepingChecks(tables),
    check(
      "share of customers in the test arm",
      0.5,
      shareOf(customers, "arm", "test"),
      fourErrors(0.5, customers.rows),
    ),
    ...levelChecks(check, customers, LEVELS.customers),
    ...levelChecks(checker("F4", "retail_sales"), sales, LEVELS.sales),
    ...armChecks(tables),
    ...worldChecks(check, truth),
    ...demandChecks(tables),
  ];
}

/** The three tables agree with each other and with themselves: all exact. */
function bookkeepingChecks({ sales, customers, truth }: RetailTables): GeneratorCheck[] {
  const check = checker("F4", "retail_sales");
  const [price, quantity, discount] = ["unit_price", "quantity", "discount"].map((name) =>
    numbersIn(sales, name),
  );
  const [goods, revenue, profit] = ["cost_of_goods", "revenue", "profit"].map((name) =>
    numbersIn(sales, name),
  );
  const wrong = revenue.filter((paid, i) => {
    const due = quantity[i] * price[i] * (1 - discount[i]);
    return Math.abs(paid - due) > 0.005001 || Math.abs(paid - goods[i] - profit[i]) > 0.000001;
  });
  const known = new Set(textsIn(customers, "customer_id"));
  const strangers = textsIn(sales, "customer_id").filter((id) => !known.has(id));
  const arms = textsIn(sales, "campaign_arm");
  const seen = numbersIn(customers, "revenue_in_test");
  const inTest = sum(revenue.filter((_, i) => arms[i] !== null));
  const arm = textsIn(customers, "arm");
  const unlike = seen.filter((paid, i) => paid !== numbersIn(truth, `revenue_${arm[i]}`)[i]);
  return [
    check("sales whose revenue or profit does not add up", 0, wrong.length, 0),
    check("sales of customers who were not assigned", 0, strangers.length, 0),
    check("revenue in the test, by sales less by customers", 0, Math.round(inTest - sum(seen)), 0),
    check("customers whose outcome is not their arm's", 0, unlike.length, 0),
  ];
}

/** Test over control, each per assigned customer but the last, which is over sales and so over different buyers. */
function armChecks({ customers }: RetailTables): GeneratorCheck[] {
  const check = checker("F4", "retail_customers");
  const arm = textsIn(customers, "arm");
  const ones = new Float64Array(customers.rows).fill(1);
  const of = (which: string, values: Float64Array): Float64Array => values.filter((_, i) => arm[i] === which);
  const compared = (what: string, expected: number, above: string, below?: string): GeneratorCheck => {
    const over = below === undefined ? ones : numbersIn(customers, below);
    const [test, control] = ["test", "control"].map((which) =>
      rateOf(of(which, numbersIn(customers, above)), of(which, over)),
    );
    return ratioCheck(check, `test over control: ${what}`, { expected, first: test, second: control });
  };
  return [
    compared("revenue", EXPECTED.revenue, "revenue_in_test"),
    compared("purchases", EXPECTED.sales, "sales_in_test"),
    compared("profit", EXPECTED.sales * EXPECTED.profitPerSale, "profit_in_test"),
    compared("revenue in the two months after", TEST.after, "revenue_after_test"),
    compared("revenue in the year before", 1, "revenue_before_test"),
    compared("profit per sale", EXPECTED.profitPerSale, "profit_in_test", "sales_in_test"),
  ];
}

/** The same in truth: both worlds of every customer, so only the draws of extra purchases are left to chance. */
function worldChecks(check: Checker, truth: RetailTables["truth"]): GeneratorCheck[] {
  const compared = (what: string, expected: number, of: string): GeneratorCheck => {
    const { rate, error } = rateOf(numbersIn(truth, `${of}_test`), numbersIn(truth, `${of}_control`));
    return check(`true: ${what}`, expected, rate, 4 * error);
  };
  return [
    compared("revenue", EXPECTED.revenue, "revenue"),
    compared("purchases", EXPECTED.sales, "sales"),
    compared("profit", EXPECTED.sales * EXPECTED.profitPerSale, "profit"),
    compared("revenue in the two months after", TEST.after, "revenue_after"),
  ];
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
