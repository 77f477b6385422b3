import { normalDensity, normalQuantile, normalUpperTail } from "../../statistics/normal.js";
import { rootBetween } from "../../statistics/root.js";

/** What is known of a shrunken estimate's bias, in units of its standard error, over all groups. */
export interface BiasMoments {
  /** The mean square. */
  readonly meanSquare: number;
  /** The mean fourth power over the square of the mean square, 1 or more: 3 where the bias is normal, 1 for ± one value. */
  readonly kurtosis: number;
}

/**
 * How many standard errors an interval around biased estimates must reach to both sides so that it covers on average over the
 * groups, whatever the distribution of the bias is: 1.96 for 95 % without bias.
 *
 * The average over groups is covered, not each group: those far from the others are covered less often.
 * Throws RangeError when the mean square is negative or the kurtosis below 1.
 * Source: Armstrong, Kolesár and Plagborg-Møller 2022, "Robust empirical Bayes confidence intervals", Econometrica 90.
 *
 * @example
 * robustCriticalValue({ meanSquare: 1, kurtosis: 3 }, 0.8); // 1.849; a normal bias would need 1.812
 */
export function robustCriticalValue(bias: BiasMoments, confidence: number): number {
  if (!(bias.meanSquare >= 0 && bias.kurtosis >= 1)) {
    throw new RangeError(
      `bias: expected a mean square of 0 or more and a kurtosis of 1 or more, got ${bias.meanSquare} and ${bias.kurtosis}`,
    );
  }
  const missed = 1 - confidence;
  const unbiased = -normalQuantile(missed / 2);
  if (bias.meanSquare === 0) return unbiased;
  // Chebyshev's inequality: no distribution needs more.
  const largest = Math.sqrt((1 + bias.meanSquare) / missed);
  // On the logarithm the share falls about evenly; far out it may be below the smallest double.
  const excess = (critical: number): number =>
    Math.log(Math.max(largestMissRate(bias, critical), 1e-300) / missed);
  return rootBetween(excess, unbiased, largest);
}

/**
 * The largest share of estimates farther from the truth than the critical value that any distribution of the bias with these
 * moments has. The share as a function of the squared bias bends up first and down later, so the worst distribution has one
 * value (where it bends down), or none and one other value (if the kurtosis leaves room), or two values with this kurtosis.
 */
function largestMissRate({ meanSquare, kurtosis }: BiasMoments, critical: number): number {
  const aboveChord = (square: number): number =>
    missRate(square, critical) - missRate(0, critical) - square * missSlope(square, critical);
  if (aboveChord(meanSquare) >= 0) return missRate(meanSquare, critical);
  const farthest = kurtosis * meanSquare;
  if (aboveChord(farthest) >= 0) {
    const touching = rootBetween(aboveChord, meanSquare, farthest);
    return missRate(0, critical) + meanSquare * missSlope(touching, critical);
  }
  return worstOfTwoValues({ meanSquare, kurtosis }, critical);
}

/** The lower of the two values settles the other one and their shares; it is found by the golden section. */
function worstOfTwoValues({ meanSquare, kurtosis }: BiasMoments, critical: number): number {
  const variance = (kurtosis - 1) * meanSquare ** 2;
  const rateAt = (lower: number): number => {
    const distance = meanSquare - lower;
    const share = distance ** 2 / (distance ** 2 + variance);
    const upper = meanSquare + variance / distance;
    return (1 - share) * missRate(lower, critical) + share * missRate(upper, critical);
  };
  const atZero = rateAt(0);
  // The rate rises to one top and falls, so where it does not rise at first, the top is at zero.
  if (rateAt(1e-4 * meanSquare) <= atZero) return atZero;
  let [low, inner, outer, high] = [0, (1 - GOLDEN) * meanSquare, GOLDEN * meanSquare, meanSquare];
  let [atInner, atOuter] = [rateAt(inner), rateAt(outer)];
  while (high - low > 1e-6 * meanSquare) {
    if (atInner > atOuter) {
      [outer, high, atOuter] = [inner, outer, atInner];
      inner = high - GOLDEN * (high - low);
      atInner = rateAt(inner);
    } else {
      [low, inner, atInner] = [inner, outer, atOuter];
      outer = low + GOLDEN * (high - low);
      atOuter = rateAt(outer);
    }
  }
  return Math.max(atInner, atOuter);
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** How often a normal variable with variance 1 and this squared mean is farther from 0 than the critical value. */
function missRate(square: number, critical: number): number {
  const bias = Math.sqrt(square);
  return normalUpperTail(critical - bias) + normalUpperTail(critical + bias);
}

/** By how much missRate rises with the square. */
function missSlope(square: number, critical: number): number {
  const bias = Math.sqrt(square);
  if (bias < 1e-6) return critical * normalDensity(critical);
  return (normalDensity(critical - bias) - normalDensity(critical + bias)) / (2 * bias);
}
