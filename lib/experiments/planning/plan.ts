import { LARGE_ENOUGH, TWO_ARMS } from "../options.js";

/** Customers (or units) of each arm. */
export interface ArmSizes {
  readonly control: number;
  readonly treated: number;
}

/** What a test of given arm sizes has to tell from nothing. */
export interface Comparison {
  /** The true effect, in the unit in which the two errors are. */
  readonly effect: number;
  /** Standard error that the test takes for granted, as if there were no effect. */
  readonly errorIfNone: number;
  /** Standard error with the effect. */
  readonly error: number;
  /** Degrees of freedom of a t test; Infinity for a normal one. */
  readonly degrees: number;
}

/** A test that is to be made: what it compares for any effect and any sizes of the arms. */
export interface Plan {
  readonly method: string;
  readonly unit: string;
  /** The smallest and the largest effect that there can be. */
  readonly lowest: number;
  readonly highest: number;
  /** Whether an effect that is found with the wrong sign counts as found, as in a two-sided test it does. */
  readonly countsWrongSign: boolean;
  readonly assumptions: readonly string[];
  readonly compare: (effect: number, arms: ArmSizes) => Comparison;
}

/** Which formula a plan for rates follows. */
export type RatePlanMethod = "Fleiss pooled" | "unpooled" | "Evan Miller" | "Cohen h";

/**
 * The plan of a test of two conversion rates; effects are differences of rates, so 0.05 is "5 percentage points more".
 *
 * Formulas differ in the standard error, and by some percent in the customers they ask for. "Fleiss pooled", the default,
 * is right for the chi-square test without correction. "unpooled" takes each arm's own rate. "Evan Miller", known from his
 * calculator, takes the baseline's in both arms under no effect: below 50 % it asks for too few where rates are to rise. It alone does not count a find of the wrong sign.
 * "Cohen h" compares arcsines. All want some ten conversions in each arm.
 *
 * Throws RangeError when the baseline is not above 0 and below 1.
 * Source: Fleiss, Levin and Paik 2003, chapter 4; Cohen 1988, chapter 6; evanmiller.org/ab-testing/sample-size.html.
 *
 * @example
 * customersNeeded(ratePlan(0.2, "Evan Miller"), 0.05).control; // 1031, for 80 % power
 */
export function ratePlan(baseline: number, method: RatePlanMethod = "Fleiss pooled"): Plan {
  if (!(baseline > 0 && baseline < 1)) {
    throw new RangeError(`plan: expected a baseline rate above 0 and below 1, got ${baseline}`);
  }
  const compareBy = RATE_COMPARISONS[method];
  if (compareBy === undefined) throw new RangeError(`plan: expected a method for rates, got "${method}"`);
  return {
    ...{ method, unit: "fraction", lowest: -baseline, highest: 1 - baseline, assumptions: ASSUMPTIONS },
    countsWrongSign: method !== "Evan Miller",
    compare: (effect, arms) => {
      const treated = baseline + effect;
      // A hair outside is the rounding of a sum.
      if (!(treated >= -1e-12 && treated <= 1 + 1e-12)) {
        throw new RangeError(`plan: expected a treated rate from 0 to 1, got ${treated}`);
      }
      return {
        ...{ effect, degrees: Number.POSITIVE_INFINITY },
        ...compareBy({ control: baseline, treated: Math.min(1, Math.max(0, treated)) }, arms),
      };
    },
  };
}

const ASSUMPTIONS: readonly string[] = [...TWO_ARMS, LARGE_ENOUGH];

type Errors = Pick<Comparison, "errorIfNone" | "error"> & { readonly effect?: number };

const RATE_COMPARISONS: Readonly<Record<RatePlanMethod, (rates: ArmSizes, arms: ArmSizes) => Errors>> = {
  "Fleiss pooled": (rates, arms) => {
    const { control, treated } = arms;
    const pooled = (rates.control * control + rates.treated * treated) / (control + treated);
    return { errorIfNone: errorOfOne(pooled, arms), error: errorOfTwo(rates, arms) };
  },
  unpooled: (rates, arms) => ({ errorIfNone: errorOfTwo(rates, arms), error: errorOfTwo(rates, arms) }),
  "Evan Miller": (rates, arms) => ({
    errorIfNone: errorOfOne(rates.control, arms),
    error: errorOfTwo(rates, arms),
  }),
  "Cohen h": (rates, { control, treated }) => {
    const error = Math.sqrt(1 / control + 1 / treated);
    const effect = 2 * (Math.asin(Math.sqrt(rates.treated)) - Math.asin(Math.sqrt(rates.control)));
    return { effect, errorIfNone: error, error };
  },
};

/** The standard error of the difference when both arms have the same rate. */
function errorOfOne(rate: number, arms: ArmSizes): number {
  return errorOfTwo({ control: rate, treated: rate }, arms);
}

function errorOfTwo(rates: ArmSizes, { control, treated }: ArmSizes): number {
  const variance = (rate: number): number => rate * (1 - rate);
  return Math.sqrt(variance(rates.control) / control + variance(rates.treated) / treated);
}

/** What a plan for amounts must know of one customer. */
export interface MeanPlanInput {
  /** Variance of a control customer's value, such as varianceOf(moments) of an earlier campaign. */
  readonly variance: number;
  /** Default: the same. */
  readonly treatedVariance?: number;
}

/**
 * The plan of a test of two means; effects are differences, in the unit of the values.
 *
 * "t", the default, is exact for Student's test of normal values with one variance (noncentral t with the degrees of both
 * arms together); "normal" is its limit for large arms, some two customers fewer. Heavy tails need more than either says.
 *
 * Throws RangeError when a variance is not a finite number above 0.
 *
 * @example
 * customersNeeded(meanPlan({ variance: 100, unit: "NZD" }), 5).control; // 64, for 80 % power
 */
export function meanPlan(
  input: MeanPlanInput & { readonly unit: string; readonly test?: "t" | "normal" },
): Plan {
  const { unit, test = "t" } = input;
  const { ofControl, ofTreated } = checkedVariances(input);
  return {
    ...{
      method: test === "t" ? "noncentral t" : "normal",
      unit,
      countsWrongSign: true,
      assumptions: ASSUMPTIONS,
    },
    ...{ lowest: Number.NEGATIVE_INFINITY, highest: Number.POSITIVE_INFINITY },
    compare: (effect, { control, treated }) => {
      const error = Math.sqrt(ofControl / control + ofTreated / treated);
      const degrees = test === "t" ? control + treated - 2 : Number.POSITIVE_INFINITY;
      return { effect, errorIfNone: error, error, degrees };
    },
  };
}

/**
 * The plan of a test of a relative difference of two means; effects are fractions of the control's mean, so 0.05 is "5
 * percent more". The standard error is the delta method's with the effect in it, the test a normal one, as in GrowthBook.
 *
 * Throws RangeError when the mean is not above 0 or a variance is not a finite number above 0.
 *
 * @example
 * const spend = relativeMeanPlan({ mean: 10, variance: 3909.9998 });
 * powerOf(spend, 0.05, { control: 133_333, treated: 133_333 }).power; // 0.5214
 */
export function relativeMeanPlan(input: MeanPlanInput & { readonly mean: number }): Plan {
  const { mean } = input;
  if (!(mean > 0 && mean < Infinity)) {
    throw new RangeError(`plan: expected a mean above 0 for a relative effect, got ${mean}`);
  }
  const { ofControl, ofTreated } = checkedVariances(input);
  return {
    ...{ method: "delta", unit: "fraction", countsWrongSign: true, assumptions: ASSUMPTIONS },
    ...{ lowest: Number.NEGATIVE_INFINITY, highest: Number.POSITIVE_INFINITY },
    compare: (effect, { control, treated }) => {
      const error = Math.sqrt(ofTreated / treated + (1 + effect) ** 2 * (ofControl / control)) / mean;
      return { effect, errorIfNone: error, error, degrees: Number.POSITIVE_INFINITY };
    },
  };
}

function checkedVariances({ variance, treatedVariance = variance }: MeanPlanInput): {
  ofControl: number;
  ofTreated: number;
} {
  for (const value of [variance, treatedVariance]) {
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(`plan: expected a finite variance above 0, got ${value}`);
    }
  }
  return { ofControl: variance, ofTreated: treatedVariance };
}
