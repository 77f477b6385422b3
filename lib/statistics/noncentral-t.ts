import { poissonTerm } from "./gamma.js";
import { normalCdf } from "./normal.js";

/**
 * The probability that a variable with the noncentral t distribution is at most t: that a t test with this many degrees of
 * freedom gives at most t, when the true effect is delta standard errors.
 *
 * Relative error below 1e-10 where the probability is above 1e-20. The degrees of freedom need not be whole.
 * Throws RangeError when t or delta is not finite, or the degrees of freedom are not from 1 to 1e12.
 * Source: the mean of the normal probability over the distribution of the standard error (Johnson, Kotz and Balakrishnan
 * 1995, chapter 31), by the trapezoid rule on the logarithm of the standard error.
 *
 * @example
 * noncentralStudentLower(2, 10, 3); // 0.1685
 */
export function noncentralStudentLower(t: number, degrees: number, delta: number): number {
  checkArguments("noncentralStudentLower", t, degrees, delta);
  return meanOverScale(degrees, delta, (scale) => normalCdf(t * scale - delta));
}

/**
 * The probability that a variable with the noncentral t distribution is above t: the power of a one-sided t test whose
 * critical value is t. Accuracy, errors and source as for {@link noncentralStudentLower}.
 *
 * @example
 * noncentralStudentUpper(2, 10, 3); // 0.8315
 */
export function noncentralStudentUpper(t: number, degrees: number, delta: number): number {
  checkArguments("noncentralStudentUpper", t, degrees, delta);
  return meanOverScale(degrees, delta, (scale) => normalCdf(delta - t * scale));
}

/**
 * The mean of a function of the estimated over the true standard error, whose square times the degrees of freedom is
 * chi-square distributed. On the logarithmic scale the density is smooth and falls to nothing on both sides, where the
 * trapezoid rule has all digits as soon as its step is below the narrowest width.
 */
function meanOverScale(degrees: number, delta: number, f: (scale: number) => number): number {
  const step = 0.5 / Math.sqrt(2 * degrees + delta * delta + 16);
  // The density at s = 1, where the exponent below is 0.
  const peak = degrees * poissonTerm(degrees / 2, degrees / 2);
  let sum = 0;
  for (const direction of [1, -1]) {
    for (let i = direction === 1 ? 0 : 1; ; i++) {
      const logarithm = direction * i * step;
      // ln s - s² / 2 + 1 / 2, which is 0 at s = 1, without the cancellation.
      const exponent = degrees * (logarithm - Math.expm1(2 * logarithm) / 2);
      if (exponent < NEGLIGIBLE) break;
      sum += Math.exp(exponent) * f(Math.exp(logarithm));
    }
  }
  return sum * step * peak;
}

/** exp(-80) is 1e-35. */
const NEGLIGIBLE = -80;

function checkArguments(name: string, t: number, degrees: number, delta: number): void {
  if (!Number.isFinite(t) || !Number.isFinite(delta)) {
    throw new RangeError(`${name}: expected finite t and delta, got ${t} and ${delta}`);
  }
  if (!(degrees >= 1 && degrees <= 1e12)) {
    throw new RangeError(`${name}: expected degrees of freedom from 1 to 1e12, got ${degrees}`);
  }
}
