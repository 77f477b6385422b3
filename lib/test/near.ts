import assert from "node:assert/strict";

/** Asserts that two numbers agree to an absolute tolerance, and shows both when they do not. */
export function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(
    Math.abs(actual - expected) <= tolerance,
    `expected ${expected} within ${tolerance}, got ${actual}`,
  );
}

/** Asserts that two numbers agree to a relative tolerance. */
export function nearRelative(actual: number, expected: number, tolerance: number): void {
  near(actual, expected, Math.abs(expected) * tolerance);
}
