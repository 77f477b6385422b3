import { checkGroup, type Group } from "../experiments/rates/group.js";
import { relativeLift } from "../experiments/rates/ratios.js";
import type { Estimate, InferenceOptions } from "../types.js";

export interface CampaignResult {
  readonly responders: number;
  readonly customers: number;
  /** What one response brings in, such as the average order value. In the currency of the table. */
  readonly valuePerResponse: number;
  /** What one contact costs, in the same currency. */
  readonly costPerContact: number;
}

export interface CampaignEconomics {
  /** Responders as a fraction of the customers contacted. */
  readonly response: number;
  /** Return on advertising spend: what came in for each unit of cost. 1 pays the contacts back. */
  readonly roas: number;
  /** Return on investment, ROAS - 1: what is left for each unit of cost. 0 pays the contacts back. */
  readonly roi: number;
  /** What is left of one contact on average, in the currency of the table. */
  readonly profitPerContact: number;
}

/**
 * What a campaign brought in for what it cost, per customer contacted.
 *
 * Every response is credited to the contact. Customers who would have bought anyway are counted too, so
 * without a group left uncontacted these numbers are too high by what they spend. They are also no
 * better than the value per response: revenue is not margin.
 * Throws RangeError for impossible counts, a cost per contact that is not above 0 (ROAS divides by it) and
 * a value that is not a finite number.
 *
 * @example
 * campaignEconomics({ responders: 168, customers: 695, valuePerResponse: 66.0431, costPerContact: 3 });
 * // { response: 0.2417, roas: 5.3215, roi: 4.3215, profitPerContact: 12.96 }
 */
export function campaignEconomics(campaign: CampaignResult): CampaignEconomics {
  const { responders, customers, valuePerResponse, costPerContact } = campaign;
  checkGroup({ customers, conversions: responders }, "campaign");
  if (!Number.isFinite(valuePerResponse)) {
    throw new RangeError(`value per response: expected a finite number, got ${valuePerResponse}`);
  }
  if (!(costPerContact > 0 && costPerContact < Infinity)) {
    throw new RangeError(`cost per contact: expected a finite number above 0, got ${costPerContact}`);
  }
  const response = responders / customers;
  const valuePerContact = response * valuePerResponse;
  const roas = valuePerContact / costPerContact;
  return { response, roas, roi: roas - 1, profitPerContact: valuePerContact - costPerContact };
}

/**
 * A segment's response rate divided by the baseline, the response rate of all customers contacted, the
 * segment among them. 1.6 reads "60 percent more responses per contact than the campaign as a whole".
 *
 * It is a ratio of response rates within one campaign and NOT an effect: nobody was left uncontacted,
 * so it says who responds, not who responds because of the contact. The largest of several segments'
 * lifts is too large on average.
 *
 * The segment is part of the baseline, so the two rates are not independent; the segment and the rest
 * are. Katz's interval for their ratio x becomes one for the lift, x / (w x + 1 - w), which grows with x;
 * w is the segment's share of the customers. So it never passes the largest possible lift, 1 / w, and it
 * holds 1 just when segment and rest may have the same rate. It wants ten responders in each.
 * Throws RangeError for impossible counts, when the segment is not a part of the whole or is all of it,
 * and when the segment or the rest has no responders.
 *
 * @example
 * liftOverBaseline({ customers: 640, conversions: 98 }, { customers: 2221, conversions: 330 });
 * // estimate 1.031, low 0.880, high 1.195, unit "ratio": above 1, and quite possibly below
 */
export function liftOverBaseline(
  segment: Group,
  overall: Group,
  options: Pick<InferenceOptions, "confidence"> = {},
): Estimate {
  const rest = restOf(segment, overall);
  const againstRest = relativeLift(segment, rest, options);
  const share = segment.customers / overall.customers;
  const toLift = (ratio: number): number => ratio / (share * ratio + 1 - share);
  return {
    estimate: toLift(againstRest.estimate),
    low: toLift(againstRest.low),
    high: toLift(againstRest.high),
    confidence: againstRest.confidence,
    method: "Katz log, segment against the rest",
    n: overall.customers,
    unit: "ratio",
  };
}

/**
 * The lift of liftOverBaseline, or null where it has no interval: the segment is everybody, or it or all other
 * customers have no responder.
 */
export function liftIfKnown(segment: Group, overall: Group): Estimate | null {
  const others = {
    customers: overall.customers - segment.customers,
    conversions: overall.conversions - segment.conversions,
  };
  const known = others.customers > 0 && others.conversions > 0 && segment.conversions > 0;
  return known ? liftOverBaseline(segment, overall) : null;
}

function restOf(segment: Group, overall: Group): Group {
  checkGroup(segment, "segment");
  checkGroup(overall, "campaign");
  const rest = {
    customers: overall.customers - segment.customers,
    conversions: overall.conversions - segment.conversions,
  };
  checkGroup(rest, "customers outside the segment");
  return rest;
}
