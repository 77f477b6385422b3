import { logBeta } from "../../statistics/beta.js";
import { betaQuantileLogit, betaTerm, incompleteBeta } from "../../statistics/incomplete-beta.js";
import { gaussLegendre } from "../../statistics/integrate.js";
import { rootBetween } from "../../statistics/root.js";

/** A belief about a rate: as if a - 1 customers had converted and b - 1 had not, and every rate had been as likely before. */
export interface Beta {
  readonly a: number;
  readonly b: number;
}

/** A rate x with y = 1 - x, which keeps its digits where the rate is near 1. */
export interface Rate {
  readonly x: number;
  readonly y: number;
}

/** Throws RangeError when a belief is not of finite numbers above 0. */
export function checkBeta({ a, b }: Beta): void {
  if (!(a > 0 && b > 0 && a < Infinity && b < Infinity)) {
    throw new RangeError(`beta: expected finite a and b above 0, got ${a} and ${b}`);
  }
}

export function meanOfBeta({ a, b }: Beta): number {
  return a / (a + b);
}

function varianceOfBeta({ a, b }: Beta): number {
  return (meanOfBeta({ a, b }) * meanOfBeta({ a: b, b: a })) / (a + b + 1);
}

/** The probability that the rate is at most this one. */
export function lower({ x, y }: Rate, { a, b }: Beta): number {
  return incompleteBeta({ x, y }, a, b);
}

/** The probability that the rate is above this one, with its digits where it is tiny. */
export function upper({ x, y }: Rate, { a, b }: Beta): number {
  return incompleteBeta({ x: y, y: x }, b, a);
}

/**
 * The probability that the first rate is above the second: Miller's sum where a count is whole, else an integral.
 *
 * Relative error below 1e-9, also where the answer is tiny, for a and b up to 1e6.
 * Throws RangeError when a belief is not of finite numbers above 0.
 * Source: Evan Miller 2014, "Formulas for Bayesian A/B testing".
 *
 * @example
 * probabilityAbove({ a: 51, b: 51 }, { a: 41, b: 61 }); // 0.9214262485
 */
export function probabilityAbove(first: Beta, second: Beta): number {
  checkBeta(first);
  checkBeta(second);
  if (Number.isInteger(first.a)) return Math.min(1, millerSum(first, second));
  // First above second is the same as 1 - second above 1 - first.
  if (Number.isInteger(second.b)) return Math.min(1, millerSum(opposite(second), opposite(first)));
  return expectation(first, (rate) => lower(rate, second), turns(second));
}

/**
 * Σ over i < a of the first of B(a₂ + i, b₁ + b₂) / ((b₁ + i) B(1 + i, b₁) B(a₂, b₂)), from the largest term to both sides:
 * the neighbours' ratio is a fraction of small numbers, so only one term needs logarithms, and some √a terms are enough.
 */
function millerSum(first: Beta, second: Beta): number {
  const [after, total] = [second.a + second.b + first.b, first.b + second.a];
  const ratio = (i: number): number => ((second.a + i) / (after + i)) * ((first.b + i) / (i + 1));
  // The ratio passes 1 where (a₂ + i)(b₁ + i) = (after + i)(i + 1), which is a linear equation.
  const peak = (second.a * first.b - after) / (after + 1 - total);
  const largest = Math.max(0, Math.min(first.a - 1, Number.isFinite(peak) && peak > 0 ? Math.ceil(peak) : 0));
  const logTerm =
    logBeta(second.a + largest, first.b + second.b) -
    logBeta(1 + largest, first.b) -
    Math.log(first.b + largest) -
    logBeta(second.a, second.b);
  let sum = 1;
  for (let i = largest, term = 1; i + 1 < first.a && term > 1e-18 * sum; i++) sum += term *= ratio(i);
  for (let i = largest, term = 1; i > 0 && term > 1e-18 * sum; i--) sum += term /= ratio(i - 1);
  return sum * Math.exp(logTerm);
}

/**
 * The mean of g over what is believed about a rate, by Gauss and Legendre on the logit scale, where every beta density is
 * smooth. `cuts` are logits where g has a corner or turns quickly: see turns.
 */
export function expectation(belief: Beta, g: (rate: Rate) => number, cuts: readonly number[]): number {
  const { a, b } = belief;
  const low = betaQuantileLogit({ p: NEGLIGIBLE, q: 1 }, a, b);
  const high = betaQuantileLogit({ p: 1, q: NEGLIGIBLE }, a, b);
  const inside = [...turns(belief), ...cuts].filter((cut) => cut > low && cut < high);
  const ends = [low, ...inside, high].sort((one, other) => one - other);
  const integrand = (logit: number): number => {
    const rate = atLogit(logit);
    return betaTerm(rate, a, b) * g(rate);
  };
  return ends
    .slice(1)
    .reduce((sum, end, i) => (end > ends[i] ? sum + gaussLegendre(integrand, ends[i], end, 32) : sum), 0);
}

/** The logits at which the distribution function of a rate begins to rise, is half way up, and is almost at the top. */
export function turns({ a, b }: Beta): number[] {
  const sd = Math.sqrt(1 / a + 1 / b);
  return [-4, 0, 4].map((distance) => Math.log(a / b) + distance * sd);
}

/**
 * The difference (first minus second) that is exceeded with probability 1 - p.
 *
 * An integral for each step of the search. Absolute error about 1e-10; 1e-6 when a or b is below 1.
 */
export function differenceQuantile(first: Beta, second: Beta, p: number): number {
  const excess = (difference: number): number => differenceLower(first, second, difference) - p;
  const centre = meanOfBeta(first) - meanOfBeta(second);
  const sd = Math.sqrt(varianceOfBeta(first) + varianceOfBeta(second));
  // Cantelli's inequality: no distribution has its quantile further out. A little wider, for rounding.
  const reach = (odds: number): number => 1.001 * sd * Math.sqrt(odds);
  return rootBetween(excess, centre - reach((1 - p) / p), centre + reach(p / (1 - p)));
}

/** The probability that first - second is at most this: the mean of P(first <= second + difference) over the second. */
export function differenceLower(first: Beta, second: Beta, difference: number): number {
  const shifted = ({ x, y }: Rate): Rate => ({ x: x + difference, y: y - difference });
  const lowerOfFirst = (rate: Rate): number => {
    const { x, y } = shifted(rate);
    if (x <= 0) return 0;
    return y <= 0 ? 1 : lower({ x, y }, first);
  };
  const corners = turns(first)
    .map((logit) => atLogit(logit).x - difference)
    .concat(-difference, 1 - difference)
    .filter((x) => x > 0 && x < 1);
  return expectation(
    second,
    lowerOfFirst,
    corners.map((x) => Math.log(x / (1 - x))),
  );
}

/** What lies beyond has no weight in a sum of doubles. */
const NEGLIGIBLE = 1e-18;

function atLogit(logit: number): Rate {
  return { x: 1 / (1 + Math.exp(-logit)), y: 1 / (1 + Math.exp(logit)) };
}

function opposite({ a, b }: Beta): Beta {
  return { a: b, b: a };
}
