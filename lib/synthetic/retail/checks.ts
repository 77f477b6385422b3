import { sum } from "../columns.js";
import { checker, type GeneratorCheck, levelChecks, shareOf } from "../self-check.js";
import { numbersIn, textsIn } from "../tables.js";
import { demandChecks } from "./demand-checks.js";
import { rateCheck, rateOf, ratioCheck } from "./rates.js";
import { profitPerSale, TEST } from "./rules.js";
import type { RetailTables } from "./sales.js";

const LEVELS = {
  customers: { gender: { Female: 49, Male: 49, Other: 2 }, region: { North: 1, South: 1, East: 1, West: 1 } },
  sales: { category: { Beauty: 1, Clothing: 1, Sports: 1, Home: 1, Electronics: 1 } },
};

/**
 * What the shop promises: tables that agree with each other, a fair coin, the effects of the test in truth (between the
 * two worlds of the same customers), and who buys how much and when.
 */
export function retailChecks(tables: RetailTables): GeneratorCheck[] {
  const check = checker("F4", "retail_customers");
  const { customers, sales } = tables;
  return [
    ...bookkeepingChecks(tables),
    check.rate("share of customers in the test arm", 0.5, shareOf(customers, "arm", "test"), customers.rows),
    ...levelChecks(check, customers, LEVELS.customers),
    ...levelChecks(checker("F4", "retail_sales"), sales, LEVELS.sales),
    ...effectChecks(tables),
    ...demandChecks(tables),
  ];
}

/** The three tables agree with each other and with themselves: all exact. */
function bookkeepingChecks({ sales, customers, truth }: RetailTables): GeneratorCheck[] {
  const check = checker("F4", "retail_sales");
  const [price, quantity, discount, goods, revenue, profit] = [
    ...["unit_price", "quantity", "discount", "cost_of_goods", "revenue", "profit"],
  ].map((name) => numbersIn(sales, name));
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
  const unlike = seen.filter((paid, i) => paid !== truth.columns[`revenue_${arm[i]}`][i]);
  return [
    check.exactly("sales whose revenue or profit does not add up", 0, wrong.length),
    check.exactly("sales of customers who were not assigned", 0, strangers.length),
    check.exactly("revenue in the test, by sales less by customers", 0, Math.round(inTest - sum(seen))),
    check.exactly("customers whose outcome is not their arm's", 0, unlike.length),
  ];
}

/**
 * Test over control, by the rules and in truth, where only the draws of extra purchases are left to chance; and the
 * profit per sale that the shop sees, which is about different buyers in the two arms.
 */
function effectChecks({ customers, truth }: RetailTables): GeneratorCheck[] {
  const check = checker("F4", "retail_customers");
  const profitOfSale = (1.15 * profitPerSale(TEST.discount)) / profitPerSale(0);
  const arm = textsIn(customers, "arm");
  const [profit, sales] = ["profit_in_test", "sales_in_test"].map((name) => numbersIn(customers, name));
  const arms = ["test", "control"].map((which) => rateOf(profit, sales, (i) => arm[i] === which));
  const inTruth = (what: string, expected: number, of: string): GeneratorCheck => {
    const worlds = rateOf(numbersIn(truth, `${of}_test`), numbersIn(truth, `${of}_control`));
    return rateCheck(check, `true: ${what}`, expected, worlds);
  };
  return [
    ratioCheck(check, "test over control: profit per sale", profitOfSale, arms),
    inTruth("revenue", 1.15, "revenue"),
    inTruth("purchases", 1.25, "sales"),
    inTruth("profit", 1.25 * profitOfSale, "profit"),
    inTruth("revenue in the two months after", TEST.after, "revenue_after"),
  ];
}
