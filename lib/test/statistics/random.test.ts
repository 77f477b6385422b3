import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { mean, variance } from "../../statistics/quantiles.js";
import { type Random, seededRandom } from "../../statistics/random.js";
import { near } from "../near.js";

function draws(count: number, draw: () => number): Float64Array {
  return Float64Array.from({ length: count }, draw);
}

/** Four standard errors of a mean: a right generator fails once in 16,000 seeds, and the seed is fixed. */
function nearMean(values: Float64Array, expected: number): void {
  near(mean(values), expected, 4 * Math.sqrt(variance(values) / values.length));
}

test("the same seed gives the same stream, whether number or text", () => {
  const [first, second, other] = [seededRandom(7), seededRandom("7"), seededRandom(8)];
  const stream = draws(100, first.next);
  assert.deepEqual(draws(100, second.next), stream);
  assert.notDeepEqual(draws(100, other.next), stream);
});

test("the docstring's example holds", () => {
  assert.equal(seededRandom("arms-7").pick(["mail", "hold out"], [1, 1]), "mail");
});

test("two streams used in turn do not mix, although jStat has one generator for all", () => {
  const alone = seededRandom("a");
  const expected = draws(50, () => alone.normal(0, 1));
  const [a, b] = [seededRandom("a"), seededRandom("b")];
  const inTurn = draws(50, () => {
    b.gamma(2, 1);
    return a.normal(0, 1);
  });
  assert.deepEqual(inTurn, expected);
});

const N = 50_000;
const MOMENTS: readonly (readonly [
  name: string,
  (random: Random) => number,
  mean: number,
  variance: number,
])[] = [
  ["next", (random) => random.next(), 1 / 2, 1 / 12],
  ["below(6)", (random) => random.below(6), 2.5, 35 / 12],
  ["normal(70, 20)", (random) => random.normal(70, 20), 70, 400],
  ["gamma(0.5, 3)", (random) => random.gamma(0.5, 3), 1.5, 4.5],
  ["gamma(4, 2)", (random) => random.gamma(4, 2), 8, 16],
  ["exponential(5)", (random) => random.exponential(5), 5, 25],
  ["chance(0.3)", (random) => Number(random.chance(0.3)), 0.3, 0.21],
  ["weights 1 : 0 : 3", (random) => random.pick([0, 1, 2], [1, 0, 3]), 1.5, 0.75],
  ["pick", (random) => random.pick([0, 10]), 5, 25],
];

for (const [name, draw, expectedMean, expectedVariance] of MOMENTS) {
  test(`${name} has the mean and the variance of its distribution`, () => {
    const random = seededRandom(name);
    const values = draws(N, () => draw(random));
    nearMean(values, expectedMean);
    nearMean(
      values.map((value) => (value - expectedMean) ** 2),
      expectedVariance,
    );
  });
}

test("all six orders of three items are equally likely", () => {
  const random = seededRandom("shuffle");
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = random.shuffle(["a", "b", "c"]).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 6);
  for (const count of counts.values()) near(count, 1000, 4 * Math.sqrt(6000 * (1 / 6) * (5 / 6)));
});

test("all ten pairs of five indices are equally likely", () => {
  const random = seededRandom("sample");
  const counts = new Map<string, number>();
  for (let i = 0; i < 10_000; i++) {
    const pair = random.sample(5, 2).join("");
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  assert.equal(counts.size, 10);
  for (const count of counts.values()) near(count, 1000, 4 * Math.sqrt(10_000 * 0.1 * 0.9));
});

test("a sample holds different indices below n in ascending order", () => {
  fc.assert(
    fc.property(fc.nat(300), fc.nat(300), fc.integer(), (a, b, seed) => {
      const [size, n] = [Math.min(a, b), Math.max(a, b)];
      const sample = seededRandom(seed).sample(n, size);
      assert.equal(sample.length, size);
      sample.forEach((index, i) => {
        assert.ok(index < n && (i === 0 || index > sample[i - 1]!));
      });
    }),
  );
});

test("a shuffle keeps the items and leaves the original alone", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
      const before = [...items];
      const shuffled = seededRandom(seed).shuffle(items);
      assert.deepEqual(items, before);
      assert.deepEqual([...shuffled].sort(), before.sort());
    }),
  );
});

test("the certain and the impossible stay so", () => {
  const random = seededRandom("edges");
  for (let i = 0; i < 1000; i++) {
    assert.equal(random.chance(0), false);
    assert.equal(random.chance(1), true);
    assert.equal(random.pick(["no", "yes", "no"], [0, 0.1, 0]), "yes");
  }
  assert.equal(random.normal(5, 0), 5);
  assert.equal(random.below(1), 0);
  assert.deepEqual([...random.sample(3, 3)], [0, 1, 2]);
});

test("arguments out of range are refused", () => {
  const random = seededRandom(1);
  assert.throws(() => seededRandom(Number.NaN), /seed: expected a finite number or a text, got NaN/);
  assert.throws(() => random.below(0), /below: expected a whole number above 0, got 0/);
  assert.throws(() => random.below(2.5), /got 2.5/);
  assert.throws(() => random.normal(0, -1), /normal: .* an sd of 0 or more, got 0 and -1/);
  assert.throws(() => random.gamma(0, 1), /gamma: .* above 0, got 0 and 1/);
  assert.throws(() => random.exponential(0), /exponential: expected a mean above 0, got 0/);
  assert.throws(() => random.chance(1.2), /chance: expected a probability from 0 to 1, got 1.2/);
  assert.throws(() => random.pick([]), /pick: expected at least one item, got 0/);
  assert.throws(() => random.pick([1, 2], [1]), /pick: expected one weight an item, got 1 for 2/);
  assert.throws(() => random.pick([1, 2], [1, -1]), /pick: expected weights of 0 or more, got -1/);
  assert.throws(() => random.pick([1, 2], [0, 0]), /finite sum of weights above 0, got 0/);
  assert.throws(() => random.sample(3, 4), /sample: .* got n 3 and size 4/);
});
