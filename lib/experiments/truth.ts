import type { Estimate } from "../types.js";
import type { GroupEffect } from "./arms.js";

/** An effect in a group, with the true one where the table is synthetic. */
export interface GroupEffectWithTruth extends GroupEffect {
  readonly truth?: number;
}

/** How many intervals hold the truth, of those where it is known. */
export interface Coverage {
  readonly covered: number;
  readonly known: number;
}

/**
 * Puts the true mean effect beside each measured one.
 *
 * `trueEffects` holds each customer's true effect in the order of `group`, or is undefined when nobody knows it; then
 * the effects come back as they are. Throws RangeError when the lengths differ or a group has no customers.
 */
export function withTruth(
  effects: readonly GroupEffect[],
  group: readonly (string | null)[],
  trueEffects: Float64Array | undefined,
): GroupEffectWithTruth[] {
  if (trueEffects === undefined) return [...effects];
  if (trueEffects.length !== group.length) {
    throw new RangeError(`true effects: ${trueEffects.length} for ${group.length} customers`);
  }
  return effects.map((effect) => {
    const members = trueEffects.filter((_, row) => group[row] === effect.group);
    if (members.length === 0) throw new RangeError(`true effects: nobody is in group "${effect.group}"`);
    return { ...effect, truth: members.reduce((sum, value) => sum + value, 0) / members.length };
  });
}

/**
 * Whether an interval holds the truth, its ends included.
 *
 * @example
 * covers({ low: 0.1, high: 0.2 }, 0.2); // true
 */
export function covers({ low, high }: Pick<Estimate, "low" | "high">, truth: number): boolean {
  return low <= truth && truth <= high;
}

/** Counts the intervals that hold the truth. Of honest 95 % intervals one in twenty does not. */
export function coverageOf(effects: readonly GroupEffectWithTruth[]): Coverage {
  const known = effects.filter((effect) => effect.truth !== undefined);
  return { known: known.length, covered: known.filter(({ effect, truth }) => covers(effect, truth!)).length };
}
