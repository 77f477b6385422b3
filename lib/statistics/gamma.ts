import { quantileByNewton } from "./newton.js";
import { deviance, STIRLING_FROM, stirlingError, stirlingFormula } from "./stirling.js";

/**
 * The natural logarithm of the gamma function, ln Γ(x), for x > 0; ln((n - 1)!) for a whole number n.
 *
 * Relative error below 1e-13, and below 1e-10 within 1e-7 of its zeros at 1 and 2.
 * Throws RangeError when x is not a finite number above 0.
 * Source: Stirling's series (NIST Digital Library of Mathematical Functions, 5.11.1).
 *
 * @example
 * logGamma(5); // 3.178, the logarithm of 4! = 24
 */
export function logGamma(x: number): number {
  if (!(x > 0 && x < Infinity)) throw new RangeError(`logGamma: expected a finite x above 0, got ${x}`);
  if (x > 0.5 && x < 2.5) return besideZero(x);
  let shifted = x;
  let product = 1;
  // Γ(x + 1) = x Γ(x) brings a small x to where Stirling's series holds.
  while (shifted < STIRLING_FROM) product *= shifted++;
  return stirlingFormula(shifted) + stirlingError(shifted) - Math.log(product);
}

/**
 * ln Γ(x) - ln Γ(zero) for the nearer of its zeros 1 and 2, so that the digits of a tiny answer are there: the difference is
 * taken at 10, term by term, and brought back by Γ(x + 1) = x Γ(x).
 */
function besideZero(x: number): number {
  const zero = x < 1.5 ? 1 : 2;
  const excess = x - zero;
  const from = STIRLING_FROM;
  const formula = (from + excess - 0.5) * Math.log1p(excess / from) + excess * (Math.log(from) - 1);
  let sum = formula + stirlingError(from + excess) - stirlingError(from);
  for (let k: number = zero; k < from; k++) sum -= Math.log1p(excess / k);
  return sum;
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

/**
 * The quantile of the gamma distribution with this shape and scale 1: the x with probability p below it. Times the scale
 * for any other scale.
 *
 * Relative error below 1e-10 for shapes from 0.001 to 1e6; 0 where the answer is below the smallest number there is.
 * Throws RangeError when p is not above 0 and below 1, or the shape is not above 0 and at most 1e12.
 *
 * @example
 * gammaQuantile(0.95, 1); // 2.9957, which is -ln(0.05)
 */
export function gammaQuantile(p: number, shape: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`gammaQuantile: expected p above 0 and below 1, got ${p}`);
  checkArguments("gammaQuantile", shape, 0);
  // The density of the logarithm is shape times the term below.
  const tail = (logarithm: number): { tail: number; slope: number } => {
    const x = Math.exp(logarithm);
    const slope = shape * poissonTerm(shape, x);
    return p < 0.5 ? { tail: gammaLower(shape, x), slope } : { tail: gammaUpper(shape, x), slope: -slope };
  };
  return Math.exp(quantileByNewton(tail, Math.min(p, 1 - p), Math.log(shape)));
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
  return sum * poissonTerm(shape, x);
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
  return sum * shape * poissonTerm(shape, x);
}

/**
 * x^k exp(-x) / Γ(k + 1) for k > 0: for whole k the Poisson probability of k events when x are expected.
 *
 * exp(-deviance) / √(2πk), but for the error of Stirling's formula.
 */
export function poissonTerm(k: number, x: number): number {
  if (k < STIRLING_FROM) return Math.exp(k * Math.log(x) - x - logGamma(k + 1));
  return Math.exp(-deviance(k, x) - stirlingError(k)) / Math.sqrt(2 * Math.PI * k);
}
