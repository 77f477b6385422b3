import type { Random } from "../../statistics/random.js";
import type { Table } from "../../types.js";
import { calendar } from "../calendar.js";
import type { SyntheticTables } from "../tables.js";
import { CAMPAIGNS, CHANNELS, REGIONS, SEGMENTS } from "./rules.js";
import { campaignTruth, rowTruth } from "./truth.js";
import { drawUserDays, type UserDay } from "./users.js";

/** The observed table and its truth, row by row in the same order, and what each campaign did. */
export interface ChannelTables extends SyntheticTables {
  readonly campaigns: Table;
}

/** Shares of cells that are missing completely at random, and of rows with another spelling of their level. */
const LOST = { ctr: 0.07, conversions: 0.07 };
const MISSPELT = { Email: 0.1, "Young Adults": 0.05 };

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
export function channelPerformance({
  rows = 50_000,
  random,
}: {
  rows?: number;
  random: Random;
}): ChannelTables {
  if (!Number.isInteger(rows) || rows < 1_000) {
    throw new RangeError(`channel performance rows: expected a whole number of at least 1,000, got ${rows}`);
  }
  const days = drawUserDays(rows, random);
  return { data: observedTable(days, random), truth: rowTruth(days), campaigns: campaignTruth(days) };
}

function observedTable(days: readonly UserDay[], random: Random): Table {
  const texts = (value: (day: UserDay) => string): string[] => days.map(value);
  const date = calendar("2023-01-01");
  const measured = measures(days, random);
  return {
    name: "channel_performance",
    rows: days.length,
    columns: {
      Campaign_ID: texts((day) => CAMPAIGNS[day.user.campaign].name),
      Date: texts((day) => date(day.day)),
      Channel: texts((day) => spelt(CHANNELS[day.user.channel].name, random)),
      Region: texts((day) => REGIONS[day.user.region]),
      Segment: texts((day) => spelt(SEGMENTS[day.user.segment], random)),
      ...measured,
      User_ID: texts((day) => day.user.id),
      Device: texts(() => random.pick(["Mobile", "Desktop", "Tablet"], [60, 32, 8])),
      Source: texts((day) => random.pick(CHANNELS[day.user.channel].sources)),
      Landing_Page: texts(() => random.pick(["Homepage", "Signup Page", "Promo Page"])),
      Gender: texts((day) => day.user.gender),
      Group: texts((day) => (day.user.served ? "A" : "B")),
      First_Seen_Date: texts((day) => date(day.user.firstSeen)),
      Conversion_Rate: ratios(measured.Conversions, measured.Clicks),
      CPC: ratios(measured.Spend_USD, measured.Clicks),
      CPA: ratios(measured.Spend_USD, measured.Conversions),
      Week: Float64Array.from(days, ({ day }) => Math.floor(day / 7) + 1),
      Month: Float64Array.from(days, ({ day }) => monthOf(date(day))),
      Quarter: Float64Array.from(days, ({ day }) => Math.ceil(monthOf(date(day)) / 3)),
      Revenue_USD: Float64Array.from(days, (day) => (bought(day) ? day.basket : 0)),
    },
  };
}

function measures(days: readonly UserDay[], random: Random) {
  const impressions = Float64Array.from(days, (day) => day.impressions);
  const clicks = Float64Array.from(days, (day) => (day.user.served ? day.clicks : 0));
  return {
    Spend_USD: Float64Array.from(days, (day) => reportedSpend(day, random)),
    Impressions: impressions,
    Clicks: clicks,
    CTR: withGaps(ratios(clicks, impressions), LOST.ctr, random),
    Conversions: withGaps(
      Float64Array.from(days, (day) => Number(bought(day))),
      LOST.conversions,
      random,
    ),
  };
}

/** The half of the truth that a company sees. */
function bought(day: UserDay): boolean {
  return day.user.served ? day.boughtTreated : day.boughtControl;
}

function reportedSpend({ user, spend }: UserDay, random: Random): number {
  if (!user.served) return 0;
  return random.chance(CHANNELS[user.channel].unreported) ? Number.NaN : spend;
}

function monthOf(date: string): number {
  return Number(date.slice(5, 7));
}

/** Blank (NaN) where the denominator is 0 or either number is missing; to four decimals. */
function ratios(above: Float64Array, below: Float64Array): Float64Array {
  return above.map((value, i) =>
    below[i] === 0 ? Number.NaN : Math.round((value / below[i]) * 10_000) / 10_000,
  );
}

function withGaps(values: Float64Array, share: number, random: Random): Float64Array {
  return values.map((value) => (random.chance(share) ? Number.NaN : value));
}

/** The level as somebody typed it. */
function spelt(level: string, random: Random): string {
  if (level === "Email") return random.chance(MISSPELT.Email) ? "email" : level;
  if (level === "Young Adults") return random.chance(MISSPELT["Young Adults"]) ? "Yung Adults" : level;
  return level;
}
