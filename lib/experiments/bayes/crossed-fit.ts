import type { GroupEstimate } from "./between-groups.js";
import type { FittedGroup } from "./shrinkage-robust.js";

/** A factor with its levels in the order in which they come, and the level of each cell by its place among them. */
export interface Factor {
  readonly factor: string;
  readonly levels: readonly string[];
  readonly levelOfCell: readonly number[];
}

/** The additive random-effects model, fitted. */
export interface AdditiveFit {
  readonly mean: number;
  readonly factorVariances: readonly number[];
  readonly cellVariance: number;
  /** By factor, then by level. */
  readonly effects: readonly (readonly number[])[];
  readonly cells: readonly FittedGroup[];
}

/** The variances of the factors' effects and, last, of the cells'. */
type Variances = readonly number[];

/**
 * Restricted maximum likelihood: every variance is the sum of the squares of its predicted effects over the number of effects
 * that the data, and not the model, settle. Given the variances the effects solve Henderson's mixed-model equations; given the
 * effects the variances are updated, until they stay (Harville 1977, section 6). One without support in the data runs to 0.
 */
export function fitAdditive(groups: readonly GroupEstimate[], factors: readonly Factor[]): AdditiveFit {
  const { start, smallest } = startingVariances(groups, factors.length + 1);
  let variances = start;
  let solution = solveEffects(groups, factors, variances);
  // Some hundred rounds are usual; what moves after 2,000 moves within the variances' own uncertainty.
  for (let round = 0; round < 2000; round++) {
    const next = updated(groups, solution, variances).map((variance) => (variance < smallest ? 0 : variance));
    const moved = Math.max(...next.map((variance, i) => Math.abs(variance - variances[i])));
    variances = next;
    solution = solveEffects(groups, factors, variances);
    if (moved < smallest) break;
  }
  return {
    mean: solution.mean,
    factorVariances: variances.slice(0, -1),
    cellVariance: variances[factors.length],
    effects: solution.scaled.map((effects, f) => effects.map((effect) => effect * Math.sqrt(variances[f]))),
    cells: solution.cells,
  };
}

/** As much variance as the estimates have in excess of their noise, or a little, in equal parts; and what counts as none. */
function startingVariances(
  groups: readonly GroupEstimate[],
  parts: number,
): { start: Variances; smallest: number } {
  const n = groups.length;
  const centre = groups.reduce((sum, { estimate }) => sum + estimate, 0) / n;
  const spread = groups.reduce((sum, { estimate }) => sum + (estimate - centre) ** 2, 0) / (n - 1);
  const noise = groups.reduce((sum, { standardError }) => sum + standardError ** 2, 0) / n;
  const all = Math.max(spread - noise, noise / 100);
  return { start: Array.from({ length: parts }, () => all / parts), smallest: 1e-9 * (all + noise) };
}

interface Effects {
  readonly mean: number;
  /** By factor, then by level: the effects in units of their factor's standard deviation. */
  readonly scaled: readonly (readonly number[])[];
  /** By factor: how many of its effects the data settle. */
  readonly settled: readonly number[];
  readonly cells: readonly FittedGroup[];
}

/**
 * Best linear unbiased predictions. The unknowns are the mean and the effects in units of their standard deviation, so that a
 * variance of 0 does no harm.
 */
function solveEffects(
  groups: readonly GroupEstimate[],
  factors: readonly Factor[],
  variances: Variances,
): Effects {
  const firstColumn = factors.map((_, f) =>
    factors.slice(0, f).reduce((sum, { levels }) => sum + levels.length, 1),
  );
  const size = factors.reduce((sum, { levels }) => sum + levels.length, 1);
  // Row i of the design: 1 for the mean, and each factor's standard deviation at the cell's level.
  const values = [1, ...factors.map((_, f) => Math.sqrt(variances[f]))];
  const columnsOf = groups.map((_, i) => [
    0,
    ...factors.map((factor, f) => firstColumn[f] + factor.levelOfCell[i]),
  ]);
  const design = { columnsOf, values, size, cellVariance: variances[factors.length] };
  const { equations, right } = mixedModelEquations(groups, design);
  const inverse = inverseOf(equations);
  const solution = inverse.map((row) => row.reduce((sum, entry, j) => sum + entry * right[j], 0));
  const cells = groups.map(({ estimate, standardError }, i) => {
    let fitted = 0;
    let fittedVariance = 0;
    columnsOf[i].forEach((a, p) => {
      fitted += values[p] * solution[a];
      columnsOf[i].forEach((b, q) => {
        fittedVariance += values[p] * values[q] * inverse[a][b];
      });
    });
    return { estimate, standardError, fitted, fittedVariance };
  });
  const columns = factors.map(({ levels }, f) => levels.map((_, level) => firstColumn[f] + level));
  return {
    mean: solution[0],
    scaled: columns.map((own) => own.map((column) => solution[column])),
    settled: columns.map((own) => own.reduce((sum, column) => sum + 1 - inverse[column][column], 0)),
    cells,
  };
}

/** Each cell, weighted by its precision, adds to the entries of its columns; 1 on the diagonal is the effects' own variance. */
function mixedModelEquations(
  groups: readonly GroupEstimate[],
  design: {
    readonly columnsOf: readonly (readonly number[])[];
    readonly values: readonly number[];
    readonly size: number;
    readonly cellVariance: number;
  },
): { equations: Float64Array[]; right: Float64Array } {
  const { columnsOf, values, size, cellVariance } = design;
  const equations = Array.from({ length: size }, () => new Float64Array(size));
  for (let column = 1; column < size; column++) equations[column][column] = 1;
  const right = new Float64Array(size);
  groups.forEach(({ estimate, standardError }, i) => {
    const weight = 1 / (standardError ** 2 + cellVariance);
    columnsOf[i].forEach((a, p) => {
      right[a] += weight * values[p] * estimate;
      columnsOf[i].forEach((b, q) => {
        equations[a][b] += weight * values[p] * values[q];
      });
    });
  });
  return { equations, right };
}

/** The variances that the effects speak for: see fitAdditive. */
function updated(
  groups: readonly GroupEstimate[],
  { scaled, settled, cells }: Effects,
  variances: Variances,
): Variances {
  const cellVariance = variances[scaled.length];
  let squares = 0;
  let free = 0;
  groups.forEach(({ estimate, standardError }, i) => {
    const total = standardError ** 2 + cellVariance;
    squares += ((estimate - cells[i].fitted) / total) ** 2;
    free += (total - cells[i].fittedVariance) / total ** 2;
  });
  const ofFactors = scaled.map((effects, f) =>
    variances[f] === 0
      ? 0
      : (variances[f] * effects.reduce((sum, effect) => sum + effect ** 2, 0)) / settled[f],
  );
  return [...ofFactors, (cellVariance * squares) / free];
}

/** The inverse of a symmetric positive definite matrix, in its place (Gauss and Jordan, no pivoting needed). */
function inverseOf(matrix: Float64Array[]): Float64Array[] {
  matrix.forEach((row, k) => {
    const pivot = row[k];
    row[k] = 1;
    for (let j = 0; j < row.length; j++) row[j] /= pivot;
    matrix.forEach((other, i) => {
      if (i === k) return;
      const factor = other[k];
      other[k] = 0;
      for (let j = 0; j < row.length; j++) other[j] -= factor * row[j];
    });
  });
  return matrix;
}
