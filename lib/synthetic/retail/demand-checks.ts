import { mean } from "../../statistics/quantiles.js";
import { calendar } from "../calendar.js";
import { checker, fourErrors, type GeneratorCheck, shareOf } from "../self-check.js";
import { numbersIn, textsIn } from "../tables.js";
import { HALVES } from "./customers.js";
import { type Rate, rateOf, ratioCheck } from "./rates.js";
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
  const usual = buying(MONTHS.usual);
  const season = (what: string, factor: number, months: readonly number[]): GeneratorCheck => {
    const expected = factor / USUAL;
    return ratioCheck(check, `${what} over usual months`, { expected, first: buying(months), second: usual });
  };
  return [
    season("purchases in November and December", 1.7, MONTHS.peak),
    season("purchases in March and April at list price", 0.65, MONTHS.springAtListPrice),
    // Women 1.7, men 1.2 and others 1.45 times: 1.45 on average.
    season("purchases in March and April on sale", 0.65 * 1.45, MONTHS.springSale),
  ];
}

function spendChecks(tables: RetailTables): GeneratorCheck[] {
  const check = checker("F4", "retail_sales");
  const spend = purchases(tables, ALL_MONTHS, "revenue");
  const there = presence(tables, ALL_MONTHS);
  const [age, income] = ["age", "income"].map((name) => numbersIn(tables.customers, name));
  const compared = (what: string, expected: number, isIn: (customer: number) => boolean): GeneratorCheck => {
    const of = (values: Float64Array, side: boolean) => values.filter((_, i) => isIn(i) === side);
    const [first, second] = [true, false].map((side) => rateOf(of(spend, side), of(there, side)));
    return ratioCheck(check, what, { expected, first, second });
  };
  return [
    compared("spend of ages 30 to 45 over others", 1.4, (i) => age[i] >= 30 && age[i] <= 45),
    compared("spend of incomes of 60,000 and more over others", 1.35, (i) => income[i] >= 60_000),
  ];
}

/** Women respond more to both discounts: to the spring sales as seen, to the test in truth. */
function genderChecks(tables: RetailTables): GeneratorCheck[] {
  const gender = textsIn(tables.customers, "gender");
  const only = (which: string, values: Float64Array) => values.filter((_, i) => gender[i] === which);
  const spring = [purchases(tables, MONTHS.springSale), presence(tables, MONTHS.springSale)];
  const [first, second] = ["Female", "Male"].map((who) => rateOf(only(who, spring[0]), only(who, spring[1])));
  const worlds = ["sales_test", "sales_control"].map((name) => numbersIn(tables.truth, name));
  const check = checker("F4", "retail_customers");
  return [
    ratioCheck(check, "women's over men's purchases in spring sales", { expected: 1.7 / 1.2, first, second }),
    ...(["Female", "Male"] as const).map((who) => {
      const { rate, error } = rateOf(only(who, worlds[0]), only(who, worlds[1]));
      return check(`true: purchases, ${who}`, TEST.response[who], rate, 4 * error);
    }),
  ];
}

function segmentChecks(tables: RetailTables): GeneratorCheck[] {
  const { truth, customers } = tables;
  const check = checker("F4", "truth_retail_customers");
  const spend = purchases(tables, ALL_MONTHS, "revenue");
  const segment = textsIn(truth, "true_segment");
  const best = rateOf(
    spend.map((dollars, i) => (segment[i] === "high value" ? dollars : 0)),
    spend,
  );
  const hazard = numbersIn(truth, "churn_hazard");
  const staying = textsIn(customers, "joined_date").map((date, i) => {
    const months = (Date.UTC(2024, 0, 1) - Date.parse(`${date}T00:00:00Z`)) / 86_400_000 / 30.4375;
    return Math.exp(-hazard[i] * months);
  });
  const there = mean(textsIn(truth, "churn_date").map((date) => Number(date === null)));
  const rows = truth.rows;
  return [
    check(
      "share of customers of high value",
      0.12,
      shareOf(truth, "true_segment", "high value"),
      fourErrors(0.12, rows),
    ),
    check("share of revenue from them", 0.25, best.rate, 4 * best.error),
    check("share still there at the end of 2023", mean(staying), there, fourErrors(mean(staying), rows)),
  ];
}

/** Each customer's purchases in these months, or the sum of a column over them. */
function purchases(
  { sales, customers }: RetailTables,
  months: readonly number[],
  column?: string,
): Float64Array {
  const totals = new Float64Array(customers.rows);
  const position = new Map(textsIn(customers, "customer_id").map((id, i) => [id, i]));
  const [dates, ids] = [textsIn(sales, "date"), textsIn(sales, "customer_id")];
  const values = column === undefined ? null : numbersIn(sales, column);
  const wanted = new Set(months);
  for (let row = 0; row < sales.rows; row++) {
    const month = 12 * (Number(dates[row]?.slice(0, 4)) - 2020) + Number(dates[row]?.slice(5, 7)) - 1;
    if (wanted.has(month)) totals[position.get(ids[row])!] += values === null ? 1 : values[row];
  }
  return totals;
}

/** Half months of these months in which each customer had joined and not yet left. */
function presence({ customers, truth }: RetailTables, months: readonly number[]): Float64Array {
  const halves = months.flatMap((month) => [2 * month, 2 * month + 1]);
  const date = calendar("2020-01-01");
  const starts = HALVES.map(date);
  const [joined, left] = [textsIn(customers, "joined_date"), textsIn(truth, "churn_date")];
  return Float64Array.from(joined, (day, i) => {
    const isThere = (half: number) => starts[half] >= String(day) && starts[half + 1] <= (left[i] ?? "9999");
    return halves.filter(isThere).length;
  });
}
