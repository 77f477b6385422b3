import type { Estimate } from "../types.js";
import { rowsByGroup } from "./bands.js";
import type { GroupEstimate } from "./bayes/between-groups.js";
import { differenceInRates } from "./rates/differences.js";
import type { Group } from "./rates/group.js";

/** The two arms of a randomised campaign, each by its customers and its conversions. */
export interface Arms {
  readonly treated: Group;
  readonly control: Group;
}

/** The arms and the effect within one group of customers. */
export interface GroupEffect extends Arms {
  readonly group: string;
  readonly effect: Estimate;
}

/** Treatment (1 = contacted, 0 = left alone) and outcome (1 = converted) of the same customers, row by row. */
export interface Assignment {
  readonly treatment: ArrayLike<number>;
  readonly outcome: ArrayLike<number>;
}

/**
 * Customers and conversions of both arms.
 *
 * Throws RangeError when the columns differ in length, hold anything but 0 and 1, or an arm has no customers.
 *
 * @example
 * countArms({ treatment: [1, 1, 0], outcome: [1, 0, 0] });
 * // { treated: { customers: 2, conversions: 1 }, control: { customers: 1, conversions: 0 } }
 */
export function countArms({ treatment, outcome }: Assignment): Arms {
  if (treatment.length !== outcome.length) {
    throw new RangeError(`arms: ${treatment.length} treatments for ${outcome.length} outcomes`);
  }
  const customers = [0, 0];
  const conversions = [0, 0];
  for (let i = 0; i < treatment.length; i++) {
    const arm = binary(treatment[i], "treatment", i);
    customers[arm]++;
    conversions[arm] += binary(outcome[i], "outcome", i);
  }
  if (customers[0] === 0)
    throw new RangeError("arms: nobody was left alone, so there is nothing to compare with");
  if (customers[1] === 0) throw new RangeError("arms: nobody was contacted, so there is nothing to measure");
  return {
    treated: { customers: customers[1], conversions: conversions[1] },
    control: { customers: customers[0], conversions: conversions[0] },
  };
}

/**
 * The effect of a randomised campaign within each group, largest first, each with Newcombe's interval.
 *
 * Groups must be known before the assignment (age, tenure); a group that the campaign itself can change (opened the
 * message) has no effect that this could measure. Intervals are not corrected for looking at many groups.
 *
 * A group in which everybody or nobody was contacted has nothing to compare and is left out: compare the customers of
 * the result with those of the table.
 *
 * Throws RangeError as countArms does, or when the columns differ in length or a customer has no group.
 *
 * @example
 * effectsByGroup({ treatment, outcome, group: tenureBands })[0].effect.estimate; // 0.19
 */
export function effectsByGroup({
  treatment,
  outcome,
  group,
}: Assignment & { readonly group: readonly (string | null)[] }): GroupEffect[] {
  if (treatment.length !== group.length || outcome.length !== group.length) {
    const [treatments, outcomes] = [treatment.length, outcome.length];
    throw new RangeError(
      `effects by group: ${treatments} treatments and ${outcomes} outcomes for ${group.length} groups`,
    );
  }
  const effects = Array.from(rowsByGroup(group), ([label, members]) => {
    if (new Set(members.map((i) => treatment[i])).size < 2) return [];
    const arms = countArms({
      treatment: members.map((i) => treatment[i]),
      outcome: members.map((i) => outcome[i]),
    });
    return [{ group: label, ...arms, effect: differenceInRates(arms.treated, arms.control) }];
  }).flat();
  return effects.sort((a, b) => b.effect.estimate - a.effect.estimate);
}

/**
 * The same effects for shrinkEffects: each with a standard error, Agresti and Caffo's, which is above 0 also where nobody in
 * a small group converted.
 *
 * @example
 * shrinkEffects(groupEstimates(effectsByGroup({ treatment, outcome, group })), { unit: "fraction" });
 */
export function groupEstimates(effects: readonly GroupEffect[]): GroupEstimate[] {
  return effects.map(({ group, treated, control }) => {
    const { estimate, standardError, n } = differenceInRates(treated, control, { method: "Agresti-Caffo" });
    return { group, estimate, standardError: standardError!, n };
  });
}

/**
 * How much larger one effect is than another, from two groups without a common customer. Two intervals may overlap and
 * their difference still be clear of zero: this is the number to look at.
 *
 * The interval joins the distances of both intervals from their estimates (MOVER, Zou and Donner 2008), as Newcombe's
 * does for two rates. It takes the two groups as given: picked as the best of many, the difference is too large.
 * Throws RangeError when the two have different confidence or unit.
 *
 * @example
 * const [a, b] = [{ estimate: 0.3, low: 0.2, high: 0.4 }, { estimate: 0.1, low: 0, high: 0.2 }];
 * // with confidence 0.95 and n 100 each: estimate 0.2, low 0.0586, high 0.3414, n 200
 */
export function differenceInEffects(first: Estimate, second: Estimate): Estimate {
  if (first.confidence !== second.confidence || first.unit !== second.unit) {
    const [one, other] = [first, second].map(({ confidence, unit }) => `${confidence} in ${unit}`);
    throw new RangeError(`difference in effects: expected one confidence and unit, got ${one} and ${other}`);
  }
  const estimate = first.estimate - second.estimate;
  return {
    estimate,
    low: estimate - Math.hypot(first.estimate - first.low, second.high - second.estimate),
    high: estimate + Math.hypot(first.high - first.estimate, second.estimate - second.low),
    confidence: first.confidence,
    method: "MOVER",
    n: first.n + second.n,
    unit: first.unit,
  };
}

function binary(value: number, name: string, row: number): 0 | 1 {
  if (value !== 0 && value !== 1)
    throw new RangeError(`${name} in row ${row + 1}: expected 0 or 1, got ${value}`);
  return value;
}
