import { gammaLower, gammaUpper, poissonTerm } from "./gamma.js";

/**
 * The probability of exactly k events when `mean` are expected and they come independently of one another.
 *
 * Relative error below 1e-10 up to a mean of 1e6. Throws RangeError when k is not a whole number of 0 or more or the mean is
 * not a finite number above 0.
 *
 * @example
 * poissonProbability(3, 2.5); // 0.2138
 */
export function poissonProbability(k: number, mean: number): number {
  checkArguments("poissonProbability", k, mean);
  return k === 0 ? Math.exp(-mean) : poissonTerm(k, mean);
}

/**
 * The probability of at most k events, P(X ≤ k). Accuracy and errors as for {@link poissonProbability}.
 *
 * @example
 * poissonLower(3, 2.5); // 0.7576
 */
export function poissonLower(k: number, mean: number): number {
  checkArguments("poissonLower", k, mean);
  return gammaUpper(k + 1, mean);
}

/**
 * The probability of k events or more, P(X ≥ k), with its digits where it is tiny. Accuracy and errors as for
 * {@link poissonProbability}.
 *
 * @example
 * poissonUpper(3, 2.5); // 0.4562
 */
export function poissonUpper(k: number, mean: number): number {
  checkArguments("poissonUpper", k, mean);
  return k === 0 ? 1 : gammaLower(k, mean);
}

function checkArguments(name: string, k: number, mean: number): void {
  if (!(Number.isSafeInteger(k) && k >= 0)) {
    throw new RangeError(`${name}: expected a whole number k of 0 or more, got ${k}`);
  }
  if (!(mean > 0 && mean < Infinity)) {
    throw new RangeError(`${name}: expected a finite mean above 0, got ${mean}`);
  }
}
