import { binomialProbability } from "./binomial.js";
import { logBeta } from "./incomplete-beta.js";

/**
 * The logarithm of the number of ways to choose k of n.
 *
 * Relative error below 1e-12. Throws RangeError when n is not a whole number of 0 or more or k is not one from 0 to n.
 *
 * @example
 * logChoose(22, 2); // 5.4424, the logarithm of 231
 */
export function logChoose(n: number, k: number): number {
  if (!(Number.isSafeInteger(n) && Number.isSafeInteger(k) && k >= 0 && k <= n)) {
    throw new RangeError(`logChoose: expected whole numbers with 0 <= k <= n, got n ${n} and k ${k}`);
  }
  return k === 0 || k === n ? 0 : -Math.log(n + 1) - logBeta(k + 1, n - k + 1);
}

/**
 * The probability of k successes among `draws` customers drawn without replacement from a population with so many
 * `successes`: how often chance puts k of the converted customers into an arm of this size.
 *
 * It is 0 where k cannot be. Relative error below 1e-10 up to a population of 1e6.
 * Throws RangeError when a count is not a whole number of 0 or more, or there are more successes or draws than customers.
 * Source: Loader 2000, "Fast and accurate computation of binomial probabilities" (three binomial probabilities).
 *
 * @example
 * hypergeometricProbability(1, { population: 10, successes: 4, draws: 3 }); // 0.5
 */
export function hypergeometricProbability(
  k: number,
  { population, successes, draws }: { population: number; successes: number; draws: number },
): number {
  for (const count of [k, population, successes, draws]) {
    if (!(Number.isSafeInteger(count) && count >= 0)) {
      throw new RangeError(`hypergeometric: expected whole numbers of 0 or more, got ${count}`);
    }
  }
  if (successes > population || draws > population) {
    throw new RangeError(`hypergeometric: ${successes} successes and ${draws} draws of ${population}`);
  }
  if (k > successes || k > draws || draws - k > population - successes) return 0;
  // Any share would do; the share drawn keeps all three probabilities large.
  const share = population === 0 ? 0 : draws / population;
  return (
    (binomialProbability(k, successes, share) *
      binomialProbability(draws - k, population - successes, share)) /
    binomialProbability(draws, population, share)
  );
}
