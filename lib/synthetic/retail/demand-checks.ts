import { calendar } from "../calendar.js";
import { checker, type GeneratorCheck, shareOf } from "../self-check.js";
import { numbersIn, textsIn } from "../tables.js";
import { HALVES } from "./customers.js";
import { type Rate, rateCheck, rateOf, ratioCheck } from "./rates.js";
import { TEST } from "./rules.js";
import type { RetailTables } from "./sales.js";

/** Months counted from January 2020. Usual ones are May to October of the three years without a test. */
const MONTHS = {
  usual: [4, 5, 6, 7, 8, 9, 16, 17, 18, 19, 20, 21, 28, 29, 30, 31, 32, 33],
  peak: [10, 11, 22, 23, 34, 35, 46, 47],
  springAtListPrice: [2, 3, 14, 15],
  springSale: [26, 27, 38, 39],
};
const ALL_MONTHS: readonly number[] = Array.from({ length: 48 }, (_, month) => month);
/** Mean of the seasonal factors May 0.95 and June to October 1. */
const USUAL = 5.95 / 6;

/** Who buys how much and when, per half month that customers were there. Only the truth knows when they left. */
export function demandChecks(tables: RetailTables): GeneratorCheck[] {
  return [...seasonChecks(tables), ...spendChecks(tables), ...genderChecks(tables), ...segmentChecks(tables)];
}

function seasonChecks(tables: RetailTables): GeneratorCheck[] {
  const check = checker("F4", "retail_sales");
  const buying = (months: readonly number[]): Rate =>
    rateOf(purchases(tables, months), presence(tables, months));
  const season = (when: string, factor: number, months: readonly number[]): GeneratorCheck =>
    ratioCheck(check, `purchases in ${when} over usual months`, factor / USUAL, [
      buying(months),
      buying(MONTHS.usual),
    ]);
  return [
    season("November and December", 1.7, MONTHS.peak),
    season("March and April at list price", 0.65, MONTHS.springAtListPrice),
    // Women 1.7, men 1.2 and others 1.45 times: 1.45 on average.
    season("March and April on sale", 0.65 * 1.45, MONTHS.springSale),
  ];
}

function spendChecks(tables: RetailTables): GeneratorCheck[] {
  const check = checker("F4", "retail_sales");
  const spend = purchases(tables, ALL_MONTHS, "revenue");
  const there = presence(tables, ALL_MONTHS);
  const [age, income] = ["age", "income"].map((name) => numbersIn(tables.customers, name));
  const compared = (who: string, expected: number, isIn: (customer: number) => boolean): GeneratorCheck =>
    ratioCheck(check, `spend of ${who} over others`, expected, [
      rateOf(spend, there, isIn),
      rateOf(spend, there, (customer) => !isIn(customer)),
    ]);
  return [
    compared("ages 30 to 45", 1.4, (i) => age[i] >= 30 && age[i] <= 45),
    compared("incomes of 60,000 and more", 1.35, (i) => income[i] >= 60_000),
  ];
}

/** Women respond more to both discounts: to the spring sales as seen, to the test in truth. */
function genderChecks(tables: RetailTables): GeneratorCheck[] {
  const check = checker("F4", "retail_customers");
  const gender = textsIn(tables.customers, "gender");
  const [bought, there] = [purchases(tables, MONTHS.springSale), presence(tables, MONTHS.springSale)];
  const [test, control] = ["sales_test", "sales_control"].map((name) => numbersIn(tables.truth, name));
  const genders = ["Female", "Male"] as const;
  const spring = genders.map((who) => rateOf(bought, there, (i) => gender[i] === who));
  return [
    ratioCheck(check, "women's over men's purchases in spring sales", 1.7 / 1.2, spring),
    ...genders.map((who) => {
      const worlds = rateOf(test, control, (i) => gender[i] === who);
      return rateCheck(check, `true: purchases, ${who}`, TEST.response[who], worlds);
    }),
  ];
}

function segmentChecks(tables: RetailTables): GeneratorCheck[] {
  const { truth } = tables;
  const check = checker("F4", "truth_retail_customers");
  const spend = purchases(tables, ALL_MONTHS, "revenue");
  const segment = textsIn(truth, "true_segment");
  const best = spend.map((dollars, i) => (segment[i] === "high value" ? dollars : 0));
  const share = shareOf(truth, "true_segment", "high value");
  return [
    check.rate("share of customers of high value", 0.12, share, truth.rows),
    rateCheck(check, "share of revenue from them", 0.25, rateOf(best, spend)),
  ];
}

/** Each customer's purchases in these months, or the sum of a column over them. */
function purchases(tables: RetailTables, months: readonly number[], column?: string): Float64Array {
  const { sales, customers } = tables;
  const totals = new Float64Array(customers.rows);
  const position = new Map(textsIn(customers, "customer_id").map((id, i) => [id, i]));
  const ids = textsIn(sales, "customer_id");
  const values = column === undefined ? null : numbersIn(sales, column);
  for (const [row, date] of textsIn(sales, "date").entries()) {
    const month = 12 * (Number(date?.slice(0, 4)) - 2020) + Number(date?.slice(5, 7)) - 1;
    if (months.includes(month)) totals[position.get(ids[row])!] += values === null ? 1 : values[row];
  }
  return totals;
}

/** Half months of these months in which each customer had joined and not yet left. */
function presence({ customers, truth }: RetailTables, months: readonly number[]): Float64Array {
  const halves = months.flatMap((month) => [2 * month, 2 * month + 1]);
  const starts = HALVES.map(calendar("2020-01-01"));
  const [joined, left] = [textsIn(customers, "joined_date"), textsIn(truth, "churn_date")];
  return Float64Array.from(joined, (day, i) => {
    const isThere = (half: number) => starts[half] >= String(day) && starts[half + 1] <= (left[i] ?? "9999");
    return halves.filter(isThere).length;
  });
}
