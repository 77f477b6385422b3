import { chiSquareUpperTail } from "../../statistics/chi-square.js";
import type { Sides } from "../../types.js";
import { NotEstimable } from "../not-estimable.js";
import { pValueOf, TWO_ARMS } from "../options.js";
import { standardErrorOf } from "./differences.js";
import { fisherPValue } from "./fisher.js";
import { checkPair, type Group, rateOf, smallestExpected } from "./group.js";

/** The answer of a test of the hypothesis that two groups have the same true conversion rate. */
export interface ProportionTest {
  /** Chi-square with one degree of freedom, or z; Fisher's exact test has none. */
  readonly statistic?: number;
  /** How often chance alone would give counts this far apart if both true rates were the same. */
  readonly pValue: number;
  readonly method: string;
  readonly sides: Sides;
  /** What must hold for the p-value to be what it says, in words. */
  readonly assumptions: readonly string[];
  /** What the counts say against it; empty where nothing does. */
  readonly warnings: readonly string[];
}

/**
 * The chi-square test of the hypothesis that two groups have the same true conversion rate.
 *
 * The p-value says how surprising the counts would be without any difference. It says neither how large
 * the difference is nor how likely: show {@link differenceInRates} beside it. Yates' correction makes it
 * cautious (too few small p-values); without it, the test wants about five expected conversions and
 * non-conversions in each group. Look once, at the planned end.
 * Throws RangeError for impossible groups, and NotEstimable when nobody or everybody converted.
 * Source: Pearson 1900; Yates 1934.
 *
 * @example
 * const treated = { customers: 83, conversions: 5 };
 * const control = { customers: 99, conversions: 12 };
 * twoProportionTest(treated, control, { correction: "none" }); // statistic 1.982, pValue 0.159
 */
export function twoProportionTest(
  treated: Group,
  control: Group,
  { correction }: { readonly correction: "yates" | "none" },
): ProportionTest {
  const { expected, variance } = underNoDifference(treated, control);
  const allowance = correction === "yates" ? 0.5 : 0;
  const distance = Math.max(0, Math.abs(treated.conversions - expected) - allowance);
  const statistic = distance ** 2 / variance;
  return {
    statistic,
    pValue: chiSquareUpperTail(statistic, 1),
    method: correction === "yates" ? "chi-square with Yates' correction" : "chi-square",
    sides: "two-sided",
    assumptions: TWO_ARMS,
    warnings: fewExpected(treated, control),
  };
}

/**
 * The z test of the hypothesis that two groups have the same true conversion rate.
 *
 * "pooled" takes the standard error from both groups together, as the hypothesis says: its square is the chi-square
 * without correction. "unpooled" takes it from each group, as Wald's interval does. One-sided "greater" asks whether the
 * treated convert more. When not to trust it: see {@link twoProportionTest}.
 * Throws RangeError for impossible groups, and NotEstimable when nobody or everybody converted (pooled) or neither group
 * has both outcomes (unpooled).
 *
 * @example
 * const treated = { customers: 1000, conversions: 250 };
 * twoProportionZTest(treated, { customers: 1000, conversions: 200 }, { variance: "pooled" }); // statistic 2.677
 */
export function twoProportionZTest(
  treated: Group,
  control: Group,
  { variance, sides = "two-sided" }: { readonly variance: "pooled" | "unpooled"; readonly sides?: Sides },
): ProportionTest {
  checkPair(treated, control);
  const difference = rateOf(treated) - rateOf(control);
  const statistic =
    variance === "unpooled"
      ? difference / standardErrorOf(treated, control)
      : pooledStatistic(treated, control);
  return {
    statistic,
    pValue: pValueOf(statistic, sides),
    method: `z with ${variance} variance`,
    sides,
    assumptions: TWO_ARMS,
    warnings: fewExpected(treated, control),
  };
}

/**
 * Fisher's exact test of the hypothesis that two groups have the same true conversion rate: exact for any size of the
 * groups, with the total of conversions taken as given, and cautious for it (too few small p-values).
 *
 * The two-sided p-value adds up the tables that are at most as probable as the observed one, as R and SciPy do. It is
 * 1 when nobody or everybody converted: then one table is all there is.
 * Throws RangeError for impossible groups. Source: Fisher 1934.
 *
 * @example
 * fisherExactTest({ customers: 83, conversions: 5 }, { customers: 99, conversions: 12 }); // pValue 0.2041
 */
export function fisherExactTest(
  treated: Group,
  control: Group,
  { sides = "two-sided" }: { readonly sides?: Sides } = {},
): ProportionTest {
  checkPair(treated, control);
  const pValue = fisherPValue(treated, control, { sides, share: 1 });
  const method = "Fisher's exact test";
  return { pValue, method, sides, assumptions: TWO_ARMS, warnings: [] };
}

function pooledStatistic(treated: Group, control: Group): number {
  const { expected, variance } = underNoDifference(treated, control);
  return (treated.conversions - expected) / Math.sqrt(variance);
}

/** Conversions that the treated would have on average without a difference, and the variance around that. */
function underNoDifference(treated: Group, control: Group): { expected: number; variance: number } {
  checkPair(treated, control);
  const customers = treated.customers + control.customers;
  const conversions = treated.conversions + control.conversions;
  if (conversions === 0 || conversions === customers) {
    throw new NotEstimable(
      `two-proportion test: expected some to convert and some not, got ${conversions} of ${customers}`,
    );
  }
  const expected = (treated.customers * conversions) / customers;
  // All four cells are off by the same count, so the four terms of the chi-square are one.
  return { expected, variance: expected * (control.customers / customers) * (1 - conversions / customers) };
}

/** One warning when an expected count is below five (Cochran 1954). */
function fewExpected(treated: Group, control: Group): string[] {
  const smallest = smallestExpected(treated, control);
  return smallest < 5
    ? [
        `p-value approximate: a cell expects only ${smallest.toFixed(1)}, 5 are wanted; see Fisher's exact test`,
      ]
    : [];
}
