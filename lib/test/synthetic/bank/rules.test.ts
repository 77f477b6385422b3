import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { bankTruth, marketersPropensity, unsubscribing } from "../../../synthetic/bank/rules.js";
import { near } from "../../near.js";

const person = { age: 43.5, income: 70_000, tenure: 1, credit: 700, daysSince: 200 };
const effect = (changed: Partial<typeof person>): number => {
  const { control, treated } = bankTruth({ ...person, ...changed });
  return treated - control;
};

test("the rule gives each group its effect", () => {
  near(effect({}), 0.195, 1e-12);
  near(effect({ age: 18 }), 0.235, 1e-12);
  near(effect({ age: 69 }), 0.155, 1e-12);
  near(effect({ daysSince: 30 }), 0.09, 1e-12);
  near(effect({ tenure: 9 }), -0.06, 1e-12);
});

test("income and credit score move both probabilities by the same factor, between a fifth and nine fifths", () => {
  // One standard deviation of income up: 1 + 0.45. One of the score up: 1 + 0.35. Both: 1.8, where it ends.
  near(bankTruth({ ...person, income: 90_000 }).control, 0.005 * 1.45, 1e-12);
  near(bankTruth({ ...person, credit: 750 }).treated, 0.2 * 1.35, 1e-12);
  near(bankTruth({ ...person, income: 90_000, credit: 750 }).treated, 0.2 * 1.8, 1e-12);
  near(bankTruth({ ...person, income: 15_000, credit: 500 }).treated, 0.2 * 0.2, 1e-12);
});

test("marketers prefer a recent purchase, a high income and a high score", () => {
  near(marketersPropensity({ income: 70_000, credit: 700, daysSince: 182.5 }), 0.5, 1e-12);
  // By hand: logits 0.9, 0.9 and 0.7 of one standard deviation each.
  near(
    marketersPropensity({ income: 70_000, credit: 700, daysSince: 77.5 }),
    1 / (1 + Math.exp(-0.9)),
    1e-12,
  );
  near(
    marketersPropensity({ income: 90_000, credit: 700, daysSince: 182.5 }),
    1 / (1 + Math.exp(-0.9)),
    1e-12,
  );
  near(
    marketersPropensity({ income: 70_000, credit: 750, daysSince: 182.5 }),
    1 / (1 + Math.exp(-0.7)),
    1e-12,
  );
});

test("probabilities stay probabilities, and nobody is picked or passed over for certain", () => {
  const anyone = fc.record({
    age: fc.integer({ min: 18, max: 69 }),
    income: fc.integer({ min: 15_000, max: 200_000 }),
    tenure: fc.double({ min: 0, max: 60, noNaN: true }),
    credit: fc.integer({ min: 300, max: 850 }),
    daysSince: fc.integer({ min: 1, max: 364 }),
  });
  fc.assert(
    fc.property(anyone, (someone) => {
      const { control, treated, group } = bankTruth(someone);
      assert.ok(control > 0 && control < 0.5 && treated > 0 && treated < 0.5);
      assert.equal(treated < control, group === "long-standing customer");
      const propensity = marketersPropensity(someone);
      assert.ok(propensity >= 0.05 && propensity <= 0.95);
    }),
  );
});

test("the message makes every group unsubscribe more, long-standing customers most", () => {
  assert.deepEqual(unsubscribing("recent buyer"), { control: 0.008, treated: 0.016 });
  assert.deepEqual(unsubscribing("long-standing customer"), { control: 0.008, treated: 0.036 });
});
