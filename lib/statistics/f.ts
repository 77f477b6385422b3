import { betaQuantileLogit, incompleteBeta, type Shares } from "./incomplete-beta.js";

/**
 * The probability that a variable with Fisher's F distribution is at most x, with d1 degrees of freedom in the numerator and
 * d2 in the denominator.
 *
 * Relative error below 1e-10. Throws RangeError when x is negative or not finite, or the degrees of freedom are not above 0
 * and at most 2e12.
 *
 * @example
 * fLower(3, 1, 100); // 0.9137
 */
export function fLower(x: number, d1: number, d2: number): number {
  const { x: share, y: rest } = shares("fLower", x, d1, d2);
  return incompleteBeta({ x: share, y: rest }, d1 / 2, d2 / 2);
}

/**
 * The probability that a variable with Fisher's F distribution is above x: the p-value of an F test. Accuracy and errors as
 * for {@link fLower}.
 *
 * @example
 * fUpper(20, 2, 50); // 4.15e-7
 */
export function fUpper(x: number, d1: number, d2: number): number {
  const { x: share, y: rest } = shares("fUpper", x, d1, d2);
  return incompleteBeta({ x: rest, y: share }, d2 / 2, d1 / 2);
}

/**
 * The quantile of Fisher's F distribution: the x with probability p below it.
 *
 * Relative error below 1e-10. Throws RangeError when p is not above 0 and below 1, or as {@link fLower} does.
 *
 * @example
 * fQuantile(0.95, 1, 10); // 4.9646
 */
export function fQuantile(p: number, d1: number, d2: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`fQuantile: expected p above 0 and below 1, got ${p}`);
  shares("fQuantile", 0, d1, d2);
  return (d2 / d1) * Math.exp(betaQuantileLogit({ p, q: 1 - p }, d1 / 2, d2 / 2));
}

/** The share of the numerator's sum of squares in both sums: a beta variable. */
function shares(name: string, x: number, d1: number, d2: number): Shares {
  if (!(x >= 0 && x < Infinity)) throw new RangeError(`${name}: expected a finite x of 0 or more, got ${x}`);
  if (!(d1 > 0 && d1 <= 2e12 && d2 > 0 && d2 <= 2e12)) {
    throw new RangeError(
      `${name}: expected degrees of freedom above 0 and at most 2e12, got ${d1} and ${d2}`,
    );
  }
  const ratio = (d1 / d2) * x;
  return { x: ratio / (1 + ratio), y: 1 / (1 + ratio) };
}
