import { logGamma } from "./gamma.js";
import { quantileByNewton } from "./newton.js";
import { deviance, STIRLING_FROM, stirlingError, stirlingFormula } from "./stirling.js";

/** A share x of the whole and the rest y = 1 - x, both with all their digits. */
export interface Shares {
  readonly x: number;
  readonly y: number;
}

/**
 * The regularised incomplete beta function I(x; a, b): the probability that a beta variable is at most x. For the
 * probability above x swap a with b and x with y. The t, F and binomial distributions are this one in other clothes.
 *
 * Relative error below 1e-10 for a and b from 0.001 to 1e6, also where the answer is 1e-300. It takes some √(a + b) steps.
 * Source: Didonato and Morris 1992, "Algorithm 708" (the continued fraction of its BFRAC).
 *
 * @example
 * incompleteBeta({ x: 0.5, y: 0.5 }, 2, 3); // 0.6875
 */
export function incompleteBeta({ x, y }: Shares, a: number, b: number): number {
  if (x === 0) return 0;
  if (y === 0) return 1;
  const belowPeak = x * (b + 1) <= y * (a + 1);
  return belowPeak ? byFraction({ x, y }, a, b) : 1 - byFraction({ x: y, y: x }, b, a);
}

/**
 * x^a y^b / B(a, b): a beta density times x y.
 *
 * Two deviances and what Stirling's formula leaves, because the logarithms of B and of the powers are large and almost equal.
 */
export function betaTerm({ x, y }: Shares, a: number, b: number): number {
  const sum = a + b;
  const exponent =
    correction(sum) - correction(a) - correction(b) - deviance(a, sum * x) - deviance(b, sum * y);
  return Math.sqrt(a / (2 * Math.PI)) * Math.sqrt(b / sum) * Math.exp(exponent);
}

/**
 * The logarithm of the beta function, ln B(a, b) = ln(Γ(a) Γ(b) / Γ(a + b)), for a and b above 0.
 *
 * Relative error below 1e-13, except near zeros such as B(1, 1) = 1, where the absolute error is below 1e-14.
 * Throws RangeError when a or b is not a finite number above 0.
 *
 * @example
 * logBeta(2, 3); // -2.4849, the logarithm of 1 / 12
 */
export function logBeta(a: number, b: number): number {
  checkShapes("logBeta", a, b);
  const [small, large] = [Math.min(a, b), Math.max(a, b)];
  const sum = a + b;
  const powers = small * Math.log(small / sum) + large * Math.log1p(-small / sum);
  const roots = 0.5 * Math.log((2 * Math.PI * sum) / large / small);
  return powers + roots + correction(a) + correction(b) - correction(sum);
}

/**
 * The logit ln(x / y) of the x with probability p below it and q = 1 - p above it. On this scale no answer is too near to 0
 * or to 1 for a number to hold.
 */
export function betaQuantileLogit({ p, q }: { p: number; q: number }, a: number, b: number): number {
  const tail = (logit: number): { tail: number; slope: number } => {
    const [x, y] = [1 / (1 + Math.exp(-logit)), 1 / (1 + Math.exp(logit))];
    const slope = betaTerm({ x, y }, a, b);
    return p < q
      ? { tail: incompleteBeta({ x, y }, a, b), slope }
      : { tail: incompleteBeta({ x: y, y: x }, b, a), slope: -slope };
  };
  return quantileByNewton(tail, Math.min(p, q), Math.log(a / b));
}

/** Throws RangeError when the two shapes of a beta distribution are not finite numbers above 0. */
export function checkShapes(name: string, a: number, b: number): void {
  if (!(a > 0 && b > 0 && a <= 1e12 && b <= 1e12)) {
    throw new RangeError(`${name}: expected a and b above 0 and at most 1e12, got ${a} and ${b}`);
  }
}

function byFraction({ x, y }: Shares, a: number, b: number): number {
  let denominator = (a * (a * y - b * x + 1)) / (a + 1);
  let term = 1 / denominator;
  let sum = term;
  for (let m = 1; Math.abs(term) > Number.EPSILON * sum; m++) {
    const odd = a + 2 * m - 1;
    const numerator = ((((a + m - 1) / odd) * (a + b + m - 1)) / odd) * m * (b - m) * x * x;
    const partial = m + (m * (b - m) * x) / odd + ((a + m) * (a * y - b * x + 1 + m * (1 + y))) / (odd + 2);
    const next = partial + numerator / denominator;
    term *= -numerator / (denominator * next);
    sum += term;
    denominator = next;
  }
  return sum * betaTerm({ x, y }, a, b);
}

/** What Stirling's formula leaves of ln Γ(x) for any x > 0. */
function correction(x: number): number {
  return x < STIRLING_FROM ? logGamma(x) - stirlingFormula(x) : stirlingError(x);
}
