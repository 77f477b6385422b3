import { studentQuantile, studentUpper } from "../statistics/student.js";
import type { Inference, InferenceOptions } from "../types.js";
import { NotEstimable } from "./not-estimable.js";
import { type CheckedOptions, checkedOptions, criticalTails, pValueOf } from "./options.js";

/** A difference in means that uses what was known before the assignment, beside the one that does not. */
export interface AdjustedDifference extends Inference {
  readonly unadjusted: { readonly estimate: number; readonly standardError: number };
  /** Share of the difference's variance that the adjustment took away; below 0 where it only added noise. */
  readonly varianceRemoved: number;
}

export interface DifferenceOptions extends InferenceOptions {
  /** Unit of the outcome, "fraction" for a rate. Default "monetary units". */
  readonly unit?: string;
}

/** What a difference is made of before its interval and p-value are known. */
export interface DifferenceParts {
  readonly estimate: number;
  readonly standardError: number;
  readonly degrees: number;
  readonly method: string;
  readonly n: number;
  readonly assumptions: readonly string[];
  readonly warnings: readonly string[];
}

/** Student's interval and p-value of a difference. Throws NotEstimable when its standard error is 0. */
export function studentInference(parts: DifferenceParts, options: DifferenceOptions): Inference {
  const { unit = "monetary units" } = options;
  const checked = checkedOptions(options);
  const { estimate, standardError, degrees } = parts;
  if (!(standardError > 0)) {
    throw new NotEstimable("the outcome does not vary within the arms, so chance has no measure");
  }
  return {
    ...parts,
    unit,
    ...checked,
    ...studentInterval(parts, checked),
    pValue: pValueOf(estimate / standardError, checked.sides, (t) => studentUpper(t, degrees)),
  };
}

/** Both ends of a number with a standard error, Student's t with these degrees of freedom; open where one side counts. */
export function studentInterval(
  { estimate, standardError, degrees }: Pick<DifferenceParts, "estimate" | "standardError" | "degrees">,
  options: CheckedOptions,
): { readonly low: number; readonly high: number } {
  const { low, high } = criticalTails(options, (p) => studentQuantile(p, degrees));
  // An open end stays open without a standard error, where the product would be NaN.
  const reach = (critical: number): number => (critical === Infinity ? Infinity : critical * standardError);
  return { low: estimate - reach(low), high: estimate + reach(high) };
}

/** A part of a variance that is independent of the others, with the degrees of freedom of its estimate. */
export interface VariancePart {
  readonly variance: number;
  readonly degrees: number;
}

/** The standard error that the parts add up to, with its degrees of freedom (Welch 1947, Satterthwaite 1946). */
export function addedUp(parts: readonly VariancePart[]): {
  readonly standardError: number;
  readonly degrees: number;
} {
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const spread = parts.reduce((sum, part) => sum + part.variance ** 2 / part.degrees, 0);
  return { standardError: Math.sqrt(variance), degrees: variance ** 2 / spread };
}
