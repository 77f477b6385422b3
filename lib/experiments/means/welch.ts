import type { Inference, InferenceOptions } from "../../types.js";
import type { Moments } from "../moments.js";
import { TWO_ARMS } from "../options.js";
import { studentInference } from "../student-inference.js";
import { type ArmMean, armMean, heavyTailWarnings, NO_HEAVY_TAIL, welchError } from "./arm-mean.js";

/** What a comparison of amounts is asked for. */
export interface AmountOptions extends InferenceOptions {
  /** Unit of the amounts, such as "NZD". */
  readonly unit: string;
}

/**
 * The difference of two means, treated minus control, in the unit of the values, with Welch's t interval and test.
 *
 * The arms may differ in size and variance. A heavy tail (spend, where few customers hold most of the sum) makes the
 * interval too narrow: with sumCubes, a warning says so. It is what the treatment caused only where chance decided.
 * "greater" asks whether the treated mean is above the control's, "less" below.
 *
 * Throws RangeError when the sums can't be of any values or the options are out of range, and NotEstimable when an arm
 * has fewer than two customers or nobody's value differs from the others of the arm.
 * Source: Welch 1947; Satterthwaite 1946. Variances have the divisor n - 1.
 *
 * @example
 * differenceInMeans(momentsOf([5, 7, 9]), momentsOf([1, 2, 6]), { unit: "NZD" });
 * // estimate 4, low -1.48, high 9.48, pValue 0.110 (rounded)
 */
export function differenceInMeans(treated: Moments, control: Moments, options: AmountOptions): Inference {
  const difference = differenceOf(armMean(treated, "treated"), armMean(control, "control"), {
    ...options,
    method: "Welch",
  });
  const warnings = heavyTailWarnings({ treated, control });
  return { ...difference, assumptions: [...TWO_ARMS, NO_HEAVY_TAIL], warnings };
}

/** Welch's interval and test for any two numbers with a standard error of their own, such as two ratios. */
export function differenceOf(
  treated: ArmMean,
  control: ArmMean,
  { method, ...options }: AmountOptions & { readonly method: string },
): Inference {
  const error = welchError(treated, control);
  const [estimate, n] = [treated.mean - control.mean, treated.n + control.n];
  return studentInference({ estimate, ...error, method, n, assumptions: TWO_ARMS, warnings: [] }, options);
}
