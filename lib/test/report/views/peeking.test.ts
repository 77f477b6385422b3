import assert from "node:assert/strict";
import test from "node:test";
import { simulatedLooks } from "../../../experiments/sequential/peeking.js";
import { shownRows } from "../../../report/report-table.js";
import { peekingChart, peekingTable } from "../../../report/views/peeking.js";
import { seededRandom } from "../../../statistics/random.js";

const looksAt = (days: number, treated: number) => {
  const test = { days, customersPerDay: 100, rates: { treated, control: 0.1 }, share: 0.5 };
  return simulatedLooks(test, seededRandom("peeking chart"));
};

test("a rule is a row with its false alarms and how sure they are", () => {
  const rate = { rule: "e-process", rate: 0.02, monteCarloError: 0.001, tests: 2_000, looks: 50 } as const;
  const [row] = shownRows(peekingTable([rate]), 1);
  assert.ok(["50", "e-process", "2.0 %", "2,000"].every((cell) => row.includes(cell)));
});

test("a clear effect ends the test at the first look whose always-valid interval leaves out zero", () => {
  const looks = looksAt(30, 0.3);
  const first = looks.find(({ alwaysValid: { tooEarly, low } }) => tooEarly === null && low > 0);
  assert.match(peekingChart(looks).title, new RegExp(`after ${first!.n.toLocaleString("en")} customers$`));
});

test("the interval that holds at all looks is the wider one on every day that is shown", () => {
  const looks = looksAt(30, 0.1);
  const { title, data } = peekingChart(looks);
  assert.match(title, /never came to an end$/);
  const [low, high, , fixedLow, fixedHigh] = data as { x: number[]; y: number[] }[];
  assert.equal(low.x.length, looks.filter(({ alwaysValid }) => alwaysValid.tooEarly === null).length);
  low.x.forEach((_, day) => {
    assert.ok(low.y[day] < fixedLow.y[day] && fixedHigh.y[day] < high.y[day]);
  });
});

test("a test with a handful of responses did not fail to end: it was too early", () => {
  assert.match(peekingChart(looksAt(1, 0.1)).title, /it was too early to say anything$/);
});
