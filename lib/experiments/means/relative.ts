import { studentQuantile, studentUpper } from "../../statistics/student.js";
import type { Inference, InferenceOptions } from "../../types.js";
import type { Moments } from "../moments.js";
import { NotEstimable } from "../not-estimable.js";
import { type CheckedOptions, checkedOptions, criticalTails, pValueOf, TWO_ARMS } from "../options.js";
import { studentInterval } from "../student-inference.js";
import { type ArmMean, armMean, heavyTailWarnings, NO_HEAVY_TAIL, welchError } from "./arm-mean.js";

export interface RelativeOptions extends InferenceOptions {
  /** Default "Fieller". */
  readonly method?: "Fieller" | "delta";
}

/**
 * How much larger the treated mean is than the control's, as a fraction of the control's: 0.1 is "10 % more".
 *
 * "Fieller" asks which ratios the two means allow; it is not symmetric, and where the control's mean is not clearly above
 * zero no ratio is too large: then the high end is infinite (the low one too unless the treated mean is clearly above
 * zero), and a warning says so. Its p-value is that of the
 * difference. "delta" is the usual approximation (symmetric, with a standard error), good while the control's mean is
 * many standard errors above zero. Both take Welch's degrees of freedom from the absolute difference.
 *
 * Throws NotEstimable when the control's mean is zero or less, where "more" has no meaning, and as differenceInMeans does.
 * Source: Fieller 1954; the delta method as in Deng, Knoblich and Lu 2018.
 *
 * @example
 * relativeDifferenceInMeans(momentsOf([5, 7, 9]), momentsOf([5, 4, 6])); // estimate 0.4, low -0.378, high 1.627
 */
export function relativeDifferenceInMeans(
  treated: Moments,
  control: Moments,
  options: RelativeOptions = {},
): Inference {
  const relative = relativeDifferenceOf(armMean(treated, "treated"), armMean(control, "control"), options);
  const warnings = [...relative.warnings, ...heavyTailWarnings({ treated, control })];
  return { ...relative, assumptions: [...TWO_ARMS, NO_HEAVY_TAIL], warnings };
}

/** The same for any two numbers with a standard error of their own, such as two ratios. Default degrees: Welch's. */
export function relativeDifferenceOf(
  treated: ArmMean,
  control: ArmMean,
  options: RelativeOptions & { readonly degrees?: number } = {},
): Inference {
  if (!(control.mean > 0)) {
    throw new NotEstimable(`a relative difference needs a control above zero, got ${control.mean}`);
  }
  const checked = checkedOptions(options);
  const { degrees: ofWelch } = welchError(treated, control);
  const { degrees = ofWelch } = options;
  const method = options.method ?? "Fieller";
  if (method !== "Fieller" && method !== "delta") {
    throw new RangeError(`relative difference: expected "Fieller" or "delta", got "${method}"`);
  }
  const interval = method === "delta" ? deltaInterval : fiellerInterval;
  return {
    estimate: treated.mean / control.mean - 1,
    ...interval(treated, control, { ...checked, degrees }),
    ...{ ...checked, method, n: treated.n + control.n, unit: "fraction", assumptions: TWO_ARMS },
    warnings: mayBeZero(control, { ...checked, degrees })
      ? [
          `the control's ${control.mean.toPrecision(3)} is not clearly above zero: no relative difference is too large`,
        ]
      : [],
  };
}

type WithDegrees = CheckedOptions & { readonly degrees: number };
type IntervalAndTest = Pick<Inference, "low" | "high" | "pValue" | "standardError">;

function deltaInterval(treated: ArmMean, control: ArmMean, options: WithDegrees): IntervalAndTest {
  const ratio = treated.mean / control.mean;
  const estimate = ratio - 1;
  const standardError = Math.sqrt(treated.variance + ratio ** 2 * control.variance) / control.mean;
  const { sides, degrees } = options;
  return {
    ...studentInterval({ estimate, standardError, degrees }, options),
    standardError,
    pValue: pValueOf(estimate / standardError, sides, (t) => studentUpper(t, degrees)),
  };
}

/** The ratios r for which treated - r · control is within t standard errors of zero, less one. */
function fiellerInterval(treated: ArmMean, control: ArmMean, options: WithDegrees): IntervalAndTest {
  const { sides, degrees } = options;
  const critical = criticalTails(options, (p) => studentQuantile(p, degrees));
  const end = (side: -1 | 1, t: number): number => {
    const slope = control.mean ** 2 - t * t * control.variance;
    const product = treated.mean * control.mean;
    const spread =
      treated.variance * control.mean ** 2 +
      control.variance * treated.mean ** 2 -
      t * t * treated.variance * control.variance;
    const root = t * Math.sqrt(Math.max(0, spread));
    if (slope > 0) return (product + side * root) / slope - 1;
    // The control may be zero: no ratio is too large. One may be too small if the treated mean is clearly above zero.
    const isLow = side === -1 && treated.mean > t * Math.sqrt(treated.variance);
    return isLow ? (treated.mean ** 2 - t * t * treated.variance) / (product + root) - 1 : side * Infinity;
  };
  const statistic = (treated.mean - control.mean) / Math.sqrt(treated.variance + control.variance);
  return {
    low: end(-1, critical.low),
    high: end(1, critical.high),
    pValue: pValueOf(statistic, sides, (t) => studentUpper(t, degrees)),
  };
}

/** Whether the control's own interval reaches zero: then no ratio is too large. */
function mayBeZero(control: ArmMean, options: WithDegrees): boolean {
  const { low, high } = criticalTails(options, (p) => studentQuantile(p, options.degrees));
  return control.mean ** 2 <= Math.min(low, high) ** 2 * control.variance;
}
