import { binomialDraws } from "../../statistics/binomial-draws.js";
import type { Random } from "../../statistics/random.js";
import type { Inference, InferenceOptions } from "../../types.js";
import { NO_INTERFERENCE, pValueOf } from "../options.js";
import { type Group, rateOf, rateVariance } from "../rates/group.js";
import { conversionRate } from "../rates/intervals.js";
import { checkedPlanOptions } from "./power.js";

/** A part of the customers with an effect of its own. */
export interface PlannedSegment {
  readonly segment: string;
  /** Share of all customers; the shares of all segments add up to 1. */
  readonly share: number;
  /** Conversion rate without the campaign. */
  readonly baseline: number;
  /** What the campaign adds to it, a difference of rates. */
  readonly effect: number;
}

export interface SimulatedPowerOptions extends InferenceOptions {
  /** The segment whose effect is compared with that of all others together. */
  readonly segment: string;
  /** Customers of both arms. */
  readonly customers: number;
  /** Share of the customers of every segment who are treated. Default 0.5. */
  readonly treatedShare?: number;
  /** How many segments are going to be compared with the rest (Bonferroni). Default 1. */
  readonly comparisons?: number;
  /** How many campaigns are simulated. Default 2,000, for a Monte Carlo error of 1.1 points at most. */
  readonly rounds?: number;
  readonly random: Random;
}

/** How often a campaign whose effect differs between segments is found out, each with its Monte Carlo interval. */
export interface SimulatedPower {
  /** How often the effect on all customers together is found. */
  readonly overall: Inference;
  /** How often it is found that the segment's effect differs from the effect on all others. */
  readonly differs: Inference;
}

/**
 * The power of a campaign that works differently in different segments: whole campaigns are drawn, and the share of them is
 * counted in which the overall effect and the difference between one segment and the rest are found.
 *
 * A difference between segments needs many times the customers of the overall effect: a segment of half of the customers
 * has twice the standard error, and so has the rest. Both are tested by z with unpooled standard errors; `sides` holds for
 * both. The interval (Wilson's) is about the simulation, not about the guesses that went in.
 *
 * Throws RangeError when shares don't add up to 1, a rate leaves 0 to 1, the segment is not among the others, an arm of a
 * segment would have no customers, or an option is out of range.
 *
 * @example
 * const segments = [
 *   { segment: "new", share: 0.3, baseline: 0.1, effect: 0.03 },
 *   { segment: "old", share: 0.7, baseline: 0.1, effect: 0 },
 * ];
 * simulatedPower(segments, { segment: "new", customers: 20_000, random: seededRandom(1) });
 * // overall 0.54, differs 0.87: the effect hides in the whole and shows in the segment
 */
export function simulatedPower(
  segments: readonly PlannedSegment[],
  options: SimulatedPowerOptions,
): SimulatedPower {
  const { segment, customers, treatedShare = 0.5, rounds = 2000, random } = options;
  const { confidence, sides, comparisons } = checkedPlanOptions(options);
  checkSegments(segments, segment);
  if (!(Number.isSafeInteger(rounds) && rounds >= 100)) {
    throw new RangeError(`simulated power: expected 100 rounds or more, got ${rounds}`);
  }
  const draws = segments.map((planned) => armDraws(planned, { customers, treatedShare }));
  const chosen = segments.findIndex((planned) => planned.segment === segment);
  const found = { overall: 0, differs: 0 };
  const isFound = (statistic: number, alpha: number): boolean => pValueOf(statistic, sides) <= alpha;
  for (let round = 0; round < rounds; round++) {
    const arms = draws.map((draw) => draw(random));
    const rest = addedUp(arms.filter((_, index) => index !== chosen));
    const [all, own, others] = [addedUp(arms), arms[chosen]!, rest].map(differenceOf);
    if (isFound(statisticOf(all!), 1 - confidence)) found.overall++;
    const contrast = { effect: own!.effect - others!.effect, variance: own!.variance + others!.variance };
    if (isFound(statisticOf(contrast), (1 - confidence) / comparisons)) found.differs++;
  }
  const powerFrom = (conversions: number): Inference => ({
    ...conversionRate({ customers: rounds, conversions }, { confidence }),
    ...{ method: "simulation, Wilson", assumptions: [AS_GUESSED, NO_INTERFERENCE] },
  });
  return { overall: powerFrom(found.overall), differs: powerFrom(found.differs) };
}

const AS_GUESSED = "shares, rates and effects of the segments are as stated";

interface Arms {
  readonly treated: Group;
  readonly control: Group;
}

interface Difference {
  readonly effect: number;
  readonly variance: number;
}

/** One segment's arms, drawn anew at each call; how many are in each arm is fixed. */
function armDraws(
  { segment, share, baseline, effect }: PlannedSegment,
  { customers, treatedShare }: { customers: number; treatedShare: number },
): (random: Random) => Arms {
  const size = Math.round(customers * share);
  const treated = Math.round(size * treatedShare);
  const control = size - treated;
  if (!(treated > 0 && control > 0 && Number.isSafeInteger(size))) {
    throw new RangeError(
      `segment "${segment}": expected customers in both arms, got ${treated} and ${control}`,
    );
  }
  const drawTreated = binomialDraws(treated, baseline + effect);
  const drawControl = binomialDraws(control, baseline);
  return (random) => ({
    treated: { customers: treated, conversions: drawTreated(random) },
    control: { customers: control, conversions: drawControl(random) },
  });
}

function addedUp(arms: readonly Arms[]): Arms {
  const sum = (groups: readonly Group[]): Group => ({
    customers: groups.reduce((total, group) => total + group.customers, 0),
    conversions: groups.reduce((total, group) => total + group.conversions, 0),
  });
  return { treated: sum(arms.map((arm) => arm.treated)), control: sum(arms.map((arm) => arm.control)) };
}

function differenceOf({ treated, control }: Arms): Difference {
  return {
    effect: rateOf(treated) - rateOf(control),
    variance: rateVariance(treated) + rateVariance(control),
  };
}

/** Nothing is found where nobody or everybody converted. */
function statisticOf({ effect, variance }: Difference): number {
  return variance === 0 ? 0 : effect / Math.sqrt(variance);
}

function checkSegments(segments: readonly PlannedSegment[], chosen: string): void {
  const names = segments.map(({ segment }) => segment);
  if (names.length < 2 || new Set(names).size < names.length) {
    throw new RangeError(`simulated power: expected two or more different segments, got ${names.join(", ")}`);
  }
  if (!names.includes(chosen)) throw new RangeError(`simulated power: no segment "${chosen}" in the plan`);
  const shares = segments.reduce((total, { share }) => total + share, 0);
  if (!(Math.abs(shares - 1) < 1e-9)) {
    throw new RangeError(`simulated power: expected shares that add up to 1, got ${shares}`);
  }
  for (const { segment, baseline, effect } of segments) {
    for (const rate of [baseline, baseline + effect]) {
      if (!(rate >= 0 && rate <= 1)) {
        throw new RangeError(`segment "${segment}": expected rates from 0 to 1, got ${rate}`);
      }
    }
  }
}
