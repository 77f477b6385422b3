import { checkGroup } from "../experiments/rates/group.js";
import { campaignEconomics } from "./campaign-economics.js";

/** What a campaign brought from one segment. */
export interface SegmentResult {
  readonly segment: string;
  readonly customers: number;
  readonly responders: number;
  /** Mean order value of the segment's customers, responders or not, in the currency of the table. */
  readonly averageOrderValue: number;
}

export type Decision = "CONTACT" | "DO_NOT_CONTACT";

/** A segment is contacted when it is above both limits. */
export interface ContactRule {
  readonly roiAbove: number;
  readonly liftAbove: number;
}

export interface ContactPolicyRow {
  readonly segment: string;
  readonly customers: number;
  /** Responders as a fraction of the segment's customers. */
  readonly response: number;
  readonly averageOrderValue: number;
  /** The segment's response over the response of all segments together: a ratio, and not an effect. */
  readonly lift: number;
  readonly roas: number;
  readonly roi: number;
  readonly decision: Decision;
}

/** Contacts that pay for themselves, in segments that respond more than the average customer. */
const PAYS_AND_ABOVE_AVERAGE: ContactRule = { roiAbove: 0, liftAbove: 1 };

/**
 * Whom to contact next time, segment by segment: CONTACT if ROI is above 0 and the lift over the
 * baseline above 1, unless the rule says otherwise. Rows come in the order of the segments.
 *
 * The rule reads one past campaign in which everybody was contacted, so it finds who responds, not whom a
 * contact moves. It also decides on the estimates alone: a lift of 1.03 may be noise, which
 * liftOverBaseline (an interval) and decisionStability show. "Above average" is relative: some segment
 * falls below it however well all of them pay.
 * Throws RangeError when there are no segments, one is named twice, its counts are impossible, the cost is
 * not above 0, a limit is NaN, or nobody responded at all (then there is no baseline to compare with).
 *
 * @example
 * contactPolicy(
 *   [
 *     { segment: "high spend", customers: 695, responders: 168, averageOrderValue: 66.0431 },
 *     { segment: "low spend", customers: 886, responders: 64, averageOrderValue: 9.4586 },
 *   ],
 *   3,
 * ); // "high spend": lift 1.647, roi 4.32, CONTACT; "low spend": lift 0.492, roi -0.77, DO_NOT_CONTACT
 */
export function contactPolicy(
  segments: readonly SegmentResult[],
  costPerContact: number,
  rule: ContactRule = PAYS_AND_ABOVE_AVERAGE,
): ContactPolicyRow[] {
  checkSegments(segments);
  if (Number.isNaN(rule.roiAbove) || Number.isNaN(rule.liftAbove)) {
    throw new RangeError(
      `contact rule: expected numbers, got ROI ${rule.roiAbove} and lift ${rule.liftAbove}`,
    );
  }
  const baseline = baselineResponse(segments);
  return segments.map(({ segment, customers, responders, averageOrderValue }) => {
    const { response, roas, roi } = campaignEconomics({
      responders,
      customers,
      valuePerResponse: averageOrderValue,
      costPerContact,
    });
    const lift = response / baseline;
    const decision = roi > rule.roiAbove && lift > rule.liftAbove ? "CONTACT" : "DO_NOT_CONTACT";
    return { segment, customers, response, averageOrderValue, lift, roas, roi, decision };
  });
}

function checkSegments(segments: readonly SegmentResult[]): void {
  const names = new Set<string>();
  for (const { segment, customers, responders } of segments) {
    checkGroup({ customers, conversions: responders }, `segment "${segment}"`);
    if (names.has(segment)) throw new RangeError(`segment "${segment}": expected once, got twice`);
    names.add(segment);
  }
}

function baselineResponse(segments: readonly SegmentResult[]): number {
  let customers = 0;
  let responders = 0;
  for (const segment of segments) {
    customers += segment.customers;
    responders += segment.responders;
  }
  if (responders === 0) {
    throw new RangeError(
      `baseline response: expected at least one responder, got 0 of ${customers} customers`,
    );
  }
  return responders / customers;
}
