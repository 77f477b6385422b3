import type { Arms } from "../../experiments/arms.js";
import type { GroupedMeasure } from "../../experiments/means/levels.js";
import type { Estimate, Table } from "../../types.js";
import { type ColumnOf, type ReportTable, reportOf, tableOf } from "../report-table.js";

/** Missing cells and outliers of each column of amounts: see outlierReport. */
export function outlierTable(report: Table): ReportTable {
  return reportOf(report, "What is missing, and what lies far out", {
    column_name: ["text", "Column of amounts", "column"],
    n: ["count", "Rows of the table"],
    missing: ["count", "Rows without a value"],
    share_missing: ["percent", "Their share of all rows, a fraction"],
    q1: ["decimal", "Lower quartile"],
    q3: ["decimal", "Upper quartile"],
    low_fence: ["decimal", "Lower quartile minus 1.5 interquartile ranges"],
    high_fence: ["decimal", "Upper quartile plus 1.5 interquartile ranges"],
    beyond: ["count", "Rows beyond a fence"],
  });
}

/** How kpiByImputation calls the ways to treat a gap, and what they are called here. */
const TREATMENTS = {
  complete_cases: "complete rows only",
  zero_filled: "gaps are zero",
  median_filled: "gaps are the median",
  grouped_median: "gaps are the channel's median",
} as const;

/** Cost per conversion under four ways to treat missing cost and conversions: see kpiByImputation. */
export function imputationTable(costs: Table): ReportTable {
  const ways = Object.entries(TREATMENTS).map(
    ([name, words]) => [name, ["decimal", `Cost per conversion in US dollars, ${words}`]] as const,
  );
  return reportOf(costs, "One file, four costs per conversion", {
    channel: ["text", "Channel, all of them in the last row"],
    incomplete: ["count", "Rows of served users in which cost or conversions are missing"],
    ...Object.fromEntries(ways),
  });
}

/** The lowest and the highest of the four costs per conversion of all channels, with the way that gives it. */
export function imputationRange(
  costs: Table,
): Record<"lowest" | "highest", { method: string; cost: number }> {
  const all = Object.entries(TREATMENTS)
    .map(([name, method]) => ({ method, cost: (costs.columns[name] as Float64Array)[costs.rows - 1] }))
    .sort((a, b) => a.cost - b.cost);
  return { lowest: all[0], highest: all[all.length - 1] };
}

/** Users by the month in which they were first seen: see channelCohorts. */
export function cohortTable(cohorts: Table): ReportTable {
  return reportOf(cohorts, "Users by the month they came", {
    cohort: ["text", "Month in which the users were first seen"],
    months_since: ["count", "Calendar months since then"],
    row_count: ["count", "Rows of these users in that month", "rows"],
    users: ["count", "Different users"],
    conversions: ["count", "Conversions that were reported"],
    unknown_conversions: ["count", "Rows whose conversions were not reported"],
    revenue_usd: ["count", "Revenue in US dollars"],
  });
}

/**
 * How often the users of each cohort bought, by the months since they were first seen: conversions per row with known
 * conversions. Cohorts of fewer than `users` users in their first month are left out, and months that are not over.
 */
export function cohortRates(
  cohorts: Table,
  { users, months }: { users: number; months: number },
): ReportTable {
  const number = (name: string, row: number): number => (cohorts.columns[name] as Float64Array)[row];
  const rows = Array.from({ length: cohorts.rows }, (_, row) => ({
    cohort: String(cohorts.columns.cohort[row]),
    since: number("months_since", row),
    users: number("users", row),
    rate: number("conversions", row) / (number("row_count", row) - number("unknown_conversions", row)),
  }));
  const first = rows.filter((row) => row.since === 0 && row.users >= users);
  const rateAfter = (cohort: string, since: number): number =>
    rows.find((row) => row.cohort === cohort && row.since === since)?.rate ?? Number.NaN;
  const ages = Array.from({ length: months }, (_, since): [string, ColumnOf<(typeof rows)[number]>] => [
    `month_${since}`,
    [
      "percent",
      `Conversions per row, ${since} months after the first`,
      (row) => rateAfter(row.cohort, since),
    ],
  ]);
  return tableOf("cohort_rates", "Conversions per row, by the month users came and the months since", first, {
    cohort: ["text", "Month in which the users were first seen", (row) => row.cohort],
    users: ["count", "Different users in their first month", (row) => row.users],
    ...Object.fromEntries(ages),
  });
}

/** What joining customers, calls and sales kept and left out: see joinTable. */
export function joinReportTable(joins: Table): ReportTable {
  return reportOf(joins, "What the join kept, left out and found odd", {
    what: ["text", "What is counted"],
    rows: ["count", "How many"],
  });
}

/** Conversion of the called and the others under two ways to count a call, each with its gap. */
export function orderTable(ways: readonly { counting: string; arms: Arms; gap: Estimate }[]): ReportTable {
  const rate = ({ conversions, customers }: Arms["treated"]): number => conversions / customers;
  return tableOf("order_of_events", "Two ways to count a call", ways, {
    counting: ["text", "Which dials make a customer called", (way) => way.counting],
    called: ["count", "Customers called", (way) => way.arms.treated.customers],
    called_rate: ["percent", "Share of them that bought", (way) => rate(way.arms.treated), "bought"],
    others: ["count", "Other customers", (way) => way.arms.control.customers],
    others_rate: ["percent", "Share of them that bought", (way) => rate(way.arms.control), "bought"],
    gap: ["points", "Called minus others, percentage points; not an effect", (way) => way.gap.estimate],
    gap_low: ["points", "Lower end of its 95 % interval (Newcombe)", (way) => way.gap.low, "low"],
    gap_high: ["points", "Upper end of its 95 % interval (Newcombe)", (way) => way.gap.high, "high"],
  });
}

/** The channel with the highest booked ROAS, and what it caused where that is known: see causedRoas. */
export function leaderBesideTruth(
  { groups }: GroupedMeasure,
  caused: Table | undefined,
): { group: string; booked: Estimate; caused: number | undefined } {
  const [{ group, estimate }] = [...groups].sort((a, b) => b.estimate.estimate - a.estimate.estimate);
  const row = caused === undefined ? -1 : caused.columns.group.indexOf(group as never);
  const roas = caused?.columns.roas as Float64Array | undefined;
  return { group, booked: estimate, caused: row === -1 ? undefined : roas?.[row] };
}
