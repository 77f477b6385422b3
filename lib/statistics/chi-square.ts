import { gammaLower, gammaUpper } from "./gamma.js";

/**
 * The probability that a chi-square variable with this many degrees of freedom is at most x.
 *
 * Relative error below 1e-10, also for 10,000 degrees of freedom and deep in the lower tail.
 * Throws RangeError when x is negative or NaN, or the degrees of freedom are not above 0 and at most 2e12.
 *
 * @example
 * chiSquareCdf(3.84, 1); // 0.94996
 */
export function chiSquareCdf(x: number, degreesOfFreedom: number): number {
  checkArguments("chiSquareCdf", x, degreesOfFreedom);
  return gammaLower(degreesOfFreedom / 2, x / 2);
}

/**
 * The probability that a chi-square variable with this many degrees of freedom is above x: the p-value
 * of a chi-square test.
 *
 * It keeps its digits where the lower probability is already 1. The test behind it wants expected
 * counts of about five or more; this function cannot see them. Accuracy and errors as for {@link chiSquareCdf}.
 *
 * @example
 * chiSquareUpperTail(100, 1); // 1.52e-23
 */
export function chiSquareUpperTail(x: number, degreesOfFreedom: number): number {
  checkArguments("chiSquareUpperTail", x, degreesOfFreedom);
  return gammaUpper(degreesOfFreedom / 2, x / 2);
}

function checkArguments(name: string, x: number, degreesOfFreedom: number): void {
  if (!(x >= 0)) throw new RangeError(`${name}: expected a statistic of 0 or more, got ${x}`);
  if (!(degreesOfFreedom > 0 && degreesOfFreedom <= 2e12)) {
    throw new RangeError(
      `${name}: expected degrees of freedom above 0 and at most 2e12, got ${degreesOfFreedom}`,
    );
  }
}
