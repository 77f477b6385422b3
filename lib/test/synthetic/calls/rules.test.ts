import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { type Buyer, leaningsOf } from "../../../synthetic/calls/rules.js";
import { near } from "../../near.js";

const buyer: Buyer = {
  credit: 500,
  income: 50_000,
  startedPurchase: 0.35,
  clicksQuintile: 3,
  savedVehicles: 2.4,
  tradeIn: 0.38,
  phoneType: "mobile",
  inboundCallContact: "most",
};

test("a customer in the middle of everything with low credit follows the rules' constants", () => {
  const leanings = leaningsOf(buyer);
  near(leanings.eagerness, 0, 1e-12);
  near(leanings.needsAdvice, 1, 1e-5);
  near(leanings.alone, 1 / (1 + Math.exp(1.53)), 1e-5);
  near(leanings.persuaded, 0.184, 1e-5);
  near(leanings.hazard, 1 / (1 + Math.exp(-0.17)), 1e-12);
  near(leanings.score, (0.2 * -150) / 80, 1e-12);
});

test("a talk helps with low credit and hardly with high credit", () => {
  near(leaningsOf({ ...buyer, credit: 800 }).persuaded, 0.003, 1e-5);
  near(leaningsOf({ ...buyer, credit: 650 }).persuaded, (0.184 + 0.003) / 2, 1e-12);
});

test("eager customers buy more often, are dialled first and are reached more easily", () => {
  const eager = leaningsOf({ ...buyer, startedPurchase: 1, clicksQuintile: 5 });
  const other = leaningsOf(buyer);
  assert.ok(eager.alone > other.alone && eager.score > other.score && eager.hazard > other.hazard);
});

test("who never answers is reached less often than who always does, a landline less than a mobile phone", () => {
  const hazard = (change: Partial<Buyer>): number => leaningsOf({ ...buyer, ...change }).hazard;
  assert.ok(hazard({ inboundCallContact: "none" }) < hazard({ inboundCallContact: "all" }));
  assert.ok(hazard({ phoneType: "landline" }) < hazard({ phoneType: "mobile" }));
});

test("every leaning that is a probability stays between 0 and 1", () => {
  const anyone = fc.record({
    credit: fc.integer({ min: 300, max: 850 }),
    income: fc.integer({ min: -30_000, max: 200_000 }),
    startedPurchase: fc.constantFrom(0, 1),
    clicksQuintile: fc.integer({ min: 1, max: 5 }),
    savedVehicles: fc.integer({ min: 0, max: 60 }),
    tradeIn: fc.constantFrom(0, 1),
    phoneType: fc.constantFrom("mobile", "landline", "VoIP"),
    inboundCallContact: fc.constantFrom("all", "most", "some", "none"),
  });
  fc.assert(
    fc.property(anyone, (someone) => {
      const { alone, hazard, needsAdvice, persuaded } = leaningsOf(someone);
      assert.ok([alone, hazard, needsAdvice, persuaded].every((p) => p > 0 && p < 1));
    }),
  );
});
