import type { Inference } from "../../types.js";
import { type Arms, type Assignment, countArms } from "../arms.js";
import { checkedOptions } from "../options.js";
import { differenceInRates } from "../rates/differences.js";
import { type SequentialInference, sequentialDifferenceInRates } from "./confidence-sequence.js";
import { logEValue } from "./e-process.js";

/** What was seen at the end of one day, from all customers up to then. */
export interface Look {
  readonly day: string | number;
  readonly n: number;
  /** The interval that holds for one planned look only. */
  readonly fixed: Inference;
  /** The interval that holds for all looks together. */
  readonly alwaysValid: SequentialInference;
  /** The Bernoulli e-process: its value on this day, and one over its largest value so far. */
  readonly evidence: { readonly eValue: number; readonly pValue: number };
}

/** How the looks are read. */
export interface LookOptions {
  /** Planned share of the customers who are treated, above 0 and below 1. */
  readonly share: number;
  /** Default 0.95. */
  readonly confidence?: number;
  /** Customers at which the always-valid interval is narrowest for its purpose. Default 5,000. */
  readonly tightestAt?: number;
}

/**
 * A test of two rates as it looked at the end of each day, earliest day first: for the figure "always-valid interval over
 * time". Days are numbers or dates as texts, YYYY-MM-DD.
 *
 * A customer's outcome counts on the customer's own day, as if it had been known by that evening: with a window of 30 days,
 * read the day as the day on which the window closed. Days on which an arm is still empty are left out.
 * Throws RangeError when the columns differ in length, hold anything but 0 and 1, a day is missing, or the options are out
 * of range.
 *
 * @example
 * const [first] = dailyLooks({ day: [1, 1, 2], treatment: [1, 0, 0], outcome: [1, 0, 1] }, { share: 0.5 });
 * // day 1, n 2, fixed.estimate 1, alwaysValid.tooEarly "too early: …"
 */
export function dailyLooks(
  { day, treatment, outcome }: Assignment & { readonly day: ArrayLike<string | number | null> },
  options: LookOptions,
): Look[] {
  if (treatment.length !== day.length || outcome.length !== day.length) {
    throw new RangeError(
      `looks: ${treatment.length} treatments and ${outcome.length} outcomes for ${day.length} days`,
    );
  }
  countArms({ treatment, outcome });
  const days = new Map<string | number, Counts>();
  for (let row = 0; row < day.length; row++) {
    const of = day[row];
    if (of === null || Number.isNaN(of)) throw new RangeError(`looks: row ${row + 1} has no day`);
    const counts = days.get(of) ?? { customers: [0, 0], conversions: [0, 0] };
    counts.customers[treatment[row]]++;
    counts.conversions[treatment[row]] += outcome[row];
    days.set(of, counts);
  }
  const inOrder = [...days].sort(([a], [b]) => (a < b ? -1 : 1));
  return looks(
    inOrder.map(([of, counts]) => ({ day: of, treated: groupOf(counts, 1), control: groupOf(counts, 0) })),
    options,
  );
}

/** The same from the counts of each day alone, in order: what a database adds up. */
export function looks(
  days: readonly (Arms & { readonly day: string | number })[],
  options: LookOptions,
): Look[] {
  const { confidence } = checkedOptions(options);
  let total = NOBODY;
  let largest = 0;
  return days.flatMap(({ day, ...arms }) => {
    total = addArms(total, arms);
    const { treated, control } = total;
    if (treated.customers === 0 || control.customers === 0) return [];
    const conversions = { treated: treated.conversions, control: control.conversions };
    const logE = logEValue(conversions, options.share);
    largest = Math.max(largest, logE);
    return {
      day,
      n: treated.customers + control.customers,
      fixed: differenceInRates(treated, control, { confidence }),
      alwaysValid: sequentialDifferenceInRates(treated, control, {
        confidence,
        tightestAt: options.tightestAt,
      }),
      evidence: { eValue: Math.exp(logE), pValue: Math.exp(-largest) },
    };
  });
}

const NOBODY: Arms = {
  treated: { customers: 0, conversions: 0 },
  control: { customers: 0, conversions: 0 },
};

/** Customers and conversions of one day, first those left alone, then those treated. */
interface Counts {
  readonly customers: number[];
  readonly conversions: number[];
}

function groupOf({ customers, conversions }: Counts, arm: 0 | 1): Arms["treated"] {
  return { customers: customers[arm], conversions: conversions[arm] };
}

function addArms(one: Arms, other: Arms): Arms {
  const add = (arm: "treated" | "control"): Arms["treated"] => ({
    customers: one[arm].customers + other[arm].customers,
    conversions: one[arm].conversions + other[arm].conversions,
  });
  return { treated: add("treated"), control: add("control") };
}
