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
  let sum = 0;
  let customers = 0;
  for (let i = 0; i < outcomes.control.length; i++) {
    if (marked !== undefined && marked[i] !== 1) continue;
    sum += outcomes.treated[i] - outcomes.control[i];
    customers++;
  }
  if (customers === 0) throw new RangeError("true effect: no customer is marked");
  return sum / customers;
}

/**
 * What a company would see: response among the mailed minus response among the others. It is the effect only when
 * mailing had nothing to do with what customers would have done anyway.
 *
 * Throws RangeError when everybody or nobody is mailed.
 */
export function observedDifference(outcomes: PotentialOutcomes, mailed: ArrayLike<number>): number {
  const sums = [0, 0];
  const customers = [0, 0];
  for (let i = 0; i < mailed.length; i++) {
    sums[mailed[i]] += mailed[i] === 1 ? outcomes.treated[i] : outcomes.control[i];
    customers[mailed[i]]++;
  }
  if (customers[0] === 0 || customers[1] === 0) {
    throw new RangeError(
      `observed difference: ${customers[1]} mailed and ${customers[0]} not; both need customers`,
    );
  }
  return sums[1] / customers[1] - sums[0] / customers[0];
}
