import { quantile } from "../../statistics/quantiles.js";
import type { Inference } from "../../types.js";
import { momentsOf } from "../moments.js";
import { type AmountOptions, differenceInMeans } from "./welch.js";

export interface WinsorisedOptions extends AmountOptions {
  /** Share of all customers below the lower limit. Default 0: nobody is raised. */
  readonly lower?: number;
  /** Share of all customers up to the upper limit. Default 0.99: the largest hundredth is lowered. */
  readonly upper?: number;
}

/** A difference of means of values that were put back to limits, and how many were. */
export interface WinsorisedDifference extends Inference {
  readonly limits: { readonly low: number; readonly high: number };
  /** Customers whose value was changed. */
  readonly cut: { readonly treated: number; readonly control: number };
}

/**
 * The difference of two winsorised means, treated minus control: values beyond the limits are put back to them, so that
 * few very large customers don't decide. The limits are quantiles of both arms together and so know nothing of the arms.
 *
 * It is an effect on cut values and not on revenue: what the campaign did to the largest customers is left out. Choose
 * the shares before looking. Where fewer customers than the share buy at all, the limit is zero and nothing is left.
 * The limits are taken as given.
 *
 * Throws RangeError when the shares are not 0 <= lower < upper <= 1, and as differenceInMeans does.
 * Source: Tukey 1962, "The future of data analysis", section 14.
 *
 * @example
 * const [treated, control] = [[5, 7, 900], [1, 2, 6]];
 * differenceInWinsorisedMeans(treated, control, { unit: "NZD", upper: 0.8 }).limits; // { low: 1, high: 7 }
 */
export function differenceInWinsorisedMeans(
  treated: ArrayLike<number>,
  control: ArrayLike<number>,
  options: WinsorisedOptions,
): WinsorisedDifference {
  const { lower = 0, upper = 0.99 } = options;
  if (!(lower >= 0 && lower < upper && upper <= 1)) {
    throw new RangeError(`winsorised means: expected 0 <= lower < upper <= 1, got ${lower} and ${upper}`);
  }
  const all = [...Array.from(treated), ...Array.from(control)];
  const limits = { low: quantile(all, lower), high: quantile(all, upper) };
  const within = (value: number): number => Math.min(limits.high, Math.max(limits.low, value));
  const [ofTreated, ofControl] = [treated, control].map((values) => Float64Array.from(values, within));
  const changed = (before: ArrayLike<number>, after: Float64Array): number =>
    after.filter((value, i) => value !== before[i]).length;
  return {
    ...differenceInMeans(momentsOf(ofTreated), momentsOf(ofControl), options),
    method: "Welch of winsorised values",
    limits,
    cut: { treated: changed(treated, ofTreated), control: changed(control, ofControl) },
  };
}
