import type { Checker, GeneratorCheck } from "../self-check.js";

/** A rate over customers with its standard error. */
export interface Rate {
  readonly rate: number;
  readonly error: number;
}

/**
 * The sum of one number over the sum of another, customer by customer, such as revenue per month that they were there.
 *
 * Its error is the linearised one of a ratio, for customers who are independent of each other; it is too small below
 * some thirty customers. Throws RangeError when the second sum is 0.
 *
 * @example
 * rateOf([2, 4], [1, 1]); // { rate: 3, error: 0.707 }, rounded
 */
export function rateOf(above: ArrayLike<number>, below: ArrayLike<number>): Rate {
  let [up, down] = [0, 0];
  for (let i = 0; i < above.length; i++) {
    up += above[i];
    down += below[i];
  }
  if (down === 0) throw new RangeError(`rate: the denominator over ${below.length} customers is 0`);
  let squares = 0;
  for (let i = 0; i < above.length; i++) squares += (above[i] - (up / down) * below[i]) ** 2;
  return { rate: up / down, error: Math.sqrt(squares) / down };
}

/** One independent rate over another, beside what it is expected to be: within four standard errors of the ratio. */
export function ratioCheck(
  check: Checker,
  what: string,
  { expected, first, second }: { expected: number; first: Rate; second: Rate },
): GeneratorCheck {
  const tolerance = 4 * expected * Math.hypot(first.error / first.rate, second.error / second.rate);
  return check(what, expected, first.rate / second.rate, tolerance);
}
