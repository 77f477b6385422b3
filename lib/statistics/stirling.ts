/**
 * What Stirling's formula leaves of the logarithm of the gamma function: ln Γ(x) less
 * (x - 1/2) ln x - x + ln(2π) / 2, for x from 10. It falls from 1 / 120 like 1 / (12 x).
 *
 * The first six terms of the series; what is left out is below 1e-15.
 * Source: NIST Digital Library of Mathematical Functions, 5.11.1.
 *
 * @example
 * stirlingError(10); // 0.00833
 */
export function stirlingError(x: number): number {
  const square = x * x;
  let sum = 0;
  for (const coefficient of COEFFICIENTS) sum = sum / square + coefficient;
  return sum / x;
}

/** From here on the series holds. */
export const STIRLING_FROM = 10;

/** The Bernoulli numbers B(2k) over 2k (2k - 1), from the sixth down to the first, for Horner's scheme. */
const COEFFICIENTS = [-691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12];

/** (x - 1/2) ln x - x + ln(2π) / 2, Stirling's formula for the logarithm of the gamma function of x > 0. */
export function stirlingFormula(x: number): number {
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI);
}

/**
 * How far a count is from what was expected, count · ln(count / expected) + expected - count: 0 where they agree. It is the
 * exponent of a Poisson or a binomial probability.
 *
 * Taken from the difference of the two: as a difference of large logarithms it would lose as many digits as these have in
 * common (Loader 2000, "Fast and accurate computation of binomial probabilities"). For a count above 0, whole or not.
 *
 * @example
 * deviance(110, 100); // 0.484
 */
export function deviance(count: number, expected: number): number {
  const excess = (expected - count) / count;
  const logRatio = Math.abs(excess) < 0.5 ? Math.log1p(excess) : Math.log(expected / count);
  return count * (excess - logRatio);
}
