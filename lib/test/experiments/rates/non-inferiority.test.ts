import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { differenceInRates } from "../../../experiments/rates/differences.js";
import { nonInferiority } from "../../../experiments/rates/non-inferiority.js";
import { near } from "../../near.js";
import { anyGroup, group } from "./groups.js";

const higher = { better: "higher", margin: 0.05 } as const;

test("by hand: the same rates are within a margin of which the standard error is a third, and not of one that it is", () => {
  const [treated, control] = [group(500, 5000), group(500, 5000)];
  // The standard error of the difference is sqrt(2 · 0.1 · 0.9 / 5000) = 0.006.
  assert.equal(nonInferiority(treated, control, { ...higher, margin: 0.018 }).nonInferior, true);
  assert.equal(nonInferiority(treated, control, { ...higher, margin: 0.006 }).nonInferior, false);
});

// Farrington and Manning's z at a difference of -0.05 for 85 of 100 against 88 of 100, their restricted rates found by a
// search over the likelihood: 0.8406 and 0.8906.
test("the p-value agrees with the score statistic from a search over the likelihood", () => {
  const [treated, control] = [group(85, 100), group(88, 100)];
  const logLikelihood = (p: number): number =>
    85 * Math.log(p) + 15 * Math.log(1 - p) + 88 * Math.log(p + 0.05) + 12 * Math.log(0.95 - p);
  const candidates = Array.from({ length: 94_998 }, (_, index) => (index + 1) / 100_000);
  const p = candidates.reduce((best, next) => (logLikelihood(next) > logLikelihood(best) ? next : best));
  const variance = ((p * (1 - p) + (p + 0.05) * (0.95 - p)) / 100) * (200 / 199);
  const z = 0.02 / Math.sqrt(variance);
  const { pValue, estimate } = nonInferiority(treated, control, higher);
  near(estimate, -0.03, 1e-15);
  // The normal tail beyond z = 0.41 is 0.3409 and falls by 0.367 a unit there.
  near(z, 0.41, 0.01);
  near(pValue!, 0.3409 - 0.367 * (z - 0.41), 2e-4);
});

test("its end is that of the one-sided score interval", () => {
  const [treated, control] = [group(31, 900), group(22, 1100)];
  const { low, high, sides, method } = nonInferiority(treated, control, higher);
  const score = differenceInRates(treated, control, { method: "score", sides: "greater" });
  near(low, score.low, 1e-12);
  assert.deepEqual({ high, sides, method }, { high: 1, sides: "greater", method: "score" });
});

test("fewer complaints are better: swapping the groups asks the same question of the other direction", () => {
  fc.assert(
    fc.property(anyGroup, anyGroup, fc.double({ min: 0.001, max: 0.5, noNaN: true }), (a, b, margin) => {
      const more = nonInferiority(a, b, { margin, better: "higher" });
      const fewer = nonInferiority(b, a, { margin, better: "lower" });
      near(fewer.high, -more.low, 1e-12);
      near(fewer.estimate, -more.estimate, 1e-15);
      assert.equal(fewer.low, -1);
      assert.equal(fewer.pValue, more.pValue);
      assert.equal(fewer.nonInferior, more.nonInferior);
    }),
  );
});

test("non-inferior is a p-value below alpha, and an interval on the right side of the margin", () => {
  fc.assert(
    fc.property(anyGroup, anyGroup, (a, b) => {
      const { low, pValue, nonInferior, margin } = nonInferiority(a, b, { ...higher, confidence: 0.975 });
      fc.pre(Math.abs(pValue! - 0.025) > 1e-9);
      assert.equal(nonInferior, low > -margin);
      assert.equal(nonInferior, pValue! < 0.025);
    }),
  );
});

test("more customers or a larger margin make non-inferiority easier to show", () => {
  const [few, many] = [100, 1000].map((n) => nonInferiority(group(n / 10, n), group(n / 10, n), higher));
  assert.ok(many.pValue! < few.pValue!);
  const wide = nonInferiority(group(10, 100), group(10, 100), { ...higher, margin: 0.1 });
  assert.ok(wide.pValue! < few.pValue! && wide.low === few.low);
});

test("no complaint in either group can be enough, and so can one in the control group alone", () => {
  const better = "lower";
  const [none, one] = [group(0, 400), group(1, 400)];
  assert.equal(nonInferiority(none, none, { better, margin: 0.01 }).nonInferior, true);
  assert.equal(nonInferiority(none, one, { better, margin: 0.01 }).nonInferior, true);
  assert.equal(nonInferiority(none, none, { better, margin: 0.002 }).nonInferior, false);
  assert.equal(nonInferiority(group(9, 9), group(7, 7), { better: "higher", margin: 0.4 }).nonInferior, true);
});

test("a margin that is none, impossible groups and confidences are refused", () => {
  const refused = (margin: number, message: RegExp): void =>
    assert.throws(() => nonInferiority(group(1, 9), group(1, 9), { better: "higher", margin }), message);
  refused(0, /^RangeError: margin: expected a difference of rates above 0 and below 1, got 0$/);
  refused(-0.01, /got -0.01$/);
  refused(1, /got 1$/);
  refused(Number.NaN, /got NaN$/);
  assert.throws(
    () => nonInferiority(group(3, 2), group(1, 9), higher),
    /group "treated": 3 conversions of 2/,
  );
  assert.throws(
    () => nonInferiority(group(1, 9), group(1, 9), { ...higher, confidence: 0 }),
    /confidence: .* got 0$/,
  );
});
