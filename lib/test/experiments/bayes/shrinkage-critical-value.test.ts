import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { robustCriticalValue } from "../../../experiments/bayes/shrinkage-critical-value.js";
import { normalUpperTail } from "../../../statistics/normal.js";
import { near } from "../../near.js";

test("without bias it is the normal one", () => {
  near(robustCriticalValue({ meanSquare: 0, kurtosis: 3 }, 0.95), 1.959963985, 1e-9);
  near(robustCriticalValue({ meanSquare: 0, kurtosis: 1 }, 0.8), 1.281551566, 1e-9);
});

// R package ebci, tests of cva(B, kappa, alpha), where B is the root of the mean square.
test("the critical values of the authors' own package", () => {
  near(robustCriticalValue({ meanSquare: 25, kurtosis: 3 }, 0.95), 11.88358367, 1e-7);
  near(robustCriticalValue({ meanSquare: 1, kurtosis: 3 }, 0.8), 1.8494683, 1e-7);
  near(robustCriticalValue({ meanSquare: 100, kurtosis: 3 }, 0.95), 24.86172217, 1e-7);
  near(robustCriticalValue({ meanSquare: 2.8 ** 2, kurtosis: 8 }, 0.9), 7.0779747158, 1e-9);
});

test("a bias of plus or minus one value has the kurtosis 1, and its own critical value", () => {
  const critical = robustCriticalValue({ meanSquare: 4, kurtosis: 1 }, 0.95);
  near(normalUpperTail(critical - 2) + normalUpperTail(critical + 2), 0.05, 1e-9);
});

test("no three values of the bias with these moments are missed more often", () => {
  const missRate = (square: number, critical: number): number =>
    normalUpperTail(critical - Math.sqrt(square)) + normalUpperTail(critical + Math.sqrt(square));
  const share = fc.double({ min: 0.01, max: 1, noNaN: true });
  const square = fc.double({ min: 0, max: 40, noNaN: true });
  fc.assert(
    fc.property(fc.tuple(share, share, share), fc.tuple(square, square, square), (weights, squares) => {
      const total = weights[0] + weights[1] + weights[2];
      const average = (f: (square: number) => number): number =>
        squares.reduce((sum, value, i) => sum + (weights[i] / total) * f(value), 0);
      const meanSquare = average((x) => x);
      fc.pre(meanSquare > 1e-3);
      const kurtosis = Math.max(1, average((x) => x * x) / meanSquare ** 2);
      const critical = robustCriticalValue({ meanSquare, kurtosis }, 0.95);
      assert.ok(average((x) => missRate(x, critical)) <= 0.05 + 1e-7);
    }),
  );
});

test("it grows with the bias and with the kurtosis", () => {
  const at = (meanSquare: number, kurtosis: number): number =>
    robustCriticalValue({ meanSquare, kurtosis }, 0.95);
  assert.ok(at(1, 3) < at(2, 3) && at(1, 1.5) < at(1, 3) && at(1, 3) < at(1, 10));
});

test("moments that cannot be are named", () => {
  const message = /expected a mean square of 0 or more and a kurtosis of 1 or more, got/;
  assert.throws(() => robustCriticalValue({ meanSquare: -1, kurtosis: 3 }, 0.95), message);
  assert.throws(() => robustCriticalValue({ meanSquare: 1, kurtosis: 0.5 }, 0.95), message);
  assert.throws(() => robustCriticalValue({ meanSquare: Number.NaN, kurtosis: 3 }, 0.95), message);
});
