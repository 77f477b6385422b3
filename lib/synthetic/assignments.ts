import { mean } from "../statistics/quantiles.js";
import type { Random } from "../statistics/random.js";

/** Both potential outcomes of every customer: known only where the table is synthetic. */
export interface PotentialOutcomes {
  readonly control: ArrayLike<number>;
  readonly treated: ArrayLike<number>;
}

/**
 * Who is mailed when a coin decides: 1 or 0 for each customer, each on their own.
 * Throws RangeError when the share is not between 0 and 1.
 *
 * @example
 * coin(4, 0.5, seededRandom(1)).length; // 4
 */
export function coin(rows: number, share: number, random: Random): Uint8Array {
  return Uint8Array.from({ length: rows }, () => Number(random.chance(share)));
}

/**
 * Who is mailed when a marketer picks: the share of customers with the highest score, seen through some noise.
 *
 * `noise` is in units of the score: with 0 the choice is a sharp rule, with much it becomes a lottery.
 * Throws RangeError when the share is not above 0 and below 1.
 */
export function choice(
  score: ArrayLike<number>,
  { share, noise, random }: { share: number; noise: number; random: Random },
): Uint8Array {
  if (!(share > 0 && share < 1))
    throw new RangeError(`choice: expected a share between 0 and 1, got ${share}`);
  const seen = Float64Array.from(score, (value) => value + random.normal(0, noise));
  const order = Array.from(seen.keys()).sort((a, b) => seen[b] - seen[a] || a - b);
  const mailed = new Uint8Array(seen.length);
  for (const row of order.slice(0, Math.round(share * seen.length))) mailed[row] = 1;
  return mailed;
}

/** The true mean effect over all customers, or over those that are marked with 1. */
export function trueEffect(outcomes: PotentialOutcomes, marked?: ArrayLike<number>): number {
  const effects = Float64Array.from(outcomes.control, (control, i) => outcomes.treated[i] - control);
  const counted = effects.filter((_, i) => marked === undefined || marked[i] === 1);
  if (counted.length === 0) throw new RangeError("true effect: no customer is marked");
  return mean(counted);
}

/**
 * What a company would see: response among the mailed minus response among the others. It is the effect only when
 * mailing had nothing to do with what customers would have done anyway.
 *
 * Throws RangeError when everybody or nobody is mailed.
 */
export function observedDifference(outcomes: PotentialOutcomes, mailed: ArrayLike<number>): number {
  const [control, treated] = [outcomes.control, outcomes.treated].map((outcome, arm) =>
    Float64Array.from(outcome).filter((_, i) => mailed[i] === arm),
  );
  if (control.length === 0 || treated.length === 0) {
    const [yes, no] = [treated.length, control.length];
    throw new RangeError(`observed difference: ${yes} mailed and ${no} not; both need customers`);
  }
  return mean(treated) - mean(control);
}
