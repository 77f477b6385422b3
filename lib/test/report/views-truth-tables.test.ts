import assert from "node:assert/strict";
import test from "node:test";
import { asTable, shownRows } from "../../report/report-table.js";
import { checkSummary, discountTruth, responseTypesInTwoWorlds } from "../../report/views/truth-tables.js";
import { seededRandom } from "../../statistics/random.js";
import { bankCampaign } from "../../synthetic/bank/campaign.js";
import type { GeneratorCheck } from "../../synthetic/self-check.js";

test("each world's response types are shares of the same customers", () => {
  const truth = {
    name: "truth_campaign_data",
    rows: 4,
    columns: {
      response_type: ["persuadable", "persuadable", "sure thing", "lost cause"],
      response_type_independent: ["persuadable", "sure thing", "do-not-disturb", "lost cause"],
    },
  };
  const { columns } = asTable(responseTypesInTwoWorlds(truth));
  assert.deepEqual(columns.response_type, ["persuadable", "sure thing", "lost cause", "do-not-disturb"]);
  assert.deepEqual(columns.tied, Float64Array.of(0.5, 0.25, 0.25, 0));
  assert.deepEqual(columns.independent, Float64Array.of(0.25, 0.25, 0.25, 0.25));
});

test("nobody is lost between the worlds, and both have the same effect: persuadable minus do-not-disturb", () => {
  const { truth } = bankCampaign({ rows: 5_000, random: seededRandom("worlds") });
  const { columns } = asTable(responseTypesInTwoWorlds(truth));
  const [tied, independent] = [columns.tied as Float64Array, columns.independent as Float64Array];
  for (const shares of [tied, independent]) {
    assert.ok(Math.abs(shares.reduce((a, b) => a + b, 0) - 1) < 1e-12);
  }
  // One answer of each customer is seen and the same in both; the other is drawn anew, so only the means are alike.
  const effect = ([persuadable, , , harmed]: Float64Array): number => persuadable - harmed;
  assert.ok(Math.abs(effect(tied) - effect(independent)) < 0.03);
  assert.ok(independent[3] > tied[3]);
});

const check = (more: Partial<GeneratorCheck>): GeneratorCheck => ({
  family: "F1",
  table: "bank",
  what: "share mailed",
  expected: 0.5,
  found: 0.51,
  tolerance: 0.02,
  holds: true,
  ...more,
});

test("checks are counted by family, with the one that came closest to its limit, exact ones apart", () => {
  const summary = checkSummary([
    check({ family: "F2", table: "channels", what: "rows", expected: 9, found: 9, tolerance: 0 }),
    check({}),
    check({ what: "effect", expected: 0.1, found: 0.07, tolerance: 0.02, holds: false }),
    check({ what: "income", expected: 10, found: 10, tolerance: 0 }),
  ]);
  assert.deepEqual(shownRows(summary, 3), [
    ["F1", "3", "2", "1", "bank, effect", "150.0 %"],
    ["F2", "1", "1", "1", "–", "–"],
  ]);
});

test("a discount's change is everybody's sum minus nobody's, as a share of nobody's", () => {
  const amounts = {
    revenue: [100, 150],
    revenue_after: [40, 30],
    profit: [50, 40],
    profit_after: [20, 10],
  };
  const columns = Object.entries(amounts).flatMap(([name, [control, test]]) => [
    [`${name}_control`, Float64Array.of(control, control)],
    [`${name}_test`, Float64Array.of(test, test)],
  ]);
  const truth = { name: "truth_retail_customers", rows: 2, columns: Object.fromEntries(columns) };
  assert.deepEqual(shownRows(discountTruth(truth), 4), [
    ["revenue, months of the test", "200", "300", "100", "50.0 %"],
    ["revenue, two months after it", "80", "60", "−20", "−25.0 %"],
    ["profit, months of the test", "100", "80", "−20", "−20.0 %"],
    ["profit, two months after it", "40", "20", "−20", "−50.0 %"],
  ]);
});
