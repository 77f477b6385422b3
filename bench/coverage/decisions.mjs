// Coverage of the intervals of lib/decisions: the lift of a segment over its campaign, and the profit of a contact policy.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { liftOverBaseline } = require("../../lib/dist/decisions/campaign-economics.js");
const { policyProfit } = require("../../lib/dist/decisions/policy-profit.js");

/** @typedef {import("../../lib/dist/statistics/random.js").Random} Random */

/** @param {Random} random @param {number} customers @param {number} rate */
function responders(random, customers, rate) {
  let count = 0;
  for (let i = 0; i < customers; i++) count += Number(random.chance(rate));
  return count;
}

/** @param {{ segment: number, rest: number, rates: readonly [number, number] }} world customers, and who of them responds */
const lift =
  ({ segment, rest, rates }) =>
  (/** @type {Random} */ random) => {
    const own = responders(random, segment, rates[0]);
    const all = { customers: segment + rest, conversions: own + responders(random, rest, rates[1]) };
    const { low, high } = liftOverBaseline({ customers: segment, conversions: own }, all);
    const baseline = (segment * rates[0] + rest * rates[1]) / (segment + rest);
    return { low, high, truth: rates[0] / baseline };
  };

const CUSTOMERS = 400;
const COST = 3;
const SEGMENTS = [
  { segment: "keen", share: 0.3, rate: 0.3, orderValue: 40 },
  { segment: "other", share: 0.7, rate: 0.1, orderValue: 20 },
];
/** Per customer of the whole table, if the keen are contacted, and if everybody is. */
const profits = SEGMENTS.map(({ share, rate, orderValue }) => share * (rate * orderValue - COST));

/** Both intervals of one draw. @param {Random} random */
function profitIntervals(random) {
  const drawn = Array.from({ length: CUSTOMERS }, () => SEGMENTS[random.chance(SEGMENTS[0].share) ? 0 : 1]);
  const customers = {
    segments: drawn.map(({ segment }) => segment),
    responded: drawn.map(({ rate }) => Number(random.chance(rate))),
    orderValues: drawn.map(({ orderValue }) => random.gamma(4, orderValue / 4)),
  };
  const options = { contacted: ["keen"], costPerContact: COST, currency: "NZD", rounds: 200, random };
  const { policy, overEverybody } = policyProfit(customers, options);
  return [
    { low: policy.low, high: policy.high, truth: CUSTOMERS * profits[0] },
    { low: overEverybody.low, high: overEverybody.high, truth: -CUSTOMERS * profits[1] },
  ];
}

export const worlds = [
  {
    method: "Katz log, segment against the rest",
    estimand: "lift of a segment",
    world: "200 customers at 24 % in a campaign of 1,000, the rest at 12 %",
    draw: lift({ segment: 200, rest: 800, rates: [0.24, 0.12] }),
  },
  {
    method: "Katz log, segment against the rest",
    estimand: "lift of a segment",
    world: "600 customers at 8 % in a campaign of 1,000, the rest at 5 %",
    draw: lift({ segment: 600, rest: 400, rates: [0.08, 0.05] }),
  },
  {
    method: "percentile bootstrap",
    estimand: "profit of a policy, on its own and over contacting everybody",
    world: "400 customers in two segments, one of them contacted, 200 draws",
    draw: profitIntervals,
  },
];
