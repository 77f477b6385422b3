import type { Estimate } from "../../types.js";
import { count, decimal, money, points, signed } from "../format.js";

/** A difference of rates with its interval and customers: "+11.6 points (95 % interval +9.9 to +13.3), n = 5,000". */
export function effectInWords({ estimate, confidence, low, high, n }: Estimate): string {
  const interval = `${signed(low * 100, 1)} to ${signed(high * 100, 1)}`;
  return `${points(estimate)} (${confidenceInWords(confidence)} interval ${interval}), n = ${count(n)}`;
}

/** A ratio with its interval: "1.63 (1.47 to 1.78)". */
export function ratioInWords({ estimate, low, high }: Estimate): string {
  return `${decimal(estimate, 2)} (${decimal(low, 2)} to ${decimal(high, 2)})`;
}

/** An amount with its interval: "1,234 NZD (900 to 1,560)". The unit of the estimate is the currency. */
export function moneyInWords({ estimate, low, high, unit }: Estimate): string {
  return `${money(estimate, unit)} (${money(low, "").trim()} to ${money(high, "").trim()})`;
}

/** Which segments' lift cannot be told from 1. */
export function undecidedInWords(loose: readonly { readonly segment: string }[]): string {
  if (loose.length === 0) return "The lift of every group can be told from 1";
  return `The lift of ${listInWords(loose.map(({ segment }) => segment))} cannot be told from 1`;
}

/** Customers by label: "Champions 316, Loyal 709". */
export function sizesInWords(
  sizes: readonly { readonly label: string; readonly customers: number }[],
): string {
  return sizes.map(({ label, customers }) => `${label} ${count(customers)}`).join(", ");
}

/** A list in a sentence: "a, b and c". */
export function listInWords(items: readonly string[]): string {
  return items.length < 2
    ? items.join("")
    : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}

/** 0.95 is "95 %", 0.9875 is "98.75 %". */
function confidenceInWords(confidence: number): string {
  return `${Number((confidence * 100).toFixed(2))} %`;
}
