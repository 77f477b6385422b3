/**
 * The p-value of Kolmogorov and Smirnov's test that values come from 0 to 1, all equally likely: what p-values must do where
 * nothing differs. Small when the values crowd anywhere.
 *
 * The largest distance between the values' distribution and the even one, two-sided. An approximation: from
 * 10 values on it is off by less than 0.001 where it is below 0.1, and by up to 0.03 above. Values that come in few steps
 * (p-values of a discrete test) are never quite even.
 * Throws RangeError when there are no values or one is not from 0 to 1.
 * Source: Stephens 1970, "Use of the Kolmogorov-Smirnov, Cramér-von Mises and related statistics without extensive tables".
 *
 * @example
 * uniformityPValue([0.1, 0.3, 0.5, 0.7, 0.9]); // 1.00
 */
export function uniformityPValue(values: ArrayLike<number>): number {
  const n = values.length;
  if (n === 0) throw new RangeError("uniformity: expected values, got 0");
  const sorted = Float64Array.from(values).sort();
  let distance = 0;
  sorted.forEach((value, i) => {
    if (!(value >= 0 && value <= 1)) throw new RangeError(`uniformity: expected 0 to 1, got ${value}`);
    distance = Math.max(distance, (i + 1) / n - value, value - i / n);
  });
  const root = Math.sqrt(n);
  return kolmogorovTail(distance * (root + 0.12 + 0.11 / root));
}

/** The probability that the largest distance times √n is above x in the long run: 2 Σ (-1)^(k - 1) exp(-2 k² x²). */
function kolmogorovTail(x: number): number {
  // Below this the series needs many terms, and it is 1 to twelve digits.
  if (x < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 20; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * (k * x) ** 2);
  return Math.min(1, sum);
}
