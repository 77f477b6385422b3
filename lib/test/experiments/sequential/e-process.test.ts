import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { eProcess, logEValue } from "../../../experiments/sequential/e-process.js";
import { near, nearRelative } from "../../near.js";

const group = (customers: number, conversions: number) => ({ customers, conversions });

test("by hand: the first conversion says nothing, a second one of the same arm (50 + 1) / (100 + 1) / 0.5", () => {
  near(logEValue({ treated: 0, control: 0 }, 0.5), 0, 1e-12);
  near(logEValue({ treated: 1, control: 0 }, 0.5), 0, 1e-12);
  near(logEValue({ treated: 2, control: 0 }, 0.5), Math.log(51 / 101 / 0.5), 1e-12);
});

// All 2^12 orders of twelve conversions: without an effect the e-value is 1 on average, whatever the split.
test("the e-value is 1 on average over all orders of arms, at 1:1, 1:4 and 1:10", () => {
  for (const share of [0.5, 0.8, 10 / 11]) {
    let mean = 0;
    for (let order = 0; order < 2 ** 12; order++) {
      const treated = [...order.toString(2)].filter((arm) => arm === "1").length;
      const control = 12 - treated;
      mean += share ** treated * (1 - share) ** control * Math.exp(logEValue({ treated, control }, share));
    }
    near(mean, 1, 1e-10);
  }
});

/** The exact probability that the e-value reaches 20 at some conversion, of so many, without an effect. */
function exactFalseAlarms(share: number, most: number): number {
  let alarms = 0;
  let going = [1];
  for (let seen = 1; seen <= most; seen++) {
    const next = new Array<number>(seen + 1).fill(0);
    going.forEach((probability, treated) => {
      next[treated] += probability * (1 - share);
      next[treated + 1] += probability * share;
    });
    next.forEach((probability, treated) => {
      if (probability === 0 || logEValue({ treated, control: seen - treated }, share) < Math.log(20)) return;
      alarms += probability;
      next[treated] = 0;
    });
    going = next;
  }
  return alarms;
}

test("counted exactly over 600 conversions, an alarm without an effect has a probability of 5 % or less", () => {
  for (const share of [0.5, 0.8, 10 / 11]) {
    const alarms = exactFalseAlarms(share, 600);
    assert.ok(alarms > 0.005 && alarms <= 0.05, `${alarms} at a share of ${share}`);
  }
});

test("250 against 200 of 1,000: no alarm under peeking, where one look has p 0.007", () => {
  const { estimate, low, high, eValue, pValue } = eProcess(group(1000, 250), group(1000, 200), {
    share: 0.5,
  });
  near(estimate, 1.25, 1e-12);
  assert.ok(low < 1 && high > 1);
  nearRelative(pValue, 1 / eValue, 1e-12);
});

test("at both ends of the interval the learner is 1 / alpha times better than the ratio", () => {
  const [share, conversions] = [0.8, { treated: 90, control: 40 }];
  const { low, high } = eProcess(group(800, 90), group(200, 40), { share, confidence: 0.9 });
  for (const ratio of [low, high]) {
    const odds = (ratio * share) / (1 - share);
    const ofRatio =
      conversions.treated * Math.log(odds / (1 + odds)) - conversions.control * Math.log(1 + odds);
    const none = conversions.treated * Math.log(share) + conversions.control * Math.log(1 - share);
    near(logEValue(conversions, share) + none - ofRatio, Math.log(10), 1e-9);
  }
});

test("swapping the arms with their shares leaves the e-value alone and turns the ratio round", () => {
  const customers = fc.integer({ min: 1, max: 900 });
  fc.assert(
    fc.property(
      customers,
      customers,
      fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      (one, other, share) => {
        const forth = eProcess(group(1000, one), group(1000, other), { share });
        const back = eProcess(group(1000, other), group(1000, one), { share: 1 - share });
        nearRelative(forth.pValue, back.pValue, 1e-8);
        nearRelative(forth.low, 1 / back.high, 1e-8);
        assert.ok(forth.low < forth.estimate && forth.estimate < forth.high);
        assert.equal(forth.pValue <= 0.05, forth.low >= 1 || forth.high <= 1);
      },
    ),
    { numRuns: 100, seed: 1 },
  );
});

test("a hundred thousand conversions are no trouble", () => {
  const { low, high } = eProcess(group(1e6, 60_000), group(1e6, 40_000), { share: 0.5 });
  assert.ok(low > 1.45 && high < 1.55);
});

test("without a conversion in an arm there is an e-value, but no ratio", () => {
  assert.ok(logEValue({ treated: 0, control: 9 }, 0.5) > 0);
  assert.throws(() => eProcess(group(100, 0), group(100, 9), { share: 0.5 }), {
    name: "NotEstimable",
    message: "e-process: a ratio needs a conversion in both arms, got 0 and 9",
  });
});

test("a share of nobody is refused", () => {
  assert.throws(
    () => eProcess(group(100, 5), group(100, 9), { share: 0 }),
    /share: expected a fraction above 0 and below 1, got 0/,
  );
});
