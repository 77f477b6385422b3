import assert from "node:assert/strict";
import test from "node:test";
import { analyseExperiment } from "../../../experiments/analysis/analyse.js";
import { missingOutcomesGate } from "../../../experiments/gates/missing-outcomes.js";
import type { ExperimentSummary, Metric } from "../../../types.js";
import { near } from "../../near.js";
import { experiment, metric, rateCell } from "../analysis/examples.js";

/** 1,000 customers an arm, of whom so many have no outcome. */
function losing(mail: number, control: number, outcome: Metric = metric("bought")): ExperimentSummary {
  return experiment(
    [outcome],
    [
      { ...rateCell(outcome.name, "control", 100, 1000 - control), missing: control },
      { ...rateCell(outcome.name, "mail", 90, 1000 - mail), missing: mail },
    ],
  );
}

test("an arm that loses most of its outcomes vetoes the verdict, and the shares are named", () => {
  const summary = losing(610, 0);
  const gate = missingOutcomesGate(summary);
  assert.deepEqual([gate.passed, gate.vetoes, gate.statistic], [false, true, 0.61]);
  assert.equal(gate.reading, "bought is missing for 61.0 % of mail and 0.0 % of control");
  assert.equal(analyseExperiment(summary).verdicts[0].verdict, "vetoed");
});

// Counted in exact integers: all tables with the same margins that are no more likely than 40 and 10 of 1,000.
test("a clear but small difference is a caution", () => {
  const gate = missingOutcomesGate(losing(40, 10));
  near(gate.pValue!, 1.9009474943299076e-5, 1e-16);
  assert.deepEqual([gate.passed, gate.vetoes], [false, false]);
});

test("arms that lose alike pass, and so does a metric that decides nothing", () => {
  assert.equal(missingOutcomesGate(losing(105, 100)).passed, true);
  const described = missingOutcomesGate(losing(610, 0, metric("bought", { purpose: "descriptive" })));
  assert.deepEqual([described.passed, described.pValue], [true, null]);
});

test("without a missing outcome the gate says so, and pending ones are not missing", () => {
  const summary = losing(0, 0);
  const pending = { ...summary, cells: summary.cells.map((cell, i) => ({ ...cell, pending: 300 * i })) };
  assert.equal(missingOutcomesGate(pending).reading, "every customer has the outcomes that decide");
});
