import type { Random } from "../../statistics/random.js";
import type { Table } from "../../types.js";
import { calendar } from "../calendar.js";
import { expectRows, rounded } from "../columns.js";
import { type SyntheticTables, tableOf } from "../tables.js";
import { CAMPAIGNS, CHANNELS, REGIONS, SEGMENTS } from "./rules.js";
import { campaignTruth, rowTruth } from "./truth.js";
import { drawUserDays, type UserDay } from "./users.js";

/** The observed table and its truth, row by row in the same order, and what each campaign did. */
export interface ChannelTables extends SyntheticTables {
  readonly campaigns: Table;
}

/** Share of CTR and of Conversions that is missing completely at random. */
const LOST = 0.07;
const MISSPELT: Readonly<Record<string, { readonly as: string; readonly share: number }>> = {
  Email: { as: "email", share: 0.1 },
  "Young Adults": { as: "Yung Adults", share: 0.05 },
};

/**
 * Ten campaigns in five channels in 2023, with a known truth.
 *
 * One row is one user on one day. A user belongs to one campaign, channel, region and segment, comes along on 1.85 days
 * on average, and is served or held out for good: rows of one user go together, so intervals are for users. In
 * CAMPAIGN_1 to 7 a coin holds one user in five out (`Group` B): nothing is shown or paid (no clicks, spend 0), the
 * would-be impressions are logged, purchases are counted. CAMPAIGN_8 to 10 hold nobody out. Each row buys once or not
 * at all. Amounts are US dollars.
 *
 * Search has the best revenue per dollar and causes nothing: it finds the people who buy anyway. CAMPAIGN_3, 7 and 10
 * sell for less than they cost, and 7 puts people off. The rules are in rules.ts.
 *
 * Dirt: 7 % of the spend is missing, more often for SMS and less for email, and only where something was served; 7 % of
 * CTR and of Conversions are missing completely at random, each on its own. Spend has a heavy upper tail. A tenth of
 * Email is written "email" and a twentieth of Young Adults "Yung Adults". CTR is clicks per impression,
 * Conversion_Rate conversions per click (above 1 where people buy without a click), CPC spend per click, CPA spend per
 * conversion, to four decimals; they are blank where they would divide by 0 or by something missing. Revenue_USD comes
 * from the till and is never missing.
 *
 * Coupling: one uniform number decides both outcomes of a row, so that no campaign both wins and loses purchases.
 * Data could never tell this from another coupling.
 *
 * Throws RangeError when `rows` is not a whole number of at least 1,000: every campaign needs users.
 *
 * @example
 * const { data, truth, campaigns } = channelPerformance({ random: seededRandom("channels") });
 * data.rows; // 50000
 */
export function channelPerformance(size: { rows?: number; random: Random }): ChannelTables {
  const { rows = 50_000, random } = size;
  expectRows("channel performance", rows, 1_000);
  const days = drawUserDays(rows, random);
  return { data: observedTable(days, random), truth: rowTruth(days), campaigns: campaignTruth(days) };
}

function observedTable(days: readonly UserDay[], random: Random): Table {
  const date = calendar("2023-01-01");
  const month = ({ day }: UserDay): number => Number(date(day).slice(5, 7));
  const gap = (share: number, value: number): number => (random.chance(share) ? Number.NaN : value);
  const numbers = (value: (day: UserDay, row: number) => number): Float64Array =>
    Float64Array.from(days, value);
  const clicks = numbers((day) => (day.user.served ? day.clicks : 0));
  const spend = numbers(({ user, spend }) =>
    user.served ? gap(CHANNELS[user.channel].unreported, spend) : 0,
  );
  const ctr = numbers(({ impressions }, row) => gap(LOST, ratio(clicks[row], impressions)));
  const conversions = numbers((day) => gap(LOST, Number(bought(day))));
  return tableOf("channel_performance", days, {
    Campaign_ID: ({ user }) => CAMPAIGNS[user.campaign].name,
    Date: ({ day }) => date(day),
    Channel: ({ user }) => spelt(CHANNELS[user.channel].name, random),
    Region: ({ user }) => REGIONS[user.region],
    Segment: ({ user }) => spelt(SEGMENTS[user.segment], random),
    Spend_USD: (_, row) => spend[row],
    Impressions: ({ impressions }) => impressions,
    Clicks: (_, row) => clicks[row],
    CTR: (_, row) => ctr[row],
    Conversions: (_, row) => conversions[row],
    User_ID: ({ user }) => user.id,
    Device: () => random.pick(["Mobile", "Desktop", "Tablet"], [60, 32, 8]),
    Source: ({ user }) => random.pick(CHANNELS[user.channel].sources),
    Landing_Page: () => random.pick(["Homepage", "Signup Page", "Promo Page"]),
    Gender: ({ user }) => user.gender,
    Group: ({ user }) => (user.served ? "A" : "B"),
    First_Seen_Date: ({ user }) => date(user.firstSeen),
    Conversion_Rate: (_, row) => ratio(conversions[row], clicks[row]),
    CPC: (_, row) => ratio(spend[row], clicks[row]),
    CPA: (_, row) => ratio(spend[row], conversions[row]),
    Week: ({ day }) => Math.floor(day / 7) + 1,
    Month: month,
    Quarter: (day) => Math.ceil(month(day) / 3),
    Revenue_USD: (day) => (bought(day) ? day.basket : 0),
  });
}

/** The half of the truth that a company sees. */
function bought(day: UserDay): boolean {
  return day.user.served ? day.boughtTreated : day.boughtControl;
}

/** Blank (NaN) where the denominator is 0 or either number is missing; to four decimals. */
function ratio(above: number, below: number): number {
  return below === 0 ? Number.NaN : rounded(above / below, 4);
}

/** The level as somebody typed it. */
function spelt(level: string, random: Random): string {
  const misspelt = MISSPELT[level];
  return misspelt && random.chance(misspelt.share) ? misspelt.as : level;
}
