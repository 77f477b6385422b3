import { sum } from "../columns.js";
import type { Checker, GeneratorCheck } from "../self-check.js";

/** A rate over customers with its standard error. */
export interface Rate {
  readonly rate: number;
  readonly error: number;
}

/**
 * The sum of one number over the sum of another, customer by customer, such as revenue per month that they were there;
 * only of the customers that are `counted`.
 *
 * Its error is the linearised one of a ratio, for customers who are independent of each other; it is too small below
 * some thirty customers. Throws RangeError when the second sum is 0.
 */
export function rateOf(
  above: ArrayLike<number>,
  below: ArrayLike<number>,
  counted: (customer: number) => boolean = () => true,
): Rate {
  const customers = Array.from(below, (_, customer) => customer).filter(counted);
  const [up, down] = [above, below].map((values) => sum(customers.map((customer) => values[customer])));
  if (down === 0) throw new RangeError(`rate: the denominator over ${customers.length} customers is 0`);
  const squares = sum(customers.map((customer) => (above[customer] - (up / down) * below[customer]) ** 2));
  return { rate: up / down, error: Math.sqrt(squares) / down };
}

/** One rate, and its expected value within four standard errors. */
export function rateCheck(
  check: Checker,
  what: string,
  expected: number,
  { rate, error }: Rate,
): GeneratorCheck {
  return check.within(what, expected, rate, 4 * error);
}

/** One independent rate over another, beside what it is expected to be: within four standard errors of the ratio. */
export function ratioCheck(
  check: Checker,
  what: string,
  expected: number,
  [first, second]: readonly Rate[],
): GeneratorCheck {
  const tolerance = 4 * expected * Math.hypot(first.error / first.rate, second.error / second.rate);
  return check.within(what, expected, first.rate / second.rate, tolerance);
}
