import { mean } from "../../statistics/quantiles.js";
import { checker, countOf, fourErrors, type GeneratorCheck, levelChecks, outsideOf } from "../self-check.js";
import { numbersIn, type SyntheticTables } from "../tables.js";
import { SEGMENTS } from "./customers.js";

/** The public file: responses, customers, and what one contact costs and one response brings. */
const PUBLISHED = { responses: 334, customers: 2_240, cost: 3, revenue: 11 };

/**
 * What the shop's file promises: the faults of the public file whose columns it shares, its response rate and the
 * balance of its last campaign.
 */
export function shopChecks({ data, truth }: SyntheticTables): GeneratorCheck[] {
  const check = checker("F3", data.name);
  const counted = (what: string, expected: number, column: string, test: (value: number) => boolean) =>
    check(what, expected, numbersIn(data, column).filter(test).length, 0);
  const rate = PUBLISHED.responses / PUBLISHED.customers;
  const tolerance = fourErrors(rate, data.rows, PUBLISHED.customers);
  const responses = numbersIn(data, "Response");
  const cost = data.rows * mean(numbersIn(data, "Z_CostContact"));
  const revenue = data.rows * mean(responses) * mean(numbersIn(data, "Z_Revenue"));
  const [expectedCost, expectedRevenue] = [data.rows * PUBLISHED.cost, data.rows * rate * PUBLISHED.revenue];
  const revenueTolerance = data.rows * PUBLISHED.revenue * tolerance;
  return [
    check("columns", 29, Object.keys(data.columns).length, 0),
    counted("Income: missing", 24, "Income", Number.isNaN),
    counted("Income: 666,666", 1, "Income", (income) => income === 666_666),
    ...[1893, 1899, 1900].map((born) =>
      counted(`Year_Birth: ${born}`, 1, "Year_Birth", (year) => year === born),
    ),
    check("Year_Birth: before 1901", 3, outsideOf(data, "Year_Birth", 1901, Number.POSITIVE_INFINITY), 0),
    ...Object.entries({ Alone: 3, Absurd: 2, YOLO: 2 }).map(([level, many]) =>
      check(`Marital_Status: ${level}`, many, countOf(data, "Marital_Status", level), 0),
    ),
    check("ID: different", data.rows, new Set(numbersIn(data, "ID")).size, 0),
    check("Response: rate", rate, mean(responses), tolerance),
    check("last campaign: cost", expectedCost, cost, 0),
    check("last campaign: revenue", expectedRevenue, revenue, revenueTolerance),
    check("last campaign: profit", expectedRevenue - expectedCost, revenue - cost, revenueTolerance),
    ...levelChecks(check, truth, {
      true_segment: Object.fromEntries(SEGMENTS.map(({ name, weight }) => [name, weight])),
    }),
  ];
}
