import { betaDensity, betaQuantile } from "../../statistics/beta.js";
import type { Inference } from "../../types.js";
import { BY_CHANCE, checkedOptions, INDEPENDENT, NO_INTERFERENCE } from "../options.js";
import { checkGroup, checkPair, type Group } from "../rates/group.js";
import {
  type Beta,
  checkBeta,
  differenceQuantile,
  expectation,
  lower,
  meanOfBeta,
  probabilityAbove,
  type Rate,
  turns,
} from "./beta.js";

/** What was believed before, and how sure to be. */
export interface BetaOptions {
  /** Belief about every arm's rate before the data. Default Beta(1, 1): every rate is as likely. */
  readonly prior?: Beta;
  /** Probability that the rate, or the difference, lies in the interval. Default 0.95. */
  readonly confidence?: number;
}

/** An effect with its credible interval, read as probabilities. */
export interface BayesianInference extends Inference {
  /** Probability that the treated arm's true value is above the control's. */
  readonly probabilityBetter: number;
  /** What is lost on average by choosing the arm, counting 0 where it is the better one: in the unit of the estimate. */
  readonly expectedLoss: { readonly treated: number; readonly control: number };
}

/** One arm of several. */
export interface ArmChoice {
  /** Probability that this arm's true rate is the highest. */
  readonly probabilityBest: number;
  /** How far the best arm's rate is above this one's on average: 0 where this one is the best. A fraction. */
  readonly expectedLoss: number;
}

const EVERY_RATE_AS_LIKELY: Beta = { a: 1, b: 1 };

/**
 * What is believed about a conversion rate after the data: the prior with the conversions added to a and the others to b.
 *
 * Throws RangeError for an impossible group, or a prior that is not finite and above 0.
 *
 * @example
 * posteriorOf({ customers: 100, conversions: 40 }); // { a: 41, b: 61 }
 */
export function posteriorOf({ customers, conversions }: Group, { a, b }: Beta = EVERY_RATE_AS_LIKELY): Beta {
  checkGroup({ customers, conversions });
  checkBeta({ a, b });
  return { a: a + conversions, b: b + customers - conversions };
}

/**
 * A conversion rate as believed after the data: the mean of its posterior, with the interval that leaves the same
 * probability on both sides.
 *
 * The rate lies in it with that probability, for someone who believed the prior; with few customers the prior shows.
 * Throws RangeError as posteriorOf does, or when the confidence is not between 0 and 1.
 *
 * @example
 * rateBelief({ customers: 100, conversions: 20 }); // estimate 0.206, low 0.134, high 0.289
 */
export function rateBelief(group: Group, { prior, ...options }: BetaOptions = {}): Inference {
  const { a, b } = posteriorOf(group, prior);
  const { confidence } = checkedOptions(options);
  const tail = (1 - confidence) / 2;
  return {
    estimate: a / (a + b),
    low: betaQuantile(tail, a, b),
    high: betaQuantile(1 - tail, a, b),
    ...shared(confidence, prior),
    n: group.customers,
    assumptions: [INDEPENDENT],
  };
}

/**
 * The difference of two conversion rates, treated minus control, as believed after the data: its mean, the interval that
 * leaves the same probability on both sides, the probability that the treated rate is the higher one, and what either choice
 * would lose on average.
 *
 * All numbers are exact up to rounding (sums and integrals, no simulation). With the default prior and much data they say what
 * the test says, in other words; a small expected loss, not a high probability, is the reason to decide. Looking every
 * day does not change what they mean for someone who believed the prior, but it does change how often one is wrong when
 * there is no effect.
 * Throws RangeError for impossible groups, a prior that is not finite and above 0, or a confidence out of range.
 * Source: Evan Miller 2014, "Formulas for Bayesian A/B testing"; Stucchio 2015 (expected loss).
 *
 * @example
 * differenceBelief({ customers: 1000, conversions: 250 }, { customers: 1000, conversions: 200 });
 * // estimate 0.0499, low 0.0134, high 0.0864, probabilityBetter 0.9963, expectedLoss { treated: 0.0000214, control: 0.0499 }
 */
export function differenceBelief(
  treated: Group,
  control: Group,
  { prior, ...options }: BetaOptions = {},
): BayesianInference {
  checkPair(treated, control);
  const { confidence } = checkedOptions(options);
  const [first, second] = [posteriorOf(treated, prior), posteriorOf(control, prior)];
  const tail = (1 - confidence) / 2;
  const bothLosses = bestOf([first, second]);
  return {
    estimate: meanOfBeta(first) - meanOfBeta(second),
    low: differenceQuantile(first, second, tail),
    high: differenceQuantile(first, second, 1 - tail),
    ...shared(confidence, prior),
    n: treated.customers + control.customers,
    assumptions: [BY_CHANCE, INDEPENDENT, NO_INTERFERENCE],
    probabilityBetter: probabilityAbove(first, second),
    expectedLoss: { treated: bothLosses[0].expectedLoss, control: bothLosses[1].expectedLoss },
  };
}

/**
 * Every arm's probability of being the best of several, and what choosing it would lose on average against the best.
 *
 * For the posteriors of posteriorOf, in their order. The probabilities add up to 1. Absolute accuracy about 1e-10.
 * Throws RangeError when there are fewer than two arms or a posterior is not finite and above 0.
 *
 * @example
 * bestOf([{ a: 101, b: 901 }, { a: 121, b: 881 }, { a: 131, b: 871 }])[2]; // probabilityBest 0.745, expectedLoss 0.0022
 */
export function bestOf(arms: readonly Beta[]): ArmChoice[] {
  if (arms.length < 2) throw new RangeError(`best of several: expected two arms or more, got ${arms.length}`);
  arms.forEach(checkBeta);
  const cuts = arms.flatMap(turns);
  const isHighest = (rate: Rate, others: readonly Beta[]): number =>
    others.reduce((product, other) => product * lower(rate, other), 1);
  return arms.map((arm, chosen) => {
    const others = arms.filter((_, other) => other !== chosen);
    const losses = others.map((best, i) => {
      const rest = others.filter((_, other) => other !== i);
      return expectation(best, (rate) => shortfall(arm, rate) * isHighest(rate, rest), cuts);
    });
    return {
      probabilityBest: expectation(arm, (rate) => isHighest(rate, others), cuts),
      expectedLoss: losses.reduce((sum, loss) => sum + loss),
    };
  });
}

/**
 * The curve of a belief for a figure: how thick it is (density) at this many rates, evenly spaced over all of it but one in
 * ten thousand.
 *
 * The area under the curve is 1, so its height is no probability.
 * Throws RangeError when the belief is not finite and above 0 or there are fewer than two points.
 *
 * @example
 * densityCurve({ a: 41, b: 61 }, 3).x; // [0.228, 0.411, 0.593]
 */
export function densityCurve(
  belief: Beta,
  points: number,
): { readonly x: Float64Array; readonly density: Float64Array } {
  checkBeta(belief);
  if (!(Number.isSafeInteger(points) && points >= 2)) {
    throw new RangeError(`density curve: expected a whole number of points, 2 or more, got ${points}`);
  }
  const { a, b } = belief;
  const [low, high] = [betaQuantile(OUTSIDE_OF_CURVE, a, b), betaQuantile(1 - OUTSIDE_OF_CURVE, a, b)];
  const x = Float64Array.from({ length: points }, (_, i) => low + ((high - low) * i) / (points - 1));
  return { x, density: x.map((rate) => betaDensity(rate, a, b)) };
}

/** On each side of a curve: a twentieth of a thousandth. */
const OUTSIDE_OF_CURVE = 5e-5;

/** How far a rate is below this one on average, counting 0 where it is above: x F(x) minus the partial mean below x. */
function shortfall(belief: Beta, rate: Rate): number {
  const partialMean = meanOfBeta(belief) * lower(rate, { a: belief.a + 1, b: belief.b });
  return Math.max(0, rate.x * lower(rate, belief) - partialMean);
}

function shared(
  confidence: number,
  prior: Beta = EVERY_RATE_AS_LIKELY,
): Pick<Inference, "confidence" | "sides" | "method" | "unit" | "warnings"> {
  const method = `Beta-Binomial, prior Beta(${prior.a}, ${prior.b})`;
  return { confidence, sides: "two-sided", method, unit: "fraction", warnings: [] };
}
