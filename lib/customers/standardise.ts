import { mean } from "../statistics/quantiles.js";
import { checkColumns, type NamedColumns, type Points } from "./points.js";

/**
 * The customers as points whose columns each have mean 0 and population standard deviation 1.
 *
 * A coordinate of 1.5 reads "one and a half standard deviations above the average customer". It gives
 * every column the same weight, which is a choice: columns that say nearly the same count twice
 * (see correlatedColumns), and one extreme customer shrinks all others.
 *
 * Throws RangeError when a column is constant (it has no spread to divide by), a value is missing or not
 * finite, or the lengths differ; the message names the column.
 *
 * @example
 * standardise({ age: Float64Array.of(30, 50), spend: Float64Array.of(0, 10) });
 * // [Float64Array [-1, -1], Float64Array [1, 1]]
 */
export function standardise(columns: NamedColumns): Points {
  const scaled = standardColumns(columns);
  return Array.from(scaled[0]!, (_, row) => Float64Array.from(scaled, (column) => column[row]!));
}

/** Two columns that say nearly the same, and which of them to leave out. */
export interface CorrelatedPair {
  readonly kept: string;
  readonly dropped: string;
  /** Pearson's correlation, from -1 to 1. */
  readonly correlation: number;
}

/**
 * The columns to leave out of a clustering because an earlier column carries nearly the same.
 *
 * A column is dropped when its correlation with an earlier column that stays is beyond the limit, in
 * either direction; a dropped column drops no other. Only straight-line relations are seen, and one
 * extreme customer can make or hide them. Several kept columns may be the reason: all pairs are listed.
 *
 * Throws RangeError as standardise does, and when the limit is not between 0 and 1.
 *
 * @example
 * correlatedColumns({ a: Float64Array.of(1, 2, 3), b: Float64Array.of(2, 4, 7), c: Float64Array.of(1, 0, 1) });
 * // [{ kept: "a", dropped: "b", correlation: 0.9934 }], rounded
 */
export function correlatedColumns(columns: NamedColumns, limit = 0.9): readonly CorrelatedPair[] {
  if (!(limit > 0 && limit < 1)) {
    throw new RangeError(`correlation limit: expected between 0 and 1, got ${limit}`);
  }
  const names = Object.keys(columns);
  const scaled = standardColumns(columns);
  const kept: number[] = [];
  const pairs: CorrelatedPair[] = [];
  for (const [later, name] of names.entries()) {
    const reasons = kept
      .map((earlier) => ({
        kept: names[earlier]!,
        dropped: name,
        correlation: meanProduct(scaled[earlier]!, scaled[later]!),
      }))
      .filter((pair) => Math.abs(pair.correlation) > limit);
    if (reasons.length === 0) kept.push(later);
    pairs.push(...reasons);
  }
  return pairs;
}

/**
 * Mean and population standard deviation (divisor n) of a column.
 *
 * Throws RangeError when the column is constant, missing a value or empty.
 */
export function meanAndSpread(
  name: string,
  values: Float64Array,
): { readonly mean: number; readonly sd: number } {
  // Rounding can give a constant column a tiny spread, so the values are asked and not the spread.
  if (values.every((value) => value === values[0])) {
    throw new RangeError(`column "${name}" is constant (${values[0]}): it has no spread to measure in`);
  }
  const average = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0);
  return { mean: average, sd: Math.sqrt(squares / values.length) };
}

function standardColumns(columns: NamedColumns): readonly Float64Array[] {
  checkColumns(columns);
  return Object.entries(columns).map(([name, values]) => {
    const { mean, sd } = meanAndSpread(name, values);
    return values.map((value) => (value - mean) / sd);
  });
}

function meanProduct(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0) / a.length;
}
