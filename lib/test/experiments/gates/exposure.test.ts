import assert from "node:assert/strict";
import test from "node:test";
import { exposureGate } from "../../../experiments/gates/exposure.js";

test("any unit in several arms is named; above one in a hundred the gate fails and vetoes", () => {
  const few = exposureGate({ units: 1000, inSeveral: 10 });
  assert.deepEqual([few.passed, few.statistic, few.vetoes], [true, 0.01, true]);
  assert.equal(few.reading, "10 of 1,000 units were in several arms");
  assert.equal(exposureGate({ units: 1000, inSeveral: 11 }).passed, false);
  assert.equal(
    exposureGate({ units: 1000, inSeveral: 0 }).reading,
    "none of 1,000 units was in several arms",
  );
});

test("where a unit is a row the gate says that nothing was checked", () => {
  const gate = exposureGate(null);
  assert.deepEqual([gate.passed, gate.statistic], [null, null]);
  assert.match(gate.reading, /^not checked/);
  assert.equal(exposureGate({ units: 0, inSeveral: 0 }).passed, null);
});

for (const [units, inSeveral] of [
  [0, 1],
  [10, 11],
  [10, -1],
  [10, Number.NaN],
  [10, 1.5],
]) {
  test(`${inSeveral} of ${units} units is a RangeError`, () => {
    assert.throws(() => exposureGate({ units, inSeveral }), {
      name: "RangeError",
      message: `multiple exposure: expected whole numbers with 0 <= inSeveral <= units, got ${inSeveral} of ${units}`,
    });
  });
}
