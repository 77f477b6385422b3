import assert from "node:assert/strict";
import test from "node:test";
import { asTable, type ReportTable, reportOf, shownRows } from "../../report/report-table.js";
import { escapeHtml, tableHtml, tableText } from "../../report/table-html.js";

const rates: ReportTable = {
  name: "rates",
  title: "Response by group",
  columns: [
    { name: "group", label: "group", meaning: "who", format: "text", values: ["mailed", null] },
    {
      name: "rate",
      label: "response",
      meaning: "share",
      format: "percent",
      values: Float64Array.of(0.1234, Number.NaN),
    },
    { name: "n", label: "customers", meaning: "count", format: "count", values: [2444, 10] },
  ],
};

test("cells are shown by their format, and missing ones as a dash", () => {
  assert.deepEqual(shownRows(rates, 10), [
    ["mailed", "12.3 %", "2,444"],
    ["–", "–", "10"],
  ]);
});

test("the file keeps the numbers in full", () => {
  assert.deepEqual(asTable(rates).columns.rate, Float64Array.of(0.1234, Number.NaN));
  assert.equal(asTable(rates).rows, 2);
});

test("no more rows are shown than asked for", () => {
  assert.equal(shownRows(rates, 1).length, 1);
});

const cohorts = {
  name: "cohorts",
  rows: 2,
  columns: { cohort: ["2023-01", null], users: Float64Array.of(12_000, 5), code: Float64Array.of(1, 2) },
};

test("a table of the library keeps its name, and of its columns those that are named, in that order", () => {
  const report = reportOf(cohorts, "By month", {
    users: ["count", "Different users", "people"],
    cohort: ["text", "Month of the first visit"],
  });
  assert.deepEqual([report.name, report.title], ["cohorts", "By month"]);
  assert.deepEqual(
    report.columns.map(({ name, label, meaning }) => [name, label, meaning]),
    [
      ["users", "people", "Different users"],
      ["cohort", "cohort", "Month of the first visit"],
    ],
  );
  assert.deepEqual(shownRows(report, 2), [
    ["12,000", "2023-01"],
    ["5", "–"],
  ]);
  const { users, cohort } = cohorts.columns;
  assert.deepEqual(asTable(report), { name: "cohorts", rows: 2, columns: { users, cohort } });
});

test("a column that the library's table does not have is named", () => {
  assert.throws(
    () => reportOf(cohorts, "By month", { revenue: ["count", "Revenue"] }),
    /^RangeError: table cohorts: no column "revenue"$/,
  );
});

test("columns of different length are refused", () => {
  const columns = [
    ...rates.columns,
    { name: "x", label: "x", meaning: "x", format: "count" as const, values: [1] },
  ];
  assert.throws(() => asTable({ ...rates, columns }), /table rates: column x has 1 rows, expected 2/);
});

test("a column name can be used once", () => {
  assert.throws(
    () => asTable({ ...rates, columns: [...rates.columns, rates.columns[2]] }),
    /column n is there twice/,
  );
});

const shown = {
  title: "T",
  headings: ["a", "b"],
  numeric: [false, true],
  rows: [["<b>", "1"]],
  totalRows: 3,
};

test("a text in a table can never become markup", () => {
  assert.equal(escapeHtml(`<a href="x">&'`), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
  assert.match(tableHtml(shown), /<td style="text-align:left">&lt;b&gt;<\/td>/);
});

test("a table that is cut says how many rows there are", () => {
  assert.match(tableHtml(shown), /T \(first 1 of 3 rows\)/);
  assert.match(tableText({ ...shown, totalRows: 1 }), /^T\n/);
});

test("plain text aligns numbers to the right", () => {
  assert.equal(
    tableText({
      ...shown,
      totalRows: 1,
      rows: [
        ["x", "10"],
        ["long", "9"],
      ],
    }),
    "T\na      b\nx     10\nlong   9",
  );
});
