/**
 * The arithmetic mean, in the unit of the values.
 *
 * A few very large customers move it a lot: show it beside the median when spend is skewed.
 * Throws RangeError when there are no values or one of them is not a finite number.
 *
 * @example
 * mean([1, 2, 6]); // 3
 */
export function mean(values: ArrayLike<number>): number {
  checkValues("mean", values, 1);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/**
 * The sample variance (divisor n - 1), in the squared unit of the values.
 *
 * Throws RangeError when there are fewer than two values or one of them is not a finite number.
 *
 * @example
 * variance([1, 2, 6]); // 7
 */
export function variance(values: ArrayLike<number>): number {
  checkValues("variance", values, 2);
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - centre) ** 2;
  return squares / (values.length - 1);
}

/**
 * The value below which the share p of the values lies, interpolated linearly between neighbours.
 *
 * This is type 7 of Hyndman and Fan (1996), the default of R, NumPy and pandas; other programs use
 * other types, which differ visibly on fewer than about thirty values.
 * Throws RangeError when there are no values, one of them is not a finite number, or p is outside 0 to 1.
 *
 * @example
 * quantile([1, 2, 3, 10], 0.25); // 1.75
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  checkValues("quantile", values, 1);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`quantile: expected p from 0 to 1, got ${p}`);
  const sorted = Float64Array.from(values).sort();
  const position = (sorted.length - 1) * p;
  const below = sorted[Math.floor(position)]!;
  const above = sorted[Math.ceil(position)]!;
  return below + (position - Math.floor(position)) * (above - below);
}

/**
 * The middle value, or the mean of the two middle values.
 *
 * Throws RangeError when there are no values or one of them is not a finite number.
 *
 * @example
 * median([10, 1, 3, 2]); // 2.5
 */
export function median(values: ArrayLike<number>): number {
  checkValues("median", values, 1);
  return quantile(values, 0.5);
}

/**
 * The rank of each value, 1 for the smallest up to n; equal values are ranked in the order they come.
 *
 * Every rank occurs once, so quintiles of these ranks are equally large. The price is that equal
 * customers can land in different quintiles because of their row alone.
 * Throws RangeError when there are no values or one of them is not a finite number.
 *
 * @example
 * firstComeRanks([5, 2, 5]); // Int32Array [2, 1, 3]
 */
export function firstComeRanks(values: ArrayLike<number>): Int32Array {
  checkValues("firstComeRanks", values, 1);
  const order = Int32Array.from(values, (_, row) => row);
  order.sort((a, b) => values[a]! - values[b]! || a - b);
  const ranks = new Int32Array(values.length);
  for (let i = 0; i < order.length; i++) ranks[order[i]!] = i + 1;
  return ranks;
}

function checkValues(quantity: string, values: ArrayLike<number>, atLeast: number): void {
  if (values.length < atLeast) {
    throw new RangeError(`${quantity}: expected ${atLeast} or more values, got ${values.length}`);
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(`${quantity}: expected finite numbers, got ${values[i]} at index ${i}`);
    }
  }
}
