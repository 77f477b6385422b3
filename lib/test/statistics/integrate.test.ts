import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { gaussLegendre } from "../../statistics/integrate.js";
import { near } from "../near.js";

test("two points are exact for a cubic, by hand", () => {
  // x^3 + x from 0 to 2: 4 + 2.
  near(
    gaussLegendre((x) => x ** 3 + x, 0, 2, 2),
    6,
    1e-14,
  );
  near(
    gaussLegendre((x) => 5 * x, 0, 2, 1),
    10,
    1e-14,
  );
});

test("smooth functions have all their digits", () => {
  near(gaussLegendre(Math.exp, 0, 1), Math.E - 1, 1e-14);
  near(gaussLegendre(Math.sin, 0, Math.PI, 200), 2, 1e-14);
});

test("limits may be swapped, and a range may be cut anywhere", () => {
  const limit = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(
    fc.property(limit, limit, (a, b) => {
      near(gaussLegendre(Math.cos, a, b), -gaussLegendre(Math.cos, b, a), 1e-13);
      near(gaussLegendre(Math.cos, a, b) + gaussLegendre(Math.cos, b, 3), Math.sin(3) - Math.sin(a), 1e-13);
    }),
  );
});

test("endless ranges and half points are refused", () => {
  assert.throws(() => gaussLegendre(Math.exp, 0, Infinity), /expected finite limits, got 0 and Infinity/);
  assert.throws(() => gaussLegendre(Math.exp, 0, 1, 1.5), /whole number of points above 0, got 1.5/);
});
