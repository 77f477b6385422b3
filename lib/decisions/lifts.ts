import type { Estimate } from "../types.js";
import { liftIfKnown } from "./campaign-economics.js";

/** How often a group responded, over how often everybody did. */
export interface GroupLift {
  readonly label: string;
  readonly customers: number;
  /** A ratio of response rates among contacted customers: not an effect of the contact. */
  readonly lift: Estimate;
}

/**
 * The lift of every group over all customers, highest first. A group without responders, or one that has them all, has
 * no interval and is left out.
 *
 * Throws RangeError when the columns differ in length or an outcome is not 0 or 1.
 *
 * @example
 * liftsByGroup({ outcome: [1, 0, 0, 1, 0, 0], group: ["a", "a", "b", "b", "b", "b"] })[0].lift.estimate; // 1.5
 */
export function liftsByGroup(input: { outcome: ArrayLike<number>; group: readonly string[] }): GroupLift[] {
  const { outcome, group } = input;
  if (outcome.length !== group.length) {
    throw new RangeError(`lifts: ${outcome.length} outcomes for ${group.length} customers`);
  }
  const groups = new Map<string, { customers: number; conversions: number }>();
  const overall = { customers: group.length, conversions: 0 };
  for (let row = 0; row < group.length; row++) {
    if (outcome[row] !== 0 && outcome[row] !== 1) {
      throw new RangeError(`lifts: outcome in row ${row + 1}: expected 0 or 1, got ${outcome[row]}`);
    }
    const counts = groups.get(group[row]) ?? { customers: 0, conversions: 0 };
    counts.customers++;
    counts.conversions += outcome[row];
    overall.conversions += outcome[row];
    groups.set(group[row], counts);
  }
  const lifts = Array.from(groups, ([label, counts]) => {
    const lift = liftIfKnown(counts, overall);
    return lift === null ? [] : [{ label, customers: counts.customers, lift }];
  }).flat();
  return lifts.sort((a, b) => b.lift.estimate - a.lift.estimate);
}
