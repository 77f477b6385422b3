import { betaQuantileLogit, betaTerm, checkShapes, incompleteBeta } from "./incomplete-beta.js";

export { logBeta } from "./incomplete-beta.js";

/**
 * The density of the Beta(a, b) distribution at x: how thick the belief about a rate is there, if a - 1 customers converted
 * and b - 1 did not and every rate was as likely before. It is 0 outside of 0 to 1.
 *
 * Relative error below 1e-10 for a and b from 0.001 to 1e6.
 * Throws RangeError when x is not above 0 and below 1 or a shape is not above 0 and at most 1e12.
 *
 * @example
 * betaDensity(0.5, 2, 2); // 1.5
 */
export function betaDensity(x: number, a: number, b: number): number {
  checkShapes("betaDensity", a, b);
  if (!(x > 0 && x < 1)) throw new RangeError(`betaDensity: expected x above 0 and below 1, got ${x}`);
  return betaTerm({ x, y: 1 - x }, a, b) / (x * (1 - x));
}

/**
 * The probability that a Beta(a, b) variable is at most x.
 *
 * Relative error below 1e-10 for a and b from 0.001 to 1e6, also in the far lower tail. Near 1 use {@link betaUpper}.
 * Throws RangeError when x is not from 0 to 1 or a shape is not above 0 and at most 1e12.
 *
 * @example
 * betaLower(0.5, 2, 3); // 0.6875
 */
export function betaLower(x: number, a: number, b: number): number {
  checkArguments("betaLower", x, a, b);
  return incompleteBeta({ x, y: 1 - x }, a, b);
}

/**
 * The probability that a Beta(a, b) variable is above x, with its digits where it is tiny. Accuracy and errors as for
 * {@link betaLower}.
 *
 * @example
 * betaUpper(0.5, 2, 3); // 0.3125
 */
export function betaUpper(x: number, a: number, b: number): number {
  checkArguments("betaUpper", x, a, b);
  return incompleteBeta({ x: 1 - x, y: x }, b, a);
}

/**
 * The quantile of the Beta(a, b) distribution: the x with probability p below it.
 *
 * Relative error below 1e-10 for a and b from 0.001 to 1e6.
 * Throws RangeError when p is not above 0 and below 1 or a shape is not above 0 and at most 1e12.
 *
 * @example
 * betaQuantile(0.025, 2, 3); // 0.0676
 */
export function betaQuantile(p: number, a: number, b: number): number {
  checkShapes("betaQuantile", a, b);
  if (!(p > 0 && p < 1)) throw new RangeError(`betaQuantile: expected p above 0 and below 1, got ${p}`);
  return 1 / (1 + Math.exp(-betaQuantileLogit({ p, q: 1 - p }, a, b)));
}

function checkArguments(name: string, x: number, a: number, b: number): void {
  checkShapes(name, a, b);
  if (!(x >= 0 && x <= 1)) throw new RangeError(`${name}: expected x from 0 to 1, got ${x}`);
}
