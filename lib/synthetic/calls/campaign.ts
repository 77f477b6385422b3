import type { Random } from "../../statistics/random.js";
import type { Table } from "../../types.js";
import { expectRows } from "../columns.js";
import { numbersIn, textsIn } from "../tables.js";
import { callTable } from "./call-log.js";
import { drawCustomers } from "./customers.js";
import { drawFate, type Fate } from "./fates.js";
import { momentOf } from "./formats.js";
import { type Leanings, leaningsOf } from "./rules.js";
import { drawLateBuyers, saleTable } from "./sales.js";
import { truthTable } from "./truth.js";

/** The three linked tables under the files' column names, and the truth about every customer. */
export interface OutboundCalls {
  readonly customers: Table;
  readonly calls: Table;
  readonly sales: Table;
  readonly truth: Table;
}

/** What the generator knows, row by row of the customers. */
export interface CallWorld {
  readonly customers: Table;
  readonly leanings: readonly Leanings[];
  readonly fates: readonly Fate[];
  readonly attempted: readonly boolean[];
  /** The advocates dial whoever has log odds above this one, seen through logistic noise. */
  readonly threshold: number;
  /** Who buys after the window unless they bought within it. */
  readonly lateBuyers: readonly boolean[];
}

/** Published: advocates had time for 7,998 of 12,010 customers. */
const CAPACITY = 7_998 / 12_010;

/**
 * Outbound calls of a used-car seller: customers, every dial, every sale, and what would have happened otherwise.
 *
 * A year of accounts. On the third day after an account's day advocates dial those who look nearest to a purchase (see
 * leaningsOf), as many as they have time for, and only those whom the list does not show as buyers: who bought early
 * was mostly never dialled, and a few who bought were dialled all the same because the list lags behind. An
 * attempt helps only by reaching somebody (see drawFate), 6.0 points on average over customers with a phone who
 * had not bought by the end of day three, about 10.5 with low credit and 1.3 with high credit. The published difference
 * of 11.7 points is larger because eager customers are dialled, although the early buyers among the others make it smaller.
 *
 * The data end a month after the last account, so the last two weeks of accounts have not had their 45 days.
 * Some customers have no phone, some open a second account with the same phone three months later, some calls and sales
 * belong to nobody in the table, and some sales come before the account, after the window or twice. All values are
 * invented; amounts are US dollars.
 *
 * Throws RangeError when `rows` (customers) is not a whole number of at least 100.
 *
 * @example
 * outboundCalls({ rows: 12_010, random: seededRandom("outbound calls") }).sales.rows; // 5610
 */
export function outboundCalls({ rows, random }: { rows: number; random: Random }): OutboundCalls {
  expectRows("outbound calls", rows, 100);
  const customers = drawCustomers({ rows, random });
  const leanings = leaningsOfAll(customers);
  const fates = drawFates(customers, leanings, random);
  const dialled = chooseWhomToDial(leanings, fates, random);
  const lateBuyers = drawLateBuyers(fates, dialled.attempted, random);
  const world: CallWorld = { customers, leanings, fates, lateBuyers, ...dialled };
  return {
    customers,
    calls: callTable(world, random),
    sales: saleTable(world, random),
    truth: truthTable(world),
  };
}

function leaningsOfAll(customers: Table): Leanings[] {
  const [credit, income, started, clicks, saved, tradeIn] = [
    ...["CreditScore1", "Income", "HasStartedPurchase", "ClicksQuintile"],
    ...["NumberSavedVehicles", "TradeInValueGenerated"],
  ].map((name) => numbersIn(customers, name));
  const [phoneTypes, answers] = ["PhoneType", "InboundCallContact"].map((name) => textsIn(customers, name));
  return Array.from(credit, (score, i) =>
    leaningsOf({
      credit: score,
      income: income[i],
      startedPurchase: started[i],
      clicksQuintile: clicks[i],
      savedVehicles: saved[i],
      tradeIn: tradeIn[i],
      phoneType: phoneTypes[i]!,
      inboundCallContact: answers[i]!,
    }),
  );
}

function drawFates(customers: Table, leanings: readonly Leanings[], random: Random): Fate[] {
  const accounts = textsIn(customers, "accountcreationdatetime");
  const phones = textsIn(customers, "PhoneNumber_hashed");
  return leanings.map((leaning, i) =>
    drawFate({ moment: momentOf(accounts[i]!), phone: phones[i] !== null }, leaning, random),
  );
}

/**
 * Of the customers who can be dialled on day three, those with the highest scores, seen through logistic noise (the
 * logarithm of the ratio of two waiting times): the probability of being among them is a logistic function of the score.
 */
function chooseWhomToDial(
  leanings: readonly Leanings[],
  fates: readonly Fate[],
  random: Random,
): { attempted: boolean[]; threshold: number } {
  const seen = leanings.map(({ score }) => score + Math.log(random.exponential(1) / random.exponential(1)));
  const open = Array.from(fates.keys()).filter((row) => fates[row].dials.length > 0);
  const chosen = open.sort((a, b) => seen[b] - seen[a]).slice(0, Math.round(CAPACITY * fates.length));
  const attempted: boolean[] = fates.map(() => false);
  for (const row of chosen) attempted[row] = true;
  return { attempted, threshold: seen[chosen[chosen.length - 1]] };
}
