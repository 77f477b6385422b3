// Coverage of the intervals that only lib/experiments/analysis makes: an arm's mean and the relative effect with clusters,
// and a guardrail's one-sided interval for an amount.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const {
  armEstimate,
  nonInferiorityOf,
  relativeEffect,
} = require("../../lib/dist/experiments/analysis/comparison.js");
const { momentsOf } = require("../../lib/dist/experiments/moments.js");

/** @typedef {import("../../lib/dist/statistics/random.js").Random} Random */

/** @typedef {import("../../lib/dist/experiments/analysis/comparison.js").Comparison} Comparison */

const spend = {
  ...{ name: "spend", kind: "mean", unit: "NZD", purpose: "guardrail", better: "higher", margin: 1 },
  ...{ covariate: null, windowDays: null },
};

/**
 * Households of one to four whose members resemble one another: mean 10, between households sd 2, within them 3.
 *
 * @param {Random} random @param {number} households @param {number} effect
 */
function clusters(random, households, effect) {
  const cells = [];
  for (let i = 0; i < households; i++) {
    const size = 1 + random.below(4);
    const total = size * (10 + effect + random.normal(0, 2)) + Math.sqrt(size) * random.normal(0, 3);
    cells.push({ size, clusters: 1, sum: total, sumSquares: total ** 2 });
  }
  return cells;
}

/** @param {Random} random @param {number} households */
function clustered(random, households) {
  const arms = { treated: clusters(random, households, 1), control: clusters(random, households, 0) };
  const n = 4 * households;
  return comparisonOf({ treated: { n }, control: { n }, clusters: arms });
}

/** With what the intervals look at, and no more. @param {object} sums */
function comparisonOf(sums) {
  return /** @type {Comparison} */ ({ metric: spend, ...sums });
}

/** @param {Random} random @param {{ n: number, mean: number }} world */
function amounts(random, { n, mean }) {
  return momentsOf(Float64Array.from({ length: n }, () => random.gamma(4, mean / 4)));
}

export const worlds = [
  ...[15, 100].map((households) => ({
    method: "linearised ratio of cluster totals",
    estimand: "mean of an arm",
    world: `${households} households of 1 to 4 an arm`,
    draw: (/** @type {Random} */ random) => ({
      ...armEstimate(clustered(random, households), "treated", 0.95),
      truth: 11,
    }),
  })),
  ...[15, 100].map((households) => ({
    method: "Fieller of linearised ratios",
    estimand: "relative difference of means, clusters",
    world: `${households} households of 1 to 4 an arm`,
    draw: (/** @type {Random} */ random) => ({
      ...relativeEffect(clustered(random, households), { confidence: 0.95 }),
      truth: 0.1,
    }),
  })),
  {
    method: "Welch",
    estimand: "difference of means against a margin, one-sided",
    world: "gamma spend, 300 and 100 customers",
    draw: (/** @type {Random} */ random) => {
      const treated = { arm: "treated", ...amounts(random, { n: 300, mean: 9 }) };
      const control = { arm: "control", ...amounts(random, { n: 100, mean: 10 }) };
      const reading = nonInferiorityOf(comparisonOf({ treated, control, clusters: null }), {
        confidence: 0.95,
      });
      return { low: reading?.effect.low, high: reading?.effect.high, truth: -1 };
    },
  },
];
