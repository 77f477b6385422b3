import { binomialLower } from "./binomial.js";
import type { Random } from "./random.js";

/**
 * Draws of how many of n customers convert, each with probability p and independently of one another.
 *
 * The distribution is tabled once and a draw looks one number up in it, so a thousand draws of a million customers take no
 * longer than those of ten. What lies more than nine standard deviations and forty customers from the mean never comes.
 * Throws RangeError when n is not a whole number of 0 or more or p is not from 0 to 1.
 *
 * @example
 * const conversions = binomialDraws(1000, 0.05);
 * conversions(seededRandom(1)); // a whole number near 50
 */
export function binomialDraws(n: number, p: number): (random: Random) => number {
  if (!(Number.isSafeInteger(n) && n >= 0 && p >= 0 && p <= 1)) {
    throw new RangeError(`binomial draws: expected a whole number n and p from 0 to 1, got ${n} and ${p}`);
  }
  const reach = 9 * Math.sqrt(n * p * (1 - p)) + 40;
  const first = Math.max(0, Math.floor(n * p - reach));
  const last = Math.min(n, Math.ceil(n * p + reach));
  const upTo = Float64Array.from({ length: last - first + 1 }, (_, i) => binomialLower(first + i, n, p));
  return (random) => {
    const u = random.next();
    let [low, high] = [0, upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upTo[middle]! <= u) low = middle + 1;
      else high = middle;
    }
    return first + low;
  };
}
