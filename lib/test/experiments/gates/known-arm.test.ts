import assert from "node:assert/strict";
import test from "node:test";
import { knownArmGate } from "../../../experiments/gates/known-arm.js";
import type { ExperimentSummary } from "../../../types.js";
import { metric, rateCell } from "../analysis/examples.js";

/** 4,950 rows in two arms, some of them pending or missing, and others without an arm. */
function gateWith(withoutArm: number): ReturnType<typeof knownArmGate> {
  const cells: ExperimentSummary["cells"] = [
    { ...rateCell("bought", "control", 5, 2400), pending: 60, missing: 40 },
    rateCell("bought", "mail", 9, 2450),
    rateCell("visited", "mail", 9, 2450),
    { ...rateCell("bought", "mail", 9, 450), segment: "age", level: "old" },
  ];
  return knownArmGate({ withoutArm, cells, metrics: [metric("bought"), metric("visited")] });
}

test("the share of rows without an arm is of all rows, and one in a hundred is the limit", () => {
  const gate = gateWith(50);
  assert.deepEqual([gate.statistic, gate.passed, gate.vetoes], [0.01, true, false]);
  assert.equal(gate.reading, "50 of 5,000 rows have no known arm and are left out");
  assert.equal(gateWith(51).passed, false);
});

test("more than one row in twenty without an arm vetoes", () => {
  // 260 of 5,210 and 261 of 5,211.
  assert.deepEqual([gateWith(260).passed, gateWith(260).vetoes], [false, false]);
  assert.deepEqual([gateWith(261).passed, gateWith(261).vetoes], [false, true]);
});

test("without any such row the gate says so", () => {
  const gate = gateWith(0);
  assert.deepEqual([gate.statistic, gate.passed, gate.reading], [0, true, "every row has a known arm"]);
});

for (const wrong of [-1, 0.5, Number.NaN]) {
  test(`${wrong} rows without an arm are a RangeError`, () => {
    assert.throws(() => gateWith(wrong), {
      name: "RangeError",
      message: `known arm: expected a whole number of rows without one, 0 or more, got ${wrong}`,
    });
  });
}
