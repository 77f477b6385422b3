import { bootstrap } from "../statistics/bootstrap.js";
import type { Random } from "../statistics/random.js";
import type { Estimate } from "../types.js";
import { campaignEconomics } from "./campaign-economics.js";
import { type CampaignCustomers, segmentResults } from "./decision-stability.js";

/** What a policy would bring in, beside contacting everybody, in the currency of the order values. */
export interface PolicyProfit {
  readonly policy: Estimate;
  readonly everybody: Estimate;
  /** Policy minus everybody, from the same draws. */
  readonly difference: Estimate;
}

export interface PolicyProfitOptions {
  /** Names of the segments that are contacted. */
  readonly contacted: readonly string[];
  readonly costPerContact: number;
  readonly currency: string;
  /** Draws of the bootstrap, at least 100. */
  readonly rounds: number;
  /** A fresh stream for each of the three numbers, so that all see the same draws. */
  readonly random: () => Random;
}

/**
 * Profit of contacting some segments once, by the document's formula: for each contacted segment
 * customers × (response rate × mean order value − cost), with a bootstrap interval over customers.
 *
 * It books every response as if the contact had caused it. Without customers who were left alone that is an upper end,
 * not an expectation. The choice of segments is held fixed, so the interval leaves out that it was made on the same data.
 *
 * Throws RangeError when a contacted segment does not exist, or as bootstrap and campaignEconomics do.
 */
export function policyProfit(customers: CampaignCustomers, options: PolicyProfitOptions): PolicyProfit {
  const { contacted, costPerContact, currency: unit, rounds } = options;
  const known = new Set(Array.from(customers.segments));
  for (const segment of contacted) {
    if (!known.has(segment)) throw new RangeError(`policy: there is no segment "${segment}"`);
  }
  const profitOf = (names: ReadonlySet<string>, rows: Int32Array): number =>
    segmentResults(pick(customers, rows))
      .filter(({ segment }) => names.has(segment))
      .reduce((sum, s) => {
        const result = { ...s, valuePerResponse: s.averageOrderValue, costPerContact };
        return sum + s.customers * campaignEconomics(result).profitPerContact;
      }, 0);
  const estimate = (profit: (rows: Int32Array) => number): Estimate =>
    bootstrap(customers.segments.length, profit, { rounds, random: options.random(), unit });
  const chosen = new Set(contacted);
  return {
    policy: estimate((rows) => profitOf(chosen, rows)),
    everybody: estimate((rows) => profitOf(known, rows)),
    difference: estimate((rows) => profitOf(chosen, rows) - profitOf(known, rows)),
  };
}

function pick(customers: CampaignCustomers, rows: Int32Array): CampaignCustomers {
  return {
    segments: Array.from(rows, (row) => customers.segments[row]),
    responded: Float64Array.from(rows, (row) => customers.responded[row]),
    orderValues: Float64Array.from(rows, (row) => customers.orderValues[row]),
  };
}
