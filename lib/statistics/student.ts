import { betaQuantileLogit, incompleteBeta } from "./incomplete-beta.js";

/**
 * The probability that a variable with Student's t distribution is at most t. The degrees of freedom need not be whole, as
 * Welch's are not.
 *
 * Relative error below 1e-10, also in the far lower tail; what is left near 1 is in {@link studentUpper}.
 * Throws RangeError when t is NaN or the degrees of freedom are not above 0 and at most 2e12.
 *
 * @example
 * studentLower(-2, 5); // 0.0510
 */
export function studentLower(t: number, degrees: number): number {
  checkArguments("studentLower", t, degrees);
  return t < 0 ? upperTail(-t, degrees) : 1 - upperTail(t, degrees);
}

/**
 * The probability that a variable with Student's t distribution is above t: a one-sided p-value. Twice the one of |t| is the
 * two-sided one. Accuracy and errors as for {@link studentLower}.
 *
 * @example
 * studentUpper(10, 10); // 7.95e-7
 */
export function studentUpper(t: number, degrees: number): number {
  checkArguments("studentUpper", t, degrees);
  return t < 0 ? 1 - upperTail(-t, degrees) : upperTail(t, degrees);
}

/**
 * The quantile of Student's t distribution: the t with probability p below it, so 0.975 with 3 degrees of freedom gives
 * the 3.18 of a 95 % interval for the mean of four values. The degrees of freedom need not be whole.
 *
 * Relative error below 1e-10. For the upper tail of a tiny q, -studentQuantile(q, …) has more digits than that of 1 - q.
 * Throws RangeError when p is not above 0 and below 1 or the degrees of freedom are not above 0 and at most 2e12.
 *
 * @example
 * studentQuantile(0.975, 3); // 3.1824
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`studentQuantile: expected p above 0 and below 1, got ${p}`);
  checkArguments("studentQuantile", 0, degrees);
  if (p === 0.5) return 0;
  // t² / degrees is a ratio of chi-squares, so its share t² / (t² + degrees) is a beta variable.
  const outside = 2 * Math.min(p, 1 - p);
  const inside = Math.abs(2 * p - 1);
  const t = Math.sqrt(degrees) * Math.exp(betaQuantileLogit({ p: inside, q: outside }, 0.5, degrees / 2) / 2);
  return p < 0.5 ? -t : t;
}

function upperTail(t: number, degrees: number): number {
  const ratio = (t / degrees) * t;
  if (ratio === Infinity) return 0;
  return incompleteBeta({ x: 1 / (1 + ratio), y: ratio / (1 + ratio) }, degrees / 2, 0.5) / 2;
}

function checkArguments(name: string, t: number, degrees: number): void {
  if (Number.isNaN(t)) throw new RangeError(`${name}: expected a number t, got NaN`);
  if (!(degrees > 0 && degrees <= 2e12)) {
    throw new RangeError(`${name}: expected degrees of freedom above 0 and at most 2e12, got ${degrees}`);
  }
}
