import assert from "node:assert/strict";
import test from "node:test";
import { checkedOptions, criticalTails, pValueOf, tailProbabilities } from "../../experiments/options.js";
import type { Sides } from "../../types.js";
import { near, nearRelative } from "../near.js";

test("without options an interval is two-sided and of 95 %", () => {
  assert.deepEqual(checkedOptions({}), { confidence: 0.95, sides: "two-sided" });
});

test("a two-sided interval leaves out half on each side, a one-sided one all on one", () => {
  const confidence = 0.75;
  assert.deepEqual(tailProbabilities({ confidence, sides: "two-sided" }), { low: 0.125, high: 0.125 });
  assert.deepEqual(tailProbabilities({ confidence, sides: "greater" }), { low: 0.25, high: 0 });
  assert.deepEqual(tailProbabilities({ confidence, sides: "less" }), { low: 0, high: 0.25 });
});

test("1.96 standard errors on both sides, 1.645 on one and no end on the other", () => {
  const both = criticalTails({ confidence: 0.95, sides: "two-sided" });
  near(both.low, 1.959963984540054, 1e-12);
  assert.equal(both.high, both.low);
  const one = criticalTails({ confidence: 0.95, sides: "less" });
  near(one.high, 1.6448536269514722, 1e-12);
  assert.equal(one.low, Infinity);
});

test("the quantile of another distribution takes the normal's place", () => {
  const { low } = criticalTails({ confidence: 0.9, sides: "two-sided" }, (p) => Math.log(2 * p));
  near(low, -Math.log(0.1), 1e-12);
});

test("the p-value counts the tails that the sides name", () => {
  near(pValueOf(1.959963984540054, "two-sided"), 0.05, 1e-12);
  near(pValueOf(-1.959963984540054, "two-sided"), 0.05, 1e-12);
  near(pValueOf(1.959963984540054, "greater"), 0.025, 1e-12);
  near(pValueOf(1.959963984540054, "less"), 0.975, 1e-12);
  assert.equal(pValueOf(0, "two-sided"), 1);
  // 37 standard errors: 2 · 5.7257e-300.
  nearRelative(pValueOf(37, "two-sided"), 2 * 5.725571e-300, 1e-6);
});

test("a confidence that is not a fraction and sides without a meaning are refused", () => {
  assert.throws(() => checkedOptions({ confidence: 95 }), /^RangeError: confidence: .* got 95$/);
  assert.throws(() => checkedOptions({ confidence: 1 }), /got 1$/);
  assert.throws(() => checkedOptions({ confidence: 0 }), /got 0$/);
  assert.throws(() => checkedOptions({ confidence: Number.NaN }), /got NaN$/);
  assert.throws(() => checkedOptions({ sides: "larger" as Sides }), /^RangeError: sides: .* got "larger"$/);
});
