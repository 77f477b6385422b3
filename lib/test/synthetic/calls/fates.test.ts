import assert from "node:assert/strict";
import test from "node:test";
import { seededRandom } from "../../../statistics/random.js";
import { DAY } from "../../../synthetic/calendar.js";
import {
  drawDials,
  drawFate,
  FIRST_DIAL_DAY,
  reachProbability,
  WINDOW_DAYS,
} from "../../../synthetic/calls/fates.js";
import type { Leanings } from "../../../synthetic/calls/rules.js";
import { near } from "../../near.js";

const leanings: Leanings = {
  eagerness: 0,
  needsAdvice: 1,
  alone: 0.4,
  pace: 1.2,
  score: 0,
  hazard: 0.55,
  persuaded: 0.5,
};
const moment = Date.UTC(2018, 5, 1, 20, 30);
const random = seededRandom("fates");
const fates = (change: Partial<Leanings> = {}, phone = true) =>
  Array.from({ length: 4_000 }, () => drawFate({ moment, phone }, { ...leanings, ...change }, random));

test("a call makes a sale or leaves the sale as it was: same buyers, same moment", () => {
  for (const { alone, called, reached, persuaded } of fates()) {
    if (alone !== null) assert.equal(called, alone);
    else assert.equal(called !== null, reached && persuaded);
  }
});

test("a sale within the window lies between the account and the last hundredth of the 45th day", () => {
  const end = Date.UTC(2018, 5, 1 + WINDOW_DAYS);
  for (const { alone, called, late } of fates()) {
    for (const sale of [alone, called]) assert.ok(sale === null || (sale >= moment && sale < end));
    assert.ok(late >= end);
  }
});

test("a sale that a call made comes a day or more after the talk", () => {
  for (const { alone, called, dials } of fates()) {
    if (alone !== null || called === null) continue;
    assert.ok(called >= dials[dials.length - 1].at + DAY);
  }
});

test("the share of buyers and of persuaded customers is the probability", () => {
  const all = fates();
  const share = (has: (fate: (typeof all)[number]) => boolean): number => all.filter(has).length / all.length;
  near(
    share(({ alone }) => alone !== null),
    0.4,
    4 * Math.sqrt(0.24 / all.length),
  );
  // Persuaded means: would not buy alone (0.6), and a talk would change that (0.5).
  near(
    share(({ persuaded }) => persuaded),
    0.3,
    4 * Math.sqrt(0.21 / all.length),
  );
});

test("nobody who would be listed as a buyer is dialled, and a phone is needed", () => {
  assert.ok(fates({}, false).every(({ dials, reached }) => dials.length === 0 && !reached));
  const late = fates({ alone: 1 }).flatMap(({ alone, dials }) =>
    dials.filter(({ at }) => at > alone! + 12 * DAY),
  );
  assert.deepEqual(late, []);
});

test("dials begin on day three, within working hours, and end with the first that reaches somebody", () => {
  const midnight = Date.UTC(2018, 5, 1);
  for (let i = 0; i < 500; i++) {
    const dials = drawDials(midnight, 0.3, random);
    const hours = dials.map(({ at }) => (at % DAY) / 3_600_000);
    assert.equal(Math.floor((dials[0].at - midnight) / DAY), FIRST_DIAL_DAY);
    assert.ok(dials.length <= 5 && hours.every((hour) => hour >= 9 && hour < 20));
    assert.ok(dials.slice(0, -1).every(({ contacted, seconds }) => !contacted && Number.isNaN(seconds)));
  }
});

test("the probability of ever being reached agrees with its count", () => {
  // By hand for a hazard of 1: the first dial always does. For 0.5: 0.5 × (1 - 0.36⁵) / (1 - 0.36).
  assert.equal(reachProbability(1), 1);
  near(reachProbability(0.5), 0.77653, 1e-5);
  const runs = Array.from({ length: 4_000 }, () =>
    drawDials(0, 0.5, random).some(({ contacted }) => contacted),
  );
  near(runs.filter(Boolean).length / runs.length, 0.77653, 4 * Math.sqrt(0.1735 / runs.length));
});
