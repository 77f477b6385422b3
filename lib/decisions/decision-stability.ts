import type { Random } from "../statistics/random.js";
import { type ContactRule, contactPolicy, type Decision, type SegmentResult } from "./contact-policy.js";

/** One entry a customer in every field, in the same order. */
export interface CampaignCustomers {
  /** The name of the customer's segment. */
  readonly segments: ArrayLike<string>;
  /** 1 for a responder, 0 for the others. */
  readonly responded: ArrayLike<number>;
  /** The customer's average order value, in the currency of the table. */
  readonly orderValues: ArrayLike<number>;
}

export interface StabilityOptions {
  readonly costPerContact: number;
  readonly random: Random;
  /** The rule of the contact policy, when it is not the usual one. */
  readonly rule?: ContactRule;
  /** How many subsamples are drawn. Default 200, which finds a share to about 3 points. */
  readonly subsamples?: number;
  /** Customers in each subsample, as a fraction of all. Default 0.8. */
  readonly share?: number;
}

export interface DecisionStability {
  readonly segment: string;
  /** The decision on all customers. */
  readonly decision: Decision;
  /** Fraction of the subsamples with the other decision. */
  readonly flipped: number;
  /** Subsamples in which the segment occurs. */
  readonly subsamples: number;
}

/**
 * How often the decision for each segment would have been the other one on a random part of the same
 * customers, drawn without replacement. 0 never flips; 0.5 is a toss of a coin.
 *
 * Subsamples of 80 percent differ from each other half as much as two campaigns of the full size would,
 * and they share whatever is odd about this one. So a decision that flips here hangs on noise, but one
 * that does not flip is not thereby safe: the interval of its lift says more. The segments are taken as
 * given; a new clustering would move customers too.
 * Throws RangeError when the arrays differ in length or are empty, a response is not 0 or 1, an order value
 * is not a finite number, an option is out of range, or a subsample has no responder or a segment no subsample.
 *
 * @example
 * const random = seededRandom("stability");
 * decisionStability({ segments, responded, orderValues }, { costPerContact: 3, random });
 * // one row a segment, such as { segment: "middle", decision: "CONTACT", flipped: 0.2, subsamples: 200 }
 */
export function decisionStability(
  customers: CampaignCustomers,
  options: StabilityOptions,
): DecisionStability[] {
  const { costPerContact, random, rule, subsamples = 200, share = 0.8 } = options;
  const all = customers.segments.length;
  const size = subsampleSize(all, subsamples, share);
  const policy = contactPolicy(segmentResults(customers), costPerContact, rule);
  const seen = new Map(policy.map(({ segment }) => [segment, { present: 0, contacted: 0 }]));
  for (let round = 0; round < subsamples; round++) {
    const results = resultsOf(customers, random.sample(all, size));
    for (const { segment, decision } of contactPolicy(results, costPerContact, rule)) {
      const count = seen.get(segment)!;
      count.present++;
      if (decision === "CONTACT") count.contacted++;
    }
  }
  return policy.map(({ segment, decision }) => {
    const { present, contacted } = seen.get(segment)!;
    if (present === 0)
      throw new RangeError(`segment "${segment}": in none of ${subsamples} subsamples of ${size}`);
    const flips = decision === "CONTACT" ? present - contacted : contacted;
    return { segment, decision, flipped: flips / present, subsamples: present };
  });
}

/**
 * What the campaign brought from each segment, counted from one entry a customer: the input of
 * contactPolicy. Segments come in the order in which they first occur.
 *
 * Throws RangeError when the arrays differ in length or are empty, a response is not 0 or 1, or an order
 * value is not a finite number.
 *
 * @example
 * segmentResults({ segments: ["a", "b", "a"], responded: [1, 0, 0], orderValues: [30, 5, 10] });
 * // "a": 2 customers, 1 responder, averageOrderValue 20; "b": 1 customer, 0 responders, averageOrderValue 5
 */
export function segmentResults(customers: CampaignCustomers): SegmentResult[] {
  checkCustomers(customers);
  const everyRow = Int32Array.from(customers.responded, (_, row) => row);
  return resultsOf(customers, everyRow);
}

function resultsOf(
  { segments, responded, orderValues }: CampaignCustomers,
  rows: Int32Array,
): SegmentResult[] {
  const sums = new Map<string, { customers: number; responders: number; orderValue: number }>();
  for (const row of rows) {
    const segment = segments[row]!;
    let sum = sums.get(segment);
    if (sum === undefined) {
      sum = { customers: 0, responders: 0, orderValue: 0 };
      sums.set(segment, sum);
    }
    sum.customers++;
    sum.responders += responded[row]!;
    sum.orderValue += orderValues[row]!;
  }
  return Array.from(sums, ([segment, { customers, responders, orderValue }]) => {
    return { segment, customers, responders, averageOrderValue: orderValue / customers };
  });
}

function checkCustomers({ segments, responded, orderValues }: CampaignCustomers): void {
  const lengths = [segments.length, responded.length, orderValues.length];
  if (lengths[0] === 0 || lengths.some((length) => length !== lengths[0])) {
    throw new RangeError(
      `campaign customers: expected one entry each in segments, responses and order values, got ${lengths.join(", ")}`,
    );
  }
  for (let row = 0; row < segments.length; row++) {
    if (responded[row] !== 0 && responded[row] !== 1) {
      throw new RangeError(`responded: expected 0 or 1, got ${responded[row]} at index ${row}`);
    }
    if (!Number.isFinite(orderValues[row])) {
      throw new RangeError(`order value: expected a finite number, got ${orderValues[row]} at index ${row}`);
    }
  }
}

function subsampleSize(customers: number, subsamples: number, share: number): number {
  if (!(Number.isInteger(subsamples) && subsamples > 0)) {
    throw new RangeError(`subsamples: expected a whole number above 0, got ${subsamples}`);
  }
  if (!(share > 0 && share < 1))
    throw new RangeError(`share: expected a fraction above 0 and below 1, got ${share}`);
  return Math.max(1, Math.round(share * customers));
}
