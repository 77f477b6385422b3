import type { ExperimentSummary } from "../../types.js";
import type { Gate } from "../analysis/result.js";
import { fisherPValue } from "../rates/fisher.js";
import { checkPair, type Group, rateOf } from "../rates/group.js";

/** Below this p-value the arms do not lose outcomes alike; as strict as for the sizes of the arms. */
export const MISSING_LIMIT = 0.001;

/** Above this difference of the shares without an outcome, the arms that are left are no longer those that chance made. */
export const MISSING_VETO = 0.05;

/**
 * The gate against outcomes that one arm loses more often than the other: who is left then is chosen by the treatment, and no
 * comparison of those who are left is fair. Each arm is compared with the control in each metric that decides; the smallest
 * p-value (Fisher's exact test, times the number of comparisons) is held against 0.001. It vetoes where the shares
 * differ by more than 0.05 besides. Customers whose window is still open are not missing.
 *
 * @example
 * missingOutcomesGate(summary).reading; // "bought is missing for 61.0 % of mail and 0.0 % of control"
 */
export function missingOutcomesGate(summary: Pick<ExperimentSummary, "cells" | "metrics" | "control">): Gate {
  const pairs = comparisons(summary);
  const gate = { gate: "missing outcomes", limit: MISSING_LIMIT, method: METHOD } as const;
  if (pairs.every(({ lost, kept }) => lost.conversions + kept.conversions === 0)) {
    const reading = "every customer has the outcomes that decide";
    return { ...gate, passed: true, vetoes: false, statistic: 0, pValue: null, reading };
  }
  const tested = pairs.map((pair) => ({
    ...pair,
    p: Math.min(1, pairs.length * fisherPValue(pair.lost, pair.kept, { sides: "two-sided", share: 1 })),
    difference: Math.abs(rateOf(pair.lost) - rateOf(pair.kept)),
  }));
  const [worst] = [...tested].sort((a, b) => a.p - b.p || b.difference - a.difference);
  const passed = worst.p >= MISSING_LIMIT;
  return {
    ...{ ...gate, passed, vetoes: !passed && worst.difference > MISSING_VETO },
    ...{ statistic: worst.difference, pValue: worst.p },
    reading: `${worst.metric} is missing for ${share(worst.lost)} of ${worst.arm} and ${share(worst.kept)} of ${summary.control}`,
  };
}

const METHOD = "difference of the shares without an outcome, Fisher's exact test, Bonferroni";

interface Pair {
  readonly metric: string;
  readonly arm: string;
  /** Customers of the arm whose window has closed, and how many of them have no outcome. */
  readonly lost: Group;
  /** The same of the control. */
  readonly kept: Group;
}

function comparisons({
  cells,
  metrics,
  control,
}: Pick<ExperimentSummary, "cells" | "metrics" | "control">): Pair[] {
  const deciding = metrics.filter(({ purpose }) => purpose !== "descriptive").map(({ name }) => name);
  const overall = cells.filter(({ segment, metric }) => segment === null && deciding.includes(metric));
  const groupOf = ({ n, missing }: { n: number; missing: number }): Group => ({
    customers: n + missing,
    conversions: missing,
  });
  return overall.flatMap((cell) => {
    const left = overall.find(({ metric, arm }) => metric === cell.metric && arm === control);
    if (cell.arm === control || left === undefined) return [];
    const [lost, kept] = [groupOf(cell), groupOf(left)];
    if (lost.customers === 0 || kept.customers === 0) return [];
    checkPair(lost, kept);
    return [{ metric: cell.metric, arm: cell.arm, lost, kept }];
  });
}

function share(group: Group): string {
  return `${(100 * rateOf(group)).toFixed(1)} %`;
}
