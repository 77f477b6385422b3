import assert from "node:assert/strict";
import test from "node:test";
import { asTable } from "../../report/report-table.js";
import { cleaningTable, qualityChart, qualityTable } from "../../report/views/quality.js";
import type { ColumnQuality } from "../../tables/reading/column-quality.js";

const clean: ColumnQuality = {
  table: "shop",
  column: "spend",
  rows: 200,
  mayBeEmpty: false,
  missing: 0,
  faults: [],
  first: null,
  repair: null,
};
type Fault = ColumnQuality["faults"][number];
const left = (kind: Fault["kind"], rows: number): Fault => ({ kind, rows, fate: "left as it is" });
const repaired = (kind: Fault["kind"], rows: number): Fault => ({ kind, rows, fate: "repaired by a rule" });
const town = { ...clean, column: "town", faults: [left("missing", 10), repaired("other spelling", 40)] };
const spend = { ...clean, faults: [left("missing", 20), left("out of range", 4)] };

interface Bars {
  name: string;
  x: number[];
  y: string[];
}

test("every column has a row, the largest share of rows at fault first", () => {
  const large = { ...clean, table: "sales", rows: 10_000, faults: [left("missing", 60)] };
  const { columns } = asTable(qualityTable([clean, large, spend, town]));
  assert.deepEqual(columns.column, ["town", "spend", "spend", "spend"]);
  assert.deepEqual(columns.table, ["shop", "shop", "sales", "shop"]);
  assert.deepEqual(columns.other_spellings, Float64Array.of(40, 0, 0, 0));
});

test("bars are shares of the table's rows, coloured by what became of them", () => {
  const figure = qualityChart([clean, spend, town]);
  assert.equal(figure.title, "2 of 3 columns have missing or wrong values, most of all shop.town (25 %)");
  const bars = Object.fromEntries((figure.data as Bars[]).map(({ name, x, y }) => [name, { x, y }]));
  assert.deepEqual(bars["repaired by a rule"], { x: [20, 0], y: ["shop.town", "shop.spend"] });
  assert.deepEqual(bars["left as it is"].x, [5, 12]);
  assert.equal(bars.flagged, undefined);
  assert.deepEqual(
    figure.layout.annotations!.map((note) => (note as { text: string }).text),
    ["10 missing, 40 misspelt", "20 missing, 4 out of range"],
  );
});

test("what was filled, flagged and set aside has a colour of its own", () => {
  const flagged = {
    ...clean,
    faults: [repaired("missing", 20), { ...left("out of range", 4), fate: "flagged" as const }],
  };
  const aside = { ...left("out of range", 6), fate: "row set aside" as const };
  const { data } = qualityChart([
    flagged,
    { ...clean, column: "day", faults: [aside, { ...aside, kind: "missing", rows: 2 }] },
  ]);
  assert.deepEqual(
    (data as Bars[]).map(({ name, x }) => [name, x]),
    [
      ["repaired by a rule", [10, 0]],
      ["row set aside", [0, 4]],
      ["flagged", [2, 0]],
    ],
  );
});

test("more than 25 columns at fault: those with the smallest shares are counted in the caption", () => {
  const columns = Array.from({ length: 28 }, (_, i) => ({ ...clean, faults: [left("missing", i + 1)] }));
  const figure = qualityChart(columns);
  assert.equal((figure.data as Bars[])[0].y.length, 25);
  assert.match(figure.caption, /3 columns with smaller shares are in the table\.$/);
});

test("three kinds of faults are counted together, for want of room", () => {
  const { layout } = qualityChart([{ ...town, faults: [...town.faults, left("unknown level", 1)] }]);
  assert.equal((layout.annotations![0] as { text: string }).text, "51 of 3 kinds");
});

test("files without a fault have a figure that says so", () => {
  assert.equal(qualityChart([clean]).title, "No rule of the schema is broken");
});

test("an empty cell that is no fault has no bar", () => {
  const { data } = qualityChart([{ ...clean, missing: 30, mayBeEmpty: true }, spend]);
  assert.deepEqual((data as Bars[])[0].y, ["shop.spend"]);
});

test("a cleaning step is one row with the rows it touched", () => {
  const step = {
    table: "t",
    rule: "r",
    columns: ["a", "b"],
    sql: "",
    rowsTouched: 2,
    rowsBefore: 9,
    rowsAfter: 7,
  };
  assert.deepEqual(asTable(cleaningTable("n", "T", [step])).columns.columns, ["a, b"]);
});
