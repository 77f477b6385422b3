import type { Random } from "../../statistics/random.js";
import type { Sides } from "../../types.js";
import type { Arms } from "../arms.js";
import { checkedOptions } from "../options.js";
import { everySum, shuffledSums } from "./reassignments.js";

/** What chance alone makes of a campaign: the differences of many reshuffled assignments, and a p-value. */
export interface PermutationResult {
  /** Difference of the two means or rates as observed, treated minus control. */
  readonly observed: number;
  /** Differences under the assignments that were looked at: all there are, or as many as `rounds`. */
  readonly differences: Float64Array;
  /** Share of assignments, the observed one included, that are at least as extreme. */
  readonly pValue: number;
  /** "exact" where every assignment was looked at. */
  readonly method: "exact" | "Monte Carlo";
  readonly sides: Sides;
}

export interface PermutationOptions {
  readonly rounds: number;
  readonly random: Random;
  /** Default "two-sided". */
  readonly sides?: Sides;
}

/** Up to so many assignments all are looked at: less than a second. */
const ENUMERABLE = 200_000;

/**
 * Permutation test of a difference in rates: the arms are dealt anew among the same customers with the same outcomes, as
 * if the campaign had done nothing. See permutationTestOfMeans, which throws the same errors.
 *
 * @example
 * const arms = { treated: { customers: 5, conversions: 3 }, control: { customers: 17, conversions: 4 } };
 * permutationTest(arms, { rounds: 1000, random: seededRandom(1) }).pValue; // 0.274, from all 26,334 assignments
 */
export function permutationTest({ treated, control }: Arms, options: PermutationOptions): PermutationResult {
  const outcomes = ({ customers, conversions }: Arms["treated"]): Float64Array =>
    new Float64Array(customers).fill(1, 0, conversions);
  return permutationTestOfMeans({ treated: outcomes(treated), control: outcomes(control) }, options);
}

/**
 * Permutation test of a difference in means: how often an assignment by chance alone would give a difference as extreme as
 * the observed one, if no customer's value depended on the arm.
 *
 * All assignments are counted where there are at most 200,000, and then p is exact. Otherwise `rounds` of them are drawn;
 * the observed one counts as one more, so p is at least 1/(rounds + 1) and never 0. It needs no normal
 * distribution, but it tests "no effect on anybody" and gives no interval; where the arms differ in size and spread, a small
 * p can come from the spread alone.
 *
 * Throws RangeError when an arm is empty, a value is not finite, or `rounds` is not a whole number above 0.
 * Source: Phipson and Smyth 2010.
 *
 * @example
 * const spend = { treated: [8, 9], control: [1, 2, 3] };
 * permutationTestOfMeans(spend, { rounds: 1000, random: seededRandom(1) }).pValue; // 0.1: one of ten assignments
 */
export function permutationTestOfMeans(
  arms: { readonly treated: ArrayLike<number>; readonly control: ArrayLike<number> },
  options: PermutationOptions,
): PermutationResult {
  const { sides } = checkedOptions(options);
  const { rounds, random } = options;
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new RangeError(`permutation test: expected a whole number of rounds above 0, got ${rounds}`);
  }
  const values = pooled(arms);
  const size = arms.treated.length;
  const exact = assignmentsUpTo(ENUMERABLE, values.length, size);
  const sums = exact ? everySum(values, size) : shuffledSums(values, { size, rounds, random });
  const total = values.reduce((sum, value) => sum + value, 0);
  const difference = (sum: number): number => sum / size - (total - sum) / (values.length - size);
  const observed = difference(values.subarray(0, size).reduce((sum, value) => sum + value, 0));
  const differences = sums.map(difference);
  const extreme = countExtreme(differences, { observed, sides, scale: scaleOf(values, size) });
  const pValue = exact ? extreme / differences.length : (extreme + 1) / (rounds + 1);
  return { observed, differences, pValue, method: exact ? "exact" : "Monte Carlo", sides };
}

/** A hair of tolerance: the same difference, added up in another order, must count as equal in spite of rounding. */
function countExtreme(
  differences: Float64Array,
  { observed, sides, scale }: { observed: number; sides: Sides; scale: number },
): number {
  const distance = (difference: number): number =>
    sides === "two-sided" ? Math.abs(difference) : sides === "greater" ? difference : -difference;
  const limit = distance(observed) - 1e-12 * scale;
  let extreme = 0;
  for (const difference of differences) if (distance(difference) >= limit) extreme++;
  return extreme;
}

/** The largest that a difference of means could be, which is what its rounding goes by. */
function scaleOf(values: Float64Array, size: number): number {
  const total = values.reduce((sum, value) => sum + Math.abs(value), 0);
  return total / Math.min(size, values.length - size);
}

function pooled({
  treated,
  control,
}: {
  treated: ArrayLike<number>;
  control: ArrayLike<number>;
}): Float64Array {
  for (const [name, { length }] of Object.entries({ treated, control })) {
    if (length === 0) throw new RangeError(`permutation test: the ${name} arm has no customers`);
  }
  const values = new Float64Array(treated.length + control.length);
  values.set(treated);
  values.set(control, treated.length);
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) throw new RangeError(`permutation test: expected finite values, got ${wrong}`);
  return values;
}

/** Whether there are at most `limit` ways to choose `size` of n. */
function assignmentsUpTo(limit: number, n: number, size: number): boolean {
  let ways = 1;
  for (let chosen = 1; chosen <= Math.min(size, n - size); chosen++) {
    // Only grows, so it may stop at the first step above the limit.
    ways = (ways * (n - chosen + 1)) / chosen;
    if (ways > limit + 0.5) return false;
  }
  return true;
}
