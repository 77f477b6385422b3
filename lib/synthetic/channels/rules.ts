/** The rules of the synthetic channels: who is reached, who buys anyway, what being served adds, what it costs. */

export const SEGMENTS = ["Students", "Retirees", "Young Adults", "Professionals"] as const;
export const REGIONS = ["North", "South", "East", "West"] as const;

/** One value for each segment, in the order of SEGMENTS. */
type BySegment = readonly [number, number, number, number];

interface ChannelRule {
  readonly name: string;
  /** Where the traffic of this channel comes from. */
  readonly sources: readonly string[];
  /** Probability of a purchase on one day when nothing is served. */
  readonly anyway: number;
  /** Mean spend on one user on one day, in US dollars. */
  readonly cost: number;
  /** Probability of a click on one impression. */
  readonly clicks: number;
  /** Share of served rows whose spend was never reported. */
  readonly unreported: number;
}

/** Search shows its advertisements to people who look for the shop by its name: they buy more often than anybody else. */
export const CHANNELS: readonly ChannelRule[] = [
  { name: "Email", sources: ["Newsletter"], anyway: 0.05, cost: 1, clicks: 0.05, unreported: 0.05 },
  { name: "Display Ads", sources: ["Ad Network"], anyway: 0.04, cost: 1.2, clicks: 0.01, unreported: 0.08 },
  {
    name: "Social Media",
    sources: ["Facebook", "Instagram"],
    anyway: 0.04,
    cost: 1.5,
    clicks: 0.02,
    unreported: 0.08,
  },
  { name: "Search", sources: ["Google", "Bing"], anyway: 0.2, cost: 1.2, clicks: 0.12, unreported: 0.08 },
  { name: "SMS", sources: ["SMS Gateway"], anyway: 0.05, cost: 1.3, clicks: 0.06, unreported: 0.117 },
];

/** How often each segment is among the people that a channel reaches, as weights, in the order of CHANNELS. */
export const AUDIENCES: readonly BySegment[] = [
  [20, 30, 20, 30],
  [25, 25, 25, 25],
  [35, 10, 35, 20],
  [20, 25, 25, 30],
  [25, 25, 25, 25],
];

/**
 * What being served by a channel adds to the probability of a purchase, in a campaign of strength 1. Email and SMS do
 * the same to retirees and to young adults, and so do display ads and social media to retirees and to professionals;
 * every other pair differs in every segment. Search adds nothing: its people were on their way.
 */
const LIFTS: readonly BySegment[] = [
  [0.03, 0.07, 0.05, 0.09],
  [0.02, 0.02, 0.02, 0.02],
  [0.09, 0.02, 0.07, 0.02],
  [0, 0, 0, 0],
  [0.07, 0.07, 0.05, 0.03],
];

interface CampaignRule {
  readonly name: string;
  /** Factor on every lift. Below 0 the campaign puts people off. */
  readonly strength: number;
  /** Probability of being served: 0.8 beside a hold-out of 20 %, 1 without one. */
  readonly propensity: number;
  /** Weights of the channels: only the share of Search differs, 18 or 22 %. */
  readonly mix: readonly number[];
}

const STRENGTHS = [1.9, 1.7, 0.3, 0.8, 1.5, 0.8, -0.15, 1.6, 0.8, 0.3];

export const CAMPAIGNS: readonly CampaignRule[] = STRENGTHS.map((strength, i) => {
  const search = i % 2 === 0 ? 18 : 22;
  return {
    name: `CAMPAIGN_${i + 1}`,
    strength,
    propensity: i < 7 ? 0.8 : 1,
    mix: CHANNELS.map((channel) => (channel.name === "Search" ? search : (100 - search) / 4)),
  };
});

/** Factors on the probability of buying anyway. */
const SEGMENT_HABIT: BySegment = [0.8, 0.9, 1.1, 1.2];
/** Mean basket of a purchase in US dollars. */
const SEGMENT_BASKET: BySegment = [40, 55, 60, 80];
const REGION_FACTORS = [1.1, 0.9, 1, 1];

/** What decides about one user: positions in CAMPAIGNS, CHANNELS, SEGMENTS and REGIONS. */
export interface Target {
  readonly campaign: number;
  readonly channel: number;
  readonly segment: number;
  readonly region: number;
  /** The user's own factor on both probabilities; 1 on average. */
  readonly habit: number;
}

/** Probabilities of a purchase on one day, and the mean basket if there is one. */
export interface DayTruth {
  readonly control: number;
  readonly treated: number;
  readonly basket: number;
}

/**
 * What one day brings from this user: probability of a purchase when held out and when served, and the mean basket
 * in US dollars. The basket does not depend on being served.
 *
 * @example
 * channelTruth({ campaign: 0, channel: 3, segment: 1, region: 2, habit: 1 });
 * // Search, retirees: { control: 0.18, treated: 0.18, basket: 55 }
 */
export function channelTruth({ campaign, channel, segment, region, habit }: Target): DayTruth {
  const factor = REGION_FACTORS[region] * habit;
  const rule = CHANNELS[channel];
  const control = rule.anyway * SEGMENT_HABIT[segment] * factor;
  const lift = CAMPAIGNS[campaign].strength * LIFTS[channel][segment] * factor;
  return { control, treated: control + lift, basket: SEGMENT_BASKET[segment] };
}
