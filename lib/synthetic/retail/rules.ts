/** The rules of the synthetic shop: who buys how often, when, at what price, and what a discount does. */

import { sum } from "../columns.js";

export const GENDERS = ["Female", "Male", "Other"] as const;
export type Gender = (typeof GENDERS)[number];
export const ARMS = ["control", "test"] as const;
export type Arm = (typeof ARMS)[number];

interface SegmentRule {
  readonly name: string;
  /** Share of customers. */
  readonly share: number;
  /** Purchases a month, before age, income and season are counted. */
  readonly rate: number;
  /** Factor on every price. */
  readonly prices: number;
  /** Probability of leaving for good, a month. */
  readonly churn: number;
}

/** High value buys less often than the regulars, at 1.8 times the price: the most frequent are not worth the most. */
export const SEGMENTS: readonly SegmentRule[] = [
  { name: "high value", share: 0.12, rate: 0.37, prices: 1.8, churn: 0.006 },
  { name: "regular", share: 0.48, rate: 0.4, prices: 1, churn: 0.008 },
  { name: "occasional", share: 0.4, rate: 0.18, prices: 0.9, churn: 0.016 },
];

/** List price on average, and the share of it that the goods cost. Every category sells equally often. */
export const CATEGORIES = [
  { name: "Beauty", price: 30, goods: 0.45 },
  { name: "Clothing", price: 45, goods: 0.45 },
  { name: "Sports", price: 50, goods: 0.55 },
  { name: "Home", price: 60, goods: 0.6 },
  { name: "Electronics", price: 75, goods: 0.7 },
] as const;

/** Units of one sale and their weights: 2 on average. */
export const QUANTITIES = { units: [1, 2, 3], weights: [25, 50, 25], mean: 2 } as const;

/** Demand by month, January first: a peak before Christmas, a dip in spring. */
const SEASON = [0.9, 0.9, 0.65, 0.65, 0.95, 1, 1, 1, 1, 1, 1.6, 1.8];

/** In March and April of 2022 and later everything is 15 % off for everybody; in 2020 and 2021 nothing is. */
const SPRING = {
  months: [2, 3],
  from: 24,
  discount: 0.15,
  response: { Female: 1.7, Male: 1.2, Other: 1.45 },
};

/**
 * The test: 20 % off for four months, May to August 2023. Women buy 40 % more often, men 10 %, and three sales in ten
 * get one more unit: 1.25 × 1.15 = 1.4375 times the units, 1.15 times the revenue. In the two months after it customers
 * of the test arm buy a quarter less often: what they bought early they need not buy now.
 */
export const TEST = {
  discount: 0.2,
  response: { Female: 1.4, Male: 1.1, Other: 1.25 },
  extraUnit: 0.3,
  after: 0.75,
};

export type Phase = "usual" | "before" | "test" | "after";

/** Of months from January 2020: the year before the test, May to August 2023, the two months after it. */
export function phaseOf(month: number): Phase {
  if (month >= 46 || month < 28) return "usual";
  if (month < 40) return "before";
  return month < 44 ? "test" : "after";
}

/** What decides about one customer. */
export interface Buyer {
  /** Position in SEGMENTS. */
  readonly segment: number;
  readonly age: number;
  readonly gender: Gender;
  readonly income: number;
}

/**
 * Probability that a customer who has not left buys in one half of a month, counted in months from January 2020. Ages
 * 30 to 45 buy 1.4 times as often as others, incomes of 60,000 and more 1.35 times.
 *
 * @example
 * const buyer = { segment: 1, age: 50, gender: "Female", income: 40_000 };
 * purchaseProbability(buyer, 40, "control"); // regular, May 2023: 0.19
 * purchaseProbability(buyer, 40, "test"); // 0.266
 */
export function purchaseProbability(buyer: Buyer, month: number, arm: Arm): number {
  const age = buyer.age >= 30 && buyer.age <= 45 ? 1.4 : 1;
  const income = buyer.income >= 60_000 ? 1.35 : 1;
  const usual = (SEGMENTS[buyer.segment].rate / 2) * age * income * SEASON[month % 12];
  if (isSpringSale(month)) return usual * SPRING.response[buyer.gender];
  if (arm === "control") return usual;
  const phase = phaseOf(month);
  if (phase === "test") return usual * TEST.response[buyer.gender];
  return phase === "after" ? usual * TEST.after : usual;
}

/** Share taken off the list price, in a month counted from January 2020. */
export function discountOf(month: number, arm: Arm): number {
  if (isSpringSale(month)) return SPRING.discount;
  return arm === "test" && phaseOf(month) === "test" ? TEST.discount : 0;
}

function isSpringSale(month: number): boolean {
  return month >= SPRING.from && SPRING.months.includes(month % 12);
}

/** Months after 2023 that a lifetime value counts. */
const HORIZON = 36;

/**
 * Profit in US dollars that a customer who is still there at the end of 2023 is expected to bring in the 36 months
 * after it: probability of staying times purchases times profit per sale, spring sales included. Later profit counts
 * like early profit.
 */
export function lifetimeValue(buyer: Buyer): number {
  const { prices, churn } = SEGMENTS[buyer.segment];
  let value = 0;
  for (let half = 0; half < 2 * HORIZON; half++) {
    const month = 48 + Math.floor(half / 2);
    const there = Math.exp((-churn * (half + 0.5)) / 2);
    value +=
      there * purchaseProbability(buyer, month, "control") * profitPerSale(discountOf(month, "control"));
  }
  return prices * value;
}

/** Mean profit of a sale of the usual two units at a discount, in US dollars, before the segment's factor on prices. */
export function profitPerSale(discount: number): number {
  const margins = CATEGORIES.map(({ price, goods }) => price * (1 - discount - goods));
  return (QUANTITIES.mean * sum(margins)) / margins.length;
}
