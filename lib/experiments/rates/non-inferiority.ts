import { normalQuantile, normalUpperTail } from "../../statistics/normal.js";
import type { Inference } from "../../types.js";
import { checkedOptions, TWO_ARMS } from "../options.js";
import { checkPair, type Group, rateOf } from "./group.js";
import { scoreLow, scoreStatistic } from "./score.js";

/** What counts as worse, and by how much the treated may be worse. */
export interface NonInferiorityOptions {
  /** A difference of rates, above 0 and below 1: 0.01 allows one percentage point. */
  readonly margin: number;
  /** Which way the metric is good: conversions "higher", unsubscribes "lower". */
  readonly better: "higher" | "lower";
  /** 1 minus the one-sided alpha. Default 0.95. */
  readonly confidence?: number;
}

/** A one-sided interval for a difference of rates, held against a margin. */
export interface NonInferiority extends Inference {
  readonly margin: number;
  /** Whether the whole interval lies on the right side of the margin. */
  readonly nonInferior: boolean;
}

/**
 * Whether the treated are worse than the control group by less than a margin: the test of a guardrail.
 *
 * The estimate is the difference treated minus control, with the score interval that is open on the good side (sides
 * "greater" for better "higher": its low end is the worst that the data allow), and the p-value of the hypothesis that the treated
 * are worse by the margin or more. Not shown to be non-inferior is not shown to be worse: it may be too few customers.
 * The margin must be chosen before the data are seen. It works without a conversion in either group.
 *
 * Throws RangeError for impossible groups and when the margin or the confidence is not between 0 and 1.
 * Source: Farrington and Manning 1990; Miettinen and Nurminen 1985.
 *
 * @example
 * const [treated, control] = [{ customers: 5000, conversions: 31 }, { customers: 5000, conversions: 25 }];
 * nonInferiority(treated, control, { margin: 0.005, better: "lower" }); // high 0.0037, nonInferior true
 */
export function nonInferiority(
  treated: Group,
  control: Group,
  { margin, better, ...options }: NonInferiorityOptions,
): NonInferiority {
  checkPair(treated, control);
  const { confidence } = checkedOptions(options);
  if (!(margin > 0 && margin < 1)) {
    throw new RangeError(`margin: expected a difference of rates above 0 and below 1, got ${margin}`);
  }
  // Fewer bad events in the treated group are more in the control group: one calculation serves both directions.
  const [good, other] = better === "higher" ? [treated, control] : [control, treated];
  const worst = scoreLow(good, other, -normalQuantile(1 - confidence));
  const pValue = normalUpperTail(scoreStatistic(good, other, -margin));
  return {
    estimate: rateOf(treated) - rateOf(control),
    low: better === "higher" ? worst : -1,
    high: better === "higher" ? 1 : -worst,
    confidence,
    method: "score",
    n: treated.customers + control.customers,
    unit: "fraction",
    sides: better === "higher" ? "greater" : "less",
    pValue,
    assumptions: TWO_ARMS,
    warnings: [],
    margin,
    nonInferior: worst > -margin,
  };
}
