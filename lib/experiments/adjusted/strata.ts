import type { Inference } from "../../types.js";
import { heavyTailWarnings } from "../means/arm-mean.js";
import { addMoments, type Moments, meanOf, varianceOf } from "../moments.js";
import { NotEstimable } from "../not-estimable.js";
import { TWO_ARMS } from "../options.js";
import { addedUp, type DifferenceOptions, studentInference } from "../student-inference.js";
import { KNOWN_BEFORE } from "./cuped.js";

/** The sums of both arms in one stratum; for a rate, sum and sum of squares are both the conversions. */
export interface Stratum {
  readonly stratum: string;
  readonly treated: Moments;
  readonly control: Moments;
}

export interface StratifiedDifference extends Inference {
  /** Strata behind the estimate. */
  readonly strata: number;
  /** Strata with fewer than two customers in an arm: the estimate does not speak of them. */
  readonly leftOut: readonly {
    readonly stratum: string;
    readonly treated: number;
    readonly control: number;
  }[];
}

/**
 * The difference in means or rates, treated minus control, of an experiment that was randomised **within** strata (region,
 * store type): the differences of the strata, weighted by their customers.
 *
 * Without the strata such an experiment is misread where the share of the treated differs between them. It speaks of the
 * customers in the experiment, in their mix. A stratum with fewer than two customers in an arm has no variance: it is left
 * out, counted and named. With few conversions in most strata the interval, Student's with Satterthwaite's degrees of
 * freedom, is rough. Throws NotEstimable when no stratum is left or the outcome does not vary, RangeError for impossible
 * sums, and when a stratum comes twice. Source: Imbens and Rubin 2015, chapter 9.
 *
 * @example
 * const north = { stratum: "north", treated: momentsOf([3, 5]), control: momentsOf([1, 3]) };
 * const south = { stratum: "south", treated: momentsOf([8, 9, 10]), control: momentsOf([8, 9, 10]) };
 * stratifiedDifference([north, south]).estimate; // 0.8: 2 in the north with weight 0.4, 0 in the south
 */
export function stratifiedDifference(
  strata: readonly Stratum[],
  options: DifferenceOptions = {},
): StratifiedDifference {
  const assumptions = [...TWO_ARMS, "chance decided within each stratum"];
  return weighted(strata, { method: "stratified", assumptions, warnings: [] }, options);
}

/**
 * The same estimate for an experiment that was randomised **overall** and is cut into strata afterwards: it takes out what
 * chance put unevenly into the arms. The strata must be known before the assignment and chosen before the outcome.
 *
 * Strata with fewer than about ten customers in an arm cost more than they bring; then there is a warning.
 * Throws as stratifiedDifference does. Source: Miratrix, Sekhon and Yu 2013.
 *
 * @example
 * const women = { stratum: "women", treated: momentsOf([3, 5]), control: momentsOf([1, 3]) };
 * const men = { stratum: "men", treated: momentsOf([8, 9, 10]), control: momentsOf([8, 9, 10]) };
 * postStratified([women, men]).estimate; // 0.8, and a warning: the strata are small
 */
export function postStratified(
  strata: readonly Stratum[],
  options: DifferenceOptions = {},
): StratifiedDifference {
  const small = strata.filter(({ treated, control }) => Math.min(treated.n, control.n) < 10).length;
  const warnings =
    small === 0
      ? []
      : [`interval optimistic: ${small} of ${strata.length} strata have fewer than 10 in an arm`];
  const assumptions = [...TWO_ARMS, KNOWN_BEFORE];
  return weighted(strata, { method: "post-stratified", assumptions, warnings }, options);
}

function weighted(
  strata: readonly Stratum[],
  words: { readonly method: string; readonly assumptions: string[]; readonly warnings: string[] },
  options: DifferenceOptions,
): StratifiedDifference {
  checkNames(strata);
  const used = strata.filter(({ treated, control }) => treated.n >= 2 && control.n >= 2);
  const leftOut = strata
    .filter((one) => !used.includes(one))
    .map(({ stratum, treated, control }) => ({ stratum, treated: treated.n, control: control.n }));
  if (used.length === 0) throw new NotEstimable("no stratum has two customers in both arms");
  const n = customers(used);
  const terms = used.map((one) => ({ ...one, weight: customers([one]) / n }));
  const estimate = terms.reduce(
    (sum, { treated, control, weight }) => sum + weight * (meanOf(treated) - meanOf(control)),
    0,
  );
  const error = addedUp(
    terms.flatMap(({ treated, control, weight }) =>
      [treated, control].map((arm) => ({
        variance: (weight ** 2 * varianceOf(arm)) / arm.n,
        degrees: arm.n - 1,
      })),
    ),
  );
  const together = (arm: "treated" | "control"): Moments => used.map((one) => one[arm]).reduce(addMoments);
  const warnings = [
    ...words.warnings,
    ...heavyTailWarnings({ treated: together("treated"), control: together("control") }),
    ...(leftOut.length === 0 ? [] : [leftOutInWords(leftOut)]),
  ];
  return {
    ...studentInference({ ...error, estimate, n, ...words, warnings }, options),
    strata: used.length,
    leftOut,
  };
}

function leftOutInWords(leftOut: StratifiedDifference["leftOut"]): string {
  const named = leftOut
    .map(({ stratum, treated, control }) => `"${stratum}" (${treated} treated, ${control} control)`)
    .join(", ");
  return `left out, with fewer than two customers in an arm: ${named}`;
}

function customers(strata: readonly Stratum[]): number {
  return strata.reduce((sum, { treated, control }) => sum + treated.n + control.n, 0);
}

function checkNames(strata: readonly Stratum[]): void {
  const names = strata.map(({ stratum }) => stratum);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new RangeError(`strata: expected each one once, got "${twice}" twice`);
}
