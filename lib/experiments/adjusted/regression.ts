import { leastSquares } from "../../statistics/least-squares.js";
import { heavyTailWarnings } from "../means/arm-mean.js";
import {
  addJointMoments,
  covarianceOf,
  type JointMoments,
  meanOf,
  momentsOf,
  momentsOfX,
  momentsOfY,
  varianceOf,
} from "../moments.js";
import { NotEstimable } from "../not-estimable.js";
import { TWO_ARMS } from "../options.js";
import {
  type AdjustedDifference,
  addedUp,
  type DifferenceOptions,
  studentInference,
  type VariancePart,
} from "../student-inference.js";
import { imbalance, KNOWN_BEFORE, plainDifference } from "./cuped.js";

export interface RegressionInput {
  readonly outcome: ArrayLike<number>;
  /** 1 for treated, 0 for control. */
  readonly treatment: ArrayLike<number>;
  /** Numbers known before the assignment, by name. */
  readonly covariates: Readonly<Record<string, ArrayLike<number>>>;
}

/**
 * The difference in means, treated minus control, adjusted by a regression on covariates with slopes of its own in each
 * arm (Lin's interacted regression): what each arm's plane says at the covariates' means over everybody.
 *
 * It is never less precise than the plain difference in large samples, whether or not the planes fit. The standard error
 * is HC2; with fewer than about twenty customers a coefficient in an arm the interval is too narrow. It speaks of the
 * customers in the experiment, in the mix that they have.
 * Throws NotEstimable when a covariate or the outcome does not vary within an arm or leaves no errors, RangeError for
 * values that are not finite, a treatment other than 0 and 1, columns of different length or that are combinations of
 * one another, and arms with no more customers than coefficients.
 * Source: Lin 2013, "Agnostic notes on regression adjustments to experimental data".
 *
 * @example
 * regressionAdjusted({ outcome: spend, treatment, covariates: { spend_last_month, tenure } }, { unit: "NZD" });
 */
export function regressionAdjusted(
  input: RegressionInput,
  options: DifferenceOptions = {},
): AdjustedDifference {
  const [control, treated] = rowsByArm(input);
  const n = input.outcome.length;
  const centres = Object.entries(input.covariates).map(([name, column]) => {
    if (column.length !== n)
      throw new RangeError(`covariate "${name}": ${column.length} values for ${n} rows`);
    return [name, momentsOf(column).sum / n] as const;
  });
  const fits = [treated, control].map((rows) => {
    const columns = centres.map(([name, centre]) => {
      const values = rows.map((row) => input.covariates[name][row] - centre);
      if (values.every((value) => value === values[0])) {
        throw new NotEstimable(`the covariate "${name}" is the same for all customers of an arm`);
      }
      return [name, values];
    });
    const { intercept, degrees } = leastSquares(
      rows.map((row) => input.outcome[row]),
      Object.fromEntries(columns),
    );
    return { mean: intercept.estimate, variance: intercept.standardError ** 2, degrees };
  });
  const [ofTreated, ofControl] = [treated, control].map((rows) =>
    momentsOf(rows.map((row) => input.outcome[row])),
  );
  const unadjusted = plainDifference(ofTreated, ofControl);
  const warnings = heavyTailWarnings({ treated: ofTreated, control: ofControl });
  return adjustedDifference({ fits, unadjusted, n, method: "Lin, HC2", warnings }, options);
}

/**
 * The same for one covariate, from sums: the estimate is that of regressionAdjusted, the standard error takes the errors
 * around each arm's line as equally large along it, which matters little where the arms are balanced.
 *
 * An arm with fewer than about forty customers makes the interval too narrow. Throws NotEstimable when the covariate or
 * the outcome does not vary within an arm, RangeError when an arm has fewer than three customers.
 *
 * @example
 * const treated = jointMomentsOf([14, 8, 13, 16, 12], [12, 8, 12, 14, 10]);
 * const control = jointMomentsOf([10, 12, 9, 15, 11], [9, 11, 8, 13, 10]);
 * regressionAdjustedFromMoments(treated, control).estimate; // -0.0292
 */
export function regressionAdjustedFromMoments(
  treated: JointMoments,
  control: JointMoments,
  options: DifferenceOptions = {},
): AdjustedDifference {
  const both = addJointMoments(treated, control);
  const centre = meanOf(momentsOfX(both));
  const fits = [treated, control].map((arm) => lineAt(centre, arm));
  const unadjusted = plainDifference(momentsOfY(treated), momentsOfY(control));
  const warnings = imbalance(treated, control);
  return adjustedDifference({ fits, unadjusted, n: both.n, method: "Lin", warnings }, options);
}

/** Where an arm's line stands at a value of x. */
function lineAt(x: number, arm: JointMoments): VariancePart & { readonly mean: number } {
  if (arm.n < 3) throw new RangeError(`regression: expected 3 or more customers in each arm, got ${arm.n}`);
  const [ofY, ofX] = [varianceOf(momentsOfY(arm)), varianceOf(momentsOfX(arm))];
  if (ofX === 0) throw new NotEstimable("the covariate is the same for all customers of an arm");
  const slope = covarianceOf(arm) / ofX;
  const distance = x - meanOf(momentsOfX(arm));
  const degrees = arm.n - 2;
  const explained = slope * covarianceOf(arm);
  const left = ofY - explained > 1e-12 * ofY ? ((ofY - explained) * (arm.n - 1)) / degrees : 0;
  return {
    mean: meanOf(momentsOfY(arm)) + slope * distance,
    variance: left * (1 / arm.n + distance ** 2 / (ofX * (arm.n - 1))),
    degrees,
  };
}

function adjustedDifference(
  found: {
    readonly fits: readonly (VariancePart & { readonly mean: number })[];
    readonly unadjusted: AdjustedDifference["unadjusted"];
    readonly n: number;
    readonly method: string;
    readonly warnings: readonly string[];
  },
  options: DifferenceOptions,
): AdjustedDifference {
  const { fits, unadjusted, n, method, warnings } = found;
  const adjusted = addedUp(fits);
  const assumptions = [...TWO_ARMS, KNOWN_BEFORE];
  const estimate = fits[0].mean - fits[1].mean;
  return {
    ...studentInference({ ...adjusted, estimate, method, n, assumptions, warnings }, options),
    unadjusted,
    varianceRemoved: 1 - (adjusted.standardError / unadjusted.standardError) ** 2,
  };
}

/** The rows of control and of treated. */
function rowsByArm({ outcome, treatment }: RegressionInput): [number[], number[]] {
  if (treatment.length !== outcome.length) {
    throw new RangeError(`regression: ${treatment.length} treatments for ${outcome.length} outcomes`);
  }
  const rows: [number[], number[]] = [[], []];
  for (let row = 0; row < treatment.length; row++) {
    const arm = treatment[row];
    if (arm !== 0 && arm !== 1) {
      throw new RangeError(`treatment in row ${row + 1}: expected 0 or 1, got ${arm}`);
    }
    rows[arm].push(row);
  }
  return rows;
}
