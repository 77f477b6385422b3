import { mean } from "./quantiles.js";

/** One number of a fitted line or plane, in units of the outcome per unit of its column. */
export interface Coefficient {
  readonly estimate: number;
  /** Robust (HC2): the errors need not be equally large for all rows. */
  readonly standardError: number;
}

/** A plane fitted to the rows of a table. */
export interface LeastSquares {
  /** What the plane says where every column is zero. */
  readonly intercept: Coefficient;
  /** In the order of the columns. */
  readonly slopes: readonly Coefficient[];
  /** Rows beyond the number of coefficients. */
  readonly degrees: number;
}

/**
 * Ordinary least squares of an outcome on columns of numbers, with an intercept, from their cross products (Cholesky).
 *
 * A slope says how the outcome goes with a column where the others stay the same, and nothing about causes. Its HC2 standard
 * error is exact on average where all errors are equally large and sound where they are not; with fewer than about twenty
 * rows a coefficient it is itself uncertain. Rows must be independent.
 * Throws RangeError when columns differ in length, a value is not finite, there are not more rows than coefficients, a column
 * is constant or a sum of multiples of those before it (the message names it), or one row alone settles a coefficient.
 * Source: MacKinnon and White 1985 (HC2).
 *
 * @example
 * leastSquares([1, 2, 4, 4], { visits: [0, 1, 2, 3] }); // intercept 1.1, slope 1.1
 */
export function leastSquares(
  outcome: ArrayLike<number>,
  columns: Readonly<Record<string, ArrayLike<number>>>,
): LeastSquares {
  checkColumns(outcome, columns);
  const names = Object.keys(columns);
  const centres = names.map((name) => mean(columns[name]));
  // Centred columns leave the intercept out of the equations and keep the digits of large values.
  const centred = names.map((name, j) => Float64Array.from(columns[name], (value) => value - centres[j]));
  const level = mean(outcome);
  const response = Float64Array.from(outcome, (value) => value - level);
  const products = centred.map((a) => centred.map((b) => dot(a, b)));
  const factor = cholesky(products, names);
  const slopes = solve(
    factor,
    centred.map((column) => dot(column, response)),
  );
  const variances = robustVariances({ centred, response, centres, factor, slopes });
  const coefficient = (estimate: number, variance: number): Coefficient => ({
    estimate,
    standardError: Math.sqrt(variance),
  });
  return {
    intercept: coefficient(level - dot(centres, slopes), variances[0]),
    slopes: slopes.map((slope, j) => coefficient(slope, variances[j + 1])),
    degrees: outcome.length - names.length - 1,
  };
}

/** HC2: every squared residual is divided by 1 - leverage, because the plane has been drawn towards its row. */
function robustVariances(fit: {
  readonly centred: readonly Float64Array[];
  readonly response: Float64Array;
  readonly centres: readonly number[];
  readonly factor: readonly Float64Array[];
  readonly slopes: readonly number[];
}): Float64Array {
  const { centred, response, centres, factor, slopes } = fit;
  const n = response.length;
  const variances = new Float64Array(slopes.length + 1);
  for (let row = 0; row < n; row++) {
    const values = centred.map((column) => column[row]);
    const influence = solve(factor, values);
    const free = 1 - 1 / n - dot(values, influence);
    if (free < 1e-10) {
      throw new RangeError(
        `least squares: row ${row + 1} alone settles a coefficient, so its error is unknown`,
      );
    }
    const squared = (response[row] - dot(values, slopes)) ** 2 / free;
    variances[0] += squared * (1 / n - dot(centres, influence)) ** 2;
    influence.forEach((pull, j) => {
      variances[j + 1] += squared * pull ** 2;
    });
  }
  return variances;
}

/** The lower triangle whose product with its mirror image is the matrix. */
function cholesky(matrix: readonly (readonly number[])[], names: readonly string[]): Float64Array[] {
  const lower = matrix.map(() => new Float64Array(matrix.length));
  matrix.forEach((row, i) => {
    for (let j = 0; j < i; j++) lower[i][j] = (row[j] - dot(lower[i], lower[j], j)) / lower[j][j];
    const left = row[i] - dot(lower[i], lower[i], i);
    // What the columns before it leave of a column's squares: below this share it is rounding.
    if (!(left > 1e-10 * row[i])) {
      throw new RangeError(
        `least squares: column "${names[i]}" is constant or a combination of the columns before it`,
      );
    }
    lower[i][i] = Math.sqrt(left);
  });
  return lower;
}

/** Solves the equations whose matrix has this Cholesky factor. */
function solve(lower: readonly Float64Array[], right: ArrayLike<number>): number[] {
  const size = lower.length;
  const solution = Array.from(right);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) solution[i] -= lower[i][j] * solution[j];
    solution[i] /= lower[i][i];
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let j = i + 1; j < size; j++) solution[i] -= lower[j][i] * solution[j];
    solution[i] /= lower[i][i];
  }
  return solution;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>, length = a.length): number {
  let total = 0;
  for (let i = 0; i < length; i++) total += a[i] * b[i];
  return total;
}

function checkColumns(
  outcome: ArrayLike<number>,
  columns: Readonly<Record<string, ArrayLike<number>>>,
): void {
  const rows = outcome.length;
  for (const [name, column] of Object.entries({ ...columns, outcome })) {
    if (column.length !== rows) {
      throw new RangeError(
        `least squares: ${column.length} values of column "${name}" for ${rows} of the outcome`,
      );
    }
    const bad = Array.prototype.findIndex.call(column, (value) => !Number.isFinite(value));
    if (bad >= 0) {
      throw new RangeError(
        `least squares: column "${name}" in row ${bad + 1}: expected a finite number, got ${column[bad]}`,
      );
    }
  }
  const coefficients = Object.keys(columns).length + 1;
  if (rows <= coefficients) {
    throw new RangeError(
      `least squares: expected more rows than the ${coefficients} coefficients, got ${rows}`,
    );
  }
}
