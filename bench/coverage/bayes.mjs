// Credible intervals hold the truth with their probability on average over the prior: the truth is drawn from the prior,
// then the data from the truth.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { differenceBelief, rateBelief } = require("../../lib/dist/experiments/bayes/beta-binomial.js");
const { effectBelief } = require("../../lib/dist/experiments/bayes/gaussian.js");
const { differenceInMeans } = require("../../lib/dist/experiments/means/welch.js");
const { momentsOf } = require("../../lib/dist/experiments/moments.js");

/** @typedef {import("../../lib/dist/statistics/random.js").Random} Random */

/** @param {{ a: number, b: number }} prior @param {Random} random */
function drawRate({ a, b }, random) {
  const [first, second] = [random.gamma(a, 1), random.gamma(b, 1)];
  return first / (first + second);
}

/** @param {number} customers @param {number} rate @param {Random} random */
function drawGroup(customers, rate, random) {
  let conversions = 0;
  for (let i = 0; i < customers; i++) if (random.next() < rate) conversions++;
  return { customers, conversions };
}

const priors = [
  { prior: { a: 1, b: 1 }, world: "uniform prior" },
  { prior: { a: 4, b: 76 }, world: "prior of about 5 %, worth 80 customers" },
];

const ofRates = priors.flatMap(({ prior, world }) => [
  {
    method: `Beta-Binomial, prior Beta(${prior.a}, ${prior.b})`,
    ...{ estimand: "rate, averaged over the prior", world: `${world}, 50 customers` },
    draw: (/** @type {Random} */ random) => {
      const truth = drawRate(prior, random);
      const { low, high } = rateBelief(drawGroup(50, truth, random), { prior });
      return { low, high, truth };
    },
  },
  {
    method: `Beta-Binomial, prior Beta(${prior.a}, ${prior.b})`,
    ...{ estimand: "difference of rates, averaged over the prior", world: `${world}, 100 and 25 customers` },
    draw: (/** @type {Random} */ random) => {
      const [treated, control] = [drawRate(prior, random), drawRate(prior, random)];
      const groups = [drawGroup(100, treated, random), drawGroup(25, control, random)];
      const { low, high } = differenceBelief(groups[0], groups[1], { prior });
      return { low, high, truth: treated - control };
    },
  },
]);

/** Spend whose standard error is estimated, as the analysis does. */
const flat = {
  ...{ method: "Student, flat prior", estimand: "effect" },
  world: "gamma spend, 300 and 100 customers",
  draw: (/** @type {Random} */ random) => {
    const [treated, control] = [300, 100].map((n, arm) =>
      momentsOf(Float64Array.from({ length: n }, () => random.gamma(4, 10 - 2 * arm))),
    );
    const { low, high } = effectBelief(differenceInMeans(treated, control, { unit: "USD" }));
    return { low, high, truth: 8 };
  },
};

const PRIOR = { mean: 0.1, variance: 0.1 };

export const worlds = [
  ...ofRates,
  flat,
  {
    ...{ method: "Gaussian, prior N(0.1, 0.1)", estimand: "effect, averaged over the prior" },
    world: "standard error as large as the prior's spread",
    draw: (/** @type {Random} */ random) => {
      const standardError = Math.sqrt(PRIOR.variance);
      const truth = random.normal(PRIOR.mean, standardError);
      const estimate = random.normal(truth, standardError);
      const effect = { estimate, standardError, n: 100, unit: "x", assumptions: [], warnings: [] };
      const { low, high } = effectBelief(effect, { prior: PRIOR });
      return { low, high, truth };
    },
  },
];
