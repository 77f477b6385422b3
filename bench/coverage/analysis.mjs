// Coverage of the intervals of lib/experiments/analysis: every reading of an experiment on clusters, equal and unequal, and a
// guardrail's one-sided interval for an amount.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const {
  armEstimate,
  nonInferiorityOf,
  relativeEffect,
} = require("../../lib/dist/experiments/analysis/comparison.js");
const { clusterDifference } = require("../../lib/dist/experiments/adjusted/cluster-difference.js");
const { bayesReading } = require("../../lib/dist/experiments/analysis/readings.js");
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

/**
 * Sizes of an arm's stores. "one large": one of 60 and ten of 4; "log-normal": half of them from 4 to 14.
 *
 * @type {Record<string, (random: Random, stores: number) => number[]>}
 */
const SIZES = {
  equal: (_, stores) => Array(stores).fill(10),
  "one large": (_, stores) => [60, ...Array(stores - 1).fill(4)],
  "log-normal": (random, stores) =>
    Array.from({ length: stores }, () => Math.max(1, Math.round(Math.exp(random.normal(2, 1))))),
};

/**
 * Stores whose customers have variance 1 together, of which `icc` is their store's; mean 10, no effect.
 *
 * @param {Random} random @param {{ stores: number, size: string, icc: number }} world
 */
function storesCompared(random, { stores, size, icc }) {
  const arm = () =>
    SIZES[size](random, stores).map((customers) => {
      const noise = Math.sqrt(customers * (1 - icc)) * random.normal(0, 1);
      const sum = customers * (10 + Math.sqrt(icc) * random.normal(0, 1)) + noise;
      return { size: customers, clusters: 1, sum, sumSquares: sum ** 2 };
    });
  const arms = { treated: arm(), control: arm() };
  /** @param {{ size: number }[]} cells */
  const n = (cells) => cells.reduce((total, cell) => total + cell.size, 0);
  const compared = comparisonOf({
    treated: { n: n(arms.treated) },
    control: { n: n(arms.control) },
    clusters: arms,
  });
  return { ...compared, clusters: arms };
}

/** Randomisation inference has no standard error, so only a CR2 effect is believed: others are drawn anew. */
function believed(
  /** @type {Random} */ random,
  /** @type {{ stores: number, size: string, icc: number }} */ world,
) {
  for (;;) {
    const comparison = storesCompared(random, world);
    const effect = clusterDifference(comparison.clusters, { random, rounds: 1 });
    if (effect.standardError !== undefined)
      return bayesReading(comparison, effect, { isAdjusted: false }).effect;
  }
}

const UNEQUAL = [
  { stores: 10, size: "equal", icc: 0.5 },
  { stores: 11, size: "one large", icc: 0.5 },
  { stores: 12, size: "log-normal", icc: 0.2 },
  { stores: 30, size: "log-normal", icc: 0.2 },
];
/** Where CR2 misses more often: the library warns. */
const WARNED =
  "CR2 takes customers as independent, and few unequal clusters are not: the library warns with their numbers";

const unequalStores = UNEQUAL.flatMap((stores) => {
  const world = `${stores.stores} stores an arm, sizes ${stores.size}, ICC ${stores.icc}`;
  const isEqual = stores.size === "equal";
  const expected = isEqual || stores.stores > 12 ? {} : { expected: WARNED };
  return [
    {
      ...{ method: "clusters of an experiment", estimand: "difference of means", world },
      draw: (/** @type {Random} */ random) => ({
        ...clusterDifference(storesCompared(random, stores).clusters, { random, rounds: 399 }),
        truth: 0,
      }),
    },
    ...(stores.size === "one large" || stores.stores === 12
      ? []
      : [
          {
            ...{ method: "Student, flat prior", estimand: "credible interval of a difference, clusters" },
            ...{ world: isEqual ? world : `${world}, where CR2 is used` },
            draw: (/** @type {Random} */ random) => ({ ...believed(random, stores), truth: 0 }),
          },
        ]),
    {
      ...{ method: "Fieller, cluster-robust (CR2)", estimand: "relative difference of means, clusters" },
      ...{ world, ...expected },
      draw: (/** @type {Random} */ random) => ({
        ...relativeEffect(storesCompared(random, stores), { confidence: 0.95 }, null),
        truth: 0,
      }),
    },
    {
      ...{ method: "cluster-robust (CR2)", estimand: "mean of an arm", world },
      draw: (/** @type {Random} */ random) => ({
        ...armEstimate(storesCompared(random, stores), "treated", 0.95),
        truth: 10,
      }),
    },
  ];
});

/** With what the intervals look at, and no more. @param {object} sums */
function comparisonOf(sums) {
  return /** @type {Comparison} */ ({ metric: spend, ...sums });
}

/** @param {Random} random @param {{ n: number, mean: number }} world */
function amounts(random, { n, mean }) {
  return momentsOf(Float64Array.from({ length: n }, () => random.gamma(4, mean / 4)));
}

export const worlds = [
  ...unequalStores,
  ...[15, 100].map((households) => ({
    method: "cluster-robust (CR2)",
    estimand: "mean of an arm",
    world: `${households} households of 1 to 4 an arm`,
    draw: (/** @type {Random} */ random) => ({
      ...armEstimate(clustered(random, households), "treated", 0.95),
      truth: 11,
    }),
  })),
  ...[15, 100].map((households) => ({
    method: "Fieller, cluster-robust (CR2)",
    estimand: "relative difference of means, clusters",
    world: `${households} households of 1 to 4 an arm`,
    draw: (/** @type {Random} */ random) => ({
      ...relativeEffect(clustered(random, households), { confidence: 0.95 }, null),
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
      const reading = nonInferiorityOf(
        comparisonOf({ treated, control, clusters: null }),
        { confidence: 0.95 },
        { isAdjusted: false },
      );
      return { low: reading?.effect.low, high: reading?.effect.high, truth: -1 };
    },
  },
];
