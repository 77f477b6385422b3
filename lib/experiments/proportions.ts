import { chiSquareUpperTail } from "../statistics/chi-square.js";
import { normalQuantile } from "../statistics/normal.js";
import type { Estimate } from "../types.js";

/** How many customers there were, and how many of them converted. */
export interface Group {
  readonly customers: number;
  readonly conversions: number;
}

export interface IntervalOptions {
  /** Share of such intervals that would hold the true value, above 0 and below 1. Default 0.95. */
  readonly confidence?: number;
}

/** The answer of a test of two proportions. */
export interface ProportionTest {
  /** The chi-square statistic, with one degree of freedom. */
  readonly statistic: number;
  /** How often chance alone would give a statistic this large if both true rates were the same. */
  readonly pValue: number;
  readonly method: string;
  readonly sides: "two-sided";
}

/**
 * The share of a group's customers who converted, with Wilson's interval, as a fraction.
 *
 * The interval treats customers as independent, stays within 0 and 1, and is sound for small groups and
 * for none or all converting. It speaks of customers like these, not of another season's.
 * Throws RangeError when the group is empty, has more conversions than customers or counts that are not
 * whole, or the confidence is not between 0 and 1.
 * Source: Wilson 1927.
 *
 * @example
 * conversionRate({ customers: 100, conversions: 20 });
 * // { estimate: 0.2, low: 0.1334, high: 0.2888, confidence: 0.95, method: "Wilson", n: 100, unit: "fraction" }
 */
export function conversionRate(group: Group, options: IntervalOptions = {}): Estimate {
  checkGroup(group);
  const confidence = checkedConfidence(options);
  const { low, high } = wilsonInterval(group, confidence);
  const estimate = group.conversions / group.customers;
  return { estimate, low, high, confidence, method: "Wilson", n: group.customers, unit: "fraction" };
}

/**
 * The difference of two conversion rates, treated minus control, with Newcombe's interval.
 *
 * Rates are fractions, so 0.05 reads "5 percentage points more", not "5 percent more". It is what the
 * treatment caused only where chance decided who was treated. The groups must not share customers; the
 * interval holds for small and unequal groups.
 * Throws RangeError as {@link conversionRate} does, and names the group.
 * Source: Newcombe 1998, "Interval estimation for the difference between independent proportions", method 10.
 *
 * @example
 * differenceInRates({ customers: 1000, conversions: 250 }, { customers: 1000, conversions: 200 });
 * // estimate 0.05, low 0.0134, high 0.0865, n 2000, unit "fraction"
 */
export function differenceInRates(treated: Group, control: Group, options: IntervalOptions = {}): Estimate {
  checkPair(treated, control);
  const confidence = checkedConfidence(options);
  const rate = {
    treated: treated.conversions / treated.customers,
    control: control.conversions / control.customers,
  };
  const ofTreated = wilsonInterval(treated, confidence);
  const ofControl = wilsonInterval(control, confidence);
  const estimate = rate.treated - rate.control;
  return {
    estimate,
    low: estimate - Math.hypot(rate.treated - ofTreated.low, ofControl.high - rate.control),
    high: estimate + Math.hypot(ofTreated.high - rate.treated, rate.control - ofControl.low),
    confidence,
    method: "Newcombe",
    n: treated.customers + control.customers,
    unit: "fraction",
  };
}

/**
 * The chi-square test of the hypothesis that two groups have the same true conversion rate.
 *
 * The p-value says how surprising the counts would be without any difference. It says neither how large
 * the difference is nor how likely: show {@link differenceInRates} beside it. Yates' correction makes it
 * cautious (too few small p-values); without it, the test wants about five expected conversions and
 * non-conversions in each group. Look once, at the planned end.
 * Throws RangeError for impossible groups, and when nobody or everybody converted.
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
  checkPair(treated, control);
  const customers = treated.customers + control.customers;
  const conversions = treated.conversions + control.conversions;
  if (conversions === 0 || conversions === customers) {
    throw new RangeError(
      `two-proportion test: expected some to convert and some not, got ${conversions} of ${customers}`,
    );
  }
  const expected = (treated.customers * conversions) / customers;
  const allowance = correction === "yates" ? 0.5 : 0;
  const distance = Math.max(0, Math.abs(treated.conversions - expected) - allowance);
  // All four cells are off by the same count, so the four terms of the statistic are one.
  const variance = expected * (control.customers / customers) * (1 - conversions / customers);
  const statistic = distance ** 2 / variance;
  const method = correction === "yates" ? "chi-square with Yates' correction" : "chi-square";
  return { statistic, pValue: chiSquareUpperTail(statistic, 1), method, sides: "two-sided" };
}

/**
 * The conversion rate of the treated divided by that of the control group (the risk ratio), with Katz's
 * interval, which is symmetric on the log scale.
 *
 * A ratio: 1.25 reads "25 percent more", 1 is no difference. A large ratio of tiny rates can be few
 * customers: show the difference beside it. The interval wants about ten conversions in each group, and
 * the groups must not share customers.
 * Throws RangeError for impossible groups, when a group has no conversion (the logarithm needs one), and
 * when everybody converted in both (the interval would have no width).
 * Source: Katz, Baptista, Azen and Pike 1978.
 *
 * @example
 * relativeLift({ customers: 1000, conversions: 250 }, { customers: 1000, conversions: 200 });
 * // estimate 1.25, low 1.061, high 1.473, n 2000, unit "ratio"
 */
export function relativeLift(treated: Group, control: Group, options: IntervalOptions = {}): Estimate {
  checkPair(treated, control);
  const confidence = checkedConfidence(options);
  if (treated.conversions === 0 || control.conversions === 0) {
    throw new RangeError(
      `relative lift: expected conversions in both groups, got ${treated.conversions} and ${control.conversions}`,
    );
  }
  const logVariance = relativeVariance(treated) + relativeVariance(control);
  if (logVariance === 0)
    throw new RangeError("relative lift: everybody converted in both groups, so no interval");
  const estimate = treated.conversions / treated.customers / (control.conversions / control.customers);
  const factor = Math.exp(standardNormal(confidence) * Math.sqrt(logVariance));
  return {
    estimate,
    low: estimate / factor,
    high: estimate * factor,
    confidence,
    method: "Katz log",
    n: treated.customers + control.customers,
    unit: "ratio",
  };
}

/** Throws RangeError when the counts cannot be a group's: `group "treated": 12 conversions of 10 customers`. */
export function checkGroup({ customers, conversions }: Group, name = "group"): void {
  if (!(Number.isSafeInteger(customers) && customers > 0)) {
    throw new RangeError(`${name}: expected a whole number of customers above 0, got ${customers}`);
  }
  if (!(Number.isSafeInteger(conversions) && conversions >= 0)) {
    throw new RangeError(`${name}: expected a whole number of conversions, 0 or more, got ${conversions}`);
  }
  if (conversions > customers) {
    throw new RangeError(`${name}: ${conversions} conversions of ${customers} customers`);
  }
}

function checkPair(treated: Group, control: Group): void {
  checkGroup(treated, 'group "treated"');
  checkGroup(control, 'group "control"');
}

function checkedConfidence({ confidence = 0.95 }: IntervalOptions): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence: expected a fraction above 0 and below 1, got ${confidence}`);
  }
  return confidence;
}

function wilsonInterval(
  { customers, conversions }: Group,
  confidence: number,
): { low: number; high: number } {
  const z = standardNormal(confidence);
  return {
    low: wilsonLow(conversions, customers, z),
    high: 1 - wilsonLow(customers - conversions, customers, z),
  };
}

function wilsonLow(count: number, customers: number, z: number): number {
  // The formula gives 0 here, but for rounding.
  if (count === 0) return 0;
  const rate = count / customers;
  const halfWidth = z * Math.sqrt(customers * rate * (1 - rate) + (z * z) / 4);
  return (count + (z * z) / 2 - halfWidth) / (customers + z * z);
}

/** The variance of a rate over its square, which is the variance of its logarithm (delta method). */
function relativeVariance({ customers, conversions }: Group): number {
  return 1 / conversions - 1 / customers;
}

/** 1.96 for a confidence of 0.95: the half that is left is split between the two tails. */
function standardNormal(confidence: number): number {
  return -normalQuantile((1 - confidence) / 2);
}
