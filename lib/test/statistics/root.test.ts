import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { rootBetween } from "../../statistics/root.js";
import { near } from "../near.js";

test("the root of x² - 2 between 0 and 2 is the square root of 2, from either side", () => {
  near(
    rootBetween((x) => x * x - 2, 0, 2),
    Math.SQRT2,
    1e-12,
  );
  near(
    rootBetween((x) => x * x - 2, 2, 0),
    Math.SQRT2,
    1e-12,
  );
});

test("a function as flat as x⁹ near its root, and an end that is the root, are no trouble", () => {
  near(
    rootBetween((x) => (x - 1) ** 9, 0, 5),
    1,
    1e-2,
  );
  assert.equal(
    rootBetween((x) => x, 0, 3),
    0,
  );
  assert.equal(
    rootBetween((x) => x, -3, 0),
    0,
  );
});

test("of any rising exponential, the root is the logarithm", () => {
  const level = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(level, (y) =>
      near(
        rootBetween((x) => Math.exp(x) - y, -20, 20),
        Math.log(y),
        1e-9,
      ),
    ),
  );
});

test("without a change of sign there is nothing to find", () => {
  assert.throws(
    () => rootBetween((x) => x * x + 1, -1, 1),
    /expected a change of sign, got 2 at -1 and 2 at 1/,
  );
  assert.throws(() => rootBetween(() => Number.NaN, 0, 1), /root: expected a change of sign, got NaN/);
});
