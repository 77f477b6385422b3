import assert from "node:assert/strict";
import test from "node:test";
import type { GroupEffectWithTruth } from "../../experiments/truth.js";
import { asTable } from "../../report/report-table.js";
import { assignmentChart, groupEffectChart, permutationChart } from "../../report/views/bank-charts.js";
import {
  armTable,
  checkTable,
  groupEffectTable,
  observedOutcomes,
  potentialOutcomes,
  responseBesideEffect,
  responseTypes,
} from "../../report/views/bank-tables.js";
import {
  liftChart,
  rfmSizeChart,
  segmentProfileChart,
  selectionChart,
  spendChart,
} from "../../report/views/shop-charts.js";
import { featureTable, profileTable, rfmTable, selectionTable } from "../../report/views/shop-tables.js";
import {
  effectInWords,
  listInWords,
  moneyInWords,
  ratioInWords,
  sizesInWords,
  undecidedInWords,
} from "../../report/views/words.js";

const estimate = {
  estimate: 0.102,
  low: 0.085,
  high: 0.118,
  confidence: 0.95,
  method: "Newcombe",
  n: 5_000,
  unit: "fraction",
};
const bank = {
  data: {
    name: "campaign_data",
    rows: 2,
    columns: { received_campaign: Float64Array.of(1, 0), responded: Float64Array.of(1, 0) },
  },
  truth: {
    name: "truth_campaign_data",
    rows: 2,
    columns: {
      customer_id: ["A", "B"],
      customer_group: ["new", "old"],
      y_control: Float64Array.of(0, 0),
      y_treated: Float64Array.of(1, 0),
      effect: Float64Array.of(1, 0),
      response_type: ["persuadable", "lost cause"],
    },
  },
};

test("results in words carry unit, interval and customers", () => {
  assert.equal(effectInWords(estimate), "+10.2 points (95 % interval +8.5 to +11.8), n = 5,000");
  assert.equal(ratioInWords({ ...estimate, estimate: 1.63, low: 1.47, high: 1.78 }), "1.63 (1.47 to 1.78)");
  assert.equal(
    moneyInWords({ ...estimate, estimate: 1234, low: -900, high: 1560, unit: "NZD" }),
    "1,234 NZD (−900 to 1,560)",
  );
});

test("lists in words", () => {
  assert.deepEqual([listInWords(["a"]), listInWords(["a", "b", "c"])], ["a", "a, b and c"]);
  assert.equal(undecidedInWords([]), "The lift of every group can be told from 1");
  assert.equal(undecidedInWords([{ segment: "middle" }]), "The lift of middle cannot be told from 1");
  assert.equal(sizesInWords([{ label: "Loyal", customers: 1_000 }]), "Loyal 1,000");
});

test("the bank sees one answer of each customer and the truth both", () => {
  const seen = asTable(observedOutcomes(bank, [0, 1])).columns;
  assert.deepEqual([...(seen.mailed as Float64Array)], [1, Number.NaN]);
  assert.deepEqual([...(seen.left_alone as Float64Array)], [Number.NaN, 0]);
  const both = asTable(potentialOutcomes(bank, [0, 1])).columns;
  assert.deepEqual(both.effect, ["+1", "0"]);
});

test("response types add up to all customers, also those that nobody is of", () => {
  const { columns } = asTable(responseTypes(bank.truth));
  assert.deepEqual([...(columns.customers as Float64Array)], [1, 0, 1, 0]);
});

const group = (name: string, treated: number, control: number, truth?: number): GroupEffectWithTruth => ({
  group: name,
  treated: { customers: 100, conversions: treated },
  control: { customers: 50, conversions: control },
  effect: { ...estimate, estimate: treated / 100 - control / 50, low: -0.1, high: 0.1 },
  truth,
});

test("effects by group say covered only where the truth is known", () => {
  const known = asTable(groupEffectTable("g", "G", [group("a", 10, 1, 0.05), group("b", 10, 1, 0.3)]));
  assert.deepEqual(known.columns.covered, ["covered", "not covered"]);
  assert.equal("covered" in asTable(groupEffectTable("g", "G", [group("a", 10, 1)])).columns, false);
});

test("ranked by response and by effect, two groups change places", () => {
  const { table, bestResponse, bestEffect } = responseBesideEffect([group("a", 20, 9), group("b", 15, 0)]);
  assert.deepEqual([bestResponse.group, bestEffect.group], ["a", "b"]);
  assert.deepEqual([...(asTable(table).columns.rank_by_effect as Float64Array)], [2, 1]);
});

test("both arms and all checks have a row", () => {
  const arms = { treated: { customers: 4, conversions: 1 }, control: { customers: 5, conversions: 0 } };
  const rates = { treated: { ...estimate, estimate: 0.25 }, control: { ...estimate, estimate: 0, low: 0 } };
  const { columns } = asTable(armTable(arms, rates));
  assert.deepEqual([columns.responses, columns.rate], [Float64Array.of(1, 0), Float64Array.of(0.25, 0)]);
  assert.deepEqual(columns.rate_low, Float64Array.of(0.085, 0));
  const check = { family: "F1", table: "t", what: "w", expected: 1, found: 2, tolerance: 0, holds: false };
  assert.deepEqual(asTable(checkTable([check])).columns.holds, ["no"]);
});

test("titles of the bank's figures are made from the numbers", () => {
  const careful = Float64Array.of(0.14, 0.16);
  const title = assignmentChart({
    careful,
    tossed: Float64Array.of(0.1, 0.12),
    truth: 0.11,
    carefulTruth: 0.05,
  }).title;
  assert.equal(
    title,
    "Coins measure +11.0 points and did +11.0 points; care measures +15.0 points and did +5.0 points",
  );
  const result = {
    observed: 0.1,
    differences: new Float64Array(99),
    pValue: 3 / 100,
    method: "Monte Carlo" as const,
    sides: "two-sided" as const,
  };
  assert.equal(
    permutationChart(result).title,
    "Of 99 reshuffled assignments 2 are as far from zero as the observed one",
  );
  assert.match(groupEffectChart([group("a", 1, 1, 0)]).caption, /the diamond the truth/);
  assert.doesNotMatch(groupEffectChart([group("a", 1, 1)]).caption, /diamond/);
});

test("the title of group effects says only what the intervals can tell apart", () => {
  const at = (name: string, low: number, high: number) => ({
    ...group(name, 1, 1),
    effect: { ...estimate, estimate: (low + high) / 2, low, high },
  });
  assert.match(groupEffectChart([at("a", 0.1, 0.2), at("b", 0, 0.09)]).title, /more at a than at b/);
  assert.match(groupEffectChart([at("a", 0.1, 0.2), at("b", 0, 0.11)]).title, /cannot be told apart/);
});

const row = { k: 3, inertia: 5, silhouette: 0.2, calinskiHarabasz: 7, daviesBouldin: 1.5, stability: 0.9 };
const selection = { rows: [row, { ...row, k: 4 }], choice: { k: 4 } } as unknown as Parameters<
  typeof selectionTable
>[0];

test("the chosen number of clusters is marked in table and figure", () => {
  assert.deepEqual(asTable(selectionTable(selection)).columns.chosen, ["", "yes"]);
  assert.match(selectionChart(selection).title, /^Of 3 to 4 segments, 4 get the most votes/);
});

test("RFM scores stand beside their customer", () => {
  const scores = { r: Int8Array.of(5), f: Int8Array.of(1), m: Int8Array.of(2), sum: Int8Array.of(8) };
  assert.deepEqual(asTable(rfmTable([7], scores, ["Regulars"])).columns.rfm_sum, Float64Array.of(8));
  const sizes = [
    { label: "Loyal", customers: 3 },
    { label: "Regulars", customers: 1 },
  ];
  assert.equal(rfmSizeChart(sizes).title, "Loyal is the largest of 2 RFM labels, with 75 % of customers");
});

test("a profile names the measures that differ most and least", () => {
  const profile = [
    { cluster: 0, n: 1, share: 0.5, means: { spend: 9, age: 40 }, differences: { spend: 2, age: 0.1 } },
    { cluster: 1, n: 1, share: 0.5, means: { spend: 1, age: 41 }, differences: { spend: -2, age: -0.1 } },
  ];
  assert.equal(
    segmentProfileChart(profile, ["high", "low"]).title,
    "The segments differ most in spend and least in age",
  );
  assert.deepEqual(asTable(profileTable(profile, ["high", "low"])).columns.spend, Float64Array.of(9, 1));
});

test("spend and features are shown with the numbers that were summarised", () => {
  const summary = { n: 4, missing: 1, mean: 4, median: 2 };
  assert.equal(
    spendChart(Float64Array.of(1, 2, 3, 10), summary).title,
    "25 % of customers spend more than the mean customer",
  );
  const feature = { name: "aov", file: "AOV", sql: "", unit: "NZD", meaning: "m" };
  assert.deepEqual(asTable(featureTable([feature], { aov: summary })).columns.missing, Float64Array.of(1));
});

test("a lift figure draws the line at one", () => {
  const figure = liftChart("l", "T", [{ label: "a", customers: 2, lift: { ...estimate, unit: "ratio" } }]);
  assert.equal((figure.layout.shapes as { x0: number }[])[0].x0, 1);
});
