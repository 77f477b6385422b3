import { mean, variance } from "../statistics/quantiles.js";
import type { Table } from "../types.js";
import { numbersIn, textsIn } from "./tables.js";

/** One thing that a generator promises, beside what it made. */
export interface GeneratorCheck {
  /** Family of the table, F1 to F5. */
  readonly family: string;
  readonly table: string;
  readonly what: string;
  readonly expected: number;
  readonly found: number;
  /** How far the two may be apart: four standard errors, or 0 where the generator sets it exactly. */
  readonly tolerance: number;
  readonly holds: boolean;
}

/** Makes one check after another about the same table. */
export type Checker = (what: string, expected: number, found: number, tolerance: number) => GeneratorCheck;

/**
 * The checks of one table of one family. A check holds when `found` is within `tolerance` of `expected`; a number
 * that could not be found (NaN) never holds.
 *
 * @example
 * checker("F1", "campaign_data")("share of customers mailed", 0.5, 0.51, fourErrors(0.5, 5_000)).holds; // true
 */
export function checker(family: string, table: string): Checker {
  return (what, expected, found, tolerance) => {
    const holds = Math.abs(found - expected) <= tolerance;
    return { family, table, what, expected, found, tolerance, holds };
  };
}

/**
 * Four standard errors of a rate, or of the difference of two rates from groups of these sizes.
 *
 * @example
 * fourErrors(0.5, 10_000); // 0.02
 */
export function fourErrors(rate: number, ...sizes: number[]): number {
  return fourErrorsOfMean(Math.sqrt(rate * (1 - rate)), ...sizes);
}

/** Four standard errors of a mean of values with this standard deviation, or of the difference of several such means. */
export function fourErrorsOfMean(sd: number, ...sizes: number[]): number {
  return 4 * sd * Math.sqrt(sizes.reduce((sum, n) => sum + 1 / n, 0));
}

/**
 * Four standard errors of a standard deviation over n values, for large n. `kurtosis` is the fourth moment over the
 * squared variance: 3 for a normal distribution, 9 for an exponential one, 1.8 for equally likely values.
 */
export function fourErrorsOfSd(sd: number, n: number, kurtosis = 3): number {
  return 4 * sd * Math.sqrt((kurtosis - 1) / (4 * n));
}

/** Share of the rows in which a column of texts has one of these levels. */
export function shareOf(table: Table, column: string, ...levels: string[]): number {
  return countOf(table, column, ...levels) / table.rows;
}

/** Rows in which a column of texts has one of these levels. */
export function countOf(table: Table, column: string, ...levels: string[]): number {
  return textsIn(table, column).filter((level) => level !== null && levels.includes(level)).length;
}

/** Values of a column of numbers below the lowest or above the highest promised one; missing values are not counted. */
export function outsideOf(table: Table, column: string, low: number, high: number): number {
  return numbersIn(table, column).filter((value) => value < low || value > high).length;
}

/** One check a level of each column: its share of the rows is its weight among all weights of the column. */
export function levelChecks(
  check: Checker,
  table: Table,
  columns: Readonly<Record<string, Readonly<Record<string, number>>>>,
): GeneratorCheck[] {
  return Object.entries(columns).flatMap(([column, weights]) => {
    const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    return Object.entries(weights).map(([level, weight]) => {
      const share = weight / total;
      const found = shareOf(table, column, level);
      return check(`${column}: share of ${level}`, share, found, fourErrors(share, table.rows));
    });
  });
}

/** Values, and how they are meant to be distributed; kurtosis as in fourErrorsOfSd. */
export interface Distributed {
  readonly values: Float64Array;
  readonly mean: number;
  readonly sd: number;
  readonly kurtosis?: number;
}

/** Two checks: the mean and the standard deviation of these values. */
export function momentChecks(check: Checker, what: string, promised: Distributed): GeneratorCheck[] {
  const { values, sd, kurtosis } = promised;
  const n = values.length;
  return [
    check(`${what}: mean`, promised.mean, mean(values), fourErrorsOfMean(sd, n)),
    check(`${what}: sd`, sd, Math.sqrt(variance(values)), fourErrorsOfSd(sd, n, kurtosis)),
  ];
}
