/**
 * The natural logarithm of the gamma function, ln Γ(x), for x > 0; ln((n - 1)!) for a whole number n.
 *
 * Relative error below 1e-13, except near the zeros at 1 and 2, where the absolute error is below 1e-14.
 * Throws RangeError when x is not a finite number above 0.
 * Source: Stirling's series (NIST Digital Library of Mathematical Functions, 5.11.1).
 *
 * @example
 * logGamma(5); // 3.178, the logarithm of 4! = 24
 */
export function logGamma(x: number): number {
  if (!(x > 0 && x < Infinity)) throw new RangeError(`logGamma: expected a finite x above 0, got ${x}`);
  let shifted = x;
  let product = 1;
  // Γ(x + 1) = x Γ(x) brings a small x to where Stirling's series holds.
  while (shifted < STIRLING_FROM) product *= shifted++;
  const stirling = (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI);
  return stirling + stirlingError(shifted) - Math.log(product);
}

/**
 * The regularised lower incomplete gamma function P(shape, x): the probability that a gamma
 * variable with this shape and scale 1 is at most x. From 0 at x = 0 to 1.
 *
 * Relative error below 1e-10 for shapes from 0.001 to 1e6, deep into the lower tail. It takes about
 * 10 √shape steps. For a probability near 1 use {@link gammaUpper}, which keeps the digits of what is left.
 * Throws RangeError when the shape is not above 0 and at most 1e12, or x is negative or NaN.
 * Source: NIST Digital Library of Mathematical Functions, 8.11.4 (series) and 8.9.2 (continued fraction).
 *
 * @example
 * gammaLower(1, 2); // 0.8647, which is 1 - exp(-2)
 */
export function gammaLower(shape: number, x: number): number {
  checkArguments("gammaLower", shape, x);
  return x < shape + 1 ? lowerBySeries(shape, x) : 1 - upperByFraction(shape, x);
}

/**
 * The regularised upper incomplete gamma function Q(shape, x) = 1 - P(shape, x): the probability that
 * a gamma variable with this shape and scale 1 is above x. From 1 at x = 0 to 0.
 *
 * Computed for itself and not as a difference from 1, so a tail of 1e-200 has its digits. Range,
 * accuracy, errors and source as for {@link gammaLower}.
 *
 * @example
 * gammaUpper(1, 100); // 3.72e-44, which is exp(-100)
 */
export function gammaUpper(shape: number, x: number): number {
  checkArguments("gammaUpper", shape, x);
  return x < shape + 1 ? 1 - lowerBySeries(shape, x) : upperByFraction(shape, x);
}

function checkArguments(name: string, shape: number, x: number): void {
  if (!(shape > 0 && shape <= 1e12)) {
    throw new RangeError(`${name}: expected a shape above 0 and at most 1e12, got ${shape}`);
  }
  if (!(x >= 0)) throw new RangeError(`${name}: expected x of 0 or more, got ${x}`);
}

function lowerBySeries(shape: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > Number.EPSILON * sum; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum * poissonProbability(shape, x);
}

/**
 * The continued fraction, added up term by term (Steed's way). For x > shape every denominator is
 * above n, by induction, so nothing can divide by zero.
 */
function upperByFraction(shape: number, x: number): number {
  if (x === Infinity) return 0;
  let denominator = x - shape + 1;
  let term = 1 / denominator;
  let sum = term;
  for (let n = 1; Math.abs(term) > Number.EPSILON * sum; n++) {
    const numerator = n * (n - shape);
    const next = x - shape + 2 * n + 1 - numerator / denominator;
    term *= numerator / (denominator * next);
    sum += term;
    denominator = next;
  }
  return sum * shape * poissonProbability(shape, x);
}

/**
 * x^k exp(-x) / Γ(k + 1), for whole k the Poisson probability of k events when x are expected.
 *
 * For large k this is exp(-deviance) / √(2πk), and the deviance is taken from x - k: the difference of
 * two large logarithms would lose as many digits as they have in common (Loader 2000, "Fast and
 * accurate computation of binomial probabilities").
 */
function poissonProbability(k: number, x: number): number {
  if (k < STIRLING_FROM) return Math.exp(k * Math.log(x) - x - logGamma(k + 1));
  const excess = (x - k) / k;
  const logRatio = Math.abs(excess) < 0.5 ? Math.log1p(excess) : Math.log(x / k);
  const deviance = k * (excess - logRatio);
  return Math.exp(-deviance - stirlingError(k)) / Math.sqrt(2 * Math.PI * k);
}

/** From here on six terms of Stirling's series leave an error below 1e-15. */
const STIRLING_FROM = 10;

/** What Stirling's formula leaves of ln Γ(x): the Bernoulli numbers B(2k) over 2k (2k - 1) x^(2k - 1). */
function stirlingError(x: number): number {
  const square = x * x;
  let sum = 0;
  for (const coefficient of STIRLING_COEFFICIENTS) sum = sum / square + coefficient;
  return sum / x;
}

/** From the sixth term down to the first, for Horner's scheme. */
const STIRLING_COEFFICIENTS = [-691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12];
