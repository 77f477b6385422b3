import type { Random } from "../../statistics/random.js";
import type { Column, Table } from "../../types.js";
import { DAY } from "../calendar.js";
import { clamped, drawLevels, filled, hexDigits, rounded } from "../columns.js";
import { sasDatetime } from "./formats.js";

/** Accounts are made over one year. */
const FIRST_ACCOUNT: number = Date.UTC(2018, 0, 1);
const ACCOUNT_DAYS = 365;
/** The data end a month after the last account: who came in the last two weeks of the year is not answered yet. */
export const END_OF_DATA: number = FIRST_ACCOUNT + (ACCOUNT_DAYS + 31) * DAY;

/** Share of customers whose phone number is not known: nobody can dial them. */
export const WITHOUT_PHONE = 0.025;
/** Share of accounts that somebody opened who had another account with the same phone before. */
const SECOND_ACCOUNT = 0.005;
/** How far back in the table the first account of such a pair is: about three months. */
const ROWS_BETWEEN_ACCOUNTS = 0.25;

/** Published: US dollars per year. A few fall below zero, as in the original. */
export const INCOME = { mean: 51_564, sd: 15_633 } as const;
/** Ours: points, cut off at 300 and 850. */
const CREDIT = { mean: 650, sd: 80 } as const;

/** Levels with their weights: the published counts where the documents give them, ours where they don't. */
export const CUSTOMER_LEVELS = {
  CensusGeoRegionAddress: { South: 4_784, Midwest: 3_597, West: 2_382, Northeast: 1_247 },
  LeadSource: { Website: 7_852, ThirdPartyListing: 3_607, ThirdPartyFinancing: 551 },
  ModeDeviceType: { mobile: 58, desktop: 35, tablet: 7 },
  ModeVehicleType: { SUV: 36, sedan: 34, truck: 16, coupe: 7, minivan: 7 },
  PhoneType: { mobile: 78, landline: 12, VoIP: 10 },
  ServiceProvider: { "carrier A": 36, "carrier B": 30, "carrier C": 20, other: 14 },
  AgeCategory: { "18-35": 3_087, "35-45": 2_350, "45-55": 3_602, "55-65": 1_788, "65+": 1_183 },
  InboundCallContact: { all: 4_760, most: 3_670, some: 2_456, none: 1_124 },
} as const;

/** Ours: the share of customers with the flag, each flag on its own. */
const FLAG_SHARES = {
  AttributedEmail: 0.42,
  EmailVerified: 0.81,
  GeneratedTerms: 0.33,
  HasBureauError: 0.03,
  HasStartedPurchase: 0.35,
  IsDealSeeker: 0.22,
  IsDirtLover: 0.06,
  IsDreamer: 0.18,
  IsGreen: 0.09,
  IsResearcher: 0.31,
  MultipleEmail: 0.07,
  ReferralAttachment: 0.05,
  TradeInValueGenerated: 0.38,
} as const;

/**
 * CustomerHistory: one row per account, in the order in which they were made, under the file's column names.
 *
 * Everything stands as of the morning of the third day after the account's day, before anybody is dialled. Columns are
 * drawn independently unless one contains the other: a verified trade-in has an amount, a counted call sets its flag.
 * Counts fall geometrically; incomes, credit scores, prices, mileages and fuel economy are normal.
 */
export function drawCustomers({ rows, random }: { rows: number; random: Random }): Table {
  const numbers: Numbers = (value) => filled(rows, value);
  const flags: Record<string, Float64Array> = {};
  for (const [name, share] of Object.entries(FLAG_SHARES)) {
    flags[name] = numbers(() => Number(random.chance(share)));
  }
  const texts: Record<string, Column> = {};
  for (const [name, weights] of Object.entries(CUSTOMER_LEVELS)) {
    texts[name] = drawLevels(rows, weights, random);
  }
  const columns: Record<string, Column> = {
    ...flags,
    ...texts,
    ...money(numbers, flags, random),
    ...contacts(numbers, random),
    ...browsing(numbers, random),
    ...identity(rows, random),
  };
  const inOrder = Object.fromEntries(FILE_ORDER.map((name) => [name, columns[name]]));
  return { name: "customer_history", rows, columns: inOrder };
}

type Numbers = (value: (row: number) => number) => Float64Array;

function contacts(numbers: Numbers, random: Random): Record<string, Column> {
  const count = (mean: number): Float64Array => numbers(() => Math.floor(random.exponential(mean)));
  const [calls, chats, emails] = [count(0.9), count(0.5), count(0.7)];
  const [callsOut, emailsOut] = [count(0.6), count(2.5)];
  const flag = (counts: Float64Array): Float64Array => counts.map((n) => Number(n > 0));
  return {
    InboundCall: flag(calls),
    InboundChat: flag(chats),
    InboundEmail: flag(emails),
    OutboundEmail: flag(emailsOut),
    InboundCallCount: calls,
    InboundChatCount: chats,
    InboundEmailCount: emails,
    OutboundCallCount: callsOut,
    OutboundEmailCount: emailsOut,
    TotalInboundCallLength: numbers((i) =>
      calls[i] === 0 ? 0 : Math.round(random.gamma(2 * calls[i], 180)),
    ),
  };
}

function money(
  numbers: Numbers,
  flags: Readonly<Record<string, Float64Array>>,
  random: Random,
): Record<string, Column> {
  const income = numbers(() => Math.round(random.normal(INCOME.mean, INCOME.sd)));
  const points = (value: number): number => Math.round(clamped(value, 300, 850));
  const credit = numbers(() => points(random.normal(CREDIT.mean, CREDIT.sd)));
  const error = flags.HasBureauError;
  const tradeIn = flags.TradeInValueGenerated;
  return {
    BureauIncome: numbers((i) =>
      error[i] === 1 ? Number.NaN : Math.max(0, Math.round(income[i] * random.normal(1, 0.12))),
    ),
    CreditScore1: credit,
    CreditScore2: numbers((i) => points(credit[i] + random.normal(0, 20))),
    FraudScore: numbers(() => Math.min(999, Math.round(random.gamma(2, 120)))),
    Income: income,
    TradeInValueAmount: numbers((i) => (tradeIn[i] === 1 ? Math.round(random.gamma(3, 2_500)) : Number.NaN)),
  };
}

function browsing(numbers: Numbers, random: Random): Record<string, Column> {
  const price = numbers(() => Math.max(6_000, Math.round(random.normal(24_500, 5_500))));
  const saved = numbers(() => Math.floor(random.exponential(3)));
  const velocity = (mean: number): Float64Array => numbers(() => rounded(random.gamma(2, mean / 2), 2));
  return {
    DeviceCount: numbers(() => 1 + Math.floor(random.exponential(0.6))),
    MedianVehicleFuelEcon: numbers(() => Math.max(12, Math.round(random.normal(27, 5)))),
    MedianVehiclePrice: price,
    NumberSavedVehicles: saved,
    NumberSearches: numbers((i) => saved[i] + Math.floor(random.exponential(9))),
    UniqueModels: numbers(
      (i) => 1 + Math.floor(saved[i] * random.next()) + Math.floor(random.exponential(2)),
    ),
    VehicleVelocity1: velocity(6),
    VehicleVelocity15: velocity(3),
    VehicleVelocity30: velocity(2),
    ClicksQuintile: numbers(() => 1 + random.below(5)),
    MedianVehicleMileage: numbers((i) =>
      Math.max(500, Math.round(95_000 - 2.2 * price[i] + random.normal(0, 9_000))),
    ),
  };
}

/** Numbers, moments and phones. Numbers and moments rise together: a later account has a higher number. */
function identity(rows: number, random: Random): Record<string, Column> {
  const hundredths = (ACCOUNT_DAYS * DAY) / 10;
  const moments = Float64Array.from(
    { length: rows },
    () => FIRST_ACCOUNT + 10 * random.below(hundredths),
  ).sort();
  const phones: (string | null)[] = [];
  const back = Math.round(rows * ROWS_BETWEEN_ACCOUNTS);
  for (let row = 0; row < rows; row++) {
    const second = row >= back && random.chance(SECOND_ACCOUNT);
    phones.push(second ? phones[row - back] : random.chance(WITHOUT_PHONE) ? null : hexDigits(2, random));
  }
  return {
    userid: Float64Array.from(random.sample(rows * 8, rows), (number) => 100_000 + number),
    accountcreationdatetime: Array.from(moments, sasDatetime),
    PhoneNumber_hashed: phones,
  };
}

/** The columns of the published file in its order. */
const FILE_ORDER: readonly string[] = `userid AttributedEmail EmailVerified GeneratedTerms HasBureauError
HasStartedPurchase InboundCall InboundChat InboundEmail IsDealSeeker IsDirtLover IsDreamer IsGreen IsResearcher
MultipleEmail OutboundEmail ReferralAttachment TradeInValueGenerated InboundCallCount InboundChatCount
InboundEmailCount OutboundCallCount OutboundEmailCount TotalInboundCallLength BureauIncome CreditScore1 CreditScore2
DeviceCount FraudScore Income MedianVehicleFuelEcon MedianVehiclePrice NumberSavedVehicles NumberSearches
TradeInValueAmount UniqueModels VehicleVelocity1 VehicleVelocity15 VehicleVelocity30 CensusGeoRegionAddress LeadSource
ModeDeviceType ModeVehicleType PhoneType ServiceProvider AgeCategory ClicksQuintile InboundCallContact
accountcreationdatetime PhoneNumber_hashed MedianVehicleMileage`.split(/\s+/);
