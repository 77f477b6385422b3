import { gammaLower, gammaQuantile, gammaUpper } from "./gamma.js";

/**
 * The probability that a chi-square variable with this many degrees of freedom is at most x.
 *
 * Relative error below 1e-10, also for 10,000 degrees of freedom and deep in the lower tail.
 * Throws RangeError when x is negative or NaN, or the degrees of freedom are not above 0 and at most 2e12.
 *
 * @example
 * chiSquareLower(3.84, 1); // 0.94996
 */
export function chiSquareLower(x: number, degreesOfFreedom: number): number {
  checkArguments("chiSquareLower", x, degreesOfFreedom);
  return gammaLower(degreesOfFreedom / 2, x / 2);
}

/**
 * The probability that a chi-square variable with this many degrees of freedom is above x: the p-value
 * of a chi-square test.
 *
 * It keeps its digits where the lower probability is already 1. The test behind it wants expected
 * counts of about five or more; this function cannot see them. Accuracy and errors as for {@link chiSquareLower}.
 *
 * @example
 * chiSquareUpperTail(100, 1); // 1.52e-23
 */
export function chiSquareUpperTail(x: number, degreesOfFreedom: number): number {
  checkArguments("chiSquareUpperTail", x, degreesOfFreedom);
  return gammaUpper(degreesOfFreedom / 2, x / 2);
}

/**
 * The chi-square quantile: the x with probability p below it, so 0.95 with 1 degree of freedom gives 3.84.
 *
 * Relative error below 1e-10. Throws RangeError when p is not above 0 and below 1 or the degrees of freedom are not above 0
 * and at most 2e12.
 *
 * @example
 * chiSquareQuantile(0.95, 1); // 3.8415
 */
export function chiSquareQuantile(p: number, degreesOfFreedom: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`chiSquareQuantile: expected p above 0 and below 1, got ${p}`);
  checkArguments("chiSquareQuantile", 0, degreesOfFreedom);
  return 2 * gammaQuantile(p, degreesOfFreedom / 2);
}

function checkArguments(name: string, x: number, degreesOfFreedom: number): void {
  if (!(x >= 0)) throw new RangeError(`${name}: expected a statistic of 0 or more, got ${x}`);
  if (!(degreesOfFreedom > 0 && degreesOfFreedom <= 2e12)) {
    throw new RangeError(
      `${name}: expected degrees of freedom above 0 and at most 2e12, got ${degreesOfFreedom}`,
    );
  }
}
