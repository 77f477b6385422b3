import assert from "node:assert/strict";
import test from "node:test";
import { asTable, shownRows } from "../../report/report-table.js";
import {
  cohortRates,
  cohortTable,
  imputationRange,
  imputationTable,
  joinReportTable,
  leaderBesideTruth,
  orderTable,
  outlierTable,
} from "../../report/views/first-looks.js";
import type { Estimate, Table } from "../../types.js";

const of = (value: number): Estimate => ({
  estimate: value,
  low: value - 1,
  high: value + 1,
  confidence: 0.95,
  method: "linearised ratio",
  n: 100,
  unit: "ratio",
});

/** A table of one row for each list of cells, numbers where the first row has one. */
function tableOf(
  name: string,
  names: readonly string[],
  ...rows: readonly (string | number | null)[][]
): Table {
  const columns = names.map((column, i) => {
    const cells = rows.map((row) => row[i]);
    const isNumber = typeof cells[0] === "number";
    return [column, isNumber ? Float64Array.from(cells as number[]) : (cells as (string | null)[])];
  });
  return { name, rows: rows.length, columns: Object.fromEntries(columns) };
}

const COSTS = tableOf(
  "kpi_by_imputation",
  ["channel", "incomplete", "complete_cases", "zero_filled", "median_filled", "grouped_median"],
  ["Email", 3, 1, 2, 3, 99],
  ["all channels", 4, 3.75, 4, 3.5, 3.6],
);

test("four costs of one file stand beside each other, and the range is that of all channels", () => {
  assert.deepEqual(shownRows(imputationTable(COSTS), 2)[1], [
    "all channels",
    "4",
    "3.75",
    "4.00",
    "3.50",
    "3.60",
  ]);
  assert.deepEqual(imputationRange(COSTS), {
    lowest: { method: "gaps are the median", cost: 3.5 },
    highest: { method: "gaps are zero", cost: 4 },
  });
});

test("a column of amounts without a value is shown without quartiles", () => {
  const names = [
    "column_name",
    "n",
    "missing",
    "share_missing",
    "q1",
    "q3",
    "low_fence",
    "high_fence",
    "beyond",
  ];
  const nothing = Number.NaN;
  const report = tableOf(
    "outliers_shop",
    names,
    ["spend", 10, 1, 0.1, 3, 7, -3, 13, 1],
    ["cpc", 10, 10, 1, nothing, nothing, nothing, nothing, 0],
  );
  assert.deepEqual(shownRows(outlierTable(report), 2), [
    ["spend", "10", "1", "10.0 %", "3.00", "7.00", "−3.00", "13.00", "1"],
    ["cpc", "10", "10", "100.0 %", "–", "–", "–", "–", "0"],
  ]);
});

const COHORTS = tableOf(
  "channel_cohorts",
  ["cohort", "months_since", "row_count", "users", "conversions", "unknown_conversions", "revenue_usd"],
  ["2023-01", 0, 220, 150, 20, 20, 1_234.5],
  ["2023-01", 2, 100, 90, 5, 0, 300],
  ["2023-02", 0, 50, 40, 5, 0, 100],
  ["2023-03", 0, 120, 100, 12, 0, 500],
);

test("cohorts keep what is not known in sight", () => {
  const [first] = shownRows(cohortTable(COHORTS), 1);
  assert.deepEqual(first, ["2023-01", "0", "220", "150", "20", "20", "1,235"]);
});

test("a cohort's rate is of the rows with known conversions; small cohorts and months without rows have none", () => {
  const rates = cohortRates(COHORTS, { users: 100, months: 3 });
  assert.deepEqual(shownRows(rates, 4), [
    ["2023-01", "150", "10.0 %", "–", "5.0 %"],
    ["2023-03", "100", "10.0 %", "–", "–"],
  ]);
});

test("a join's counts are listed as they are", () => {
  const report = joinReportTable(tableOf("join_report", ["what", "rows"], ["customers", 12_010]));
  assert.deepEqual(shownRows(report, 1), [["customers", "12,010"]]);
});

test("each way to count a call has both rates and the gap in percentage points", () => {
  const arms = {
    treated: { customers: 200, conversions: 50 },
    control: { customers: 100, conversions: 10 },
  };
  const gap = { ...of(0), estimate: 0.15, low: 0.05, high: 0.25 };
  const table = orderTable([{ counting: "every dial", arms, gap }]);
  assert.deepEqual(shownRows(table, 1), [
    ["every dial", "200", "25.0 %", "100", "10.0 %", "+15.0", "+5.0", "+25.0"],
  ]);
  assert.equal(asTable(table).columns.gap[0], 0.15);
});

const ROAS = {
  measure: "roas",
  groups: [
    { group: "Email", estimate: of(4) },
    { group: "Search", estimate: of(9) },
  ],
};

test("the channel with the highest booked ROAS stands beside what it caused, where that is known", () => {
  const caused = tableOf("caused", ["group", "roas"], ["Email", 3], ["Search", 0]);
  assert.deepEqual(leaderBesideTruth(ROAS, caused), { group: "Search", booked: of(9), caused: 0 });
  assert.equal(leaderBesideTruth(ROAS, undefined).caused, undefined);
  const others = tableOf("caused", ["group", "roas"], ["SMS", 3]);
  assert.equal(leaderBesideTruth(ROAS, others).caused, undefined);
});
