import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { durationText, momentOf, moneyText, sasDatetime } from "../../../synthetic/calls/formats.js";

test("moments, durations and money look as in the published files", () => {
  assert.equal(sasDatetime(Date.UTC(2018, 1, 5, 13, 48, 45, 560)), "05FEB2018:13:48:45.56");
  assert.equal(durationText(28 * 60 + 11), "0:28:11");
  assert.equal(moneyText(28_352.27), "$28,352.27");
});

test("thousands are set off from the left of the point only, and hours go beyond nine", () => {
  assert.deepEqual([999.5, 1_000, 1_234_567.891].map(moneyText), ["$999.50", "$1,000.00", "$1,234,567.89"]);
  assert.equal(durationText(11 * 3_600 + 5), "11:00:05");
});

test("a moment to the hundredth of a second survives writing and reading", () => {
  const hundredths = fc.integer({ min: 0, max: 4e11 });
  fc.assert(fc.property(hundredths, (count) => momentOf(sasDatetime(10 * count)) === 10 * count));
});

test("a text that is no SAS datetime is refused with the text", () => {
  assert.throws(
    () => momentOf("2018-02-05 13:48:45"),
    /expected DDMONYYYY:hh:mm:ss.cc, got "2018-02-05 13:48:45"/,
  );
  assert.throws(() => momentOf("05FEV2018:13:48:45.56"), /got "05FEV2018:13:48:45.56"/);
  assert.throws(() => momentOf("31FEB2018:25:48:45.56"), /got "31FEB2018:25:48:45.56"/);
});
