// False alarms of the p-value beside the difference of two rates, where both true rates are the same: counted over the
// outcomes and not simulated. Of each arm only the bulk of its binomial is counted: less than 1e-9 is left out.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { differenceInRates } = require("../../lib/dist/experiments/rates/differences.js");
const { binomialProbability } = require("../../lib/dist/statistics/binomial.js");

/**
 * @typedef {{ customers: number, conversions: number }} Group
 * @typedef {(treated: Group, control: Group) => number} PValue
 * @typedef {{ treated: number, control: number, rate: number }} Arms
 */

/** @param {number} customers @param {number} rate */
function outcomesOf(customers, rate) {
  const [mean, error] = [customers * rate, Math.sqrt(customers * rate)];
  const first = Math.max(0, Math.floor(mean - 6.5 * error - 2));
  const last = Math.min(customers, Math.ceil(mean + 6.5 * error + 8));
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    conversions: first + i,
    weight: binomialProbability(first + i, customers, rate),
  }));
}

/**
 * The probability that the p-value is at most alpha. For each outcome of the treated those of the control group that do not
 * give an alarm are neighbours, and both ends of that run move up with the treated.
 *
 * @param {Arms} arms @param {PValue} pValueOf @param {number} alpha
 */
function falseAlarms({ treated, control, rate }, pValueOf, alpha) {
  const [ofTreated, ofControl] = [outcomesOf(treated, rate), outcomesOf(control, rate)];
  const upTo = [0];
  for (const { weight } of ofControl) upTo.push(upTo[upTo.length - 1] + weight);
  let [from, to, quiet] = [0, 0, 0];
  for (const { conversions, weight } of ofTreated) {
    const isAlarm = (/** @type {number} */ place, /** @type {1 | -1} */ side) => {
      const one = { customers: treated, conversions };
      const other = { customers: control, conversions: ofControl[place].conversions };
      const more = conversions / treated - other.conversions / control;
      return side * more > 0 && pValueOf(one, other) <= alpha;
    };
    while (from < ofControl.length && isAlarm(from, 1)) from += 1;
    while (to < ofControl.length && !isAlarm(to, -1)) to += 1;
    quiet += weight * (upTo[to] - upTo[from]);
  }
  return 1 - quiet;
}

/** Arms of which the smaller expects so many conversions, of 500 and of 5,000 customers. @param {readonly number[]} expected */
function armsExpecting(expected) {
  return expected.flatMap((events) =>
    [500, 5_000].flatMap((customers) =>
      [1, 4, 10, 100].flatMap((times) => ({
        treated: customers,
        control: times * customers,
        rate: events / customers,
      })),
    ),
  );
}

/** @param {string} test @param {PValue} pValueOf @param {string} [expected] */
function worldsOf(test, pValueOf, expected) {
  const sizes = [
    { events: [20, 50, 100], text: "20, 50 and 100", room: 1.1 },
    { events: [2, 5, 10], text: "2, 5 and 10", room: 1.5 },
  ];
  return sizes.flatMap(({ events, text, room }) =>
    [0.05, 0.01, 0.001].map((alpha) => ({
      method: test,
      estimand: `false alarms at ${alpha}`,
      world: `the worst of arms of 500 and 5,000 against 1, 4, 10 and 100 times as many, ${text} conversions expected`,
      target: { low: 0, high: room * alpha },
      exact: () => {
        const rates = armsExpecting(events).map((arms) => falseAlarms(arms, pValueOf, alpha));
        const [minimum, width] = [Number.NaN, Number.NaN];
        return { coverage: Math.max(...rates), minimum, width, cells: rates.length };
      },
      ...(expected === undefined ? {} : { expected }),
    })),
  );
}

const MANY = "known to give too many alarms at small levels with unequal arms; there to be compared with";

export const worlds = [
  ...worldsOf(
    "Fisher's exact test, mid-p",
    (treated, control) => differenceInRates(treated, control).pValue ?? 1,
  ),
  ...worldsOf(
    "score",
    (treated, control) => differenceInRates(treated, control, { method: "score" }).pValue ?? 1,
    MANY,
  ),
];
