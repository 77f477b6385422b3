import assert from "node:assert/strict";
import { test } from "node:test";
import { median, ratios, ratioTable } from "../../bench/measure.mjs";

/**
 * @param {number} seconds
 * @param {number} peak
 */
const run = (seconds, peak) => ({ version: `program ${peak}`, seconds, peak, found: {} });

test("the median is the middle value, or the mean of the two in the middle", () => {
  assert.equal(median([3, 1, 20]), 3);
  assert.equal(median([4, 1, 2, 30]), 3);
});

test("ratios are those of the medians to the first program's", () => {
  const runs = new Map([
    ["ours", [run(2, 100), run(4, 100), run(9, 100)]],
    ["theirs", [run(6, 250), run(8, 250), run(7, 250)]],
  ]);
  const [ours, theirs] = ratios(runs);
  assert.deepEqual([ours.timesAsLong, ours.timesTheMemory], [1, 1]);
  assert.deepEqual([theirs.timesAsLong, theirs.timesTheMemory], [1.75, 2.5]);
  assert.deepEqual([theirs.fastest, theirs.slowest], [6, 8]);
});

test("the table has a line for each program", () => {
  const lines = ratioTable("10 rows", ratios(new Map([["ours", [run(2, 5e6)]]]))).split("\n");
  assert.match(lines[0], /10 rows/);
  assert.equal(lines[2], "| program 5000000 | 2.0 s (2.0 to 2.0) | 1.00 | 5 MB | 1.00 |");
});
