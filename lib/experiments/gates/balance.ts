import { normalUpperTail } from "../../statistics/normal.js";
import type { ExperimentSummary } from "../../types.js";
import type { Gate } from "../analysis/result.js";
import { adjustPValues } from "../many-tests.js";
import { addMoments, type Moments, meanOf, varianceOf } from "../moments.js";

/** How far one arm is from the control in a number that was known before the assignment. */
export interface CovariateDifference {
  readonly covariate: string;
  readonly arm: string;
  /** Difference of the means over the standard deviation of both arms together; 0 where the number is the same for all. */
  readonly standardised: number;
  /** How often reshuffling the arms would give this much. */
  readonly pValue: number;
  /** The same after Benjamini and Yekutieli over all covariates and arms, whose dependence is unknown. */
  readonly pCorrected: number;
}

/** Below this corrected p-value chance did not deal the covariates: one honest experiment in a hundred is warned. */
export const BALANCE_LIMIT = 0.01;
/** Where whole clusters were assigned there is no p-value here, and a difference above this share of a standard deviation warns. */
export const STANDARDISED_LIMIT = 0.25;

/**
 * The differences between each arm and the control in everything known before the assignment, largest first.
 *
 * Unlike a t-test, the p-value takes its variance from both arms together, as reshuffling them does, so it is there also
 * when a level occurs in one arm only. It takes rows as assigned one by one: where whole households or stores were, look at
 * the standardised differences only. Chance makes some differences; one that is not random stands out after the correction.
 *
 * A covariate that nobody in an arm has is left out. Throws RangeError when the control has no sums for a covariate, or sums can't be of any values.
 * Source: Austin 2009, "Balance diagnostics for comparing the distribution of baseline covariates" (standardised differences).
 *
 * @example
 * covariateDifferences(summary.balance, "control")[0]; // { covariate: "age", arm: "test", standardised: 0.02, … }
 */
export function covariateDifferences(
  balance: ExperimentSummary["balance"],
  control: string,
): CovariateDifference[] {
  const raw = balance
    .filter(({ arm }) => arm !== control)
    .map(({ covariate, arm, ...moments }) => {
      const alone = balance.find((other) => other.covariate === covariate && other.arm === control);
      if (alone === undefined)
        throw new RangeError(`balance: nothing known of "${covariate}" in "${control}"`);
      return { covariate, arm, moments, alone };
    })
    .filter(({ moments, alone }) => moments.n > 0 && alone.n > 0)
    .map(({ covariate, arm, moments, alone }) => ({ covariate, arm, ...difference(moments, alone) }));
  if (raw.length === 0) return [];
  const corrected = adjustPValues(
    raw.map(({ pValue }) => pValue),
    "Benjamini-Yekutieli",
  );
  return raw
    .map((one, i) => ({ ...one, pCorrected: corrected[i] }))
    .sort((a, b) => Math.abs(b.standardised) - Math.abs(a.standardised));
}

/**
 * The gate of covariate balance. It warns and does not veto: an imbalance may be chance, and adjusting for the covariate
 * repairs it. Fails when a corrected p-value is below 0.01 or, with a `unit` (whole clusters were assigned), when a
 * standardised difference is above 0.25.
 *
 * Throws RangeError as covariateDifferences does.
 */
export function balanceGate({
  balance,
  control,
  unit,
}: Pick<ExperimentSummary, "balance" | "control" | "unit">): Gate {
  const differences = covariateDifferences(balance, control);
  const gate = { gate: "covariate balance" as const, vetoes: false };
  if (differences.length === 0) {
    const reading = "not checked: nothing is known from before the assignment";
    return {
      ...gate,
      passed: null,
      statistic: null,
      pValue: null,
      limit: BALANCE_LIMIT,
      method: "none",
      reading,
    };
  }
  const [largest] = differences;
  const statistic = Math.abs(largest.standardised);
  const reading = `the largest of ${differences.length} differences is ${statistic.toFixed(2)} standard deviations (${largest.covariate}, ${largest.arm})`;
  if (unit !== null) {
    const method = "largest standardised difference";
    const passed = statistic <= STANDARDISED_LIMIT;
    return { ...gate, passed, statistic, pValue: null, limit: STANDARDISED_LIMIT, method, reading };
  }
  const pValue = Math.min(...differences.map(({ pCorrected }) => pCorrected));
  const method = "smallest p-value of all covariates, Benjamini-Yekutieli";
  return {
    ...gate,
    passed: pValue >= BALANCE_LIMIT,
    statistic,
    pValue,
    limit: BALANCE_LIMIT,
    method,
    reading,
  };
}

function difference(treated: Moments, control: Moments): { standardised: number; pValue: number } {
  const gap = meanOf(treated) - meanOf(control);
  const deviation = Math.sqrt(varianceOf(addMoments(treated, control)));
  if (deviation === 0) return { standardised: 0, pValue: 1 };
  const standardised = gap / deviation;
  const z = Math.abs(standardised) / Math.sqrt(1 / treated.n + 1 / control.n);
  return { standardised, pValue: Math.min(1, 2 * normalUpperTail(z)) };
}
