import assert from "node:assert/strict";
import test from "node:test";
import { permutationTest, permutationTestOfMeans } from "../../../experiments/means/permutation.js";
import { everySum, shuffledSums } from "../../../experiments/means/reassignments.js";
import { seededRandom } from "../../../statistics/random.js";
import { near } from "../../near.js";

const options = { rounds: 20_000, random: seededRandom(1) };

test("all ten assignments of five customers by hand: one is as extreme in one direction, two in both", () => {
  const spend = { treated: [8, 9], control: [1, 2, 3] };
  const result = permutationTestOfMeans(spend, { ...options, sides: "greater" });
  assert.deepEqual([result.method, result.observed, result.differences.length], ["exact", 6.5, 10]);
  near(result.pValue, 1 / 10, 1e-15);
  near(permutationTestOfMeans(spend, { ...options, sides: "less" }).pValue, 1, 1e-15);
});

// Two of 22 customers against the others: 38 of the 231 assignments are at least as extreme (0.165), counted in another way below.
const unequal = {
  treated: [40, 57],
  control: [15, 42, 54, 12, 45, 25, 16, 53, 38, 30, 8, 4, 34, 0, 35, 37, 47, 58, 23, 14],
};

test("231 splits of unequal arms are counted, with a p in the middle", () => {
  const values = [...unequal.treated, ...unequal.control];
  const total = values.reduce((a, b) => a + b, 0);
  const distance = (sum: number): number => Math.abs(sum / 2 - (total - sum) / 20);
  let extreme = 0;
  for (let i = 0; i < 22; i++)
    for (let j = i + 1; j < 22; j++) if (distance(values[i] + values[j]) >= distance(97) - 1e-9) extreme++;
  assert.equal(extreme, 38);
  const { pValue, differences } = permutationTestOfMeans(unequal, options);
  assert.equal(differences.length, 231);
  near(pValue, 38 / 231, 1e-15);
});

test("every choice has its sum once", () => {
  assert.deepEqual(
    [...everySum(Float64Array.of(1, 2, 4, 8), 2)].sort((a, b) => a - b),
    [3, 5, 6, 9, 10, 12],
  );
});

for (const [kind, values] of [
  ["many values", Float64Array.of(1, 2, 4, 8, 16, 32, 64)],
  ["few values other than zero", Float64Array.from({ length: 30 }, (_, i) => (i < 3 ? 2 ** i : 0))],
] as const) {
  for (const size of [2, 5]) {
    test(`with ${kind} every choice of ${size} is drawn equally often`, () => {
      const every = everySum(values, size);
      const drawn = shuffledSums(values, { size, rounds: 40_000, random: seededRandom(size) });
      for (const sum of new Set(every)) {
        const [expected, found] = [every, drawn].map((all) => all.filter((one) => one === sum).length);
        const share = expected / every.length;
        near(found / 40_000, share, 4.5 * Math.sqrt((share * (1 - share)) / 40_000));
      }
    });
  }
}

/** All ways to choose the treated among the customers, counted exactly (hypergeometric). */
function exactPValue(arms: {
  treated: { customers: number; conversions: number };
  control: { customers: number; conversions: number };
}): number {
  const [n1, n0] = [arms.treated.customers, arms.control.customers];
  const m = arms.treated.conversions + arms.control.conversions;
  const choose = (n: number, k: number): number =>
    k < 0 || k > n ? 0 : k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k;
  const difference = (k: number): number => k / n1 - (m - k) / n0;
  const limit = Math.abs(difference(arms.treated.conversions)) - 1e-12;
  let extreme = 0;
  for (let k = 0; k <= m; k++)
    if (Math.abs(difference(k)) >= limit) extreme += choose(m, k) * choose(n1 + n0 - m, n1 - k);
  return extreme / choose(n1 + n0, n1);
}

test("the permutation p-value matches full enumeration with unequal arms and a p in the middle", () => {
  const arms = { treated: { customers: 5, conversions: 3 }, control: { customers: 17, conversions: 4 } };
  const exact = exactPValue(arms);
  assert.ok(exact > 0.1 && exact < 0.9, `the case should have a p in the middle, has ${exact}`);
  const rounds = 20_000;
  const { pValue } = permutationTest(arms, { rounds, random: seededRandom(1) });
  near(pValue, exact, 4 * Math.sqrt((exact * (1 - exact)) / rounds));
});

test("reshuffled differences spread around zero and one assignment counts as observed", () => {
  const arms = { treated: { customers: 40, conversions: 20 }, control: { customers: 60, conversions: 5 } };
  const { differences, pValue, observed } = permutationTest(arms, { rounds: 999, random: seededRandom(2) });
  near(observed, 20 / 40 - 5 / 60, 1e-12);
  near(differences.reduce((a, b) => a + b, 0) / 999, 0, 4 * (0.088 / Math.sqrt(999)));
  assert.equal(pValue, 1 / 1000);
});

test("swapping the arms flips the sign of the observed difference and keeps p", () => {
  const arms = { treated: { customers: 8, conversions: 4 }, control: { customers: 20, conversions: 3 } };
  const swapped = { treated: arms.control, control: arms.treated };
  const [one, other] = [arms, swapped].map((a) =>
    permutationTest(a, { rounds: 5_000, random: seededRandom(3) }),
  );
  near(one.observed, -other.observed, 1e-12);
  near(one.pValue, other.pValue, 0.03);
});

test("forty customers and more, over the 32 that are dealt at a time, are chosen equally often", () => {
  for (const size of [5, 20, 35, 39]) {
    const ones = Float64Array.from({ length: 40 }, () => 1);
    const draw = (values: Float64Array) =>
      shuffledSums(values, { size, rounds: 20_000, random: seededRandom(`forty ${size}`) });
    assert.ok(draw(ones).every((sum) => sum === size));
    // Powers of two would not fit: the mean and variance of a sum without replacement say it for 40 different values.
    const sums = draw(ones.map((_, i) => i));
    const variance = ((size * (40 - size)) / 39) * ((40 ** 2 - 1) / 12);
    const mean = sums.reduce((a, b) => a + b, 0) / 20_000;
    near(mean, size * 19.5, 4.5 * Math.sqrt(variance / 20_000));
    const found = sums.reduce((total, sum) => total + (sum - size * 19.5) ** 2, 0) / 20_000;
    near(found / variance, 1, 4.5 * Math.sqrt(2 / 20_000));
  }
});

test("the arms of unequal size that are counted exactly agree with drawing them", () => {
  const { treated, control } = unequal;
  const exact = permutationTestOfMeans(unequal, options).pValue;
  const sums = shuffledSums(Float64Array.of(...treated, ...control), { size: 2, ...options });
  const total = 97 + control.reduce((a, b) => a + b, 0);
  const distance = (sum: number): number => Math.abs(sum / 2 - (total - sum) / 20);
  const share = sums.filter((sum) => distance(sum) >= distance(97) - 1e-9).length / 20_000;
  near(share, exact, 4 * Math.sqrt((exact * (1 - exact)) / 20_000));
});

test("a column of equal values has a p-value of one", () => {
  const same = { treated: new Float64Array(40).fill(0.1), control: new Float64Array(60).fill(0.1) };
  const { pValue, method } = permutationTestOfMeans(same, { rounds: 200, random: seededRandom(1) });
  assert.deepEqual([pValue, method], [1, "Monte Carlo"]);
});

const refused = (title: string, what: () => unknown, message: RegExp): void => {
  test(title, () => assert.throws(what, { name: "RangeError", message }));
};

refused(
  "a test needs rounds",
  () => permutationTestOfMeans(unequal, { ...options, rounds: 0 }),
  /above 0, got 0/,
);
refused(
  "an empty arm has nothing to deal",
  () => permutationTestOfMeans({ treated: [], control: [1] }, options),
  /the treated arm has no customers/,
);
refused(
  "a missing value is refused",
  () => permutationTestOfMeans({ treated: [1], control: [Number.NaN] }, options),
  /expected finite values, got NaN/,
);
