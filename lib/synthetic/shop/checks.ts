import { mean } from "../../statistics/quantiles.js";
import { checker, countOf, fourErrors, type GeneratorCheck, levelChecks } from "../self-check.js";
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
  const counted = (column: string, what: string, expected: number, test: (value: number) => boolean) =>
    check.exactly(`${column}: ${what}`, expected, numbersIn(data, column).filter(test).length);
  const rate = PUBLISHED.responses / PUBLISHED.customers;
  const tolerance = fourErrors(rate, data.rows, PUBLISHED.customers);
  const responses = mean(numbersIn(data, "Response"));
  const cost = data.rows * mean(numbersIn(data, "Z_CostContact"));
  const revenue = data.rows * responses * mean(numbersIn(data, "Z_Revenue"));
  const [expectedCost, expectedRevenue] = [data.rows * PUBLISHED.cost, data.rows * rate * PUBLISHED.revenue];
  const revenueTolerance = data.rows * PUBLISHED.revenue * tolerance;
  const segments = Object.fromEntries(SEGMENTS.map(({ name, weight }) => [name, weight]));
  return [
    check.exactly("columns", 29, Object.keys(data.columns).length),
    counted("Income", "missing", 24, Number.isNaN),
    counted("Income", "666,666", 1, (income) => income === 666_666),
    ...[1893, 1899, 1900].map((born) => counted("Year_Birth", String(born), 1, (year) => year === born)),
    counted("Year_Birth", "before 1901", 3, (year) => year < 1901),
    ...Object.entries({ Alone: 3, Absurd: 2, YOLO: 2 }).map(([level, many]) =>
      check.exactly(`Marital_Status: ${level}`, many, countOf(data, "Marital_Status", level)),
    ),
    check.exactly("ID: different", data.rows, new Set(numbersIn(data, "ID")).size),
    check.within("Response: rate", rate, responses, tolerance),
    check.exactly("last campaign: cost", expectedCost, cost),
    check.within("last campaign: revenue", expectedRevenue, revenue, revenueTolerance),
    check.within("last campaign: profit", expectedRevenue - expectedCost, revenue - cost, revenueTolerance),
    ...levelChecks(check, truth, { true_segment: segments }),
  ];
}
