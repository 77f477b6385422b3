import type { Table } from "../../types.js";
import { calendar } from "../calendar.js";
import { rounded, sum } from "../columns.js";
import { tableOf } from "../tables.js";
import { CAMPAIGNS, CHANNELS, REGIONS, SEGMENTS } from "./rules.js";
import type { UserDay } from "./users.js";

/** Share of revenue that is left after the goods are paid: an advertisement must earn its cost from that. */
export const MARGIN = 0.5;

/** Both potential outcomes of every row of the observed table, in its order. */
export function rowTruth(days: readonly UserDay[]): Table {
  const date = calendar("2023-01-01");
  return tableOf("truth_channel_performance", days, {
    campaign_id: ({ user }) => CAMPAIGNS[user.campaign].name,
    user_id: ({ user }) => user.id,
    date: ({ day }) => date(day),
    channel: ({ user }) => CHANNELS[user.channel].name,
    region: ({ user }) => REGIONS[user.region],
    segment: ({ user }) => SEGMENTS[user.segment],
    true_propensity: ({ user }) => CAMPAIGNS[user.campaign].propensity,
    p_conversion_control: ({ user }) => rounded(user.control, 6),
    p_conversion_treated: ({ user }) => rounded(user.treated, 6),
    conversions_control: (day) => Number(day.boughtControl),
    conversions_treated: (day) => Number(day.boughtTreated),
    effect: effectOf,
    revenue_control: (day) => (day.boughtControl ? day.basket : 0),
    revenue_treated: (day) => (day.boughtTreated ? day.basket : 0),
    spend_treated: (day) => day.spend,
  });
}

/** Purchases that being served adds on one day: 1, 0 or -1. */
function effectOf(day: UserDay): number {
  return Number(day.boughtTreated) - Number(day.boughtControl);
}

/**
 * What each campaign did, from both outcomes of its users.
 *
 * The effect per user is over everybody in the campaign and over the user's days; money is about the served alone, whom
 * it was spent on. Profit is MARGIN times the incremental revenue less the cost. A campaign that earns its cost
 * from the margin goes on; one that sells for more than it costs, but not enough for the goods, needs a better
 * price or other channels (optimise); one that does not even sell for what it costs stops.
 */
export function campaignTruth(days: readonly UserDay[]): Table {
  const campaigns = CAMPAIGNS.map(({ name }, campaign) => {
    return { name, ...sums(days.filter(({ user }) => user.campaign === campaign)) };
  });
  return tableOf("truth_campaigns", campaigns, {
    campaign_id: ({ name }) => name,
    users: ({ users }) => users,
    users_served: ({ served }) => served,
    effect_per_user: ({ effect, users }) => rounded(effect / users, 6),
    revenue: ({ revenue }) => rounded(revenue, 2),
    incremental_revenue: ({ incremental }) => rounded(incremental, 2),
    cost: ({ cost }) => rounded(cost, 2),
    naive_roas: ({ revenue, cost }) => rounded(revenue / cost, 4),
    incremental_roas: ({ incremental, cost }) => rounded(incremental / cost, 4),
    margin: () => MARGIN,
    profit: ({ incremental, cost }) => rounded(MARGIN * incremental - cost, 2),
    verdict,
  });
}

interface Sums {
  readonly users: number;
  readonly served: number;
  /** Conversions that being served would add, over all users. */
  readonly effect: number;
  /** Of the served: revenue, what of it being served added, and its cost. */
  readonly revenue: number;
  readonly incremental: number;
  readonly cost: number;
}

function sums(days: readonly UserDay[]): Sums {
  const served = days.filter((day) => day.user.served);
  const revenue = sum(served.map((day) => (day.boughtTreated ? day.basket : 0)));
  return {
    users: new Set(days.map((day) => day.user)).size,
    served: new Set(served.map((day) => day.user)).size,
    effect: sum(days.map(effectOf)),
    revenue,
    incremental: revenue - sum(served.map((day) => (day.boughtControl ? day.basket : 0))),
    cost: sum(served.map((day) => day.spend)),
  };
}

function verdict({ incremental, cost }: Sums): string {
  if (MARGIN * incremental > cost) return "continue";
  return incremental > cost ? "optimise" : "stop";
}
