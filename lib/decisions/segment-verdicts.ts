import type { Estimate } from "../types.js";
import { liftIfKnown } from "./campaign-economics.js";
import { type ContactPolicyRow, contactPolicy } from "./contact-policy.js";
import {
  type CampaignCustomers,
  type DecisionStability,
  decisionStability,
  type StabilityOptions,
  segmentResults,
} from "./decision-stability.js";

/** One segment with its decision and everything the decision rests on. */
export interface SegmentVerdict extends ContactPolicyRow {
  /** The lift with its interval, null without responders on both sides: a ratio of response rates, not an effect. */
  readonly liftEstimate: Estimate | null;
  /** Fraction of the subsamples in which the decision turns. */
  readonly flipped: number;
}

/**
 * The contact policy with its doubts: for each segment the document's row, the interval of its lift, and how often the
 * decision turns when a part of the customers is left out. The segment with the highest lift comes first.
 *
 * Throws RangeError as contactPolicy and decisionStability do.
 *
 * @example
 * segmentVerdicts({ segments, responded, orderValues }, { costPerContact: 3, random: seededRandom(1) });
 */
export function segmentVerdicts(customers: CampaignCustomers, options: StabilityOptions): SegmentVerdict[] {
  const results = segmentResults(customers);
  const overall = {
    customers: results.reduce((sum, segment) => sum + segment.customers, 0),
    conversions: results.reduce((sum, segment) => sum + segment.responders, 0),
  };
  const flips = new Map(decisionStability(customers, options).map((row) => [row.segment, row]));
  const verdicts = contactPolicy(results, options.costPerContact, options.rule).map((row, i) => ({
    ...row,
    liftEstimate: liftIfKnown(
      { customers: results[i].customers, conversions: results[i].responders },
      overall,
    ),
    flipped: (flips.get(row.segment) as DecisionStability).flipped,
  }));
  return verdicts.sort((a, b) => b.lift - a.lift);
}

/** The segments whose lift cannot be told from 1, because its interval holds 1 or is not known: it hangs on noise. */
export function undecided(verdicts: readonly SegmentVerdict[]): SegmentVerdict[] {
  return verdicts.filter(({ liftEstimate: lift }) => lift === null || (lift.low <= 1 && 1 <= lift.high));
}
