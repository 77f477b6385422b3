import type { Random } from "../../statistics/random.js";
import { clamped, drawLevels, filled, rounded } from "../columns.js";

/** Levels as the source systems spell them, with their weights. */
export const BANK_LEVELS = {
  gender: { Male: 35, man: 10, Female: 35, female: 15, Other: 5 },
  region: { North: 24, South: 24, East: 24, West: 24, Unknown: 4 },
  channel: { Email: 1, email: 1, SMS: 1, sms: 1, Phone: 1, phone: 1, "App Notification": 1 },
  product_category: { Loans: 1, "Credit Card": 1, Savings: 1, Insurance: 1, None: 1 },
} as const;

/** Share of customers who live with another customer of the bank. */
const HOUSEHOLD_SHARE = 0.15;

/** What the bank knows of its customers before the campaign, by columns of the same length. */
export type BankFeatures = Readonly<
  Record<"customer_id" | "gender" | "region" | "channel" | "product_category" | "household_id", string[]> &
    Record<"age" | "income" | "tenure_years" | "spend_last_month" | "is_high_value", Float64Array> &
    Record<"days_since_last_purchase" | "credit_score", Float64Array>
>;

/** Draws customers number `first` + 1 and up. Nothing here depends on who is mailed later. */
export function drawFeatures(part: { first: number; rows: number; random: Random }): BankFeatures {
  const { first, rows, random } = part;
  const income = filled(rows, () => Math.max(15_000, Math.round(random.normal(70_000, 20_000))));
  const tenure = filled(rows, () => rounded(random.exponential(5), 1));
  const texts = (weights: Readonly<Record<string, number>>): string[] => drawLevels(rows, weights, random);
  const region = texts(BANK_LEVELS.region);
  return {
    customer_id: Array.from({ length: rows }, (_, i) => numbered("CUST", first + i)),
    age: filled(rows, () => 18 + random.below(52)),
    gender: texts(BANK_LEVELS.gender),
    income,
    region,
    tenure_years: tenure,
    spend_last_month: filled(rows, () => rounded(random.exponential(200), 2)),
    channel: texts(BANK_LEVELS.channel),
    product_category: texts(BANK_LEVELS.product_category),
    is_high_value: filled(rows, (i) => Number(income[i] > 90_000 && tenure[i] > 5)),
    days_since_last_purchase: filled(rows, () => 1 + random.below(364)),
    credit_score: filled(rows, () => clamped(Math.round(random.normal(700, 50)), 300, 850)),
    household_id: drawHouseholds(first, region, random),
  };
}

/**
 * Households of one or two, named after their first customer. Who shares one waits for the next sharer of the same
 * region; whoever still waits at the end lives alone.
 */
function drawHouseholds(first: number, regions: readonly string[], random: Random): string[] {
  const waiting = new Map<string, string>();
  return regions.map((region, i) => {
    const own = numbered("HOME", first + i);
    if (!random.chance(HOUSEHOLD_SHARE)) return own;
    const shared = waiting.get(region);
    if (shared === undefined) waiting.set(region, own);
    else waiting.delete(region);
    return shared ?? own;
  });
}

/** CUST00001 for row 0; numbers beyond five digits get longer. */
function numbered(prefix: string, row: number): string {
  return prefix + String(row + 1).padStart(5, "0");
}
