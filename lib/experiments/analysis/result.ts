import type { Estimate, Inference, Metric } from "../../types.js";

/** A check of the experiment itself, before any effect is looked at. */
export interface Gate {
  readonly gate:
    | "sample ratio"
    | "known arm"
    | "covariate balance"
    | "multiple exposure"
    | "missing outcomes";
  /** Null where nothing could be checked: the reading says why. */
  readonly passed: boolean | null;
  /** A gate that vetoes takes every verdict with it when it fails; any other one warns. */
  readonly vetoes: boolean;
  /** Chi-square statistic, largest standardised difference, or share of rows or units; null where not checked. */
  readonly statistic: number | null;
  readonly pValue: number | null;
  /** The gate fails below this p-value or, where there is none, above this statistic. */
  readonly limit: number;
  readonly method: string;
  /** One sentence with the numbers, for a table or a notebook. */
  readonly reading: string;
}

/** The effect read as a probability, given the prior that `method` names. */
export interface BayesReading {
  /** Probability that the arm is better than the control, in the metric's own direction. */
  readonly probabilityBetter: number;
  /** What choosing the arm (or the control) costs on average for each customer, counting the cases in which it is worse. */
  readonly expectedLoss: { readonly treated: number; readonly control: number };
  /** The effect with its credible interval: `confidence` is the probability that the effect lies in it. */
  readonly effect: Inference;
}

/** The effect read under continuous peeking: always the plain effect, a warning says so where the adjusted one decides. */
export type SequentialReading = {
  /**
   * The p-value of the e-process against "no effect" on a rate: valid at every look, from the first conversion on. Null for
   * means, and where the planned shares are not declared or the assignment is not random.
   */
  readonly eProcessP: number | null;
} & (
  | /** An interval and a p-value that stay valid however often one looks. */
  { readonly effect: Inference; readonly tooEarly: null }
  /** Too few conversions or customers for an interval yet, in words. */
  | { readonly effect: null; readonly tooEarly: string }
);

/** One arm against the control in one metric: for everybody (segment and level null) or for one level of one segment. */
export interface EffectRow {
  readonly arm: string;
  readonly metric: string;
  readonly purpose: Metric["purpose"];
  /** False where nobody said what the metric is for, so that it counts as success. */
  readonly purposeDeclared: boolean;
  readonly better: Metric["better"];
  /** Unit of the estimates and of the effect. */
  readonly unit: string;
  readonly segment: string | null;
  readonly level: string | null;
  readonly nTreated: number;
  readonly nControl: number;
  readonly treated: Estimate | null;
  readonly control: Estimate | null;
  /** Treated minus control, with the p-value of its test where it has one; null where `notEstimable` says why. */
  readonly effect: Inference | null;
  /** The effect adjusted for the metric's covariate (CUPED), where it has one. */
  readonly adjusted: Inference | null;
  /** What counts: `adjusted` where it is there, since the covariate was declared before the data were seen, else `effect`. */
  readonly decisive: Inference | null;
  /** The decisive effect as a fraction of the control's mean: 0.1 reads "10 percent more". */
  readonly relative: Inference | null;
  /**
   * The p-value of the decisive effect, never below it, corrected: Holm over success metrics and arms, or
   * Benjamini-Yekutieli over a metric's segments; null where nothing is corrected.
   */
  readonly pCorrected: number | null;
  /** Which correction over how many comparisons, or why there is none. */
  readonly correction: string;
  /**
   * The decisive effect of a segment that was picked because its corrected p-value is below alpha, with an interval wide
   * enough for that: of such intervals at most alpha miss on average (the false coverage rate, under any dependence). The
   * estimate is still that of a lucky one. Null for all other rows.
   */
  readonly selected: Inference | null;
  /** The decisive effect as a probability. */
  readonly bayes: BayesReading | null;
  readonly sequential: SequentialReading | null;
  /** One-sided interval of a guardrail's decisive effect against its margin; null for any other metric and within segments. */
  readonly nonInferiority: NonInferiorityReading | null;
  /** Smallest true effect that the decisive effect's test would find with 80 % power, in the metric's unit. */
  readonly minimumEffect: number | null;
  /** Customers of both arms whose window is still open, and those without a value: neither is counted in n. */
  readonly pending: number;
  readonly missing: number;
  /** Why there is no effect: "because …"; null where there is one. */
  readonly notEstimable: string | null;
  /** Why another reading is null although the effect is there: "relative reading: because …". */
  readonly gaps: readonly string[];
}

/** A guardrail against its margin. */
export interface NonInferiorityReading {
  /** How much worse it may get, above 0, in the metric's unit. */
  readonly margin: number;
  /** The effect with its one-sided interval; its p-value, where it has one, tests "worse by the margin or more". */
  readonly effect: Inference;
  /** True: shown not to be worse by the margin. */
  readonly passed: boolean;
  /** True: shown to be worse by more than the margin. Neither is true where the data cannot say. */
  readonly failed: boolean;
}

/** What to do with one arm, and why. */
export interface Verdict {
  readonly arm: string;
  readonly verdict: "ship" | "do not ship" | "undecided" | "vetoed" | "descriptive only";
  readonly reasons: readonly Reason[];
}

/** One thing that a verdict rests on: a metric, or with `metric` null a gate or the assignment. */
export interface Reason {
  readonly metric: string | null;
  /** What was found, in words: "improves", "may be worse by its margin"; a whole sentence without a metric. */
  readonly finding: string;
  /** The effect that the finding is about, one-sided for a guardrail against its margin; null where there is none. */
  readonly effect: Inference | null;
  readonly pCorrected: number | null;
  /** How much worse a guardrail may get, above 0, in the effect's unit. */
  readonly margin: number | null;
}

/** Everything that analyseExperiment found, flat: tables and figures print it row by row. */
export interface ExperimentAnalysis {
  readonly name: string;
  readonly control: string;
  readonly unit: string | null;
  readonly assignment: "random" | "by rule" | "self-chosen" | "none";
  readonly confidence: number;
  readonly gates: readonly Gate[];
  /** Overall rows first (by metric, then arm), then the segments' (by metric, segment, level, arm). */
  readonly rows: readonly EffectRow[];
  readonly verdicts: readonly Verdict[];
  /** What must hold for all of it, in words; each effect carries its own besides. */
  readonly assumptions: readonly string[];
}
