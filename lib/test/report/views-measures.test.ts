import assert from "node:assert/strict";
import test from "node:test";
import { asTable, shownRows } from "../../report/report-table.js";
import { describedTable } from "../../report/views/arms.js";
import { choiceChart } from "../../report/views/bank-charts.js";
import { outreachChart, saleDayChart } from "../../report/views/calls.js";
import { channelChart, channelShown, channelTable, roasTruthChart } from "../../report/views/channels.js";
import { highestInWords, measureChart, measuresShown, measuresTable } from "../../report/views/measures.js";
import {
  profitPerSaleTable,
  promotionChart,
  seasonChart,
  spendByBandChart,
} from "../../report/views/retail.js";
import type { Estimate, Inference } from "../../types.js";

const between = (low: number, high: number, unit = "ratio"): Estimate => ({
  estimate: (low + high) / 2,
  low,
  high,
  confidence: 0.95,
  method: "Wilson",
  n: 1_000,
  unit,
});

const measured = (measure: string, ...estimates: readonly Estimate[]) => ({
  measure,
  groups: estimates.map((estimate, i) => ({ group: "abc"[i], estimate })),
});

interface Dots {
  name: string;
  x: number[];
  y: (string | number)[];
}

test("the words about the highest group say no more than the intervals do", () => {
  const clear = measured("roas", between(1, 2), between(3, 5), between(2, 3));
  assert.equal(highestInWords(clear), "Roas is higher for b (4.00) than for a (1.50)");
  const alone = measured("visit_rate", between(0.1, 0.2, "fraction"), between(0.3, 0.4, "fraction"));
  assert.equal(highestInWords(alone), "Visit rate is highest for b (35.0 %)");
  const equal = measured("spend", between(1, 3, "USD"), between(2, 4, "USD"));
  assert.equal(
    highestInWords(equal, { spend: { label: "Spend" } }),
    "Spend: the intervals cannot tell the groups apart",
  );
  assert.equal(highestInWords(measured("spend", between(1, 3, "USD"))), "Spend is highest for a (2.00 USD)");
});

test("measures of the same groups stand in one table, whatever the order of their groups", () => {
  const visits = measured("visit", between(0.1, 0.2, "fraction"), between(0.3, 0.4, "fraction"));
  const spend = measured("spend", between(1, 3, "USD"), between(5, 7, "USD"));
  const turned = { ...spend, groups: [...spend.groups].reverse() };
  const table = measuresTable({ name: "t", title: "T", grouped: "Arm" }, [visits, turned]);
  assert.deepEqual(asTable(table).columns.spend, Float64Array.of(2, 6));
  assert.deepEqual(shownRows(table, 1), [
    ["a", "1,000", "15.0 %", "10.0 %", "20.0 %", "2.00", "1.00", "3.00"],
  ]);
});

test("on a page an estimate and its interval share a cell, each in the digits of its unit", () => {
  const shares = measured("visit", between(0.1, 0.2, "fraction"), between(0.3, 0.4, "fraction"));
  const spend = measured("spend", between(1, 3, "USD"), between(1_000, 3_000, "USD"));
  const roas = measured("roas", between(-1, 2), between(1, 2));
  const shown = measuresShown({ name: "t", title: "T", grouped: "Arm" }, [shares, spend, roas]);
  assert.deepEqual(shownRows(shown, 2), [
    ["a", "1,000", "15.0 % (10.0 to 20.0)", "2.00 USD (1.00 to 3.00)", "0.50 (\u22121.00 to 2.00)"],
    ["b", "1,000", "35.0 % (30.0 to 40.0)", "2,000.00 USD (1,000.00 to 3,000.00)", "1.50 (1.00 to 2.00)"],
  ]);
});

test("fractions are drawn in percent, with the customers in the label", () => {
  const { data, layout } = measureChart(
    { name: "n", title: "T", caption: "C" },
    measured("visit", between(0.1, 0.2, "fraction")),
  );
  const [dots] = data as Dots[];
  assert.deepEqual([Math.round(dots.x[0]), dots.y], [15, ["a, n = 1,000"]]);
  assert.match((layout.xaxis as { title: { text: string } }).title.text, /^Visit, %$/);
});

test("a described table keeps what does not apply as missing", () => {
  const described = {
    name: "shop_columns",
    rows: 1,
    columns: {
      column: ["town"],
      role: ["segment"],
      unit: [null],
      row_count: Float64Array.of(9),
      missing: Float64Array.of(2),
      mean: Float64Array.of(Number.NaN),
      median: Float64Array.of(Number.NaN),
      most_frequent: ["Bern"],
      most_frequent_rows: Float64Array.of(4),
    },
  };
  const table = describedTable(described);
  assert.equal(table.title, "The columns of shop");
  assert.deepEqual(shownRows(table, 1), [["town", "segment", "–", "9", "2", "–", "–", "Bern", "4"]]);
});

const RATIOS = [
  measured("ctr", between(0.1, 0.2, "fraction"), between(0.1, 0.2, "fraction")),
  measured("roas", between(1, 2), between(8, 9)),
];

test("channels are drawn by booked ROAS, the highest first, in every panel", () => {
  const { data, title } = channelChart("channel", RATIOS);
  assert.deepEqual(
    (data as Dots[]).map(({ y }) => y),
    [
      ["b", "a"],
      ["b", "a"],
    ],
  );
  assert.equal(title, "ROAS is highest for b (8.50)");
  assert.equal(channelTable("region", RATIOS).name, "performance_by_region");
  const { name, columns } = channelShown("region", RATIOS);
  assert.deepEqual(
    [name, columns.map(({ label }) => label)],
    ["performance_by_region", ["group", "n", "CTR", "ROAS"]],
  );
});

const caused = (roas: number[]) => ({
  name: "caused",
  rows: 2,
  columns: { group: ["a", "b"], roas: Float64Array.from(roas) },
});

test("the channel that leads by booking may have caused nothing", () => {
  const figure = roasTruthChart(RATIOS[1], caused([1.2, 0]));
  assert.equal(figure.title, "b leads with a booked ROAS of 8.50 but caused 0.00; a caused most: 1.20");
  const [, truth] = figure.data as Dots[];
  assert.deepEqual([truth.name, truth.x], ["caused (truth)", [0, 1.2]]);
  const honest = roasTruthChart(RATIOS[1], caused([1.2, 3]));
  assert.equal(honest.title, "b leads with a booked ROAS of 8.50 and also caused most: 3.00");
});

test("nobody knows what the reader's own channels caused", () => {
  const figure = roasTruthChart(RATIOS[1], undefined);
  assert.equal(figure.title, "ROAS is highest for b (8.50)");
  assert.equal(figure.data.length, 1);
  assert.doesNotMatch(figure.caption, /truly/);
});

test("a coin and a marketer stand beside one truth", () => {
  const input = { coin: between(0.09, 0.11, "fraction"), marketer: between(0.19, 0.21, "fraction") };
  const figure = choiceChart({ ...input, truth: 0.1 });
  assert.match(
    figure.title,
    /coin the message seems to do \+10\.0 points.*\+20\.0 points; the truth is \+10\.0/,
  );
  assert.deepEqual(
    (figure.layout.shapes as { x0: number }[]).map(({ x0 }) => x0),
    [0, 10],
  );
  assert.doesNotMatch(choiceChart(input).title + choiceChart(input).caption, /truth is|diamonds/);
});

test("sales by outreach keep the order of the statuses", () => {
  const rates = [
    between(0.28, 0.3, "fraction"),
    between(0.4, 0.42, "fraction"),
    between(0.43, 0.45, "fraction"),
  ];
  const figure = outreachChart(measured("sold", ...rates));
  assert.equal(figure.title, "Share who bought within 45 days is highest for c (44.0 %)");
  assert.deepEqual(
    (figure.data[0] as Dots).y.map((label) => String(label)[0]),
    ["a", "b", "c"],
  );
});

test("a sale on the day on which the window ends is outside of it", () => {
  const figure = saleDayChart(Float64Array.of(-1, 0, 44, 45), 45);
  assert.equal(figure.title, "50 % of sales come within 45 days of the account");
});

const SALES = {
  name: "monthly_sales",
  rows: 6,
  columns: {
    year: Float64Array.of(2019, 2020, 2020, 2021, 2021, 2021),
    month: Float64Array.of(12, 1, 12, 1, 11, 12),
    season: Float64Array.of(Number.NaN, 0.5, 1.5, 0.6, Number.NaN, 1.4),
  },
};
const seasons = (january: Estimate, december: Estimate) => ({
  measure: "season",
  groups: [
    { group: "1", estimate: january },
    { group: "12", estimate: december },
  ],
});

test("seasons have a named line for each year with a known one, and the title names the months that stand out", () => {
  const figure = seasonChart(SALES, seasons(between(0.4, 0.7), between(1.3, 1.7)));
  assert.equal(figure.title, "Revenue peaks in Dec, with 1.5 times a mean month in Dec");
  assert.deepEqual(
    (figure.data as Dots[]).map(({ name, x, y }) => [name, x, y]),
    [
      ["2020", ["Jan", "Dec"], [0.5, 1.5]],
      ["2021", ["Jan", "Dec"], [0.6, 1.4]],
      ["mean of the years", ["Jan", "Dec"], [0.55, 1.5]],
    ],
  );
  const flat = seasonChart(SALES, seasons(between(0.4, 1.1), between(0.9, 1.6)));
  assert.equal(flat.title, "No month stands out from the mean month in all years");
});

const inferred = (low: number, high: number): Inference => ({
  ...between(low, high, "fraction"),
  ...{ sides: "two-sided", assumptions: [], warnings: [] },
});

test("spend and discounts are named in the words of the shop", () => {
  const spend = measured("revenue", between(10, 20, "USD"), between(30, 40, "USD"));
  assert.equal(spendByBandChart("age", spend).title, "Revenue per customer is highest for b (35.00 USD)");
  const ratios = [
    { group: "Female", ratio: inferred(0.2, 0.3), numerator: 25, denominator: 100, clusters: 40 },
    { group: "Male", ratio: inferred(0.1, 0.15), numerator: 12, denominator: 100, clusters: 40 },
  ];
  assert.equal(
    promotionChart(ratios).title,
    "Share of purchases at a discount is highest for Female (25.0 %)",
  );
});

test("what a sale brings stands by arm, with the buyers it rests on", () => {
  const ratio = { ...inferred(28, 32), unit: "USD" };
  const arm = { group: "test", ratio, numerator: 3_000, denominator: 100, clusters: 40 };
  assert.deepEqual(shownRows(profitPerSaleTable([arm]), 1), [
    ["test", "40", "100", "30.00", "28.00", "32.00"],
  ]);
});
