import type { Inference } from "../../types.js";
import { covarianceOf, type JointMoments, momentsOfX, momentsOfY, varianceOf } from "../moments.js";
import { NotEstimable } from "../not-estimable.js";
import type { ArmMean } from "./arm-mean.js";
import { type RelativeOptions, relativeDifferenceOf } from "./relative.js";
import { type AmountOptions, differenceOf } from "./welch.js";

/**
 * The difference of two ratios of sums, treated minus control, such as revenue per sale: y is each customer's revenue, x
 * the number of sales. Customers are independent, their sales are not: that is what the linearised variance is for.
 *
 * The denominator is an outcome too, so the two arms' sales are those of different buyers: such a ratio describes, and the
 * verdict belongs to the amount per assigned customer (differenceInMeans of y). Too narrow below some dozens of customers
 * with a denominator, and with a heavy tail.
 *
 * Throws NotEstimable when an arm's denominator adds up to zero or less, when an arm has fewer than two customers, or no
 * arm's ratio varies; RangeError when the sums can't be of any values.
 * Source: Cochran 1977, Sampling Techniques, section 6.3; Deng, Knoblich and Lu 2018.
 *
 * @example
 * const [more, less] = [jointMomentsOf([4, 9, 8], [1, 2, 2]), jointMomentsOf([3, 4, 6], [1, 1, 2])];
 * differenceInRatios(more, less, { unit: "NZD a sale" }).estimate; // 4.2 - 3.25 = 0.95
 */
export function differenceInRatios(
  treated: JointMoments,
  control: JointMoments,
  options: AmountOptions,
): Inference {
  const [ofTreated, ofControl] = [armRatio(treated, "treated"), armRatio(control, "control")];
  return differenceOf(ofTreated, ofControl, { ...options, method: "Welch of linearised ratios" });
}

/**
 * How much larger the treated ratio of sums is, as a fraction of the control's: see differenceInRatios and
 * relativeDifferenceInMeans, and what both throw.
 *
 * @example
 * relativeDifferenceInRatios(more, less).estimate; // 4.2 / 3.25 - 1 = 0.292
 */
export function relativeDifferenceInRatios(
  treated: JointMoments,
  control: JointMoments,
  options: RelativeOptions = {},
): Inference {
  const relative = relativeDifferenceOf(armRatio(treated, "treated"), armRatio(control, "control"), options);
  return { ...relative, method: `${relative.method} of linearised ratios` };
}

/** Σ y / Σ x over so many independent units, and the sum of the squared residuals y - ratio · x. */
export interface LinearisedSums {
  readonly n: number;
  readonly numerator: number;
  readonly denominator: number;
  readonly residualSquares: number;
}

/** A ratio with its variance and, for what prints it, the root of that. */
export type LinearisedRatio = ArmMean & { readonly standardError: number };

/** The ratio and its standard error: that of the mean residual, over the mean of the denominator. */
export function linearisedRatio(sums: LinearisedSums): LinearisedRatio {
  const { n, numerator, denominator, residualSquares } = sums;
  const standardError = Math.sqrt((n / (n - 1)) * residualSquares) / denominator;
  return { n, mean: numerator / denominator, variance: standardError ** 2, standardError };
}

/** The ratio of one arm. Throws as differenceInRatios does. */
export function armRatio(joint: JointMoments, name: string): ArmMean {
  const { n, sumY: numerator, sumX: denominator } = joint;
  if (n === 0 || n === 1) {
    throw new NotEstimable(`${name}: the interval of a ratio needs two units or more, got ${n}`);
  }
  const [ofY, ofX, ofBoth] = [
    varianceOf(momentsOfY(joint)),
    varianceOf(momentsOfX(joint)),
    covarianceOf(joint),
  ];
  if (!(denominator > 0)) {
    throw new NotEstimable(
      `${name}: the denominator of a ratio adds up to ${denominator}, expected more than 0`,
    );
  }
  // The residuals have mean 0, so their squares are those around it; what rounding leaves of nothing is nothing.
  const ratio = numerator / denominator;
  const parts = ofY + ratio ** 2 * ofX;
  const variance = parts - 2 * ratio * ofBoth;
  const residualSquares = variance > 1e-13 * parts ? (n - 1) * variance : 0;
  return linearisedRatio({ n, numerator, denominator, residualSquares });
}
