import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** @import { World } from "../coverage-topic.mjs" */
/** @import { JointMoments } from "../../lib/dist/experiments/moments.js" */
/** @import { Random } from "../../lib/dist/statistics/random.js" */

const require = createRequire(import.meta.url);
const { meanWithInterval } = require("../../lib/dist/experiments/means/levels.js");
const { differenceInMeans } = require("../../lib/dist/experiments/means/welch.js");
const { relativeDifferenceInMeans } = require("../../lib/dist/experiments/means/relative.js");
const {
  differenceInRatios,
  relativeDifferenceInRatios,
} = require("../../lib/dist/experiments/means/ratio-metrics.js");
const { differenceInQuantiles } = require("../../lib/dist/experiments/means/quantiles.js");
const { differenceInWinsorisedMeans } = require("../../lib/dist/experiments/means/winsorised.js");
const { jointMomentsOf, momentsOf } = require("../../lib/dist/experiments/moments.js");
const { ratioByGroup } = require("../../lib/dist/experiments/ratios.js");

const unit = "USD";

/** @param {number} n @param {() => number} draw */
const sample = (n, draw) => Float64Array.from({ length: n }, draw);

/** Sums of n normal values: their mean is normal, their squares around it gamma.
 *
 * @param {Random} random @param {number} n @param {number} mean @param {number} sd */
function normalSums(random, n, mean, sd) {
  const sum = n * random.normal(mean, sd / Math.sqrt(n));
  const squares = random.gamma((n - 1) / 2, 2 * sd * sd);
  return { n, sum, sumSquares: squares + (sum * sum) / n };
}

const HILLSTROM = join(process.env.CAMPAIGN_LAB_REFERENCE_DATA ?? "", "hillstrom.csv.gz");

/** The spend of Hillstrom's customers with the men's e-mail and with none. */
function spendOfBothArms() {
  const rows = gunzipSync(readFileSync(HILLSTROM))
    .toString("utf8")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  const arm = (/** @type {string} */ name) =>
    Float64Array.from(rows.filter((row) => row.at(-4) === name).map((row) => Number(row.at(-1))));
  return { treated: arm("Mens E-Mail"), control: arm("No E-Mail") };
}
const meanOf = (/** @type {Float64Array} */ values) => values.reduce((a, b) => a + b, 0) / values.length;

/** Sums over n customers drawn anew: how many of them buy is binomial, and only those are drawn.
 *
 * @param {Float64Array} values */
function redrawnSums(values) {
  const buyers = values.filter((value) => value > 0);
  const share = buyers.length / values.length;
  return (/** @type {Random} */ random, /** @type {number} */ n) => {
    const moments = { n, sum: 0, sumSquares: 0, sumCubes: 0 };
    // From one buyer to the next the gaps are geometric.
    const gap = () => 1 + Math.floor(Math.log(1 - random.next()) / Math.log1p(-share));
    for (let at = gap(); at <= n; at += gap()) {
      const value = buyers[random.below(buyers.length)];
      moments.sum += value;
      moments.sumSquares += value ** 2;
      moments.sumCubes += value ** 3;
    }
    return moments;
  };
}

/**
 * Welch on such arms, whose tail is too heavy for it.
 *
 * @param {readonly (readonly [number, number])[]} sizes
 * @returns {World[]}
 */
function heavyTails(sizes) {
  const spend = existsSync(HILLSTROM) ? spendOfBothArms() : undefined;
  const shared = {
    ...{ method: "Welch", estimand: "difference in means" },
    expected: "heavy tail: the interval is too narrow, and its warning says so (interval optimistic)",
  };
  return sizes.map(([treated, control]) => {
    const world = `Hillstrom's spend drawn anew, ${treated} and ${control}`;
    if (spend === undefined) return { ...shared, world, needs: "hillstrom.csv.gz" };
    const draws = [redrawnSums(spend.treated), redrawnSums(spend.control)];
    const truth = meanOf(spend.treated) - meanOf(spend.control);
    /** @param {Random} random */
    const draw = (random) => {
      const arms = [draws[0](random, treated), draws[1](random, control)];
      // Nobody bought in either arm: nothing to estimate, and the truth is not held.
      if (arms.every(({ sum }) => sum === 0)) return { low: 0, high: 0, truth };
      const { low, high } = differenceInMeans(arms[0], arms[1], { unit });
      return { low, high, truth };
    };
    return { ...shared, world, draw };
  });
}

/**
 * @param {"delta" | "Fieller"} method @param {readonly [number, number]} sizes @param {number} spread
 * @returns {World}
 */
function relative(method, [treated, control], spread) {
  return {
    method,
    estimand: "relative difference in means",
    world: `normal, ${treated} and ${control}, control's mean ${(Math.sqrt(control) / spread).toFixed(0)} standard errors above 0`,
    draw: (random) => {
      const one = normalSums(random, treated, 1.2, spread);
      let other = normalSums(random, control, 1, spread);
      // A control of zero or less is said not to be estimable: drawn anew, once in some thousands.
      while (other.sum <= 0) other = normalSums(random, control, 1, spread);
      const { low, high } = relativeDifferenceInMeans(one, other, { method });
      return { low, high, truth: 0.2 };
    },
  };
}

/** Buyers with one to four sales each, of about 20 USD, the buyer's own level included: revenue and sales by customer.
 *
 * @param {Random} random @param {number} n @param {number} price */
function sales(random, n, price) {
  const counts = sample(n, () => (random.chance(0.6) ? 0 : 1 + random.below(4)));
  const revenue = counts.map((count) => (count === 0 ? 0 : count * random.gamma(4, price / 4)));
  return { counts, revenue };
}

/** @type {World[]} */
const ratios = [
  {
    method: "linearised ratio",
    estimand: "ratio of sums",
    world: "revenue per sale of 300 customers",
    draw: (random) => {
      const { counts, revenue } = sales(random, 300, 20);
      const group = new Array(300).fill("all");
      const [{ ratio }] = ratioByGroup({ numerator: revenue, denominator: counts, group });
      return { low: ratio.low, high: ratio.high, truth: 20 };
    },
  },
  ...[
    { method: "Welch of linearised ratios", compare: differenceInRatios, truth: 2 },
    { method: "Fieller of linearised ratios", compare: relativeDifferenceInRatios, truth: 0.1 },
    {
      method: "delta of linearised ratios",
      compare: (/** @type {JointMoments} */ one, /** @type {JointMoments} */ other) =>
        relativeDifferenceInRatios(one, other, { method: "delta" }),
      truth: 0.1,
    },
  ].map(({ method, compare, truth }) => ({
    method,
    estimand: truth === 2 ? "difference of ratios" : "relative difference of ratios",
    world: "revenue per sale, 200 and 300 customers",
    draw: (/** @type {Random} */ random) => {
      const [one, other] = [sales(random, 200, 22), sales(random, 300, 20)].map(({ counts, revenue }) =>
        jointMomentsOf(revenue, counts),
      );
      const { low, high } = compare(one, other, { unit });
      return { low, high, truth };
    },
  })),
];

/**
 * @param {number} p @param {readonly [number, number]} sizes
 * @returns {World}
 */
function quantiles(p, [treated, control]) {
  return {
    method: "percentile bootstrap",
    estimand: `difference of the ${p} quantiles`,
    world: `waiting times, ${treated} and ${control}`,
    draw: (random) => {
      const [one, other] = [
        sample(treated, () => random.exponential(30)),
        sample(control, () => random.exponential(20)),
      ];
      const { low, high } = differenceInQuantiles(one, other, { unit, random, p, rounds: 400 });
      return { low, high, truth: -10 * Math.log(1 - p) };
    },
  };
}

/** @returns {World} */
function winsorised() {
  return {
    method: "Welch of winsorised values",
    estimand: "difference of winsorised means",
    world: "lognormal with sigma 1.5 and no effect, 400 and 300, cut at the 0.99 quantile",
    draw: (random) => {
      const [one, other] = [400, 300].map((n) => sample(n, () => Math.exp(random.normal(0, 1.5))));
      const { low, high } = differenceInWinsorisedMeans(one, other, { unit });
      return { low, high, truth: 0 };
    },
  };
}

/** @type {World[]} */
export const worlds = [
  ...[5, 50].map((n) => ({
    method: "Student t",
    estimand: "mean",
    world: `normal, ${n}`,
    draw: (/** @type {Random} */ random) => {
      const { low, high } = meanWithInterval(
        sample(n, () => random.normal(10, 3)),
        unit,
      );
      return { low, high, truth: 10 };
    },
  })),
  {
    method: "Welch",
    estimand: "difference in means",
    world: "normal, 8 with sd 1 and 40 with sd 4",
    draw: (random) => {
      const { low, high } = differenceInMeans(normalSums(random, 8, 3, 1), normalSums(random, 40, 2, 4), {
        unit,
      });
      return { low, high, truth: 1 };
    },
  },
  {
    method: "Welch",
    estimand: "difference in means",
    world: "waiting times (skewness 2), 1,420 and 2,000: as many as the rule on heavy tails wants",
    draw: (random) => {
      const [one, other] = [
        sample(1_420, () => random.exponential(30)),
        sample(2_000, () => random.exponential(20)),
      ];
      const { low, high } = differenceInMeans(momentsOf(one), momentsOf(other), { unit });
      return { low, high, truth: 10 };
    },
  },
  ...heavyTails([
    [500, 500],
    [20_000, 1_000],
  ]),
  relative("delta", [200, 300], 1),
  relative("Fieller", [200, 300], 1),
  relative("Fieller", [40, 25], 1.5),
  ...ratios,
  quantiles(0.5, [100, 60]),
  quantiles(0.9, [400, 300]),
  winsorised(),
];
