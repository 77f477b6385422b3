import assert from "node:assert/strict";
import test from "node:test";
import { liftsByGroup } from "../../decisions/lifts.js";
import { near } from "../near.js";

const outcome = [1, 0, 0, 1, 0, 0];
const group = ["a", "a", "b", "b", "b", "b"];

test("lifts by hand: one of two against two of six is 1.5, one of four is 0.75", () => {
  const lifts = liftsByGroup({ outcome, group });
  assert.deepEqual(
    lifts.map((l) => [l.label, l.customers]),
    [
      ["a", 2],
      ["b", 4],
    ],
  );
  near(lifts[0].lift.estimate, 1.5, 1e-12);
  near(lifts[1].lift.estimate, 0.75, 1e-12);
});

test("lifts weighted by customers average to one", () => {
  const lifts = liftsByGroup({ outcome, group });
  near(
    lifts.reduce((sum, l) => sum + (l.customers / 6) * l.lift.estimate, 0),
    1,
    1e-12,
  );
});

test("an outcome is 0 or 1", () => {
  assert.throws(
    () => liftsByGroup({ outcome: [2], group: ["a"] }),
    /outcome in row 1: expected 0 or 1, got 2/,
  );
});

test("every customer needs an outcome", () => {
  assert.throws(() => liftsByGroup({ outcome: [1], group: ["a", "b"] }), /1 outcomes for 2 customers/);
});

test("a group without responders has no lift", () => {
  const lifts = liftsByGroup({ outcome: [1, 0, 0, 0, 1, 0], group: ["a", "a", "b", "b", "c", "c"] });
  assert.deepEqual(
    lifts.map(({ label }) => label),
    ["a", "c"],
  );
});
