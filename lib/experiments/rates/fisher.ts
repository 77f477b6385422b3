import { hypergeometricProbability } from "../../statistics/hypergeometric.js";
import type { Sides } from "../../types.js";
import type { Group } from "./group.js";

/** How the conversions of both arms together, taken as given, can fall on the first arm. */
interface Deal {
  readonly margins: { readonly population: number; readonly successes: number; readonly draws: number };
  /** How many fell on it, and how many are most likely to. */
  readonly observed: number;
  readonly mode: number;
}

/** A table as probable as the observed one must count as such in spite of rounding. */
const TOLERANCE = 1e-7;

/**
 * The p-value of Fisher's exact test, with the observed table counted in whole or, for the mid-p-value, by half (`share`
 * 0.5). Two-sided it adds up the tables that are at most as probable as the observed one.
 *
 * No tail is one minus the other where it is small, so that p-values keep their digits down to 1e-300. The work grows with
 * the standard deviation of the count, not with the arms: microseconds for a million customers.
 */
export function fisherPValue(
  treated: Group,
  control: Group,
  { sides, share }: { readonly sides: Sides; readonly share: 1 | 0.5 },
): number {
  const deal = dealOf(treated, control);
  const other = dealOf(control, treated);
  if (sides === "greater") return oneSided(deal, share);
  if (sides === "less") return oneSided(other, share);
  return Math.min(1, twoSided(deal.observed < deal.mode ? other : deal, share));
}

function dealOf(first: Group, second: Group): Deal {
  const population = first.customers + second.customers;
  const successes = first.conversions + second.conversions;
  const margins = { population, successes, draws: first.customers };
  const mode = Math.floor(((first.customers + 1) * (successes + 1)) / (population + 2));
  return { margins, observed: first.conversions, mode };
}

/** The tail from the observed count upwards. */
function oneSided(deal: Deal, share: number): number {
  const { observed, mode, margins } = deal;
  const left = (1 - share) * hypergeometricProbability(observed, margins);
  if (observed > mode) return tailFrom(observed, 1, deal) - left;
  return Math.max(0, 1 - tailFrom(observed - 1, -1, deal) - left);
}

/** Both tails, of a count that is not below the mode. */
function twoSided(deal: Deal, share: number): number {
  const { observed, margins } = deal;
  const probability = hypergeometricProbability(observed, margins);
  const mirror = mirrorOf(deal, probability);
  const asProbable = hypergeometricProbability(Math.max(0, mirror), margins) >= probability * (1 - TOLERANCE);
  const ties = mirror >= 0 && asProbable ? 2 : 1;
  return tailFrom(observed, 1, deal) + tailFrom(mirror, -1, deal) - ties * (1 - share) * probability;
}

/** The largest count below the observed one that is at most as probable, by halving; -1 if none is. */
function mirrorOf({ margins, observed, mode }: Deal, probability: number): number {
  let [low, high] = [-1, Math.min(observed - 1, mode)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (hypergeometricProbability(middle, margins) <= probability * (1 + TOLERANCE)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The probability of a count and all those beyond it, upwards (1) or downwards (-1), each from the one before. */
function tailFrom(start: number, step: 1 | -1, { margins }: Deal): number {
  const { population, successes, draws } = margins;
  if (start < 0) return 0;
  // Of neighbours, the upper has so many times the probability of the lower.
  const ratio = (lower: number): number =>
    (((successes - lower) / (lower + 1)) * (draws - lower)) / (population - successes - draws + lower + 1);
  let term = hypergeometricProbability(start, margins);
  let sum = term;
  for (let count = start; term > sum * 1e-18; count += step) {
    term = step === 1 ? term * ratio(count) : term / ratio(count - 1);
    sum += term;
  }
  return sum;
}
