import type { Reason } from "../../experiments/analysis/result.js";
import type { Estimate, Sides } from "../../types.js";
import { count, decimal, money, points, pValue, signed } from "../format.js";

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

/**
 * A difference in its own unit with its interval: "+11.6 points (+9.9 to +13.3)" or "−15.90 USD (−20.10 to −11.00)". Where an
 * end is open: "+0.9 points, at most +1.5".
 */
export function differenceInWords(difference: Estimate & { readonly sides?: Sides }): string {
  const { estimate, low, high, unit, sides } = difference;
  const scale = unit === "fraction" ? 100 : 1;
  const size = Math.max(...[estimate, low, high].map(Math.abs).filter(Number.isFinite));
  const digits = unit === "fraction" ? 1 : size < 100 ? 2 : 0;
  const write = (value: number): string => signed(value * scale, digits);
  const middle = `${write(estimate)} ${unit === "fraction" ? "points" : unit}`;
  const [hasLow, hasHigh] = [sides !== "less" && low > -Infinity, sides !== "greater" && high < Infinity];
  if (hasLow && hasHigh) return `${middle} (${write(low)} to ${write(high)})`;
  if (hasLow) return `${middle}, at least ${write(low)}`;
  return hasHigh ? `${middle}, at most ${write(high)}` : `${middle}, the interval has no ends`;
}

/**
 * A reason of a verdict: "responded improves: +12.2 points (+10.5 to +13.8), corrected p 8.1e-44" or "unsubscribed may be worse
 * by its margin: +0.9 points, at most +1.5, margin 1.0 points". What the data say against it follows in brackets.
 */
export function reasonInWords({ metric, finding, effect, pCorrected, margin }: Reason): string {
  const numbers = [
    ...(effect === null
      ? []
      : [`${differenceInWords(effect)}${effect.method.startsWith("CUPED") ? " with CUPED" : ""}`]),
    ...(pCorrected === null ? [] : [`corrected p ${pValue(pCorrected)}`]),
    ...(margin === null || effect === null ? [] : [`margin ${amountInWords(margin, effect.unit)}`]),
  ];
  const what = metric === null ? finding : `${metric} ${finding}`;
  const warnings = effect?.warnings ?? [];
  const but = warnings.length === 0 ? "" : ` (${warnings.join("; ")})`;
  return numbers.length === 0 ? what : `${what}: ${numbers.join(", ")}${but}`;
}

/** An amount in its unit without a sign: "1.2 points" of a fraction, else "12.30 USD". */
export function amountInWords(amount: number, unit: string): string {
  return unit === "fraction" ? `${decimal(amount * 100, 1)} points` : money(amount, unit);
}

/** A loss, which may be tiny: below a hundredth of a point or cent it says so. */
export function lossInWords(loss: number, unit: string): string {
  const [value, name] = unit === "fraction" ? [loss * 100, "points"] : [loss, unit];
  return value < 0.005 ? `below 0.01 ${name}` : `${decimal(value, 2)} ${name}`;
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
