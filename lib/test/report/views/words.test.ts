import assert from "node:assert/strict";
import test from "node:test";
import { amountInWords, differenceInWords, lossInWords } from "../../../report/views/words.js";
import { inferred } from "./inferred.js";

test("a difference is told in points, or in its unit with cents below a hundred", () => {
  const usd = { unit: "USD" };
  assert.equal(differenceInWords(inferred(0.116, 0.099, 0.133)), "+11.6 points (+9.9 to +13.3)");
  assert.equal(differenceInWords(inferred(-15.9, -20.1, -11, usd)), "−15.90 USD (−20.10 to −11.00)");
  assert.equal(differenceInWords(inferred(150, -1_200, 1_500, usd)), "+150 USD (−1,200 to +1,500)");
});

test("a difference that rounds to nothing has no sign", () => {
  assert.equal(differenceInWords(inferred(0, -0.0001, 0.0001)), "0.0 points (0.0 to 0.0)");
});

test("an amount has no sign, and a fraction is told in points", () => {
  assert.equal(amountInWords(0.012, "fraction"), "1.2 points");
  assert.equal(amountInWords(12.3, "USD"), "12.30 USD");
});

test("a loss too small to show is not called zero", () => {
  assert.equal(lossInWords(0.0123, "fraction"), "1.23 points");
  assert.equal(lossInWords(0.00004, "fraction"), "below 0.01 points");
  assert.equal(lossInWords(0, "NZD"), "below 0.01 NZD");
  assert.equal(lossInWords(1.5, "NZD"), "1.50 NZD");
});
