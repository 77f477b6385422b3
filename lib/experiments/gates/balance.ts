import { normalUpperTail } from "../../statistics/normal.js";
import type { ExperimentSummary } from "../../types.js";
import { type ClusterTotals, sizesOf, squaredDistances } from "../adjusted/cluster-totals.js";
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

/**
 * The differences between each arm and the control in everything known before the assignment, largest first.
 *
 * Unlike a t-test, the p-value takes its variance from both arms together, as reshuffling them does, so it is there also
 * when a level occurs in one arm only. Where the sums come with clusters, it is whole clusters that are reshuffled; with few
 * of them their normal approximation is on the safe side. Chance makes some differences; one that is not random stands out
 * after the correction.
 *
 * A covariate that nobody in an arm has is left out. Throws RangeError when the control has no sums for a covariate, or sums can't be of any values.
 * Source: Austin 2009, "Balance diagnostics for comparing the distribution of baseline covariates" (standardised differences);
 * Hansen and Bowers 2008, "Covariate balance in simple, stratified and clustered comparative studies" (clusters).
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
 * repairs it. Fails when a corrected p-value is below 0.01. With a `unit` (whole clusters were assigned) it needs the
 * clusters' sums, and is not checked where there are so few that nothing could fail.
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
  const because = whyNotChecked({ balance, unit }, differences);
  if (because !== null) {
    const none = { passed: null, statistic: null, pValue: null, limit: BALANCE_LIMIT, method: "none" };
    return { ...gate, ...none, reading: `not checked: ${because}` };
  }
  const [largest] = differences;
  const statistic = Math.abs(largest.standardised);
  const reading = `the largest of ${differences.length} differences is ${statistic.toFixed(2)} standard deviations (${largest.covariate}, ${largest.arm})`;
  const pValue = Math.min(...differences.map(({ pCorrected }) => pCorrected));
  const reshuffled = unit === null ? "" : " reshuffling whole clusters,";
  const method = `smallest p-value of all covariates,${reshuffled} Benjamini-Yekutieli`;
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

function whyNotChecked(
  { balance, unit }: Pick<ExperimentSummary, "balance" | "unit">,
  differences: readonly CovariateDifference[],
): string | null {
  if (differences.length === 0) return "nothing is known from before the assignment";
  if (unit === null) return null;
  if (balance.some(({ n, clusters }) => n > 0 && clusters === undefined)) {
    return `whole clusters (${unit}) were assigned, and only sums of customers are known`;
  }
  const units = new Map<string, number>();
  for (const { covariate, clusters = [] } of balance) {
    units.set(covariate, (units.get(covariate) ?? 0) + sizesOf(clusters).clusters);
  }
  const most = Math.max(...units.values());
  // No reshuffling of n numbers is further than √(n - 1) of its standard deviations from its mean.
  const least = 2 * normalUpperTail(Math.sqrt(Math.max(0, most - 1)));
  const [smallest] = adjustPValues(
    differences.map(() => least),
    "Benjamini-Yekutieli",
  );
  return smallest < BALANCE_LIMIT ? null : `no difference could stand out between ${most} clusters (${unit})`;
}

type Known = Moments & { readonly clusters?: readonly ClusterTotals[] };

function difference(treated: Known, control: Known): { standardised: number; pValue: number } {
  const gap = meanOf(treated) - meanOf(control);
  const deviation = Math.sqrt(varianceOf(addMoments(treated, control)));
  if (deviation === 0) return { standardised: 0, pValue: 1 };
  const standardised = gap / deviation;
  const z =
    treated.clusters !== undefined && control.clusters !== undefined
      ? reshuffledClusters(treated.clusters, control.clusters)
      : standardised / Math.sqrt(1 / treated.n + 1 / control.n);
  return { standardised, pValue: Math.min(1, 2 * normalUpperTail(Math.abs(z))) };
}

/**
 * How many standard deviations the treated clusters' totals are from what chance deals them, their distances from the mean
 * of all customers added up: the exact variance of such a sum over all ways to assign as many clusters.
 */
function reshuffledClusters(treated: readonly ClusterTotals[], control: readonly ClusterTotals[]): number {
  const together = [...treated, ...control];
  const [mine, all] = [sizesOf(treated), sizesOf(together)];
  const sum = (cells: readonly ClusterTotals[]): number => cells.reduce((total, cell) => total + cell.sum, 0);
  const mean = sum(together) / all.customers;
  const squares = squaredDistances(together, mean, () => 1);
  const others = all.clusters - mine.clusters;
  const variance = ((mine.clusters * others) / (all.clusters * (all.clusters - 1))) * squares;
  return variance > 0 ? (sum(treated) - mine.customers * mean) / Math.sqrt(variance) : 0;
}
