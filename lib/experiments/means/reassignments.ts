import type { Random } from "../../statistics/random.js";

/** The sum of every choice of `size` of the values, each choice once. */
export function everySum(values: Float64Array, size: number): Float64Array {
  const sums: number[] = [];
  const choose = (from: number, left: number, sum: number): void => {
    if (left === 0) {
      sums.push(sum);
      return;
    }
    for (let next = from; next <= values.length - left; next++)
      choose(next + 1, left - 1, sum + values[next]);
  };
  choose(0, size, 0);
  return Float64Array.from(sums);
}

/**
 * The sums of `rounds` random choices of `size` of the values; all choices are equally likely.
 *
 * Few values other than zero (spend, of which most customers have none) are dealt one by one, and the zeros are left where
 * they are; many are dealt 32 at a time.
 */
export function shuffledSums(
  values: Float64Array,
  { size, rounds, random }: { size: number; rounds: number; random: Random },
): Float64Array {
  const some = values.filter((value) => value !== 0);
  const [n, next] = [values.length, random.next];
  if (some.length < n / 8) {
    return Float64Array.from({ length: rounds }, () => sparseSum(some, { size, n, next }));
  }
  // The last word's unused bits stay 0, and stand for values of 0.
  const chosen = new Int32Array(Math.ceil(n / 32));
  const padded = new Float64Array(32 * chosen.length);
  padded.set(values);
  return Float64Array.from({ length: rounds }, () => denseSum(padded, { size, n, chosen, next }));
}

type Draw = () => number;

/** Each value takes one of the places that are left among n customers, and `size` of the places are treated. */
function sparseSum(some: Float64Array, { size, n, next }: { size: number; n: number; next: Draw }): number {
  let sum = 0;
  let places = size;
  for (let i = 0; i < some.length; i++) {
    if (next() * (n - i) < places) {
      sum += some[i];
      places--;
    }
  }
  return sum;
}

/**
 * Every customer is chosen by a coin of its own, with about the right chance; then as many as are too many or too few,
 * picked at random, change sides. No customer differs from another in any of it, so every choice of `size` customers is
 * equally likely. With arms of equal size it costs one draw for 32 customers.
 */
function denseSum(
  values: Float64Array,
  { size, n, chosen, next }: { size: number; n: number; chosen: Int32Array; next: Draw },
): number {
  const chance = Math.min(255, Math.round((256 * size) / n));
  let count = 0;
  let sum = 0;
  for (let word = 0; word < chosen.length; word++) {
    const bits = coins(chance, next) & (-1 >>> Math.max(0, 32 * (word + 1) - n));
    chosen[word] = bits;
    count += bitCount(bits);
    sum += sumWhereSet(values, 32 * word, bits);
  }
  const surplus = count > size ? 1 : 0;
  const step = 1 - 2 * surplus;
  while (count !== size) {
    const i = Math.floor(next() * n);
    if (((chosen[i >> 5] >>> (i & 31)) & 1) !== surplus) continue;
    chosen[i >> 5] ^= 1 << (i & 31);
    count += step;
    sum += step * values[i];
  }
  return sum;
}

/**
 * 32 coins that each show 1 with a chance of so many 256ths: from the lowest binary digit of the chance up, "or" with fair
 * coins makes (1 + p) / 2 of a chance p and "and" makes p / 2.
 */
function coins(chance: number, next: Draw): number {
  let bits = 0;
  for (let digit = 0; digit < 8; digit++) {
    const isOne = (chance >> digit) & 1;
    if (bits === 0 && isOne === 0) continue;
    const fair = (next() * 2 ** 32) | 0;
    bits = isOne === 1 ? bits | fair : bits & fair;
  }
  return bits;
}

/** How many bits are 1: added up in pairs, fours and eights (Warren 2012, Hacker's Delight, section 5-1). */
function bitCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function sumWhereSet(values: Float64Array, from: number, bits: number): number {
  let sum = 0;
  let left = bits;
  // A product and not a branch, which would be guessed wrong every other time.
  for (let i = from; i < from + 32; i++) {
    sum += (left & 1) * values[i];
    left >>>= 1;
  }
  return sum;
}
