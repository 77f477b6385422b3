// What lib/experiments/many-tests promises of many results at once: the share of false ones among those that were found, the
// chance of even one, and the share of intervals of selected results that miss the truth.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { adjustPValues, fcrConfidence } = require("../../lib/dist/experiments/many-tests.js");
const { criticalTails, pValueOf } = require("../../lib/dist/experiments/options.js");

/** @typedef {import("../../lib/dist/statistics/random.js").Random} Random */
/** @typedef {{ z: number, truth: number }} Result a test statistic and its expectation, which is 0 without an effect */

const Q = 0.05;

/** @param {Random} random @param {{ results: number, effects: number }} world */
function independent(random, { results, effects }) {
  return Array.from({ length: results }, (_, i) => resultOf(random, i < effects ? 3 : 0));
}

/** @param {Random} random @param {number} truth @returns {Result} */
function resultOf(random, truth) {
  return { truth, z: random.normal(truth, 1) };
}

/**
 * All pairs of arms: two pairs with an arm in common are dependent, in both directions.
 *
 * @param {Random} random @param {readonly number[]} means true means in standard errors
 */
function allPairs(random, means) {
  const arms = means.map((truth) => resultOf(random, truth));
  return arms.flatMap((first, i) =>
    arms.slice(i + 1).map((second) => ({
      z: (first.z - second.z) / Math.SQRT2,
      truth: (first.truth - second.truth) / Math.SQRT2,
    })),
  );
}

/** @param {readonly Result[]} results @param {import("../../lib/dist/experiments/many-tests.js").Correction} correction */
function found(results, correction) {
  const pValues = results.map(({ z }) => pValueOf(z, "two-sided"));
  const adjusted = adjustPValues(pValues, correction);
  return results.filter((_, i) => adjusted[i] <= Q);
}

/** @param {readonly Result[]} results */
const falseShare = (results) =>
  results.filter(({ truth }) => truth === 0).length / Math.max(1, results.length);

/** @param {readonly Result[]} selected @param {number} tested */
function missedShare(selected, tested) {
  if (selected.length === 0) return 0;
  const confidence = fcrConfidence({ selected: selected.length, tested, rate: Q });
  const { low, high } = criticalTails({ confidence, sides: "two-sided" });
  return selected.filter(({ z, truth }) => truth < z - low || z + high < truth).length / selected.length;
}

const WORLDS = [
  {
    world: "30 independent results without an effect",
    draw: (/** @type {Random} */ random) => independent(random, { results: 30, effects: 0 }),
  },
  {
    world: "30 independent results, 10 with an effect of 3 standard errors",
    draw: (/** @type {Random} */ random) => independent(random, { results: 30, effects: 10 }),
  },
  {
    world: "all 28 pairs of 8 equal arms",
    draw: (/** @type {Random} */ random) => allPairs(random, Array(8).fill(0)),
  },
  {
    world: "all 28 pairs of 8 arms, 3 of them 4 standard errors ahead",
    draw: (/** @type {Random} */ random) => allPairs(random, [0, 0, 0, 0, 0, 4, 4, 4]),
  },
];
const target = { low: 0, high: Q };

const discoveryWorlds = /** @type {const} */ (["Benjamini-Hochberg", "Benjamini-Yekutieli"]).flatMap(
  (method) =>
    WORLDS.map(({ world, draw }) => ({
      method,
      estimand: "false discovery rate",
      world,
      target,
      draw: (/** @type {Random} */ random) => ({
        falseDiscoveryShare: falseShare(found(draw(random), method)),
      }),
    })),
);
const familyWorlds = /** @type {const} */ (["Bonferroni", "Holm"]).flatMap((method) =>
  WORLDS.map(({ world, draw }) => ({
    method,
    estimand: "chance of a false discovery",
    world,
    target,
    draw: (/** @type {Random} */ random) => ({
      falseAlarm: found(draw(random), method).some(({ truth }) => truth === 0) ? 1 : 0,
    }),
  })),
);
const byLuck = (/** @type {Result} */ a, /** @type {Result} */ b) => Math.abs(b.z) - Math.abs(a.z);
const selectionWorlds = WORLDS.flatMap(({ world, draw }) => [
  {
    method: "FCR",
    estimand: "false coverage rate",
    world: `${world}, selected by Benjamini-Hochberg`,
    target,
    draw: (/** @type {Random} */ random) => {
      const results = draw(random);
      return { falseDiscoveryShare: missedShare(found(results, "Benjamini-Hochberg"), results.length) };
    },
  },
  {
    method: "FCR",
    estimand: "false coverage rate",
    world: `${world}, the 3 farthest from 0 selected`,
    target,
    draw: (/** @type {Random} */ random) => {
      const results = draw(random);
      const luckiest = [...results].sort(byLuck).slice(0, 3);
      return { falseDiscoveryShare: missedShare(luckiest, results.length) };
    },
  },
]);

export const worlds = [...discoveryWorlds, ...familyWorlds, ...selectionWorlds];
