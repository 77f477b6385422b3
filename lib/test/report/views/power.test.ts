import assert from "node:assert/strict";
import test from "node:test";
import type { PlannedTest } from "../../../experiments/planning/power.js";
import { shownRows } from "../../../report/report-table.js";
import { powerChart, powerTable } from "../../../report/views/power.js";

const planned = (effect: number, total: number, power: number): PlannedTest => ({
  ...{ effect, total, power, treated: total / 2, control: total / 2, unit: "fraction", method: "score test" },
  ...{ confidence: 0.95, sides: "two-sided", comparisons: 1, designEffect: 1, assumptions: [] },
});
const tests = [planned(0.01, 500, 0.1), planned(0.01, 9_000, 0.5), planned(0.02, 500, 0.25)];

test("a planned test is a row", () => {
  const [, row] = shownRows(powerTable(tests), 2);
  assert.ok(["+1.0", "9,000", "50.0 %"].every((cell) => row.includes(cell)));
});

test("each effect has its own curve, and the test that was made is the mark", () => {
  const { title, caption, data } = powerChart(tests, planned(0.019, 5_000, 0.8));
  assert.equal(title, "With 5,000 customers this test could see effects from 1.9 points on");
  assert.match(caption, /1\.9 points is found 80 % of the time/);
  assert.deepEqual(
    (data as { name?: string; x: number[]; y: number[] }[]).map(({ name, x, y }) => [name, x, y]),
    [
      ["1.0 points", [500, 9_000], [10, 50]],
      ["2.0 points", [500], [25]],
      [undefined, [5_000], [80]],
    ],
  );
});
