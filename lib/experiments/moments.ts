import type { ExperimentCell } from "../types.js";

/**
 * What a mean, its variance and its skewness need to know of any number of values: how many there are and the sums of
 * their powers. Sums of two arms, days or files can be added up, and a database makes them in one pass.
 */
export interface Moments {
  readonly n: number;
  readonly sum: number;
  readonly sumSquares: number;
  /** Sum of the third powers: without it nothing can be said about a heavy tail. */
  readonly sumCubes?: number;
}

/** The same for two numbers of each customer, such as an outcome y and the same number a month before, x. */
export type JointMoments = NonNullable<ExperimentCell["joint"]>;

/**
 * The sums of values, first to third power, added up with compensation (Neumaier 1974): their order hardly matters.
 *
 * Sums of powers lose digits when the mean is many standard deviations from zero: take a constant off such values first
 * (a year, a large balance). Throws RangeError when there are no values or one of them is not a finite number.
 *
 * @example
 * momentsOf([1, 2, 6]); // { n: 3, sum: 9, sumSquares: 41, sumCubes: 225 }
 */
export function momentsOf(values: ArrayLike<number>): Required<Moments> {
  checkValues(values);
  const n = values.length;
  const sumOf = (power: (value: number) => number): number => compensatedSum(n, (i) => power(values[i]));
  return { n, sum: sumOf((v) => v), sumSquares: sumOf((v) => v * v), sumCubes: sumOf((v) => v ** 3) };
}

/**
 * The sums of pairs of numbers, y and x of the same customer in the same place: see momentsOf.
 * Throws RangeError when the two differ in length, or as momentsOf does.
 *
 * @example
 * jointMomentsOf([1, 2], [3, 5]); // { n: 2, sumY: 3, sumYY: 5, sumX: 8, sumXX: 34, sumXY: 13 }
 */
export function jointMomentsOf(y: ArrayLike<number>, x: ArrayLike<number>): JointMoments {
  if (y.length !== x.length) throw new RangeError(`moments: ${y.length} values of y for ${x.length} of x`);
  const [ofY, ofX] = [momentsOf(y), momentsOf(x)];
  return {
    ...{ n: y.length, sumY: ofY.sum, sumYY: ofY.sumSquares, sumX: ofX.sum, sumXX: ofX.sumSquares },
    sumXY: compensatedSum(y.length, (i) => y[i] * x[i]),
  };
}

/** The sums of both together; third powers only where both have them. */
export function addMoments(a: Moments, b: Moments): Moments {
  const sums = { n: a.n + b.n, sum: a.sum + b.sum, sumSquares: a.sumSquares + b.sumSquares };
  if (a.sumCubes === undefined || b.sumCubes === undefined) return sums;
  return { ...sums, sumCubes: a.sumCubes + b.sumCubes };
}

/** The sums of both together. */
export function addJointMoments(a: JointMoments, b: JointMoments): JointMoments {
  return {
    n: a.n + b.n,
    sumY: a.sumY + b.sumY,
    sumYY: a.sumYY + b.sumYY,
    sumX: a.sumX + b.sumX,
    sumXX: a.sumXX + b.sumXX,
    sumXY: a.sumXY + b.sumXY,
  };
}

/** The sums of y alone. */
export function momentsOfY({ n, sumY, sumYY }: JointMoments): Moments {
  return { n, sum: sumY, sumSquares: sumYY };
}

/** The sums of x alone. */
export function momentsOfX({ n, sumX, sumXX }: JointMoments): Moments {
  return { n, sum: sumX, sumSquares: sumXX };
}

/** The mean. Throws RangeError when the sums can't be of any values, or are of none. */
export function meanOf(moments: Moments): number {
  checkMoments(moments, 1);
  return moments.sum / moments.n;
}

/**
 * The sample variance (divisor n - 1), never negative: what is below the rounding of the sums is 0.
 *
 * Throws RangeError when the sums can't be of any values (a count that is not whole, NaN, a sum of squares below
 * sum² / n), or are of fewer than two.
 *
 * @example
 * varianceOf({ n: 3, sum: 9, sumSquares: 41 }); // 7
 */
export function varianceOf(moments: Moments): number {
  checkMoments(moments, 2);
  return centredSquares(moments) / (moments.n - 1);
}

/**
 * The skewness: the mean cube of the distances from the mean, over the cube of the standard deviation (both with divisor
 * n). Zero for symmetric values, 2 for waiting times, 20 and more for the spend of customers most of whom buy nothing.
 *
 * A sample shows too little of it where the tail is long. All values equal: 0.
 * Throws RangeError as varianceOf does, and without sumCubes.
 *
 * @example
 * skewnessOf(momentsOf([0, 0, 3])); // 0.7071
 */
export function skewnessOf(moments: Moments): number {
  checkMoments(moments, 2);
  const { n, sum, sumSquares, sumCubes } = moments;
  if (!Number.isFinite(sumCubes))
    throw new RangeError(`moments: expected a finite sumCubes, got ${sumCubes}`);
  const variance = centredSquares(moments) / n;
  if (variance === 0) return 0;
  const mean = sum / n;
  const thirdMoment = sumCubes! / n - (3 * mean * sumSquares) / n + 2 * mean ** 3;
  return thirdMoment / variance ** 1.5;
}

/** The sample covariance of y and x (divisor n - 1). Throws RangeError as varianceOf does. */
export function covarianceOf(joint: JointMoments): number {
  checkMoments(momentsOfY(joint), 2);
  checkMoments(momentsOfX(joint), 2);
  const { n, sumY, sumX, sumXY } = joint;
  if (!Number.isFinite(sumXY)) throw new RangeError(`moments: expected a finite sumXY, got ${sumXY}`);
  return (sumXY - (sumY * sumX) / n) / (n - 1);
}

/** Sum of the squared distances from the mean. A sum of n numbers is off by about √n times its last digit. */
function centredSquares({ n, sum, sumSquares }: Moments): number {
  const squares = sumSquares - (sum * sum) / n;
  if (squares < -1e-9 * sumSquares) {
    const least = (sum * sum) / n;
    throw new RangeError(
      `moments: the squares of ${n} values with sum ${sum} add up to ${least} or more, got ${sumSquares}`,
    );
  }
  return squares <= 4 * Math.sqrt(n) * Number.EPSILON * sumSquares ? 0 : squares;
}

function checkMoments({ n, sum, sumSquares }: Moments, atLeast: number): void {
  if (!Number.isSafeInteger(n) || n < 0) {
    throw new RangeError(`moments: expected a whole number of values, got ${n}`);
  }
  if (n < atLeast) throw new RangeError(`moments: expected ${atLeast} or more values, got ${n}`);
  if (!Number.isFinite(sum) || !(sumSquares >= 0 && sumSquares < Infinity)) {
    throw new RangeError(
      `moments: expected a finite sum and squares of 0 or more, got ${sum} and ${sumSquares}`,
    );
  }
}

function checkValues(values: ArrayLike<number>): void {
  if (values.length === 0) throw new RangeError("moments: expected one value or more, got 0");
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(`moments: expected finite numbers, got ${values[i]} at index ${i}`);
    }
  }
}

/** Carries what each addition rounds away, and adds it at the end. */
function compensatedSum(n: number, term: (i: number) => number): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < n; i++) {
    const value = term(i);
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
