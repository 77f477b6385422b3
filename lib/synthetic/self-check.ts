import { mean, variance } from "../statistics/quantiles.js";
import type { Table } from "../types.js";
import { sum } from "./columns.js";
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
export interface Checker {
  /** Something that the generator sets exactly. */
  readonly exactly: (what: string, expected: number, found: number) => GeneratorCheck;
  /** Up to a tolerance. */
  readonly within: (what: string, expected: number, found: number, tolerance: number) => GeneratorCheck;
  /** A rate over this many rows, or over groups of these sizes: up to four standard errors. */
  readonly rate: (what: string, expected: number, found: number, ...sizes: number[]) => GeneratorCheck;
}

/** The checks of one table of one family. A number that could not be found (NaN) never holds. */
export function checker(family: string, table: string): Checker {
  const within: Checker["within"] = (what, expected, found, tolerance) => {
    const holds = Math.abs(found - expected) <= tolerance;
    return { family, table, what, expected, found, tolerance, holds };
  };
  return {
    exactly: (what, expected, found) => within(what, expected, found, 0),
    within,
    rate: (what, expected, found, ...sizes) => within(what, expected, found, fourErrors(expected, ...sizes)),
  };
}

/** Four standard errors of a rate, or of the difference of two rates from groups of these sizes. */
export function fourErrors(rate: number, ...sizes: number[]): number {
  return fourErrorsOfMean(Math.sqrt(rate * (1 - rate)), ...sizes);
}

/** Four standard errors of a mean of values with this standard deviation, or of the difference of several such means. */
export function fourErrorsOfMean(sd: number, ...sizes: number[]): number {
  return 4 * sd * Math.sqrt(sum(sizes.map((n) => 1 / n)));
}

/**
 * Four standard errors of a standard deviation over n values, for large n. `kurtosis` is the fourth moment over the
 * squared variance: 3 for a normal distribution, 9 for an exponential one, 1.8 for equally likely values.
 */
export function fourErrorsOfSd(sd: number, n: number, kurtosis = 3): number {
  return 4 * sd * Math.sqrt((kurtosis - 1) / (4 * n));
}

/** Rows in which a column of texts has this level. */
export function countOf(table: Table, column: string, level: string): number {
  return textsIn(table, column).filter((value) => value === level).length;
}

/** Share of the rows in which a column of texts has this level. */
export function shareOf(table: Table, column: string, level: string): number {
  return countOf(table, column, level) / table.rows;
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
    const total = sum(Object.values(weights));
    return Object.entries(weights).map(([level, weight]) =>
      check.rate(`${column}: share of ${level}`, weight / total, shareOf(table, column, level), table.rows),
    );
  });
}

/** How values are meant to be distributed; kurtosis as in fourErrorsOfSd. */
export interface Moments {
  readonly mean: number;
  readonly sd: number;
  readonly kurtosis?: number;
}

/** Two checks: the mean and the standard deviation of these values. */
export function momentChecks(
  check: Checker,
  what: string,
  values: Float64Array,
  promised: Moments,
): GeneratorCheck[] {
  const { sd, kurtosis } = promised;
  const n = values.length;
  return [
    check.within(`${what}: mean`, promised.mean, mean(values), fourErrorsOfMean(sd, n)),
    check.within(`${what}: sd`, sd, Math.sqrt(variance(values)), fourErrorsOfSd(sd, n, kurtosis)),
  ];
}
