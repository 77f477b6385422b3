import assert from "node:assert/strict";
import test from "node:test";
import { asTable } from "../../report/report-table.js";
import { cleaningTable, qualityChart, qualityTable } from "../../report/views/quality.js";
import { parseSchema } from "../../tables/contract/schema-reader.js";
import { shopSchema } from "../tables/files.js";

const clean = {
  table: "shop",
  column: "spend",
  rows: 200,
  mayBeEmpty: false,
  missing: 0,
  outOfRange: 0,
  unknownLevels: 0,
  otherSpellings: 0,
  repeatedKeys: 0,
  orphans: 0,
  first: null,
  repair: null,
};
const town = { ...clean, column: "town", missing: 10, otherSpellings: 40 };
const spend = { ...clean, missing: 20, outOfRange: 4 };
const schema = { tables: [shopSchema()] };

interface Bars {
  name: string;
  x: number[];
  y: string[];
}

test("every column has a row, the largest share of rows at fault first", () => {
  const large = { ...clean, table: "sales", rows: 10_000, missing: 60 };
  const { columns } = asTable(qualityTable([clean, large, spend, town]));
  assert.deepEqual(columns.column, ["town", "spend", "spend", "spend"]);
  assert.deepEqual(columns.table, ["shop", "shop", "sales", "shop"]);
  assert.deepEqual(columns.other_spellings, Float64Array.of(40, 0, 0, 0));
});

test("bars are shares of the table's rows, coloured by what the schema lets cleaning do", () => {
  const figure = qualityChart([clean, spend, town], schema);
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

const DECLARED = `
tables:
  shop:
    title: A shop
    file: shop.csv
    family: test
    currency: EUR
    grain: one row per customer
    assignment: none
    source: made by the test
    columns:
      spend: { type: number, unit: EUR, meaning: spend, role: value, range: [0, 9], outside: flag, fill: median, missing: x }
      day: { type: number, unit: days, meaning: day, role: feature, range: [0, 9], outside: set aside, needed: true, missing: x }
`;

test("what was filled, flagged and set aside has a colour of its own", () => {
  const day = { ...clean, column: "day", missing: 2, outOfRange: 6 };
  const { data } = qualityChart([spend, day], parseSchema(DECLARED, "shop.yaml"));
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
  const columns = Array.from({ length: 28 }, (_, i) => ({ ...clean, missing: i + 1 }));
  const figure = qualityChart(columns, schema);
  assert.equal((figure.data as Bars[])[0].y.length, 25);
  assert.match(figure.caption, /3 columns with smaller shares are in the table\.$/);
});

test("three kinds of faults are counted together, for want of room", () => {
  const { layout } = qualityChart([{ ...town, unknownLevels: 1 }], schema);
  assert.equal((layout.annotations![0] as { text: string }).text, "51 of 3 kinds");
});

test("files without a fault have a figure that says so", () => {
  assert.equal(qualityChart([clean], schema).title, "No rule of the schema is broken");
});

test("an empty cell that is no fault has no bar", () => {
  const { data } = qualityChart([{ ...clean, missing: 30, mayBeEmpty: true }, spend], schema);
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
