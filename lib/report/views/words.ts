import type { Coverage } from "../../experiments/truth.js";
import type { Estimate } from "../../types.js";
import { decimal, money, percent, points } from "../format.js";

/** A difference of rates with its interval: "+11.6 points, 95 % interval +9.9 to +13.3". */
export function effectInWords({ estimate, confidence, low, high }: Estimate): string {
  return `${points(estimate)}, ${percent(confidence, 0)} interval ${points(low)} to ${points(high)}`;
}

/** A ratio with its interval: "1.63 (1.47 to 1.78)". */
export function ratioInWords({ estimate, low, high }: Estimate): string {
  return `${decimal(estimate, 2)} (${decimal(low, 2)} to ${decimal(high, 2)})`;
}

/** An amount with its interval: "1,234 NZD (900 NZD to 1,560 NZD)". The unit of the estimate is the currency. */
export function moneyInWords({ estimate, low, high, unit }: Estimate): string {
  return `${money(estimate, unit)} (${money(low, unit)} to ${money(high, unit)})`;
}

/** How many of the intervals hold the truth. */
export function coverageInWords({ covered, known }: Coverage): string {
  if (known === 0)
    return "Nobody knows the truth of your data, so nobody can count how many intervals hold it.";
  return `${covered} of ${known} intervals hold the truth.`;
}
