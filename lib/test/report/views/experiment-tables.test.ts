import assert from "node:assert/strict";
import test from "node:test";
import { analyseExperiment } from "../../../experiments/analysis/analyse.js";
import { summaryFromColumns } from "../../../experiments/analysis/from-columns.js";
import type { ReportTable } from "../../../report/report-table.js";
import { effectsShown, segmentsShown } from "../../../report/views/experiment-shown.js";
import { abTest, abTestSegments } from "../../../report/views/experiment-tables.js";
import { seededRandom } from "../../../statistics/random.js";
import { metric } from "../../experiments/analysis/examples.js";

const random = seededRandom("tables");
const customers = Array.from({ length: 800 }, (_, i) => {
  const before = random.normal(50, 10);
  return { before, spend: before + random.normal(i % 2 ? 2 : 0, 4), arm: i % 2 ? "mail" : "none" };
});
const covariates = { before: Float64Array.from(customers, ({ before }) => before) };
const columns = {
  ...{ name: "spring", control: "none", arm: customers.map(({ arm }) => arm), covariates },
  shares: { mail: 0.5, none: 0.5 },
  metrics: [
    {
      ...metric("spend", { kind: "mean", unit: "EUR", covariate: "before" }),
      values: customers.map(({ spend }) => spend),
    },
    { ...metric("bought"), values: customers.map(({ spend }) => Number(spend > 60)) },
  ],
  segments: { town: customers.map((_, i) => (i % 4 < 2 ? "Bern" : "Basel")) },
};
const analysis = analyseExperiment(summaryFromColumns(columns));

function numbers(table: ReportTable, name: string): number[] {
  const { values } = table.columns.find((column) => column.name === name)!;
  return Array.from(values as ArrayLike<number>);
}

for (const table of [abTest([analysis]), abTestSegments([analysis])]) {
  test(`${table.name}: each difference has its own p-value, and the corrected one is of the last before it`, () => {
    const names = table.columns.map(({ name }) => name);
    const from = names.indexOf("p_value");
    assert.deepEqual(names.slice(from, from + 6), [
      ...["p_value", "adjusted", "adjusted_low", "adjusted_high", "p_adjusted", "p_corrected"],
    ]);
    const [plain, adjusted] = [numbers(table, "p_value"), numbers(table, "p_adjusted")];
    assert.ok(adjusted.some((p) => p > 0) && adjusted.some(Number.isNaN));
    numbers(table, "p_corrected").forEach((p, i) => {
      assert.ok(p >= (Number.isNaN(adjusted[i]) ? plain[i] : adjusted[i]));
    });
  });
}

test("a picked segment has a wider interval around the same difference, the others none", () => {
  const table = abTestSegments([analysis]);
  const [low, adjustedLow] = [numbers(table, "fcr_low"), numbers(table, "adjusted_low")];
  numbers(table, "p_corrected").forEach((p, i) => {
    assert.equal(Number.isNaN(low[i]), !(p < 0.05));
    if (p < 0.05) assert.ok(low[i] <= adjustedLow[i] + 1e-12);
  });
  assert.ok(low.some((end) => end > 0) && low.some(Number.isNaN));
});

test("an always-valid p-value stands beside a rate whose shares are planned", () => {
  const [spend, bought] = numbers(abTest([analysis]), "e_process_p");
  assert.ok(Number.isNaN(spend) && bought > 0 && bought <= 1);
});

test("a page has the adjusted difference only where some row has them", () => {
  const labels = (table: ReportTable): string[] => table.columns.map(({ label }) => label);
  const shown = ["with CUPED", "p", "p, corrected"];
  assert.deepEqual(labels(effectsShown(analysis)).slice(-4), [...shown, "could see"]);
  assert.deepEqual(labels(segmentsShown(analysis, "spend")).slice(-3), shown);
  assert.deepEqual(labels(segmentsShown(analysis, "bought")).slice(-3), [
    "effect (95 % interval)",
    "p",
    "p, corrected",
  ]);
});

test("a metric that nobody declared is told from one that was", () => {
  const { rows } = analysis;
  const silent = { ...analysis, rows: rows.map((row) => ({ ...row, purposeDeclared: false })) };
  const purposes = (one: typeof analysis) =>
    abTest([one]).columns.find(({ name }) => name === "purpose")!.values;
  assert.equal(purposes(analysis)[0], "success");
  assert.equal(purposes(silent)[0], "success, not declared");
});
