import assert from "node:assert/strict";
import test from "node:test";
import { quickClusters } from "../../../synthetic/bank/quick-clusters.js";

// Two heaps of three, far apart in both columns.
const first = Float64Array.of(1, 2, 3, 101, 102, 103);
const second = Float64Array.of(10, 20, 10, 1_010, 1_020, 1_010);

test("each heap gets a number of its own", () => {
  const segmentOf = quickClusters({ first, second, k: 2 });
  const numbers = Array.from(first, (x, i) => segmentOf(x, second[i]));
  assert.equal(new Set(numbers.slice(0, 3)).size, 1);
  assert.equal(new Set(numbers.slice(3)).size, 1);
  assert.notEqual(numbers[0], numbers[3]);
});

test("a later customer gets the number of the nearest heap, whatever the units", () => {
  const segmentOf = quickClusters({ first, second, k: 2 });
  assert.equal(segmentOf(40, 400), segmentOf(2, 10));
  assert.equal(segmentOf(60, 600), segmentOf(102, 1_010));
});
