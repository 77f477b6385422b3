import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { seededRandom } from "../../statistics/random.js";
import { choice, coin, observedDifference, trueEffect } from "../../synthetic/assignments.js";
import { near } from "../near.js";

// Four customers by hand: one is won over, one buys anyway, one is lost, one is put off.
const four = { control: [0, 1, 0, 1], treated: [1, 1, 0, 0] };

test("the true effect of four customers is counted by hand", () => {
  assert.equal(trueEffect(four), 0);
  assert.equal(trueEffect(four, [1, 0, 1, 0]), 0.5);
});

test("what is observed depends on who was mailed", () => {
  assert.equal(observedDifference(four, [1, 0, 1, 0]), 0.5 - 1);
  assert.equal(observedDifference(four, [1, 1, 0, 0]), 1 - 0.5);
});

test("the mean over all six ways to mail two of four customers is the true effect", () => {
  const ways = [
    [1, 1, 0, 0],
    [1, 0, 1, 0],
    [1, 0, 0, 1],
    [0, 1, 1, 0],
    [0, 1, 0, 1],
    [0, 0, 1, 1],
  ];
  near(ways.reduce((sum, mailed) => sum + observedDifference(four, mailed), 0) / 6, trueEffect(four), 1e-12);
});

test("without noise a marketer's choice takes exactly the highest scores", () => {
  const options = { share: 0.5, noise: 0, random: seededRandom(1) };
  assert.deepEqual([...choice([5, 1, 9, 3], options)], [1, 0, 1, 0]);
});

test("a choice mails the share that was asked for, whatever the noise", () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0, max: 100, noNaN: true }), (seed, noise) => {
      const mailed = choice(
        Float64Array.from({ length: 40 }, (_, i) => i),
        { share: 0.25, noise, random: seededRandom(seed) },
      );
      assert.equal(
        mailed.reduce((a, b) => a + b, 0),
        10,
      );
    }),
  );
});

test("a coin mails about the share, within four standard errors", () => {
  const mailed = coin(10_000, 0.3, seededRandom(5));
  near(mailed.reduce((a, b) => a + b, 0) / 10_000, 0.3, 4 * Math.sqrt(0.21 / 10_000));
});

test("a comparison needs both groups", () => {
  assert.throws(() => observedDifference(four, [1, 1, 1, 1]), /4 mailed and 0 not/);
});

test("an effect needs customers", () => {
  assert.throws(() => trueEffect(four, [0, 0, 0, 0]), /no customer is marked/);
});

test("a choice needs a share between 0 and 1", () => {
  assert.throws(
    () => choice([1], { share: 1, noise: 0, random: seededRandom(1) }),
    /share between 0 and 1, got 1/,
  );
});
