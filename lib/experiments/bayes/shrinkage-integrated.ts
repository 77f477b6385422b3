import { normalCdf } from "../../statistics/normal.js";
import { rootBetween } from "../../statistics/root.js";
import { type GroupEstimate, precisionWeighted } from "./between-groups.js";
import type { Shrunken } from "./shrinkage-robust.js";

/** A number with its posterior's mean and equal-tailed interval. */
export interface Posterior {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** What the data say of the mean of all groups, of their true standard deviation, and of each. */
export interface IntegratedShrinkage {
  readonly mean: Posterior;
  readonly betweenGroups: Posterior;
  readonly groups: readonly Shrunken[];
}

/**
 * The normal hierarchical model, estimate ~ N(true value, standardError²) and true value ~ N(mean, tau²), with a flat prior on the
 * mean and on tau from 0 to `largestTau`: given tau everything is normal, and the posterior of tau is a sum over a grid.
 *
 * Source: Gelman, Carlin, Stern and Rubin, Bayesian Data Analysis, section 5.4.
 */
export function shrinkIntegrated(
  groups: readonly GroupEstimate[],
  largestTau: number,
  confidence: number,
): IntegratedShrinkage {
  const nodes = posteriorOfTau(groups, largestTau);
  const tails = [(1 - confidence) / 2, (1 + confidence) / 2] as const;
  const summary = (parts: readonly Normal[]): Posterior => {
    const moments = momentsOfMixture(nodes, parts);
    const [low, high] = tails.map((p) => quantileOfMixture(nodes, parts, { ...moments, p }));
    return { estimate: moments.mean, low, high };
  };
  const share = ({ tau }: Node, { standardError }: GroupEstimate): number =>
    standardError ** 2 / (standardError ** 2 + tau ** 2);
  return {
    mean: summary(nodes),
    betweenGroups: {
      estimate: average(nodes, (node) => node.tau),
      low: quantileOfTau(nodes, tails[0]),
      high: quantileOfTau(nodes, tails[1]),
    },
    groups: groups.map((group) => ({
      ...summary(nodes.map((node) => givenTau(group, node, share(node, group)))),
      shrinkage: average(nodes, (node) => share(node, group)),
    })),
  };
}

interface Normal {
  readonly mean: number;
  readonly variance: number;
}

/** One cell of the grid over tau: its weight in the posterior, and the posterior of the mean of all groups given tau. */
interface Node extends Normal {
  readonly tau: number;
  /** Where the cell ends. */
  readonly end: number;
  readonly weight: number;
}

/** A group's true value given tau, when the mean of all has been integrated out. */
function givenTau({ estimate, standardError }: GroupEstimate, node: Normal, shrinkage: number): Normal {
  return {
    mean: estimate + shrinkage * (node.mean - estimate),
    variance: (1 - shrinkage) * standardError ** 2 + shrinkage ** 2 * node.variance,
  };
}

const CELLS = 150;

/**
 * Midpoints that lie densely below the smallest standard error and thin out above it (tau = s sinh u). The posterior depends on
 * tau² alone, so at u = 0 all its odd derivatives vanish, and the midpoint rule errs by its other end only.
 */
function posteriorOfTau(groups: readonly GroupEstimate[], largestTau: number): Node[] {
  const scale = Math.min(...groups.map(({ standardError }) => standardError), largestTau);
  const step = Math.asinh(largestTau / scale) / CELLS;
  const nodes = Array.from({ length: CELLS }, (_, cell) => {
    const tau = scale * Math.sinh((cell + 0.5) * step);
    const { mean, variance, heterogeneity } = precisionWeighted(groups, tau ** 2);
    let log = (Math.log(variance) - heterogeneity) / 2 + Math.log(Math.cosh((cell + 0.5) * step));
    for (const { standardError } of groups) log -= Math.log(standardError ** 2 + tau ** 2) / 2;
    return { tau, end: scale * Math.sinh((cell + 1) * step), mean, variance, log };
  });
  const largest = Math.max(...nodes.map(({ log }) => log));
  const total = nodes.reduce((sum, { log }) => sum + Math.exp(log - largest), 0);
  return nodes
    .map(({ log, ...node }) => ({ ...node, weight: Math.exp(log - largest) / total }))
    .filter(({ weight }) => weight > 1e-15);
}

function average(nodes: readonly Node[], value: (node: Node, index: number) => number): number {
  return nodes.reduce((sum, node, index) => sum + node.weight * value(node, index), 0);
}

function momentsOfMixture(nodes: readonly Node[], parts: readonly Normal[]): Normal {
  const mean = average(nodes, (_, i) => parts[i].mean);
  return { mean, variance: average(nodes, (_, i) => parts[i].variance + (parts[i].mean - mean) ** 2) };
}

/** Cantelli's inequality says how far from the mean a quantile can be at most. */
function quantileOfMixture(
  nodes: readonly Node[],
  parts: readonly Normal[],
  { mean, variance, p }: Normal & { readonly p: number },
): number {
  const tooMuch = (x: number): number =>
    average(nodes, (_, i) => normalCdf((x - parts[i].mean) / Math.sqrt(parts[i].variance))) - p;
  const reach = Math.sqrt(variance);
  return rootBetween(tooMuch, mean - reach * Math.sqrt((1 - p) / p), mean + reach * Math.sqrt(p / (1 - p)));
}

/** Within a cell the posterior counts as level. */
function quantileOfTau(nodes: readonly Node[], p: number): number {
  let below = 0;
  let start = 0;
  for (const { weight, end } of nodes) {
    if (below + weight >= p) return start + ((p - below) / weight) * (end - start);
    below += weight;
    start = end;
  }
  return start;
}
