import { type Moments, meanOf, skewnessOf, varianceOf } from "../moments.js";
import { NotEstimable } from "../not-estimable.js";
import { grouped } from "../options.js";
import { addedUp } from "../student-inference.js";

export const NO_HEAVY_TAIL =
  "each group has 355 customers or more for every unit of its squared skewness: no few customers hold most of the amount";

/** A mean, or another number that comes from sums over independent customers, with the variance of that number itself. */
export interface ArmMean {
  readonly n: number;
  readonly mean: number;
  /** Squared standard error: for a mean, the variance of the customers over their number. */
  readonly variance: number;
}

/**
 * The mean of one group. Throws NotEstimable below two customers, and RangeError when the sums can't be of any values.
 */
export function armMean(moments: Moments, name: string): ArmMean {
  if (moments.n === 0 || moments.n === 1) {
    throw new NotEstimable(`${name}: the interval of a mean needs two customers or more, got ${moments.n}`);
  }
  return { n: moments.n, mean: meanOf(moments), variance: varianceOf(moments) / moments.n };
}

/**
 * The standard error of the difference of two means whose variances may differ, and its degrees of freedom. Throws
 * NotEstimable where there is no variance at all. Source: Welch 1938, Satterthwaite 1946.
 */
export function welchError(
  treated: ArmMean,
  control: ArmMean,
): { readonly standardError: number; readonly degrees: number } {
  const error = addedUp([treated, control].map(({ variance, n }) => ({ variance, degrees: n - 1 })));
  if (error.standardError === 0) {
    throw new NotEstimable("the values do not vary within the arms, so chance has no measure");
  }
  return error;
}

/**
 * A warning for each group whose tail is too heavy for a normal interval of its mean: fewer customers than 355 times the
 * squared skewness. Groups without sums of third powers are not looked at.
 *
 * The sample's own skewness is too small where the tail is long, so no warning is no proof; below some ninety customers
 * chance alone can set it off.
 * Source: Kohavi, Deng, Longbotham and Xu 2014, "Seven rules of thumb for web site experimenters", rule 7.
 */
export function heavyTailWarnings(groups: Readonly<Record<string, Moments>>): string[] {
  return Object.entries(groups).flatMap(([name, moments]) => {
    if (moments.sumCubes === undefined) return [];
    const skewness = skewnessOf(moments);
    const needed = Math.ceil(355 * skewness ** 2);
    if (moments.n >= needed) return [];
    return [
      `interval optimistic: ${name} has ${grouped(moments.n)} customers, and its skewness of ${skewness.toFixed(1)} wants ${grouped(needed)}`,
    ];
  });
}
