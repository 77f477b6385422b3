import assert from "node:assert/strict";
import test from "node:test";
import { analyseExperiment } from "../../../experiments/analysis/analyse.js";
import { decide, powerOfEachTest } from "../../../experiments/analysis/decision.js";
import type { ExperimentSummary, Metric } from "../../../types.js";
import { near } from "../../near.js";
import { experiment, metric, rateCell } from "./examples.js";

const conversion = metric("conversion");
const complaints = metric("complaints", { purpose: "guardrail", better: "lower", margin: 0.01 });

/** 10,000 customers an arm; conversions and complaints of the control are 500 and 100. */
function campaign(
  conversions: number,
  complained: number,
  { guardrail = complaints, ...rest }: Partial<ExperimentSummary> & { guardrail?: Metric } = {},
): ExperimentSummary {
  const cells = [
    rateCell("conversion", "control", 500, 10000),
    rateCell("conversion", "mail", conversions, 10000),
    rateCell("complaints", "control", 100, 10000),
    rateCell("complaints", "mail", complained, 10000),
  ];
  return experiment([conversion, guardrail], cells, rest);
}

function verdictOf(summary: ExperimentSummary): string {
  return analyseExperiment(summary).verdicts[0].verdict;
}

test("ship: conversions improve and complaints are not worse by their margin, in words", () => {
  const [{ arm, verdict, reasons }] = analyseExperiment(campaign(650, 110)).verdicts;
  assert.deepEqual([arm, verdict], ["mail", "ship"]);
  assert.deepEqual(
    reasons.map(({ metric: name, finding, margin }) => [name, finding, margin]),
    [
      ["conversion", "improves", null],
      ["complaints", "is not worse by its margin", 0.01],
    ],
  );
  near(reasons[0].effect!.estimate, 0.015, 1e-12);
  assert.ok(reasons[0].pCorrected! < 0.05);
  assert.deepEqual([reasons[1].effect!.sides, reasons[1].pCorrected], ["less", null]);
});

test("a guardrail that may be worse leaves it undecided, one that is shown to be forbids it", () => {
  assert.equal(verdictOf(campaign(650, 190)), "undecided");
  assert.equal(verdictOf(campaign(650, 300)), "do not ship");
});

test("no improvement is undecided; a success metric that gets worse is not shipped", () => {
  assert.equal(verdictOf(campaign(510, 100)), "undecided");
  assert.equal(verdictOf(campaign(350, 100)), "do not ship");
});

test("a metric whose better side is the lower one improves by falling, and a guardrail may rise where higher is better", () => {
  const returns = { ...campaign(350, 400), metrics: [metric("conversion", { better: "lower" })] };
  assert.equal(verdictOf(returns), "ship");
  const more = campaign(650, 300, {
    guardrail: metric("complaints", { purpose: "guardrail", margin: 0.01 }),
  });
  assert.equal(verdictOf(more), "ship");
});

test("with a covariate that was declared beforehand the adjusted effect decides", () => {
  const evidence = analyseExperiment(campaign(510, 100));
  const effect = evidence.rows[0].effect!;
  const adjusted = { ...effect, estimate: 0.01, pValue: 0.001, method: "CUPED" };
  const rows = [{ ...evidence.rows[0], decisive: adjusted, pCorrected: 0.002 }, ...evidence.rows.slice(1)];
  const [{ verdict, reasons }] = decide({ ...evidence, rows });
  assert.deepEqual([verdict, reasons[0].effect], ["ship", adjusted]);
});

test("one success metric better and another worse is for people to weigh, whichever of them comes first", () => {
  const visits = [rateCell("visits", "control", 1000, 10000), rateCell("visits", "mail", 1300, 10000)];
  for (const conversions of [350, 500]) {
    const summary = campaign(conversions, 100);
    const metrics = [...summary.metrics, metric("visits")];
    const cells = [...summary.cells, ...visits];
    const [{ verdict, reasons }] = analyseExperiment({ ...summary, metrics, cells }).verdicts;
    assert.equal(verdict, conversions === 350 ? "undecided" : "ship");
    assert.deepEqual(
      reasons.slice(0, 2).map(({ finding }) => finding),
      [conversions === 350 ? "gets worse" : "is not shown to change", "improves"],
    );
  }
});

test("where no metric was declared every verdict says what was counted", () => {
  const silent = { purposeDeclared: false };
  const summary = {
    ...campaign(650, 110),
    metrics: [metric("conversion", silent), metric("complaints", { ...silent, better: "lower" })],
  };
  const [{ verdict, reasons }] = analyseExperiment(summary).verdicts;
  assert.equal(verdict, "ship");
  assert.equal(
    reasons[2].finding,
    "no metric is declared: conversion, complaints (less is better) counted as success, more is better",
  );
  assert.ok(!analyseExperiment(campaign(650, 110)).verdicts[0].reasons.some((one) => one.metric === null));
});

test("half of all rows without an arm leave no verdict", () => {
  const [{ verdict, reasons }] = analyseExperiment(campaign(650, 110, { withoutArm: 20000 })).verdicts;
  assert.equal(verdict, "vetoed");
  assert.equal(reasons[0].finding, "20,000 of 40,000 rows have no known arm and are left out");
});

test("a guardrail without a margin cannot pass", () => {
  const [{ verdict, reasons }] = analyseExperiment(
    campaign(650, 100, { guardrail: { ...complaints, margin: null } }),
  ).verdicts;
  assert.equal(verdict, "undecided");
  assert.match(reasons[1].finding, /without a margin/);
});

test("a sample ratio mismatch vetoes every verdict and leaves the effects where they are", () => {
  const arms = [
    { arm: "control", customers: 10600, plannedShare: 0.5 },
    { arm: "mail", customers: 10000, plannedShare: 0.5 },
  ];
  const { rows, verdicts } = analyseExperiment(campaign(650, 110, { arms }));
  assert.equal(verdicts[0].verdict, "vetoed");
  assert.match(verdicts[0].reasons[0].finding, /do not fit the planned shares: control has 10,600/);
  near(rows[0].effect!.estimate, 0.015, 1e-12);
});

test("many units in several arms veto too; covariates out of balance only caution", () => {
  assert.equal(verdictOf(campaign(650, 110, { severalArms: { units: 20000, inSeveral: 900 } })), "vetoed");
  const balance = [
    { covariate: "age", arm: "control", n: 10000, sum: 300000, sumSquares: 1e7 },
    { covariate: "age", arm: "mail", n: 10000, sum: 320000, sumSquares: 1.1e7 },
  ];
  const [{ verdict, reasons }] = analyseExperiment(campaign(650, 110, { balance })).verdicts;
  assert.equal(verdict, "ship");
  assert.match(reasons[2].finding, /^covariate balance: the largest of 1 differences/);
});

test("without a random assignment nothing is decided", () => {
  const [{ verdict, reasons }] = analyseExperiment(campaign(650, 110, { assignment: "by rule" })).verdicts;
  assert.equal(verdict, "descriptive only");
  assert.deepEqual([reasons[0].metric, reasons[0].effect], [null, null]);
  assert.match(reasons[0].finding, /nobody tossed a coin/);
});

test("several arms have one verdict each", () => {
  const summary = campaign(650, 110);
  const cells = [
    ...summary.cells,
    rateCell("conversion", "call", 505, 10000),
    rateCell("complaints", "call", 300, 10000),
  ];
  const { verdicts } = analyseExperiment(experiment(summary.metrics, cells));
  assert.deepEqual(
    verdicts.map(({ arm, verdict }) => [arm, verdict]),
    [
      ["mail", "ship"],
      ["call", "do not ship"],
    ],
  );
});

test("nothing declared as success or not estimable is said and decides nothing", () => {
  const described = { ...campaign(650, 110), metrics: [metric("conversion", { purpose: "descriptive" })] };
  assert.deepEqual(
    analyseExperiment(described).verdicts[0].reasons.map(({ finding }) => finding),
    ["no success metric is declared"],
  );
  const empty = experiment(
    [conversion],
    [rateCell("conversion", "control", 5, 50), rateCell("conversion", "mail", 0, 0)],
    {
      arms: [
        { arm: "control", customers: 50, plannedShare: null },
        { arm: "mail", customers: 50, plannedShare: null },
      ],
    },
  );
  const [{ verdict, reasons }] = analyseExperiment(empty).verdicts;
  assert.equal(verdict, "undecided");
  assert.equal(
    reasons[0].finding,
    'cannot be judged: not estimable because nobody in arm "mail" has a value',
  );
});

test("a guardrail that the table does not have was not measured, and nothing is shipped without it", () => {
  const summary = campaign(650, 110);
  const cells = summary.cells.map((cell) =>
    cell.metric === "complaints" ? { ...rateCell("complaints", cell.arm, 0, 0), missing: cell.n } : cell,
  );
  const [{ verdict, reasons }] = analyseExperiment({ ...summary, cells }).verdicts;
  assert.equal(verdict, "undecided");
  assert.equal(reasons[1].finding, "is not measured: cannot be judged");
  const pending = cells.map((cell) => ({ ...cell, missing: 0, pending: cell.missing }));
  const [open] = analyseExperiment({ ...summary, cells: pending }).verdicts;
  assert.match(
    open.reasons[1].finding,
    /^cannot be judged: not estimable because the windows of arm "mail" are still open$/,
  );
});

test("a gate that was not checked does not veto; many rows without an arm caution", () => {
  const { gates, verdicts } = analyseExperiment(campaign(650, 110, { withoutArm: 400 }));
  assert.deepEqual(
    gates.map(({ gate, passed }) => [gate, passed]),
    [
      ["sample ratio", true],
      ["known arm", false],
      ["covariate balance", null],
      ["multiple exposure", null],
      ["missing outcomes", true],
    ],
  );
  assert.equal(verdicts[0].verdict, "ship");
  assert.equal(
    verdicts[0].reasons[2].finding,
    "known arm: 400 of 20,400 rows have no known arm and are left out",
  );
});

test("no rows give no verdict", () => {
  assert.deepEqual(decide({ assignment: "random", confidence: 0.95, gates: [], rows: [] }), []);
});

test("three guardrails and one success metric share the 20 % that may be missed", () => {
  near(powerOfEachTest({ power: 0.8, guardrails: 3 }), 0.95, 1e-15);
  near(powerOfEachTest({ power: 0.8, guardrails: 0 }), 0.8, 1e-15);
});

test("a power of 1 is a RangeError", () => {
  assert.throws(() => powerOfEachTest({ power: 1, guardrails: 0 }), {
    name: "RangeError",
    message: "power: expected a fraction above 0 and below 1, got 1",
  });
});

test("half a guardrail is a RangeError", () => {
  assert.throws(() => powerOfEachTest({ power: 0.8, guardrails: 0.5 }), {
    name: "RangeError",
    message: "guardrails: expected a whole number of 0 or more, got 0.5",
  });
});
