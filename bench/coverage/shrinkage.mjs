// Coverage of the intervals of lib/experiments/bayes/shrinkage, shrinkage-rates and crossed.
// `draw` returns all cells of one draw as an array (their average coverage is what robust intervals promise), or one interval.
// Where a draw has 200 cells, `draws` says how many draws suffice: 200 draws are 40,000 intervals.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { shrinkEffects } = require("../../lib/dist/experiments/bayes/shrinkage.js");
const { shrinkRates } = require("../../lib/dist/experiments/bayes/shrinkage-rates.js");
const { shrinkCells } = require("../../lib/dist/experiments/bayes/crossed.js");

/** @typedef {import("../../lib/dist/statistics/random.js").Random} Random */

/** @typedef {import("../../lib/dist/experiments/bayes/shrinkage.js").ShrunkGroup} ShrunkGroup */
/** @typedef {{ groups: number, shape: string, sd: number }} World */
/** @typedef {{ groups: number, shape: string, rate: number, sizes: number[] }} RateWorld */

/** True effects around 0 with this standard deviation, of three shapes. @type {Record<string, (random: Random, sd: number) => number>} */
const shapes = {
  normal: (random, sd) => random.normal(0, sd),
  "two-point": (random, sd) => (random.chance(0.5) ? sd : -sd),
  "one in ten far off": (random, sd) => (random.chance(0.1) ? 3 * sd : -sd / 3),
};

/** Standard errors from half the usual one to one and a half times it. */
const standardErrors = [0.5, 0.75, 1, 1.5];

/** @param {Random} random @param {World} world */
function effectsOf(random, { groups, shape, sd }) {
  const truths = Array.from({ length: groups }, () => 5 + shapes[shape](random, sd));
  const estimates = truths.map((truth, i) => {
    const standardError = standardErrors[i % standardErrors.length];
    return { group: String(i), estimate: random.normal(truth, standardError), standardError, n: 100 };
  });
  return { truths, ...shrinkEffects(estimates, { unit: "points" }) };
}

/** Every group's interval with its truth. @param {readonly ShrunkGroup[]} groups @param {readonly number[]} truths */
const cellsOf = (groups, truths) =>
  groups.map(({ shrunk: { low, high } }, i) => ({ low, high, truth: truths[i] }));

const ofEffects = (/** @type {World} */ world) => (/** @type {Random} */ random) => {
  const { groups, truths } = effectsOf(random, world);
  return cellsOf(groups, truths);
};
const ofMean = (/** @type {World} */ world) => (/** @type {Random} */ random) => {
  const { mean } = effectsOf(random, world);
  return { low: mean.low, high: mean.high, truth: 5 };
};
const ofTau = (/** @type {World} */ world) => (/** @type {Random} */ random) => {
  const { betweenGroups } = effectsOf(random, world);
  return { low: betweenGroups.low, high: betweenGroups.high, truth: world.sd };
};

/** A binomial count, by inversion: fast for small expected counts. @param {Random} random @param {number} n @param {number} p */
function binomial(random, n, p) {
  let left = random.next();
  let probability = (1 - p) ** n;
  let count = 0;
  while (left >= probability && count < n) {
    left -= probability;
    probability *= ((n - count) / (count + 1)) * (p / (1 - p));
    count++;
  }
  return count;
}

/** @type {Record<string, (random: Random, rate: number) => number>} */
const rateShapes = {
  Beta: (random, rate) => {
    const [a, b] = [random.gamma(8, 1), random.gamma((8 / rate) * (1 - rate), 1)];
    return a / (a + b);
  },
  "two-point": (random, rate) => rate * (random.chance(0.5) ? 0.65 : 1.35),
};

/** @param {Random} random @param {RateWorld} world */
function ratesOf(random, { groups, shape, rate, sizes }) {
  const truths = Array.from({ length: groups }, () => rateShapes[shape](random, rate));
  const counts = truths.map((truth, i) => {
    const customers = sizes[i % sizes.length];
    return { group: String(i), customers, conversions: binomial(random, customers, truth) };
  });
  return { truths, ...shrinkRates(counts) };
}

const ofRates = (/** @type {RateWorld} */ world) => (/** @type {Random} */ random) => {
  const { groups, truths } = ratesOf(random, world);
  return cellsOf(groups, truths);
};
const ofMeanRate = (/** @type {RateWorld} */ world) => (/** @type {Random} */ random) => {
  const { mean } = ratesOf(random, world);
  return { low: mean.low, high: mean.high, truth: world.rate };
};

/** 10 campaigns, 5 channels, 4 segments; a share of the 200 cells is empty. */
const ofCells =
  (/** @type {{ shape: string, sd: number, share?: number }} */ { shape, sd, share = 1 }) =>
  (/** @type {Random} */ random) => {
    const effects = [10, 5, 4].map((levels) => Array.from({ length: levels }, () => random.normal(0, 0.7)));
    /** @type {import("../../lib/dist/experiments/bayes/crossed.js").CellEstimate[]} */
    const cells = [];
    /** @type {number[]} */
    const truths = [];
    effects[0].forEach((ofCampaign, campaign) => {
      effects[1].forEach((ofChannel, channel) => {
        effects[2].forEach((ofSegment, segment) => {
          if (random.next() >= share) return;
          const truth = ofCampaign + ofChannel + ofSegment + shapes[shape](random, sd);
          const standardError = standardErrors[random.below(4)];
          const levels = { campaign: `${campaign}`, channel: `${channel}`, segment: `${segment}` };
          cells.push({ levels, estimate: random.normal(truth, standardError), standardError, n: 100 });
          truths.push(truth);
        });
      });
    });
    return cellsOf(shrinkCells(cells, { unit: "points" }).cells, truths);
  };

const average = { low: 0.935, high: 0.97 };
/** Where the effects differ less than their noise, their kurtosis is hardly known, and the intervals allow for the worst. */
const conservative = {
  target: average,
  expected: "too wide: effects that differ less than their noise hide their kurtosis",
};
const few = "hierarchical Bayes";
const many = "robust empirical Bayes";
const group = "group effect, average over groups";

export const worlds = [
  {
    method: few,
    estimand: group,
    world: "8 groups, normal, tau 1",
    draw: ofEffects({ groups: 8, shape: "normal", sd: 1 }),
    target: average,
    draws: 1000,
  },
  {
    method: few,
    estimand: group,
    world: "8 groups, normal, tau 3",
    draw: ofEffects({ groups: 8, shape: "normal", sd: 3 }),
    target: average,
    draws: 1000,
  },
  {
    method: few,
    estimand: group,
    world: "8 groups, two-point, tau 1",
    draw: ofEffects({ groups: 8, shape: "two-point", sd: 1 }),
    target: average,
    draws: 1000,
  },
  {
    method: few,
    estimand: "mean of all groups",
    world: "8 groups, normal, tau 1",
    draw: ofMean({ groups: 8, shape: "normal", sd: 1 }),
  },
  {
    method: few,
    estimand: "tau",
    world: "8 groups, normal, tau 1",
    draw: ofTau({ groups: 8, shape: "normal", sd: 1 }),
  },
  ...["normal", "two-point", "one in ten far off"].flatMap((shape) =>
    [200, 30, 12].map((groups) => ({
      method: many,
      estimand: group,
      world: `${groups} groups, ${shape}, tau 1`,
      draw: ofEffects({ groups, shape, sd: 1 }),
      target: average,
      draws: groups === 200 ? 200 : 1000,
    })),
  ),
  {
    method: many,
    estimand: group,
    world: "200 groups, normal, tau 0.5",
    draw: ofEffects({ groups: 200, shape: "normal", sd: 0.5 }),
    ...conservative,
    draws: 200,
  },
  {
    method: many,
    estimand: group,
    world: "200 groups, two-point, tau 0.5",
    draw: ofEffects({ groups: 200, shape: "two-point", sd: 0.5 }),
    ...conservative,
    draws: 200,
  },
  {
    method: "Paule-Mandel",
    estimand: "mean of all groups",
    world: "30 groups, normal, tau 1",
    draw: ofMean({ groups: 30, shape: "normal", sd: 1 }),
  },
  {
    method: "Paule-Mandel",
    estimand: "tau",
    world: "30 groups, normal, tau 1",
    draw: ofTau({ groups: 30, shape: "normal", sd: 1 }),
  },
  ...["normal", "two-point"].map((shape) => ({
    method: many,
    estimand: "crossed cell, average over cells",
    world: `200 cells, ${shape}, cell sd 1`,
    draw: ofCells({ shape, sd: 1 }),
    target: average,
    draws: 200,
  })),
  {
    method: many,
    estimand: "crossed cell, average over cells",
    world: "about 100 of 200 cells, normal, cell sd 0.7",
    draw: ofCells({ shape: "normal", sd: 0.7, share: 0.5 }),
    target: average,
    draws: 200,
  },
  ...["Beta", "two-point"].flatMap((shape) => [
    {
      method: many,
      estimand: "rate of a group, average over groups",
      world: `200 groups of 100 to 2,000, ${shape}, 5 %`,
      draw: ofRates({ groups: 200, shape, rate: 0.05, sizes: [100, 400, 1000, 2000] }),
      target: average,
      draws: 200,
    },
    {
      method: many,
      estimand: "rate of a group, average over groups",
      world: `30 groups of 100 to 400, ${shape}, 2 %`,
      draw: ofRates({ groups: 30, shape, rate: 0.02, sizes: [100, 200, 400] }),
      ...conservative,
      draws: 200,
    },
    {
      method: few,
      estimand: "rate of a group, average over groups",
      world: `8 groups of 100 to 2,000, ${shape}, 5 %`,
      draw: ofRates({ groups: 8, shape, rate: 0.05, sizes: [100, 400, 1000, 2000] }),
      target: average,
      draws: 1000,
    },
  ]),
  {
    method: few,
    estimand: "mean rate of all groups",
    world: "8 groups of 100 to 2,000, Beta, 5 %",
    draw: ofMeanRate({ groups: 8, shape: "Beta", rate: 0.05, sizes: [100, 400, 1000, 2000] }),
  },
];
