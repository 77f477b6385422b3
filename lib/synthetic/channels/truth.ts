import type { Table } from "../../types.js";
import { calendar } from "../calendar.js";
import { CAMPAIGNS, CHANNELS, REGIONS, SEGMENTS } from "./rules.js";
import type { UserDay } from "./users.js";

/** Share of revenue that is left after the goods are paid: an advertisement must earn its cost from that. */
export const MARGIN = 0.5;

/** Both potential outcomes of every row of the observed table, in its order. */
export function rowTruth(days: readonly UserDay[]): Table {
  const numbers = (value: (day: UserDay) => number): Float64Array => Float64Array.from(days, value);
  const date = calendar("2023-01-01");
  return {
    name: "truth_channel_performance",
    rows: days.length,
    columns: {
      campaign_id: days.map((day) => CAMPAIGNS[day.user.campaign].name),
      user_id: days.map((day) => day.user.id),
      date: days.map((day) => date(day.day)),
      channel: days.map((day) => CHANNELS[day.user.channel].name),
      region: days.map((day) => REGIONS[day.user.region]),
      segment: days.map((day) => SEGMENTS[day.user.segment]),
      true_propensity: numbers((day) => CAMPAIGNS[day.user.campaign].propensity),
      p_conversion_control: numbers((day) => rounded(day.user.control, 6)),
      p_conversion_treated: numbers((day) => rounded(day.user.treated, 6)),
      conversions_control: numbers((day) => Number(day.boughtControl)),
      conversions_treated: numbers((day) => Number(day.boughtTreated)),
      effect: numbers((day) => Number(day.boughtTreated) - Number(day.boughtControl)),
      revenue_control: numbers((day) => (day.boughtControl ? day.basket : 0)),
      revenue_treated: numbers((day) => (day.boughtTreated ? day.basket : 0)),
      spend_treated: numbers((day) => day.spend),
    },
  };
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
  const all = CAMPAIGNS.map((_, campaign) => sums(days.filter((day) => day.user.campaign === campaign)));
  const numbers = (value: (sum: Sums) => number): Float64Array => Float64Array.from(all, value);
  const profit = (sum: Sums): number => rounded(MARGIN * sum.incremental - sum.cost, 2);
  return {
    name: "truth_campaigns",
    rows: CAMPAIGNS.length,
    columns: {
      campaign_id: CAMPAIGNS.map((campaign) => campaign.name),
      users: numbers((sum) => sum.users),
      users_served: numbers((sum) => sum.served),
      effect_per_user: numbers((sum) => rounded(sum.effect / sum.users, 6)),
      revenue: numbers((sum) => rounded(sum.revenue, 2)),
      incremental_revenue: numbers((sum) => rounded(sum.incremental, 2)),
      cost: numbers((sum) => rounded(sum.cost, 2)),
      naive_roas: numbers((sum) => rounded(sum.revenue / sum.cost, 4)),
      incremental_roas: numbers((sum) => rounded(sum.incremental / sum.cost, 4)),
      margin: numbers(() => MARGIN),
      profit: numbers(profit),
      verdict: all.map(verdict),
    },
  };
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
  const total = (list: readonly UserDay[], value: (day: UserDay) => number): number =>
    list.reduce((sum, day) => sum + value(day), 0);
  const revenue = total(served, (day) => (day.boughtTreated ? day.basket : 0));
  return {
    users: new Set(days.map((day) => day.user)).size,
    served: new Set(served.map((day) => day.user)).size,
    effect: total(days, (day) => Number(day.boughtTreated) - Number(day.boughtControl)),
    revenue,
    incremental: revenue - total(served, (day) => (day.boughtControl ? day.basket : 0)),
    cost: total(served, (day) => day.spend),
  };
}

function verdict({ incremental, cost }: Sums): string {
  if (MARGIN * incremental > cost) return "continue";
  return incremental > cost ? "optimise" : "stop";
}

function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
