import assert from "node:assert/strict";
import test from "node:test";
import { differenceInMeans } from "../../../experiments/means/welch.js";
import { differenceInWinsorisedMeans } from "../../../experiments/means/winsorised.js";
import { momentsOf } from "../../../experiments/moments.js";
import { near } from "../../near.js";

const unit = "NZD";
const [treated, control] = [
  [5, 7, 900],
  [1, 2, 6],
];

test("the largest fifth by hand: the limit of both arms is 7, and one treated customer is put back to it", () => {
  const result = differenceInWinsorisedMeans(treated, control, { unit, upper: 0.8 });
  assert.deepEqual(result.limits, { low: 1, high: 7 });
  assert.deepEqual(result.cut, { treated: 1, control: 0 });
  near(result.estimate, 19 / 3 - 3, 1e-12);
  assert.equal(result.low, differenceInMeans(momentsOf([5, 7, 7]), momentsOf(control), { unit }).low);
});

test("without limits it is Welch's difference", () => {
  const { estimate, low, pValue, cut } = differenceInWinsorisedMeans(treated, control, { unit, upper: 1 });
  const welch = differenceInMeans(momentsOf(treated), momentsOf(control), { unit });
  assert.deepEqual([estimate, low, pValue], [welch.estimate, welch.low, welch.pValue]);
  assert.deepEqual(cut, { treated: 0, control: 0 });
});

test("swapping the arms keeps the limits and mirrors the difference", () => {
  const options = { unit, lower: 0.2, upper: 0.8 };
  const one = differenceInWinsorisedMeans(treated, control, options);
  const other = differenceInWinsorisedMeans(control, treated, options);
  assert.deepEqual(one.limits, other.limits);
  assert.deepEqual([one.low, one.cut.control], [-other.high, other.cut.treated]);
});

test("where fewer buy than the share that is cut, nothing is left to compare", () => {
  const zeros = new Float64Array(500);
  assert.throws(() => differenceInWinsorisedMeans([...zeros, 40], zeros, { unit }), { name: "NotEstimable" });
});

test("limits are in order", () => {
  const options = { unit, lower: 0.9, upper: 0.5 };
  assert.throws(
    () => differenceInWinsorisedMeans(treated, control, options),
    /0 <= lower < upper <= 1, got 0.9 and 0.5/,
  );
});

test("a missing value is refused", () => {
  assert.throws(() => differenceInWinsorisedMeans([1, Number.NaN], control, { unit }), /got NaN at index 1/);
});
