import { logistic } from "../columns.js";

/** Income above which the rules take a customer for wealthy, USD per year: a fifth of them. */
const WEALTHY = 64_700;

/** What the rules of the synthetic car seller look at, all of it in CustomerHistory. */
export interface Buyer {
  readonly credit: number;
  readonly income: number;
  readonly startedPurchase: number;
  readonly clicksQuintile: number;
  readonly savedVehicles: number;
  readonly tradeIn: number;
  readonly phoneType: string;
  readonly inboundCallContact: string;
}

/** How one customer is made to behave, before chance decides. Probabilities are fractions. */
export interface Leanings {
  /** How near to a purchase the customer looks: mean 0, standard deviation about 1. */
  readonly eagerness: number;
  /** From 0 (credit is no hurdle) to 1 (needs advice on financing): a smooth step at a credit score of 650. */
  readonly needsAdvice: number;
  /** Probability of a sale within 45 days without any dial. */
  readonly alone: number;
  /** Such a sale comes after the share (uniform number) ** pace of the 45 days: above 1 early, below 1 late. */
  readonly pace: number;
  /** The advocates' log odds of dialling this customer, up to a constant that their capacity sets. */
  readonly score: number;
  /** Probability that a dial reaches the customer, the same at every attempt. */
  readonly hazard: number;
  /** Probability that being reached makes a buyer of a customer who would not buy within 45 days. */
  readonly persuaded: number;
}

/**
 * The rules.
 *
 * Customers with low credit need advice: few of them buy without it unless they are eager, those who do need
 * time for the papers, and a talk with an advocate helps. Customers with high credit buy early and don't need the
 * talk. A high income makes the talk help a little more. Advocates dial eager customers and, a little, better credit: a logit that is linear in five columns. What they
 * look at also goes with buying, so who was dialled differs from who was not; nothing that they look at is hidden.
 */
export function leaningsOf(buyer: Buyer): Leanings {
  const eagerness =
    1.2 * (buyer.startedPurchase - 0.35) +
    0.45 * (buyer.clicksQuintile - 3) +
    0.15 * (Math.min(buyer.savedVehicles, 10) - 2.4) +
    0.6 * (buyer.tradeIn - 0.38);
  const needsAdvice = logistic((650 - buyer.credit) / 12);
  const between = (low: number, high: number): number => low * needsAdvice + high * (1 - needsAdvice);
  const wealthy = Number(buyer.income > WEALTHY);
  return {
    eagerness,
    needsAdvice,
    alone: logistic(between(-1.53, -0.29) + between(1.57, 0.55) * eagerness - 0.2 * wealthy),
    pace: between(0.72, 1.7),
    score: 1.05 * eagerness + (0.2 * (buyer.credit - 650)) / 80,
    hazard: logistic(0.07 + 0.5 * eagerness + PHONE[buyer.phoneType] + ANSWERS[buyer.inboundCallContact]),
    persuaded: between(0.184, 0.003) + 0.06 * wealthy,
  };
}

/** Log odds that a dial reaches somebody, by kind of phone and by how often the customer was reached before. */
const PHONE: Readonly<Record<string, number>> = { mobile: 0.05, landline: -0.2, VoIP: -0.2 };
const ANSWERS: Readonly<Record<string, number>> = { all: 0.2, most: 0.05, some: -0.2, none: -0.6 };
