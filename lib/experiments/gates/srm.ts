import { chiSquareUpperTail } from "../../statistics/chi-square.js";
import { logGamma } from "../../statistics/gamma.js";
import type { ExperimentSummary } from "../../types.js";
import type { Gate } from "../analysis/result.js";
import { grouped } from "../options.js";

/** How surprising the sizes of the arms are if chance dealt the customers in the planned shares. */
export interface SampleRatioTest {
  /** Pearson's chi-square of the counts against the planned ones; arms - 1 degrees of freedom. */
  readonly statistic: number;
  readonly pValue: number;
  readonly method: "chi-square" | "exact multinomial";
  /** Customers that the planned shares give each arm, in the order of the counts. */
  readonly expected: readonly number[];
}

/** Below this p-value the sizes of the arms are not the planned ones (Fabijan and others 2019 use the same limit). */
export const SRM_LIMIT = 0.001;

/**
 * The test of a sample ratio mismatch: did the arms get the customers that were planned for them? A small p-value says that
 * customers were lost or added in one arm (a redirect, a filter, a bug), which usually goes with the outcome: then no
 * effect can be trusted. A large one does not prove that the assignment was random.
 *
 * `shares` are weights and need not add up to 1. Without a `method`, up to 100 customers or an expected count below 5 get
 * the exact multinomial test where at most a million tables have to be counted, and everything else the chi-square test.
 * The exact p-value adds up the probabilities of all tables that are no more likely than the observed one.
 *
 * Throws RangeError when there are fewer than two arms, nobody in any of them, a count is not a whole number of 0 or more, a
 * share is not above 0, shares and counts differ in number, or the exact method would have to count too many tables.
 * Source: Fabijan and others 2019, "Diagnosing sample ratio mismatch in online controlled experiments".
 *
 * @example
 * sampleRatioTest([1000, 1200], [0.5, 0.5]).pValue; // 0.0000201
 */
export function sampleRatioTest(
  counts: readonly number[],
  shares: readonly number[],
  options: { readonly method?: SampleRatioTest["method"] } = {},
): SampleRatioTest {
  checkArms(counts, shares);
  const total = sumOf(counts);
  const weight = sumOf(shares);
  const expected = shares.map((share) => (total * share) / weight);
  const statistic = sumOf(counts.map((count, arm) => (count - expected[arm]) ** 2 / expected[arm]));
  const small = total <= 100 || Math.min(...expected) < 5;
  const countable = tables(total, counts.length) <= MOST_TABLES;
  const method = options.method ?? (small && countable ? "exact multinomial" : "chi-square");
  if (method === "chi-square") {
    return { statistic, pValue: chiSquareUpperTail(statistic, counts.length - 1), method, expected };
  }
  if (!countable) {
    throw new RangeError(
      `sample ratio: ${total} customers in ${counts.length} arms are too many to count exactly`,
    );
  }
  const probabilities = shares.map((share) => share / weight);
  return { statistic, pValue: multinomialPValue(counts, probabilities), method, expected };
}

/**
 * The gate of an experiment: fails, and vetoes every verdict, when the p-value of sampleRatioTest is below 0.001. Where no
 * arm has a planned share, equal shares are tested, and a failure says that the plan should be declared; without a random
 * assignment there is then nothing to test.
 *
 * Throws RangeError as sampleRatioTest does, and when only some arms have a planned share.
 */
export function sampleRatioGate({ arms, assignment }: Pick<ExperimentSummary, "arms" | "assignment">): Gate {
  const without = arms.filter(({ plannedShare }) => plannedShare === null);
  if (without.length > 0 && without.length < arms.length) {
    throw new RangeError(`sample ratio: arm "${without[0].arm}" has no planned share and others have one`);
  }
  const counts = arms.map(({ customers }) => customers);
  const { statistic, pValue, method, expected } = sampleRatioTest(
    counts,
    arms.map(({ plannedShare }) => plannedShare ?? 1),
  );
  const gate = { gate: "sample ratio" as const, vetoes: true, limit: SRM_LIMIT, method };
  if (assignment !== "random" && without.length > 0) {
    const reading = "not checked: nobody tossed a coin and no shares were planned";
    return { ...gate, passed: null, statistic: null, pValue: null, reading };
  }
  const passed = pValue >= SRM_LIMIT;
  const sizes = arms.map(
    ({ arm, customers }, i) =>
      `${arm} has ${grouped(customers)} (planned ${grouped(Math.round(expected[i]))})`,
  );
  const hint =
    without.length > 0 ? "; equal shares were tested: declare `shares` if others were planned" : "";
  const reading = passed
    ? `the sizes of the arms fit the planned shares: ${sizes.join(", ")}`
    : `the sizes of the arms do not fit the planned shares: ${sizes.join(", ")}${hint}`;
  return { ...gate, passed, statistic, pValue, reading };
}

const MOST_TABLES = 1e6;

function checkArms(counts: readonly number[], shares: readonly number[]): void {
  if (counts.length < 2)
    throw new RangeError(`sample ratio: expected two arms or more, got ${counts.length}`);
  if (counts.length !== shares.length) {
    throw new RangeError(`sample ratio: ${shares.length} shares for ${counts.length} arms`);
  }
  for (const count of counts) {
    if (!(Number.isSafeInteger(count) && count >= 0)) {
      throw new RangeError(`sample ratio: expected a whole number of customers, 0 or more, got ${count}`);
    }
  }
  for (const share of shares) {
    if (!(share > 0 && share < Infinity)) {
      throw new RangeError(`sample ratio: expected planned shares above 0, got ${share}`);
    }
  }
  if (sumOf(counts) === 0) throw new RangeError("sample ratio: nobody is in any arm");
}

/** How many ways there are to spread this many customers over the arms: (total + arms - 1) over (arms - 1). */
function tables(total: number, arms: number): number {
  let ways = 1;
  for (let i = 1; i < arms; i++) ways *= (total + i) / i;
  return ways;
}

function multinomialPValue(counts: readonly number[], probabilities: readonly number[]): number {
  const logs = probabilities.map(Math.log);
  const weight = (arm: number, count: number): number => count * logs[arm] - logGamma(count + 1);
  // Equally likely tables differ by rounding only; a hair of tolerance keeps them in.
  const observed = sumOf(counts.map((count, arm) => weight(arm, count))) + 1e-9;
  const total = sumOf(counts);
  const logTotal = logGamma(total + 1);
  const spread = (arm: number, left: number, soFar: number): number => {
    if (arm === counts.length - 1) {
      const log = soFar + weight(arm, left);
      return log <= observed ? Math.exp(log + logTotal) : 0;
    }
    let sum = 0;
    for (let count = 0; count <= left; count++) {
      sum += spread(arm + 1, left - count, soFar + weight(arm, count));
    }
    return sum;
  };
  return Math.min(1, spread(0, total, 0));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
