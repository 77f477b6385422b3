import assert from "node:assert/strict";
import test from "node:test";
import { uniformityPValue } from "../../statistics/kolmogorov.js";
import { seededRandom } from "../../statistics/random.js";
import { near } from "../near.js";

test("values that fill the range evenly are no surprise, values on one heap are", () => {
  assert.equal(uniformityPValue(Array.from({ length: 100 }, (_, i) => (i + 1) / 101)), 1);
  assert.ok(uniformityPValue(new Array(100).fill(0.5)) < 1e-20);
});

// SciPy 1.17.1, exact: stats.kstest(values, "uniform").pvalue
test("p-values agree with SciPy's exact ones", () => {
  near(uniformityPValue([0.01, 0.02, 0.03, 0.2, 0.9]), 0.03008, 0.001);
  const crowded = Array.from({ length: 100 }, (_, i) => ((i + 0.5) / 100) * 0.8);
  near(uniformityPValue(crowded), 0.00039863, 0.00001);
});

test("of even values, one in twenty samples has p below 0.05, whatever their order", () => {
  const random = seededRandom("uniformity");
  let small = 0;
  for (let sample = 0; sample < 2000; sample++) {
    const values = Array.from({ length: 50 }, () => random.next());
    const p = uniformityPValue(values);
    assert.equal(uniformityPValue(random.shuffle(values)), p);
    if (p <= 0.05) small++;
  }
  near(small / 2000, 0.05, 4 * Math.sqrt((0.05 * 0.95) / 2000));
});

test("no values, and values outside of 0 to 1, are refused", () => {
  assert.throws(() => uniformityPValue([]), /uniformity: expected values, got 0/);
  assert.throws(() => uniformityPValue([0.5, 1.5]), /uniformity: expected 0 to 1, got 1.5/);
  assert.throws(() => uniformityPValue([Number.NaN]), /uniformity: expected 0 to 1, got NaN/);
});
