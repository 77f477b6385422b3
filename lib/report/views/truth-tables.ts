import type { GeneratorCheck } from "../../synthetic/self-check.js";
import type { Table } from "../../types.js";
import { type ReportTable, tableOf } from "../report-table.js";

const TYPES = ["persuadable", "sure thing", "lost cause", "do-not-disturb"] as const;

/**
 * How many customers are of each response type in the two worlds of the bank's truth, which leave the same observed
 * table: one in which both answers of a customer are tied, one in which they are independent.
 */
export function responseTypesInTwoWorlds(truth: Table): ReportTable {
  const share = (column: string, type: string): number =>
    (truth.columns[column] as readonly string[]).filter((value) => value === type).length / truth.rows;
  return tableOf("response_types_two_worlds", "Response types in two worlds with the same file", TYPES, {
    response_type: ["text", "What the customer does with and without the message", (type) => type],
    tied: [
      "percent",
      "Share of customers when both answers are tied",
      (type) => share("response_type", type),
    ],
    independent: [
      "percent",
      "Share of customers when the unseen answer is drawn independently",
      (type) => share("response_type_independent", type),
    ],
  });
}

/** The generators' checks by family: how many there are, how many hold, and which came closest to its limit. */
export function checkSummary(checks: readonly GeneratorCheck[]): ReportTable {
  const families = [...new Set(checks.map(({ family }) => family))].sort();
  const rows = families.map((family) => {
    const all = checks.filter((check) => check.family === family);
    const [closest] = all.filter(({ tolerance }) => tolerance > 0).sort((a, b) => used(b) - used(a));
    return { family, all, closest };
  });
  return tableOf("generator_check_summary", "The generators' checks, by family", rows, {
    family: ["text", "Family of tables", (row) => row.family],
    checks: ["count", "Checks of the family's generator", (row) => row.all.length],
    hold: ["count", "How many of them hold", (row) => row.all.filter(({ holds }) => holds).length],
    exact: [
      "count",
      "How many compare a number that is set exactly",
      (row) => row.all.filter(({ tolerance }) => tolerance === 0).length,
    ],
    closest: [
      "text",
      "The check that used most of its tolerance",
      (row) => (row.closest ? `${row.closest.table}, ${row.closest.what}` : null),
    ],
    tolerance_used: [
      "percent",
      "Its distance from the expected value, as a share of the tolerance",
      (row) => (row.closest ? used(row.closest) : Number.NaN),
    ],
  });
}

function used({ found, expected, tolerance }: GeneratorCheck): number {
  return Math.abs(found - expected) / tolerance;
}

/** What the retailer's discount changed in the truth, in sums over all assigned customers. */
export function discountTruth(truth: Table): ReportTable {
  const total = (name: string): number =>
    (truth.columns[name] as Float64Array).reduce((sum, value) => sum + value, 0);
  const rows = [
    ["revenue, months of the test", "revenue_control", "revenue_test"],
    ["revenue, two months after it", "revenue_after_control", "revenue_after_test"],
    ["profit, months of the test", "profit_control", "profit_test"],
    ["profit, two months after it", "profit_after_control", "profit_after_test"],
  ].map(([what, control, test]) => ({ what, control: total(control), test: total(test) }));
  return tableOf("discount_truth", "What the discount changed, if everybody got it or nobody", rows, {
    what: ["text", "Sum over all assigned customers, in US dollars", (row) => row.what],
    nobody: ["count", "If nobody had got the discount", (row) => row.control],
    everybody: ["count", "If everybody had got it", (row) => row.test],
    change: ["count", "Everybody minus nobody", (row) => row.test - row.control],
    relative: [
      "percent",
      "The change as a share of nobody's",
      (row) => (row.test - row.control) / row.control,
    ],
  });
}
