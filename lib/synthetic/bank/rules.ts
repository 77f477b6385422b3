import { clamped, logistic } from "../columns.js";

/** The three kinds of customers in the synthetic bank, by what a message does to them. */
export const BANK_GROUPS = ["lapsed newcomer", "recent buyer", "long-standing customer"] as const;
type BankGroup = (typeof BANK_GROUPS)[number];

/** What the rules of the synthetic bank look at. */
export interface BankPerson {
  readonly age: number;
  /** NZD per year. */
  readonly income: number;
  /** Years with the bank. */
  readonly tenure: number;
  readonly credit: number;
  /** Days since the last purchase. */
  readonly daysSince: number;
}

/** Probability of a response when left alone and when mailed: the half of the world that data never show. */
interface BankTruth {
  readonly group: BankGroup;
  readonly control: number;
  readonly treated: number;
}

/**
 * The rule of the synthetic bank: probability of a response with and without the message.
 *
 * Lapsed newcomers (no purchase for 120 days, under 8 years with the bank) gain 19.5 points on average (23.5 at the
 * age of 18, 15.5 at 69); recent buyers gain 9; long-standing customers lose 6. The group that responds most is not
 * the group that gains most. Both probabilities grow with income and credit score, from a fifth of these values to
 * nine fifths; the values given here are those at an income of 70,000 and a score of 700.
 *
 * @example
 * bankTruth({ age: 40, income: 70_000, tenure: 10, credit: 700, daysSince: 30 });
 * // { group: "long-standing customer", control: 0.07, treated: 0.01 }
 */
export function bankTruth(person: BankPerson): BankTruth {
  const { group, control, treated } = atMiddleIncome(person);
  const means = 1 + (0.45 * (person.income - 70_000)) / 20_000 + (0.35 * (person.credit - 700)) / 50;
  const factor = clamped(means, 0.2, 1.8);
  return { group, control: control * factor, treated: treated * factor };
}

function atMiddleIncome(person: BankPerson): BankTruth {
  if (person.tenure >= 8) {
    return { group: "long-standing customer", control: 0.07, treated: 0.01 };
  }
  if (person.daysSince <= 120) {
    return { group: "recent buyer", control: 0.12, treated: 0.21 };
  }
  return { group: "lapsed newcomer", control: 0.005, treated: 0.2 + (0.04 * (43.5 - person.age)) / 25.5 };
}

/**
 * Probability of unsubscribing when left alone and when mailed: 0.8 % for everybody, and with the message 3.6 % of
 * long-standing customers and 1.6 % of the others.
 */
export function unsubscribing(group: BankGroup): { readonly control: number; readonly treated: number } {
  return { control: 0.008, treated: group === "long-standing customer" ? 0.036 : 0.016 };
}

/**
 * Probability of being picked by the bank's marketers, who prefer a recent purchase, a high income and a high credit
 * score: a logit that is linear in the three, kept between 0.05 and 0.95. All three also go with responding, mailed or
 * not, so the picked customers are not comparable with the others.
 *
 * @example
 * marketersPropensity({ income: 70_000, credit: 700, daysSince: 182.5 }); // 0.5
 */
export function marketersPropensity(person: Pick<BankPerson, "income" | "credit" | "daysSince">): number {
  const logit =
    (0.9 * (182.5 - person.daysSince)) / 105 +
    (0.9 * (person.income - 70_000)) / 20_000 +
    (0.7 * (person.credit - 700)) / 50;
  return clamped(logistic(logit), 0.05, 0.95);
}
