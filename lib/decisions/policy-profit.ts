import { bootstrap } from "../statistics/bootstrap.js";
import type { Random } from "../statistics/random.js";
import type { Estimate } from "../types.js";
import { campaignEconomics } from "./campaign-economics.js";
import { type CampaignCustomers, segmentResults } from "./decision-stability.js";

/** What one round of contacts would bring beyond its cost, in the currency of the order values. */
export interface PolicyProfit {
  /** Contacting the chosen segments. Contacting nobody brings 0. */
  readonly policy: Estimate;
  readonly everybody: Estimate;
  /** As many customers as the policy contacts, drawn at random. */
  readonly randomList: Estimate;
  /** Policy minus everybody. */
  readonly overEverybody: Estimate;
}

export interface PolicyProfitOptions {
  /** Names of the segments that are contacted; none is a policy, too. */
  readonly contacted: readonly string[];
  readonly costPerContact: number;
  readonly currency: string;
  /** Draws of the bootstrap, at least 100. */
  readonly rounds: number;
  readonly random: Random;
}

/**
 * What contacting some segments once would bring, by the document's formula: for each contacted segment
 * customers × (response rate × mean order value − cost), with bootstrap intervals over customers.
 *
 * It values a response at one order, takes no cost of goods off, and books every response as if the contact had
 * brought it; only with customers who were left alone could that be checked. The choice of segments is held fixed, so
 * the intervals leave out that it was made on the same data.
 *
 * Throws RangeError when a contacted segment does not exist, or as bootstrap and campaignEconomics do.
 *
 * @example
 * const customers = { segments: ["a", "a", "b"], responded: [1, 0, 0], orderValues: [10, 10, 4] };
 * const options = { contacted: ["a"], costPerContact: 1, currency: "NZD", rounds: 100, random: seededRandom(1) };
 * policyProfit(customers, options).policy.estimate; // 2 customers × (0.5 × 10 − 1) = 8
 */
export function policyProfit(customers: CampaignCustomers, options: PolicyProfitOptions): PolicyProfit {
  const known = new Set(Array.from(customers.segments));
  for (const segment of options.contacted) {
    if (!known.has(segment)) throw new RangeError(`policy: there is no segment "${segment}"`);
  }
  const { rounds, random, currency: unit } = options;
  return bootstrap(customers.segments.length, (rows) => profits(pick(customers, rows), options), {
    rounds,
    random,
    unit,
  });
}

function profits(
  customers: CampaignCustomers,
  { contacted, costPerContact }: PolicyProfitOptions,
): Record<keyof PolicyProfit, number> {
  const segments = segmentResults(customers).map((segment) => {
    const result = { ...segment, valuePerResponse: segment.averageOrderValue, costPerContact };
    return { ...segment, profit: segment.customers * campaignEconomics(result).profitPerContact };
  });
  const chosen = segments.filter(({ segment }) => contacted.includes(segment));
  const policy = chosen.reduce((sum, { profit }) => sum + profit, 0);
  const everybody = segments.reduce((sum, { profit }) => sum + profit, 0);
  const share = chosen.reduce((sum, segment) => sum + segment.customers, 0) / customers.segments.length;
  return { policy, everybody, randomList: share * everybody, overEverybody: policy - everybody };
}

function pick(customers: CampaignCustomers, rows: Int32Array): CampaignCustomers {
  return {
    segments: Array.from(rows, (row) => customers.segments[row]),
    responded: Float64Array.from(rows, (row) => customers.responded[row]),
    orderValues: Float64Array.from(rows, (row) => customers.orderValues[row]),
  };
}
