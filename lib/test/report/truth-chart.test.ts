import assert from "node:assert/strict";
import test from "node:test";
import { truthChart } from "../../report/views/truth-chart.js";
import type { Table } from "../../types.js";

const truth: Table = {
  name: "truth_of_six",
  rows: 6,
  columns: {
    group: ["young", "old", "young", "old", "young", "old"],
    effect: Float64Array.of(1, -1, 0, 0, Number.NaN, 0),
  },
};
const view = {
  name: "effects",
  group: "group",
  value: "effect",
  what: "Effect of the message",
  row: "customer",
};

test("the means of six customers are those worked by hand, the highest group first", () => {
  const { title, data } = truthChart(truth, { ...view, unit: "points" });
  assert.equal(title, "Effect of the message: +50.0 points for young, −33.3 points for old");
  const [bars] = data as { x: number[]; y: string[] }[];
  assert.deepEqual(
    bars.x.map((x) => x.toFixed(9)),
    ["50.000000000", "-33.333333333"],
  );
  assert.deepEqual(bars.y, ["young, n = 2", "old, n = 3"]);
});

test("money and ratios are written in their own unit", () => {
  assert.match(truthChart(truth, { ...view, unit: "USD" }).title, /0\.50 USD for young, −0\.33 USD for old/);
  assert.match(truthChart(truth, { ...view, unit: "ratio" }).title, /0\.50 for young/);
});

test("a group without a value has no mean", () => {
  const columns = { ...truth.columns, effect: Float64Array.of(1, Number.NaN, 0, Number.NaN, 0, Number.NaN) };
  assert.throws(
    () => truthChart({ ...truth, columns }, { ...view, unit: "points" }),
    /no "effect" in group old/,
  );
});

test("a column that is missing is named", () => {
  assert.throws(
    () => truthChart(truth, { ...view, group: "segment", unit: "points" }),
    /table truth_of_six: expected groups in "segment"/,
  );
});
