import { jStat } from "jstat";
import seedrandom from "seedrandom";

/**
 * A stream of random numbers. Every function that needs chance takes one as an argument,
 * so the same seed gives the same table, start or subsample on every run.
 */
export interface Random {
  /** A number from 0 (included) to 1 (not included), all equally likely, in steps of 2^-32. */
  next(): number;
  /** A whole number from 0 to n - 1, all equally likely. */
  below(n: number): number;
  /** A draw from the normal distribution with this mean and standard deviation. */
  normal(mean: number, sd: number): number;
  /** A draw from the gamma distribution: mean `shape * scale`, variance `shape * scale ** 2`. */
  gamma(shape: number, scale: number): number;
  /** A draw from the exponential distribution, such as a waiting time with this mean. */
  exponential(mean: number): number;
  /** True with probability p. */
  chance(p: number): boolean;
  /** One of the items: all equally likely, or in proportion to the weights, which need not add up to 1. */
  pick<T>(items: readonly T[], weights?: readonly number[]): T;
  /** A copy of the items in random order. */
  shuffle<T>(items: readonly T[]): T[];
  /** `size` different indices below n in ascending order; every such set is equally likely. */
  sample(n: number, size: number): Int32Array;
}

type Draw = () => number;

/**
 * The stream of random numbers that belongs to a seed: the Alea generator of seedrandom,
 * with jStat's sampling of normal and gamma on top.
 *
 * Good for simulation and resampling, not for secrets. A seed is read as text, so 7 and "7" are
 * the same; parts of a program that must not disturb each other get seeds such as "arms-7".
 * Throws RangeError when the seed is not a finite number or text, and when a method gets an argument
 * outside its range: `below(0)`, `chance(1.2)`, a negative sd, `sample(3, 4)`, a negative weight.
 *
 * @example
 * const random = seededRandom("arms-7");
 * random.pick(["mail", "hold out"], [1, 1]); // "mail", on every run
 */
export function seededRandom(seed: number | string): Random {
  if (typeof seed === "number" && !Number.isFinite(seed)) {
    throw new RangeError(`seed: expected a finite number or a text, got ${seed}`);
  }
  const draw = seedrandom.alea(String(seed));
  return {
    next: () => draw(),
    below: (n) => below(draw, n),
    normal: (mean, sd) => normal(draw, mean, sd),
    gamma: (shape, scale) => gamma(draw, shape, scale),
    exponential: (mean) => exponential(draw, mean),
    chance: (p) => chance(draw, p),
    pick: (items, weights) => pick(draw, items, weights),
    shuffle: (items) => shuffle(draw, items),
    sample: (n, size) => sample(draw, n, size),
  };
}

function below(draw: Draw, n: number): number {
  if (!(Number.isInteger(n) && n > 0))
    throw new RangeError(`below: expected a whole number above 0, got ${n}`);
  return Math.floor(draw() * n);
}

function normal(draw: Draw, mean: number, sd: number): number {
  if (!Number.isFinite(mean) || !(sd >= 0 && sd < Infinity)) {
    throw new RangeError(`normal: expected a finite mean and an sd of 0 or more, got ${mean} and ${sd}`);
  }
  lendToJStat(draw);
  return jStat.normal.sample(mean, sd);
}

function gamma(draw: Draw, shape: number, scale: number): number {
  if (!(shape > 0 && shape < Infinity && scale > 0 && scale < Infinity)) {
    throw new RangeError(`gamma: expected a shape and a scale above 0, got ${shape} and ${scale}`);
  }
  lendToJStat(draw);
  return jStat.gamma.sample(shape, scale);
}

/**
 * jStat has one generator for the whole program, so ours goes in before every draw: streams don't mix.
 * It gets 1 - draw(), which is never 0: jStat's normal would divide by it.
 */
function lendToJStat(draw: Draw): void {
  jStat.setRandom(() => 1 - draw());
}

function exponential(draw: Draw, mean: number): number {
  if (!(mean > 0 && mean < Infinity))
    throw new RangeError(`exponential: expected a mean above 0, got ${mean}`);
  return -mean * Math.log(1 - draw());
}

function chance(draw: Draw, p: number): boolean {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`chance: expected a probability from 0 to 1, got ${p}`);
  return draw() < p;
}

function pick<T>(draw: Draw, items: readonly T[], weights?: readonly number[]): T {
  if (items.length === 0) throw new RangeError("pick: expected at least one item, got 0");
  if (weights === undefined) return items[below(draw, items.length)]!;
  if (weights.length !== items.length) {
    throw new RangeError(`pick: expected one weight an item, got ${weights.length} for ${items.length}`);
  }
  return items[weightedIndex(draw, weights)]!;
}

function weightedIndex(draw: Draw, weights: readonly number[]): number {
  let left = draw() * sumOfWeights(weights);
  let chosen = 0;
  for (let index = 0; index < weights.length; index++) {
    const weight = weights[index]!;
    if (weight === 0) continue;
    // Kept when the loop runs out, which rounding can make it do: then the last possible item is meant.
    chosen = index;
    if (left < weight) break;
    left -= weight;
  }
  return chosen;
}

function sumOfWeights(weights: readonly number[]): number {
  let sum = 0;
  for (const weight of weights) {
    if (!(weight >= 0)) throw new RangeError(`pick: expected weights of 0 or more, got ${weight}`);
    sum += weight;
  }
  if (!(sum > 0 && sum < Infinity))
    throw new RangeError(`pick: expected a finite sum of weights above 0, got ${sum}`);
  return sum;
}

/** Fisher and Yates: from the end, every place gets one of the items not yet placed. */
function shuffle<T>(draw: Draw, items: readonly T[]): T[] {
  const copy = [...items];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = below(draw, last + 1);
    [copy[last], copy[other]] = [copy[other]!, copy[last]!];
  }
  return copy;
}

/** Selection sampling (Knuth, The Art of Computer Programming 2, algorithm S of 3.4.2): in order, in one pass. */
function sample(draw: Draw, n: number, size: number): Int32Array {
  if (!(Number.isInteger(n) && Number.isInteger(size) && size >= 0 && size <= n)) {
    throw new RangeError(`sample: expected whole numbers with 0 <= size <= n, got n ${n} and size ${size}`);
  }
  const chosen = new Int32Array(size);
  let found = 0;
  for (let index = 0; found < size; index++) {
    if (draw() * (n - index) < size - found) chosen[found++] = index;
  }
  return chosen;
}
