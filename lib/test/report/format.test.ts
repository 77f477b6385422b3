import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { count, decimal, money, percent, points, pValue, signed } from "../../report/format.js";

test("numbers are grouped by thousands and rounded to the digits asked for", () => {
  assert.equal(count(2221), "2,221");
  assert.equal(count(999.6), "1,000");
  assert.equal(decimal(1234567.891, 2), "1,234,567.89");
  assert.equal(decimal(0.5, 1), "0.5");
});

test("a negative number has a real minus sign, and a rounded zero has none", () => {
  assert.equal(decimal(-1234.5, 1), "−1,234.5");
  assert.equal(decimal(-0.04, 1), "0.0");
});

test("a rate is a percentage and a difference of rates is points with its sign", () => {
  assert.equal(percent(0.1641), "16.4 %");
  assert.equal(percent(0.048122, 2), "4.81 %");
  assert.equal(points(0.116), "+11.6 points");
  assert.equal(points(-0.05), "−5.0 points");
  assert.equal(signed(0, 1), "0.0");
});

test("money is shown to the cent below 100 and whole from there", () => {
  assert.equal(money(32.4195, "NZD"), "32.42 NZD");
  assert.equal(money(1234.5, "NZD"), "1,235 NZD");
});

test("a small p-value becomes a power of ten, never 0.000", () => {
  assert.equal(pValue(0.0409), "0.041");
  assert.equal(pValue(1.45e-40), "1.4e-40");
  assert.equal(pValue(0.0004), "4.0e-4");
  assert.equal(pValue(0), "below 1e-300");
});

test("a shown number reads back as the number it was made from", () => {
  fc.assert(
    fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
      const back = Number(decimal(value, 3).replace(/,/g, "").replace("−", "-"));
      assert.ok(Math.abs(back - value) <= 0.000501);
    }),
  );
});

test("a missing number has no text", () => {
  assert.throws(() => decimal(Number.NaN, 1), /expected a finite number, got NaN/);
});

test("a p-value outside 0 to 1 is refused", () => {
  assert.throws(() => pValue(1.2), /expected 0 to 1, got 1.2/);
});
