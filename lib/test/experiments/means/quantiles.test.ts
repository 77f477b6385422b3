import assert from "node:assert/strict";
import test from "node:test";
import { differenceInQuantiles } from "../../../experiments/means/quantiles.js";
import { bootstrap } from "../../../statistics/bootstrap.js";
import { quantile } from "../../../statistics/quantiles.js";
import { seededRandom } from "../../../statistics/random.js";
import { near } from "../../near.js";

const random = seededRandom("amounts");
const amounts = (n: number, mean: number): Float64Array =>
  Float64Array.from({ length: n }, () => random.exponential(mean));
const [treated, control] = [amounts(80, 30), amounts(50, 20)];
const options = (seed: number) => ({ unit: "NZD", random: seededRandom(seed), rounds: 4_000 });

test("the difference of medians by hand: 7 - 2", () => {
  const { estimate, method } = differenceInQuantiles([5, 7, 9], [1, 2, 6], options(1));
  assert.deepEqual([estimate, method], [5, "percentile bootstrap"]);
});

test("drawing customers one by one gives the same interval", () => {
  for (const p of [0.5, 0.8]) {
    const { low, high } = differenceInQuantiles(treated, control, { ...options(2), p });
    const drawn = (rows: Int32Array): number[] => [...rows].map((row) => (row < 80 ? treated[row] : NaN));
    const one = bootstrap(
      80,
      (rows) => ({
        q:
          quantile(drawn(rows), p) -
          quantile(
            control.map(() => control[redraw.below(50)]),
            p,
          ),
      }),
      { unit: "NZD", rounds: 4_000, random: seededRandom(3) },
    ).q;
    near(low, one.low, 0.06 * (high - low));
    near(high, one.high, 0.06 * (high - low));
  }
});
const redraw = seededRandom("control");

test("swapping the arms mirrors the interval, within its noise", () => {
  const one = differenceInQuantiles(treated, control, options(4));
  const other = differenceInQuantiles(control, treated, options(5));
  assert.equal(one.estimate, -other.estimate);
  near(one.low, -other.high, 0.06 * (one.high - one.low));
});

test("rows in another order and the same seed give the same bytes", () => {
  const reversed = Float64Array.from(treated).reverse();
  assert.deepEqual(
    differenceInQuantiles(reversed, control, options(6)),
    differenceInQuantiles(treated, control, options(6)),
  );
});

test("one side leaves the other end open", () => {
  const { low, high } = differenceInQuantiles(treated, control, { ...options(7), sides: "greater" });
  assert.equal(high, Infinity);
  assert.ok(Number.isFinite(low));
});

test("few values beyond the quantile are warned of", () => {
  assert.deepEqual(differenceInQuantiles(treated, control, options(8)).warnings, []);
  assert.deepEqual(differenceInQuantiles(treated, control, { ...options(8), p: 0.85 }).warnings, [
    "interval optimistic: control has 7 values beyond its quantile, expected 10 or more",
  ]);
});

const refused = (title: string, what: () => unknown, message: RegExp): void => {
  test(title, () => assert.throws(what, { message }));
};

refused(
  "one customer has no interval",
  () => differenceInQuantiles([1], [1, 2], options(1)),
  /treated: .* got 1/,
);
refused(
  "a maximum is no quantile",
  () => differenceInQuantiles(treated, control, { ...options(1), p: 1 }),
  /got 1/,
);
refused(
  "a missing value is refused",
  () => differenceInQuantiles([1, Number.NaN], control, options(1)),
  /finite numbers, got NaN/,
);
refused(
  "an interval wants rounds",
  () => differenceInQuantiles(treated, control, { ...options(1), rounds: 10 }),
  /100 rounds or more, got 10/,
);
