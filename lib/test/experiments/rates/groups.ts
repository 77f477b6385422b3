import fc from "fast-check";
import type { Group } from "../../../experiments/rates/group.js";
import type { Estimate } from "../../../types.js";
import { near } from "../../near.js";

export function group(conversions: number, customers: number): Group {
  return { conversions, customers };
}

export function nearInterval(actual: Estimate, low: number, high: number, tolerance: number): void {
  near(actual.low, low, tolerance);
  near(actual.high, high, tolerance);
}

export const width = ({ low, high }: Estimate): number => high - low;

/** Up to 5,000 customers of whom any share converted, also nobody and everybody. */
export const anyGroup: fc.Arbitrary<Group> = fc
  .tuple(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([customers, rate]) => group(Math.round(customers * rate), customers));

/** Somebody converted and somebody did not. */
export const mixedGroup: fc.Arbitrary<Group> = anyGroup.filter(
  ({ conversions, customers }) => conversions > 0 && conversions < customers,
);
