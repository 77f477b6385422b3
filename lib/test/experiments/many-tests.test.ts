import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { adjustPValues, type Correction, fcrConfidence } from "../../experiments/many-tests.js";
import { near } from "../near.js";

const P = [0.01, 0.04, 0.03, 0.005, 0.2];

// statsmodels: multipletests([.01, .04, .03, .005, .2], method="bonferroni", "holm", "fdr_bh", "fdr_by")
const REFERENCE: Record<Correction, readonly [number[], number]> = {
  Bonferroni: [[0.05, 0.2, 0.15, 0.025, 1], 1e-12],
  Holm: [[0.04, 0.09, 0.09, 0.025, 0.2], 1e-12],
  "Benjamini-Hochberg": [[0.025, 0.05, 0.05, 0.025, 0.2], 1e-12],
  "Benjamini-Yekutieli": [[0.057083, 0.114167, 0.114167, 0.057083, 0.456667], 5e-7],
};
const CORRECTIONS = Object.keys(REFERENCE) as Correction[];
for (const correction of CORRECTIONS) {
  const [expected, tolerance] = REFERENCE[correction];
  test(`p-values .01 .04 .03 .005 .2 corrected by ${correction} agree with statsmodels`, () => {
    for (const [index, p] of adjustPValues(P, correction).entries()) near(p, expected[index], tolerance);
  });
}

test("Benjamini and Hochberg reject the k smallest, k the last rank at which p is at most k q / m", () => {
  const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(pValues, fc.double({ min: 0.01, max: 0.5, noNaN: true }), (all, q) => {
      const sorted = [...all].sort((a, b) => a - b);
      const last = sorted.map((p, index) => (all.length * p) / (index + 1) <= q).lastIndexOf(true);
      const limit = last === -1 ? -1 : sorted[last];
      const rejected = adjustPValues(all, "Benjamini-Hochberg").map((p) => p <= q);
      assert.deepEqual(
        rejected,
        all.map((p) => p <= limit),
      );
    }),
  );
});

test("a correction keeps the order, never helps, and Holm is between none and Bonferroni", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (all) => {
      const holm = adjustPValues(all, "Holm");
      const bonferroni = adjustPValues(all, "Bonferroni");
      const hochberg = adjustPValues(all, "Benjamini-Hochberg");
      all.forEach((p, index) => {
        assert.ok(p <= hochberg[index] + 1e-15 && hochberg[index] <= holm[index] + 1e-15);
        assert.ok(holm[index] <= bonferroni[index] && bonferroni[index] <= 1);
      });
      const reversed = adjustPValues([...all].reverse(), "Holm").reverse();
      assert.deepEqual(reversed, holm);
    }),
  );
});

test("one p-value is left alone by every correction, and none gives none", () => {
  for (const correction of CORRECTIONS) {
    assert.deepEqual(adjustPValues([0.04], correction), [0.04]);
    assert.deepEqual(adjustPValues([], correction), []);
    assert.deepEqual(adjustPValues([1, 0], correction), [1, 0]);
  }
});

test("a p-value that is none is refused with its place", () => {
  assert.throws(() => adjustPValues([0.1, Number.NaN], "Holm"), /^RangeError: p-value 2: .* got NaN$/);
  assert.throws(() => adjustPValues([-0.1], "Bonferroni"), /p-value 1: expected 0 to 1, got -0.1$/);
  assert.throws(() => adjustPValues([0.1, 0.2, 1.1], "Benjamini-Hochberg"), /p-value 3: .* got 1.1$/);
});

test("the luckiest 3 of 30 need intervals of 99.5 %, all 30 the usual ones", () => {
  near(fcrConfidence({ selected: 3, tested: 30 }), 0.995, 1e-15);
  near(fcrConfidence({ selected: 30, tested: 30 }), 0.95, 1e-15);
  near(fcrConfidence({ selected: 1, tested: 10, rate: 0.2 }), 0.98, 1e-15);
});

test("impossible selections are refused", () => {
  const message = /^RangeError: false coverage rate: expected whole numbers .* got 4 of 3$/;
  assert.throws(() => fcrConfidence({ selected: 4, tested: 3 }), message);
  assert.throws(() => fcrConfidence({ selected: 0, tested: 3 }), /got 0 of 3$/);
  assert.throws(() => fcrConfidence({ selected: 1, tested: 2.5 }), /got 1 of 2.5$/);
  assert.throws(() => fcrConfidence({ selected: 1, tested: 3, rate: 0 }), /expected a rate .* got 0$/);
  assert.throws(() => fcrConfidence({ selected: 1, tested: 3, rate: Number.NaN }), /got NaN$/);
});
