import type { EffectRow, ExperimentAnalysis, Gate } from "../../experiments/analysis/result.js";
import type { Estimate } from "../../types.js";
import { type ColumnOf, type ReportTable, tableOf } from "../report-table.js";
import { reasonInWords } from "./words.js";

/** One row of an analysis with its experiment's name and assignment, so that several experiments stand in one table. */
export type EffectOfExperiment = EffectRow &
  Pick<ExperimentAnalysis, "assignment"> & { readonly experiment: string };

type Row = EffectOfExperiment;

/** What an optional estimate's number is, or NaN for an empty cell. */
const numberOf = (estimate: Estimate | null, key: "estimate" | "low" | "high"): number =>
  finite(estimate?.[key]);

const finite = (value: number | null | undefined): number =>
  typeof value === "number" && Number.isFinite(value) ? value : Number.NaN;

const WHERE: Record<string, ColumnOf<Row>> = {
  experiment: ["text", "Table of the experiment", (row) => row.experiment],
  assignment: [
    "text",
    "How the arms came about: only where it is random is a difference what the arm caused",
    (row) => row.assignment,
  ],
  arm: ["text", "Arm that is compared with the one left alone", (row) => row.arm],
  metric: ["text", "Outcome, by its column", (row) => row.metric],
};

const SEGMENT: Record<string, ColumnOf<Row>> = {
  segment: ["text", "Column that the segment comes from", (row) => row.segment],
  level: ["text", "Its level", (row) => row.level],
};

const DIFFERENCE: Record<string, ColumnOf<Row>> = {
  unit: ["text", "Unit of rates and amounts; a fraction of 0.01 is one percentage point", (row) => row.unit],
  n_treated: ["count", "Customers of the arm with a value and a closed window", (row) => row.nTreated],
  n_control: ["count", "The same, left alone", (row) => row.nControl],
  treated: ["ratio", "Rate or mean of the arm", (row) => numberOf(row.treated, "estimate")],
  control: ["ratio", "Rate or mean of those left alone", (row) => numberOf(row.control, "estimate")],
  difference: ["ratio", "Arm minus the one left alone", (row) => numberOf(row.effect, "estimate")],
  standard_error: ["ratio", "Its standard error", (row) => finite(row.effect?.standardError)],
  difference_low: ["ratio", "Lower end of its 95 % interval", (row) => numberOf(row.effect, "low")],
  difference_high: ["ratio", "Upper end of its 95 % interval", (row) => numberOf(row.effect, "high")],
  method: ["text", "Method of the interval", (row) => row.effect?.method ?? null],
  p_value: ["p-value", "Its two-sided p-value, not corrected", (row) => finite(row.effect?.pValue)],
  adjusted: [
    "ratio",
    "Difference adjusted by CUPED, where there is a covariate: it decides",
    (row) => numberOf(row.adjusted, "estimate"),
  ],
  adjusted_low: ["ratio", "Lower end of its 95 % interval", (row) => numberOf(row.adjusted, "low")],
  adjusted_high: ["ratio", "Upper end of its 95 % interval", (row) => numberOf(row.adjusted, "high")],
  p_adjusted: ["p-value", "Its two-sided p-value, not corrected", (row) => finite(row.adjusted?.pValue)],
  p_corrected: [
    "p-value",
    "p_adjusted where there is one, else p_value, corrected for the others",
    (row) => finite(row.pCorrected),
  ],
  correction: ["text", "How it was corrected, and for how many", (row) => row.correction],
};

const SELECTED: Record<string, ColumnOf<Row>> = {
  fcr_low: [
    "ratio",
    "Where p_corrected is below 5 %: lower end of the interval of the difference (the adjusted one where there is one) that is wide enough for segments picked by it; on average at most 5 % of such intervals miss",
    (row) => numberOf(row.selected, "low"),
  ],
  fcr_high: ["ratio", "Upper end of that interval", (row) => numberOf(row.selected, "high")],
};

const OUTLOOK: Record<string, ColumnOf<Row>> = {
  pending: [
    "count",
    "Customers of both arms whose window is still open; they are not in n",
    (row) => row.pending,
  ],
  missing: ["count", "Customers of both arms without a value; they are not in n", (row) => row.missing],
  notes: ["text", "Why a number is not there, and what the data say against one", notesOf],
};

/** Every metric of every arm, whole table: difference, relative, adjusted, always valid, and what could have been seen. */
export function abTest(analyses: readonly ExperimentAnalysis[]): ReportTable {
  return tableOf("ab_test", "What each experiment says about each of its metrics", rowsOf(analyses, false), {
    ...WHERE,
    purpose: [
      "text",
      "success, guardrail or descriptive, as the schema says; success where the table declares none",
      (row) => (row.purposeDeclared ? row.purpose : `${row.purpose}, not declared`),
    ],
    ...DIFFERENCE,
    relative: [
      "ratio",
      "Difference, the adjusted one where there is one, over the rate or mean of those left alone",
      (row) => numberOf(row.relative, "estimate"),
    ],
    relative_low: ["ratio", "Lower end of its 95 % interval", (row) => numberOf(row.relative, "low")],
    relative_high: ["ratio", "Upper end of its 95 % interval", (row) => numberOf(row.relative, "high")],
    always_low: [
      "ratio",
      "Lower end of the interval of the plain difference that holds under peeking",
      (row) => alwaysValid(row, "low"),
    ],
    always_high: ["ratio", "Upper end of that interval", (row) => alwaysValid(row, "high")],
    e_process_p: [
      "p-value",
      "p-value against no difference in a rate that holds under peeking, by the arms of the conversions; only where shares are planned",
      (row) => finite(row.sequential?.eProcessP),
    ],
    minimum_difference: [
      "ratio",
      "Smallest true difference found with 80 % power by this size, by the adjusted test where there is one",
      (row) => finite(row.minimumEffect),
    ],
    margin: ["ratio", "How much worse a guardrail may get", (row) => finite(row.nonInferiority?.margin)],
    guardrail: ["text", "Whether the guardrail holds", guardrailOf],
    ...OUTLOOK,
    assumptions: [
      "text",
      "What must hold for the interval of the difference, the adjusted one where there is one, to be what it says",
      (row) => row.decisive?.assumptions.join("; ") ?? null,
    ],
  });
}

/** Every metric of every arm in every segment. */
export function abTestSegments(analyses: readonly ExperimentAnalysis[]): ReportTable {
  const columns = { ...WHERE, ...SEGMENT, ...DIFFERENCE, ...SELECTED, ...OUTLOOK };
  return tableOf(
    "ab_test_segments",
    "What each experiment says about each segment",
    rowsOf(analyses, true),
    columns,
  );
}

/** The Bayesian reading of every row that has one. */
export function abTestBayes(analyses: readonly ExperimentAnalysis[]): ReportTable {
  const rows = [...rowsOf(analyses, false), ...rowsOf(analyses, true)].filter(({ bayes }) => bayes !== null);
  return tableOf(
    "ab_test_bayes",
    "How likely each arm is better, and what the wrong choice would cost",
    rows,
    {
      ...WHERE,
      ...SEGMENT,
      unit: ["text", "Unit of the losses and the interval", (row) => row.unit],
      probability_better: [
        "ratio",
        "Probability that the arm is better, given the prior",
        (row) => row.bayes!.probabilityBetter,
      ],
      loss_if_sent: [
        "ratio",
        "Expected loss a customer if the arm is chosen",
        (row) => row.bayes!.expectedLoss.treated,
      ],
      loss_if_left: [
        "ratio",
        "Expected loss a customer if it is not chosen",
        (row) => row.bayes!.expectedLoss.control,
      ],
      low: [
        "ratio",
        "Lower end of the 95 % credible interval of the difference",
        (row) => row.bayes!.effect.low,
      ],
      high: ["ratio", "Upper end of it", (row) => row.bayes!.effect.high],
      prior: ["text", "Prior and likelihood", (row) => row.bayes!.effect.method],
    },
  );
}

/** What was checked before any difference was looked at. */
export function abGates(analyses: readonly ExperimentAnalysis[]): ReportTable {
  const rows = analyses.flatMap(({ name, gates }) => gates.map((gate) => ({ experiment: name, ...gate })));
  return tableOf("ab_gates", "Checks of each experiment before its differences", rows, {
    experiment: ["text", "Table of the experiment", (row) => row.experiment],
    gate: ["text", "What was checked", (row) => row.gate],
    passed: ["text", "yes, no, or not checked; a no of a gate that vetoes leaves no verdict", passedInWords],
    vetoes: [
      "text",
      "yes where a no takes every verdict with it, else no",
      (row) => (row.vetoes ? "yes" : "no"),
    ],
    statistic: ["ratio", "Its statistic", (row) => finite(row.statistic)],
    p_value: ["p-value", "Its p-value, where it has one", (row) => finite(row.pValue)],
    limit: ["plain", "It fails below this p-value or, without one, above this statistic", (row) => row.limit],
    method: ["text", "Method", (row) => row.method],
    reading: ["text", "In words", (row) => row.reading],
  });
}

/** The verdicts with their reasons. */
export function verdictTable(analyses: readonly ExperimentAnalysis[]): ReportTable {
  const rows = analyses.flatMap(({ name, verdicts }) =>
    verdicts.map((verdict) => ({ experiment: name, ...verdict })),
  );
  return tableOf("ab_verdicts", "What to do with each arm", rows, {
    experiment: ["text", "Table of the experiment", (row) => row.experiment],
    arm: ["text", "Arm that is judged", (row) => row.arm],
    verdict: ["text", "ship, do not ship, undecided, vetoed, or descriptive only", (row) => row.verdict],
    reasons: ["text", "Why", (row) => row.reasons.map(reasonInWords).join("; ")],
  });
}

/** The rows of all analyses that are about everybody, or about a segment. */
export function rowsOf(analyses: readonly ExperimentAnalysis[], bySegment: boolean): Row[] {
  return analyses.flatMap(({ name, assignment, rows }) =>
    rows
      .filter(({ segment }) => (segment !== null) === bySegment)
      .map((row) => ({ experiment: name, assignment, ...row })),
  );
}

function notesOf(row: Row): string | null {
  const { effect, relative, adjusted, sequential } = row;
  const inferences = [effect, relative, adjusted, sequential?.effect];
  const warnings = inferences.flatMap((inference) => inference?.warnings ?? []);
  const notEstimable = row.notEstimable === null ? null : `not estimable ${row.notEstimable}`;
  const notes = [notEstimable, ...row.gaps, sequential?.tooEarly ?? null, ...warnings];
  return [...new Set(notes.filter((note) => note !== null))].join("; ") || null;
}

function guardrailOf({ nonInferiority }: Row): string | null {
  if (nonInferiority === null) return null;
  if (nonInferiority.passed) return "holds";
  return nonInferiority.failed ? "broken" : "cannot be told";
}

function alwaysValid({ sequential }: Row, key: "low" | "high"): number {
  return numberOf(sequential?.effect ?? null, key);
}

export function passedInWords({ passed }: Pick<Gate, "passed">): string {
  return passed === null ? "not checked" : passed ? "yes" : "no";
}
