import assert from "node:assert/strict";
import test from "node:test";
import { effectsByGroup } from "../../experiments/arms.js";
import { coverageOf, covers, withTruth } from "../../experiments/truth.js";

const group = ["a", "a", "b", "b"];
const effects = effectsByGroup({ treatment: [1, 0, 1, 0], outcome: [1, 0, 0, 0], group });

test("each group gets the mean of its own customers' true effects", () => {
  const beside = withTruth(effects, group, Float64Array.of(0.5, 0.7, -0.1, -0.3));
  assert.deepEqual(
    beside.map((e) => [e.group, e.truth]),
    [
      ["a", 0.6],
      ["b", -0.2],
    ],
  );
});

test("without a truth the effects come back as they are", () => {
  assert.equal(withTruth(effects, group, undefined)[0].truth, undefined);
});

test("an interval covers its ends and nothing beyond", () => {
  assert.deepEqual(
    [0.1, 0.2, 0.2000001].map((truth) => covers({ low: 0.1, high: 0.2 }, truth)),
    [true, true, false],
  );
});

test("coverage counts only groups whose truth is known", () => {
  const [first, second] = effects;
  assert.deepEqual(coverageOf([{ ...first, truth: 5 }, { ...second, truth: 0 }, first]), {
    known: 2,
    covered: 1,
  });
});

test("a truth of another length is refused", () => {
  assert.throws(() => withTruth(effects, group, Float64Array.of(1)), /true effects: 1 for 4 customers/);
});

test("a group without customers is named", () => {
  assert.throws(
    () => withTruth(effects, ["a", "a", "a", "a"], new Float64Array(4)),
    /nobody is in group "b"/,
  );
});
