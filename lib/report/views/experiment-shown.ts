import type { ExperimentAnalysis } from "../../experiments/analysis/result.js";
import type { Estimate } from "../../types.js";
import { count, percent } from "../format.js";
import { type ColumnOf, type ReportTable, tableOf } from "../report-table.js";
import { type EffectOfExperiment, passedInWords, rowsOf } from "./experiment-tables.js";
import { amountInWords, differenceInWords, lossInWords } from "./words.js";

/** The gates for a page. */
export function gatesShown(...analyses: readonly ExperimentAnalysis[]): ReportTable {
  const rows = analyses.flatMap(({ name, gates }) => gates.map((gate) => ({ experiment: name, gate })));
  type Row = (typeof rows)[number];
  return tableOf("gates", "Before any difference: is the experiment sound?", rows, {
    ...(analyses.length > 1
      ? { experiment: ["text", "Table of the experiment", (row: Row) => row.experiment] as const }
      : {}),
    gate: ["text", "What was checked", ({ gate }) => gate.gate, "check"],
    passed: ["text", "yes, no, or not checked", ({ gate }) => passedInWords(gate)],
    reading: ["text", "In words", ({ gate }) => gate.reading],
  });
}

/** The overall rows for a page, each number with its interval in one cell. */
export function effectsShown(...analyses: readonly ExperimentAnalysis[]): ReportTable {
  const rows = rowsOf(analyses, false);
  const names = analyses.map(({ name }) => name).join(", ");
  const word = effectWord(analyses);
  return tableOf("effects", `What ${names} says, each arm minus those left alone`, rows, {
    ...whose(rows),
    purpose: ["text", "What the metric is for", (row) => row.purpose],
    control: ["text", "Left alone", (row) => levelOf(row.control)],
    treated: ["text", "The arm", (row) => levelOf(row.treated)],
    difference: [
      "text",
      "Difference with its 95 % interval",
      (row) => effectOf(row),
      `${word} (95 % interval)`,
    ],
    ...pValues(rows),
    could_see: [
      "text",
      "Smallest true difference found with 80 % power",
      (row) => (row.minimumEffect === null ? null : amountInWords(row.minimumEffect, row.unit)),
      "could see",
    ],
  });
}

/** The adjusted difference where some row has it, the p-value of the one that decides, and the corrected one. */
function pValues(rows: readonly EffectOfExperiment[]): Record<string, ColumnOf<EffectOfExperiment>> {
  const adjusted: Record<string, ColumnOf<EffectOfExperiment>> = {
    adjusted: [
      "text",
      "Difference adjusted by CUPED, which decides",
      (row) => (row.adjusted ? differenceInWords(row.adjusted) : null),
      "with CUPED",
    ],
  };
  return {
    ...(rows.some((row) => row.adjusted !== null) ? adjusted : {}),
    p: [
      "p-value",
      "p-value of the adjusted difference where there is one, else of the plain one",
      (row) => row.decisive?.pValue ?? Number.NaN,
    ],
    p_corrected: [
      "p-value",
      "The same, corrected for the others",
      (row) => row.pCorrected ?? Number.NaN,
      "p, corrected",
    ],
  };
}

/** What a difference may be called: only where chance decided who was in which arm is it an effect. */
function effectWord(analyses: readonly ExperimentAnalysis[]): string {
  return analyses.every(({ assignment }) => assignment === "random") ? "effect" : "difference";
}

/** The columns that name a row: only those that tell the rows apart. */
function whose(rows: readonly EffectOfExperiment[]): Record<string, ColumnOf<EffectOfExperiment>> {
  const several = (key: "experiment" | "arm"): boolean => new Set(rows.map((row) => row[key])).size > 1;
  return {
    ...(several("experiment")
      ? { experiment: ["text", "Table of the experiment", (row) => row.experiment] }
      : {}),
    ...(several("arm") ? { arm: ["text", "Arm, by its level", (row) => row.arm] } : {}),
    metric: ["text", "Outcome, by its column", (row) => row.metric],
  };
}

/** The segments of one metric for a page, smallest difference first. */
export function segmentsShown(analysis: ExperimentAnalysis, metric: string): ReportTable {
  const rows = rowsOf([analysis], true)
    .filter((row) => row.metric === metric && row.effect !== null)
    .sort((a, b) => a.effect!.estimate - b.effect!.estimate);
  const word = effectWord([analysis]);
  return tableOf(
    `segments_${analysis.name}`,
    `${metric.replace(/_/g, " ")} by segment, smallest ${word} first`,
    rows,
    {
      segment: ["text", "Column that the segment comes from", (row) => row.segment],
      level: ["text", "Its level", (row) => row.level],
      n: ["count", "Customers of both arms", (row) => row.nTreated + row.nControl],
      difference: [
        "text",
        "Difference with its 95 % interval",
        (row) => effectOf(row),
        `${word} (95 % interval)`,
      ],
      ...pValues(rows),
    },
  );
}

/** The Bayesian reading of the overall rows for a page. */
export function bayesShown(...analyses: readonly ExperimentAnalysis[]): ReportTable {
  const rows = rowsOf(analyses, false).filter(({ bayes }) => bayes !== null);
  return tableOf("bayes", "The same, as a bet", rows, {
    ...whose(rows),
    probability_better: [
      "text",
      "Probability that the arm is better",
      (row) => probabilityInWords(row.bayes!.probabilityBetter),
      "chance the arm is better",
    ],
    loss_if_sent: [
      "text",
      "Expected loss a customer if the arm is chosen",
      (row) => lossInWords(row.bayes!.expectedLoss.treated, row.unit),
      "expected loss if sent",
    ],
    loss_if_left: [
      "text",
      "Expected loss a customer if it is not",
      (row) => lossInWords(row.bayes!.expectedLoss.control, row.unit),
      "expected loss if not sent",
    ],
    interval: [
      "text",
      "Credible interval of the difference",
      (row) => differenceInWords(row.bayes!.effect),
      "difference (95 % credible)",
    ],
  });
}

function effectOf(row: EffectOfExperiment): string {
  return row.effect === null ? `not estimable: ${row.notEstimable}` : differenceInWords(row.effect);
}

function levelOf(estimate: Estimate | null): string | null {
  if (estimate === null) return null;
  const { estimate: value, unit, n } = estimate;
  return `${unit === "fraction" ? percent(value) : amountInWords(value, unit)}, n = ${count(n)}`;
}

/** Close to certain in words: 1 minus a tiny number is not "100.0 %". */
function probabilityInWords(probability: number): string {
  if (probability > 0.9995) return "above 99.9 %";
  return probability < 0.0005 ? "below 0.1 %" : percent(probability);
}
