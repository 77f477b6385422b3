import type { Random } from "../../statistics/random.js";
import { hexDigits, rounded, sum } from "../columns.js";
import {
  AUDIENCES,
  CAMPAIGNS,
  CHANNELS,
  channelTruth,
  type DayTruth,
  REGIONS,
  type Target,
} from "./rules.js";

/** One user: reached by one channel of one campaign, and served or held out for good by one coin. */
export interface User extends Target, DayTruth {
  readonly id: string;
  readonly served: boolean;
  readonly gender: string;
  /** Days on which the user came along, counted from 1 January 2023. */
  readonly days: readonly number[];
  /** Day of the first visit ever; below 0 is before 2023. */
  readonly firstSeen: number;
}

/** One user on one day: both potential outcomes, and what being served would show and cost. */
export interface UserDay {
  readonly user: User;
  /** Days after 1 January 2023. */
  readonly day: number;
  readonly boughtControl: boolean;
  readonly boughtTreated: boolean;
  /** Revenue of a purchase on this day, in US dollars. */
  readonly basket: number;
  readonly impressions: number;
  /** Clicks and spend if served. */
  readonly clicks: number;
  readonly spend: number;
}

/** Days on which a user comes along, with their weights: 1.85 on average. */
const DAYS_PER_USER = { days: [1, 2, 3, 4], weights: [50, 25, 15, 10] };
/** Most days between two of them. */
const LONGEST_GAP = 14;
const DAYS_IN_2023 = 365;
/** Mean time from the first visit to the first day in the table. */
const DAYS_SINCE_FIRST_VISIT = 60;
/** Users differ in how much they buy: half of them as the rule says, the others half as much or half more. */
const HABITS = [0.5, 1, 1, 1.5];
/** Spread of the logarithm of spend: the dearest hundredth of days costs ten times the median. */
const SPEND_SPREAD = 1;
const MEAN_IMPRESSIONS = 9;

/** `rows` days of users, in the order of the days. The last user may have days that fell off the end. */
export function drawUserDays(rows: number, random: Random): UserDay[] {
  const days: UserDay[] = [];
  while (days.length < rows) {
    const user = drawUser(random);
    days.push(...user.days.map((day) => drawDay(user, day, random)));
  }
  return days.slice(0, rows).sort((a, b) => a.day - b.day);
}

function drawUser(random: Random): User {
  const campaign = random.below(CAMPAIGNS.length);
  const rule = CAMPAIGNS[campaign];
  const channel = weighted(rule.mix, random);
  const days = drawDays(random);
  const target = {
    campaign,
    channel,
    segment: weighted(AUDIENCES[channel], random),
    region: random.below(REGIONS.length),
    habit: random.pick(HABITS),
  };
  return {
    id: uuid(random),
    ...target,
    ...channelTruth(target),
    served: random.chance(rule.propensity),
    gender: random.pick(["Female", "Male", "Other"], [49, 49, 2]),
    days,
    firstSeen: days[0] - Math.floor(random.exponential(DAYS_SINCE_FIRST_VISIT)),
  };
}

/** How often a user comes along has nothing to do with being served: a held-out day is logged like any other. */
function drawDays(random: Random): number[] {
  const many = random.pick(DAYS_PER_USER.days, DAYS_PER_USER.weights);
  const gaps = Array.from({ length: many - 1 }, () => 1 + random.below(LONGEST_GAP));
  const days = [random.below(DAYS_IN_2023 - sum(gaps))];
  for (const gap of gaps) days.push(days[days.length - 1] + gap);
  return days;
}

/** One uniform number decides both outcomes, so only a lift can make them differ. */
function drawDay(user: User, day: number, random: Random): UserDay {
  const channel = CHANNELS[user.channel];
  const luck = random.next();
  const boughtTreated = luck < user.treated;
  const impressions = 1 + Math.round(random.gamma(2, (MEAN_IMPRESSIONS - 1) / 2));
  // A buyer clicks three times as often as somebody who only looks.
  const clickRate = channel.clicks * (boughtTreated ? 3 : 1);
  let clicks = 0;
  for (let i = 0; i < impressions; i++) clicks += Number(random.chance(clickRate));
  const price = Math.exp(random.normal(-(SPEND_SPREAD ** 2) / 2, SPEND_SPREAD));
  return {
    user,
    day,
    boughtControl: luck < user.control,
    boughtTreated,
    basket: cents(random.gamma(2, user.basket / 2)),
    impressions,
    clicks,
    spend: cents((channel.cost * price * impressions) / MEAN_IMPRESSIONS),
  };
}

function weighted(weights: readonly number[], random: Random): number {
  return random.pick([...weights.keys()], weights);
}

/** A version 4 UUID from the seeded stream. */
function uuid(random: Random): string {
  const hex = hexDigits(4, random);
  const variant = "89ab"[random.below(4)];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Rounded to the cent, and never free. */
function cents(amount: number): number {
  return Math.max(0.01, rounded(amount, 2));
}
