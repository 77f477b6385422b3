import { gammaUpper } from "./gamma.js";

/**
 * The probability that a standard normal variable is at most z.
 *
 * Relative error below 1e-10 down to z = -37 (a probability of 1e-300). For a large positive z the
 * answer is 1 to all digits: what is left is in {@link normalUpperTail}.
 * Throws RangeError when z is NaN.
 *
 * @example
 * normalCdf(-1.96); // 0.0250
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) throw new RangeError("normalCdf: expected a number, got NaN");
  return z < 0 ? upperTail(-z) : 1 - upperTail(z);
}

/**
 * The probability that a standard normal variable is above z: a one-sided p-value.
 *
 * Twice the upper tail of |z| is the two-sided one. Relative error below 1e-10 up to z = 37.
 * Throws RangeError when z is NaN.
 *
 * @example
 * normalUpperTail(5); // 2.87e-7
 */
export function normalUpperTail(z: number): number {
  if (Number.isNaN(z)) throw new RangeError("normalUpperTail: expected a number, got NaN");
  return z < 0 ? 1 - upperTail(-z) : upperTail(z);
}

/**
 * The standard normal quantile: the z with probability p below it, so 0.975 gives the 1.96 of a 95 % interval.
 *
 * Relative error below 1e-10 (absolute below 1e-15 where z is near 0). For the upper tail of a tiny
 * probability q, -normalQuantile(q) has more digits than normalQuantile(1 - q).
 * Throws RangeError when p is not from 1e-300 to below 1.
 *
 * @example
 * normalQuantile(0.975); // 1.95996
 */
export function normalQuantile(p: number): number {
  if (!(p >= 1e-300 && p < 1))
    throw new RangeError(`normalQuantile: expected p from 1e-300 to below 1, got ${p}`);
  return p < 0.5 ? -upperQuantile(p) : upperQuantile(1 - p);
}

/** The tail above z >= 0, from the square, which is chi-square distributed with one degree of freedom. */
function upperTail(z: number): number {
  return gammaUpper(0.5, (z * z) / 2) / 2;
}

/**
 * The z >= 0 with probability q above it, by Newton's method on the logarithm of the tail. The tail is
 * below exp(-z²/2) / 2, so the start is too large; the logarithm is concave, so every step stays on that side.
 */
function upperQuantile(q: number): number {
  let z = Math.sqrt(2 * Math.log(0.5 / q));
  let step = z;
  while (step > 1e-14 * z) {
    const tail = upperTail(z);
    step = Math.log(q / tail) * (tail / normalDensity(z));
    z -= step;
  }
  return z;
}

/**
 * The density of the standard normal distribution at z.
 *
 * @example
 * normalDensity(0); // 0.3989
 */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
