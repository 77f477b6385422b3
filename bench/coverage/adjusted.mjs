// Coverage of the intervals of lib/experiments/adjusted: CUPED, Lin, strata, clusters and randomisation inference.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { cuped } = require("../../lib/dist/experiments/adjusted/cuped.js");
const {
  regressionAdjusted,
  regressionAdjustedFromMoments,
} = require("../../lib/dist/experiments/adjusted/regression.js");
const { postStratified, stratifiedDifference } = require("../../lib/dist/experiments/adjusted/strata.js");
const { clusterDifference } = require("../../lib/dist/experiments/adjusted/cluster-difference.js");
const { relativeDifferenceOf } = require("../../lib/dist/experiments/means/relative.js");
const { jointMomentsOf, momentsOf } = require("../../lib/dist/experiments/moments.js");

/** @typedef {import("../../lib/dist/statistics/random.js").Random} Random */
/** @typedef {import("../../lib/dist/experiments/moments.js").JointMoments} JointMoments */

const EFFECT = 0.3;

/** @param {number} length @param {(index: number) => number} value */
const numbers = (length, value) => Float64Array.from({ length }, (_, index) => value(index));

/**
 * Customers of one arm: a covariate, and an outcome that correlates with it by `correlation`; `skew` bends both.
 *
 * @param {Random} random @param {{ n: number, correlation: number, skew?: boolean, effect: number }} world
 */
function pairs(random, { n, correlation, skew = false, effect }) {
  const bend = skew ? Math.exp : (/** @type {number} */ value) => value;
  const scores = numbers(n, () => random.normal(0, 1));
  const rest = Math.sqrt(1 - correlation ** 2);
  const outcome = numbers(n, (i) => bend(correlation * scores[i] + rest * random.normal(0, 1)) + effect);
  return jointMomentsOf(outcome, scores.map(bend));
}

/** @param {(treated: JointMoments, control: JointMoments) => { low: number, high: number }} method */
const withCovariate =
  (
    method,
    /** @type {{ treated: number, control: number, correlation: number, skew?: boolean }} */ {
      treated,
      control,
      ...world
    },
  ) =>
  (/** @type {Random} */ random) => {
    const arms = [
      pairs(random, { ...world, n: treated, effect: EFFECT }),
      pairs(random, { ...world, n: control, effect: 0 }),
    ];
    return { ...method(arms[0], arms[1]), truth: EFFECT };
  };

/**
 * Two covariates, effects that grow with the first, errors that grow with the second. The truth is the mean effect of
 * the customers drawn.
 *
 * @param {number} n @param {number} share
 */
const heterogeneous = (n, share) => (/** @type {Random} */ random) => {
  const spend = numbers(n, () => random.gamma(4, 0.5));
  const age = numbers(n, () => random.normal(0, 1));
  const dealt = random.sample(n, Math.round(share * n));
  const treatment = new Float64Array(n);
  for (const row of dealt) treatment[row] = 1;
  const noise = () => random.normal(0, 1);
  const outcome = numbers(
    n,
    (i) => spend[i] * (1 + 0.5 * treatment[i]) + age[i] + noise() * (1 + Math.abs(age[i])),
  );
  const truth = (0.5 * spend.reduce((a, b) => a + b)) / n;
  return { ...regressionAdjusted({ outcome, treatment, covariates: { spend, age } }), truth };
};

/** Customers converted of n, as sums. @param {Random} random @param {number} n @param {number} p */
function converted(random, n, p) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Number(random.chance(p));
  return { n, sum, sumSquares: sum };
}

const SHARES = [0.1, 0.3, 0.5, 0.7];

/** Means: strata of 60 with shares of treated from 10 to 70 %. @param {Random} random */
function withinStrata(random) {
  const strata = SHARES.map((share, level) => {
    const arm = (/** @type {number} */ n, /** @type {number} */ effect) =>
      momentsOf(numbers(n, () => random.normal(2 * level + effect, 1 + level / 2)));
    const treated = Math.round(60 * share);
    return { stratum: String(level), treated: arm(treated, EFFECT), control: arm(60 - treated, 0) };
  });
  return { ...stratifiedDifference(strata), truth: EFFECT };
}

/** Rates from 3 to 24 % in strata of 600. @param {Random} random */
function ratesWithinStrata(random) {
  const strata = SHARES.map((share, level) => {
    const [treated, rate] = [Math.round(600 * share), 0.03 * 2 ** level];
    return {
      stratum: String(level),
      treated: converted(random, treated, rate + 0.02),
      control: converted(random, 600 - treated, rate),
    };
  });
  return { ...stratifiedDifference(strata, { unit: "fraction" }), truth: 0.02 };
}

/** A coin for each of n customers in three strata. @param {number} n @param {boolean} rates */
const afterwards = (n, rates) => (/** @type {Random} */ random) => {
  const strata = [0.2, 0.3, 0.5].map((weight, level) => {
    const size = Math.round(weight * n);
    const treated = numbers(size, () => Number(random.chance(0.5))).reduce((a, b) => a + b);
    const arm = (/** @type {number} */ count, /** @type {number} */ up) =>
      rates
        ? converted(random, count, 0.05 + 0.1 * level + up / 10)
        : momentsOf(numbers(count, () => random.normal(2 * level + up, 1)));
    return { stratum: String(level), treated: arm(treated, EFFECT), control: arm(size - treated, 0) };
  });
  return { ...postStratified(strata), truth: rates ? EFFECT / 10 : EFFECT };
};

/**
 * Spend of customers few of whom buy, with a covariate that knows nothing.
 *
 * @param {Random} random @param {number} n
 */
function rareSpend(random, n) {
  const spend = numbers(n, () => (random.chance(0.01) ? Math.exp(random.normal(4, 1)) : 0));
  return jointMomentsOf(
    spend,
    numbers(n, () => random.next()),
  );
}

/**
 * Half of the customers are new: no covariate, another mean, another effect. The truth is the mean effect of all.
 *
 * @param {number} n @param {number} share Of the treated.
 */
const halfUnknown = (n, share) => (/** @type {Random} */ random) => {
  const treated = Math.round(share * n);
  const arm = (/** @type {number} */ size, /** @type {boolean} */ isTreated) => {
    const known = numbers(size, () => random.next()).filter((u) => u < 0.5).length;
    return {
      known: pairs(random, { n: known, correlation: 0.7, effect: isTreated ? 0.2 : 0 }),
      unknown: momentsOf(numbers(size - known, () => random.normal(isTreated ? 1.2 : 2, 2))),
    };
  };
  const arms = { treated: arm(treated, true), control: arm(n - treated, false) };
  const unknown = { treated: arms.treated.unknown, control: arms.control.unknown };
  const of = unknown.treated.n + unknown.control.n;
  const truth = (0.2 * (n - of) - 0.8 * of) / n;
  return { ...cuped(arms.treated.known, arms.control.known, { unknown }), truth };
};

/** The adjusted means of 2.6 and 2 compared as a fraction, as the analysis of an experiment does. @param {number} n */
const relativeAfterCuped = (n) => (/** @type {Random} */ random) => {
  const world = { n, correlation: 0.7 };
  const { arms, degrees } = cuped(
    pairs(random, { ...world, effect: 2.6 }),
    pairs(random, { ...world, effect: 2 }),
  );
  return { ...relativeDifferenceOf(arms.treated, arms.control, { degrees }), truth: 0.3 };
};

/** Sizes of clusters: households of 1 to 4, or stores of which few are large. @type {Record<string, (random: Random) => number>} */
const sizes = {
  households: (random) => 1 + random.below(4),
  stores: (random) => Math.round(5 + random.gamma(1, 30)),
  equal: () => 20,
};

/**
 * Clusters of one arm with this correlation of their members, by their totals.
 *
 * @param {Random} random @param {{ clusters: number, size: string, icc: number, effect: number }} world
 */
const clustersOf = (random, { clusters, size, icc, effect }) =>
  Array.from({ length: clusters }, () => {
    const members = sizes[size](random);
    const shared = random.normal(effect, Math.sqrt(icc));
    const sum = members * shared + random.normal(0, Math.sqrt(members * (1 - icc)));
    return { size: members, clusters: 1, sum, sumSquares: sum * sum };
  });

/** @param {{ treated: number, control: number, size: string, icc: number }} world @param {number} [rounds] */
const clustered =
  ({ treated, control, ...world }, rounds) =>
  (/** @type {Random} */ random) => {
    const arms = {
      treated: clustersOf(random, { ...world, clusters: treated, effect: EFFECT }),
      control: clustersOf(random, { ...world, clusters: control, effect: 0 }),
    };
    return { ...clusterDifference(arms, { random, rounds }), truth: EFFECT };
  };

/** @param {number} treated @param {number} control */
const cupedWorld = (treated, control, correlation = 0.7, skew = false) =>
  withCovariate(cuped, { treated, control, correlation, skew });

/** @param {number} treated @param {number} control */
const linWorld = (treated, control) =>
  withCovariate(regressionAdjustedFromMoments, { treated, control, correlation: 0.7 });

/** Stores of one size as the database adds them up, one cell an arm: then CR2 is used below ten clusters too. @param {Random} random */
function joinedCells(random) {
  const [treated, control] = [EFFECT, 0].map((effect) => {
    const cells = clustersOf(random, { clusters: 6, size: "equal", icc: 0.2, effect });
    const add = (/** @type {"sum" | "sumSquares"} */ name) =>
      cells.reduce((all, cell) => all + cell[name], 0);
    return [{ size: 20, clusters: 6, sum: add("sum"), sumSquares: add("sumSquares") }];
  });
  return { ...clusterDifference({ treated, control }), truth: EFFECT };
}

const DIFFERENCE = "difference in means";

/** As many assignments as allow a p-value near 5 %: never below it, a little above where few are possible. */
const randomisation = { low: 0.935, high: 0.98 };

export const worlds = [
  { method: "CUPED", world: "normal, correlation 0.7, 20 and 20", draw: cupedWorld(20, 20) },
  { method: "CUPED", world: "normal, correlation 0.7, 100 and 100", draw: cupedWorld(100, 100) },
  { method: "CUPED", world: "normal, correlation 0.7, 400 and 50", draw: cupedWorld(400, 50) },
  {
    method: "CUPED",
    world: "log-normal, correlation 0.7, 500 and 500",
    draw: cupedWorld(500, 500, 0.7, true),
  },
  { method: "CUPED", world: "covariate is noise, 50 and 50", draw: cupedWorld(50, 50, 0) },
  {
    method: "CUPED",
    world: "1 % buy, log-normal spend, 5,000 and 500",
    draw: (/** @type {Random} */ random) => ({
      ...cuped(rareSpend(random, 5_000), rareSpend(random, 500)),
      truth: 0,
    }),
    expected: "a heavy tail; the analysis warns: interval optimistic",
  },
  ...[50, 400].map((n) => ({
    method: "Fieller after CUPED",
    estimand: "relative difference of means",
    world: `normal around 2, correlation 0.7, ${n} and ${n}`,
    draw: relativeAfterCuped(n),
  })),
  {
    method: "CUPED, post-stratified",
    world: "half without a covariate, 60 at 50 %",
    draw: halfUnknown(60, 0.5),
  },
  {
    method: "CUPED, post-stratified",
    world: "half without a covariate, 450 at 11 %",
    draw: halfUnknown(450, 0.11),
  },
  { method: "Lin", world: "normal, correlation 0.7, 20 and 20", draw: linWorld(20, 20) },
  { method: "Lin", world: "normal, correlation 0.7, 400 and 50", draw: linWorld(400, 50) },
  { method: "Lin, HC2", world: "two covariates, unequal errors, 120 at 30 %", draw: heterogeneous(120, 0.3) },
  { method: "Lin, HC2", world: "two covariates, unequal errors, 600 at 50 %", draw: heterogeneous(600, 0.5) },
  { method: "stratified", world: "4 strata of 60, 10 to 70 % treated", draw: withinStrata },
  {
    method: "stratified",
    world: "rates of 3 to 24 %, 4 strata of 600, 10 to 70 % treated",
    estimand: "difference in rates",
    draw: ratesWithinStrata,
  },
  { method: "post-stratified", world: "3 strata of 100 customers", draw: afterwards(100, false) },
  {
    method: "post-stratified",
    world: "rates of 5 to 25 %, 3 strata of 1,000 customers",
    estimand: "difference in rates",
    draw: afterwards(1_000, true),
  },
  {
    method: "cluster-robust (CR2)",
    world: "6 and 6 stores of 20 in one cell an arm, ICC 0.2",
    draw: joinedCells,
  },
  ...[0.02, 0.2].flatMap((icc) => [
    {
      method: "cluster-robust (CR2)",
      world: `200 and 200 households, ICC ${icc}`,
      draw: clustered({ treated: 200, control: 200, size: "households", icc }),
    },
    {
      method: "randomisation inference over clusters",
      world: `12 and 12 stores, few of them large, 199 drawn, ICC ${icc}`,
      draw: clustered({ treated: 12, control: 12, size: "stores", icc }, 199),
    },
    {
      method: "cluster-robust (CR2)",
      world: `40 and 40 stores, few of them large, ICC ${icc}`,
      draw: clustered({ treated: 40, control: 40, size: "stores", icc }, 199),
    },
    {
      method: "cluster-robust (CR2)",
      world: `10 and 30 stores of 20, ICC ${icc}`,
      draw: clustered({ treated: 10, control: 30, size: "equal", icc }),
    },
    {
      method: "randomisation inference over clusters",
      world: `5 and 5 stores, few of them large, ICC ${icc}`,
      draw: clustered({ treated: 5, control: 5, size: "stores", icc }),
      target: randomisation,
    },
    {
      method: "randomisation inference over clusters",
      world: `4 and 6 stores, few of them large, ICC ${icc}`,
      draw: clustered({ treated: 4, control: 6, size: "stores", icc }),
      target: randomisation,
    },
  ]),
  {
    method: "randomisation inference over clusters",
    world: "5 and 40 stores, few of them large, 199 drawn, ICC 0.2",
    draw: clustered({ treated: 5, control: 40, size: "stores", icc: 0.2 }, 199),
    target: randomisation,
  },
].map((world) => ({ estimand: DIFFERENCE, ...world }));
