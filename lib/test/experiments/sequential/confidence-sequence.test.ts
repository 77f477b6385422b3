import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { momentsOf } from "../../../experiments/moments.js";
import { boundary, boundaryPValue } from "../../../experiments/sequential/boundary.js";
import {
  sequentialDifferenceInMeans,
  sequentialDifferenceInRates,
} from "../../../experiments/sequential/confidence-sequence.js";
import { near, nearRelative } from "../../near.js";

const group = (customers: number, conversions: number) => ({ customers, conversions });

test("by hand: alpha e^-2 and tightest at 4 + ln 5 make ρ² 1, so after 3 customers the boundary is √(8/3 · (ln 2 + 2))", () => {
  const tuning = { alpha: Math.exp(-2), tightestAt: 4 + Math.log(5), sides: "two-sided" } as const;
  near(boundary(3, tuning), Math.sqrt((8 / 3) * (Math.log(2) + 2)), 1e-12);
  near(boundaryPValue(2, 3, tuning), 2 * Math.exp(-1.5), 1e-12);
});

// numbers.md 2.6: ρ(5000) .03984007, ρ(1000) .0890851 at alpha .05, read back from the boundary: with spread = nρ² + 1,
// p at z = 0 without the cap is √spread, so ρ is found where the p-value of a known z is known.
test("2.6: ρ is .03984007 at 5,000 customers and .0890851 at 1,000", () => {
  for (const [tightestAt, rho] of [
    [5000, 0.03984007],
    [1000, 0.0890851],
  ]) {
    const spread = 2000 * rho ** 2 + 1;
    const expected = Math.sqrt(((2 * spread) / (spread - 1)) * Math.log(Math.sqrt(spread) / 0.05));
    nearRelative(boundary(2000, { alpha: 0.05, tightestAt, sides: "two-sided" }), expected, 1e-6);
  }
});

test("2.6: 2422 of 3461 against 1396 of 3000, relative: .50386 [.40098, .60675], p about 0", () => {
  const relative = sequentialDifferenceInRates(group(3461, 2422), group(3000, 1396), { scale: "relative" });
  near(relative.estimate, 0.50386, 5e-6);
  near(relative.low, 0.40098, 5e-6);
  near(relative.high, 0.60675, 5e-6);
  assert.ok(relative.pValue > 0 && relative.pValue < 1e-40);
});

test("2.6: the Welch data with 3,000 in control, relative, N* 1000: .50336 [-.55844, 1.56516], p 1", () => {
  const treated = { n: 3461, sum: 2422.7, sumSquares: 134698.29 };
  const control = { n: 3000, sum: 1396.87, sumSquares: 52377.9767 };
  const options = { scale: "relative", tightestAt: 1000, unit: "USD" } as const;
  const relative = sequentialDifferenceInMeans(treated, control, options);
  near(relative.estimate, 0.50336, 5e-6);
  near(relative.low, -0.55844, 5e-6);
  near(relative.high, 1.56516, 5e-6);
  assert.equal(relative.pValue, 1);
  assert.equal(relative.unit, "ratio");
  assert.equal(relative.warnings.length, 2);
});

test("2.6: 250 against 200 of 1,000, N* 5000: [-.0082315, .1082315], p .132532, clear of zero only when looked at once", () => {
  const sequence = sequentialDifferenceInRates(group(1000, 250), group(1000, 200));
  near(sequence.low, -0.0082315, 5e-8);
  near(sequence.high, 0.1082315, 5e-8);
  near(sequence.pValue, 0.132532, 5e-7);
});

test("2.6: 250 against 200 of 1,000, N* 2000: [-.0065804, .1065804], p .122514", () => {
  const sequence = sequentialDifferenceInRates(group(1000, 250), group(1000, 200), { tightestAt: 2000 });
  near(sequence.low, -0.0065804, 5e-8);
  near(sequence.high, 0.1065804, 5e-8);
  near(sequence.pValue, 0.122514, 5e-7);
});

test("an estimate on the boundary has the p-value alpha, on one side and on two", () => {
  for (const sides of ["two-sided", "greater", "less"] as const) {
    for (const n of [20, 5000, 1e6]) {
      const tuning = { alpha: 0.01, tightestAt: 5000, sides };
      const z = (sides === "less" ? -1 : 1) * boundary(n, tuning);
      nearRelative(boundaryPValue(z, n, tuning), 0.01, 1e-10);
    }
  }
});

test("the boundary is lowest where it was tuned to be", () => {
  const at = (n: number): number => boundary(n, { alpha: 0.05, tightestAt: 5000, sides: "two-sided" });
  assert.ok(at(5000) < at(3500) && at(5000) < at(7000));
});

test("a p-value keeps its digits where it is tiny", () => {
  const p = boundaryPValue(36, 1e5, { alpha: 0.05, tightestAt: 5000, sides: "greater" });
  assert.ok(p > 0 && p < 1e-270);
});

test("swapping the arms flips the interval", () => {
  const arm = fc
    .integer({ min: 40, max: 5000 })
    .chain((customers) => fc.integer({ min: 10, max: customers - 10 }).map((k) => group(customers, k)));
  fc.assert(
    fc.property(arm, arm, (one, other) => {
      const forth = sequentialDifferenceInRates(one, other);
      const back = sequentialDifferenceInRates(other, one);
      near(forth.low, -back.high, 1e-12);
      near(forth.pValue, back.pValue, 1e-12);
    }),
    { numRuns: 100, seed: 1 },
  );
});

test("means of 0 and 1 agree with rates, but for the divisor n - 1", () => {
  const moments = (n: number, sum: number) => ({ n, sum, sumSquares: sum, sumCubes: sum });
  const means = sequentialDifferenceInMeans(moments(1000, 250), moments(1000, 200), { unit: "fraction" });
  near(means.low, -0.00826, 5e-6);
  assert.deepEqual(means.warnings, []);
});

test("nine conversions are too early, ten are not", () => {
  const early = sequentialDifferenceInRates(group(1000, 9), group(1000, 30));
  assert.deepEqual([early.low, early.high, early.pValue], [-1, 1, 1]);
  assert.match(
    String(early.tooEarly),
    /too early: an arm has only 9 with one of the two outcomes, 10 are wanted/,
  );
  assert.deepEqual(early.warnings, [early.tooEarly]);
  const enough = sequentialDifferenceInRates(group(1000, 10), group(1000, 30));
  assert.equal(enough.tooEarly, null);
  assert.ok(enough.high < 1);
});

test("a relative difference wants 100 conversions in each arm", () => {
  const early = sequentialDifferenceInRates(group(1000, 99), group(1000, 300), { scale: "relative" });
  assert.deepEqual([early.low, early.high, early.pValue], [-1, Number.POSITIVE_INFINITY, 1]);
});

test("nobody has converted yet: too early, and not an error", () => {
  const none = sequentialDifferenceInRates(group(10, 0), group(10, 0));
  assert.deepEqual([none.estimate, none.low, none.high, none.pValue], [0, -1, 1, 1]);
});

test("a mean of mostly zeros is too early until ten have bought", () => {
  const spend = (buyers: number) => momentsOf(Array.from({ length: 1000 }, (_, i) => (i < buyers ? 50 : 0)));
  const of = (buyers: number) =>
    sequentialDifferenceInMeans(spend(buyers), spend(20), { unit: "USD" }).tooEarly;
  assert.match(String(of(9)), /too early: an arm has 1000 customers, 1\d{3} are wanted for its tail/);
  assert.equal(of(11), null);
});

test("one side leaves the other open", () => {
  const more = sequentialDifferenceInRates(group(1000, 250), group(1000, 200), { sides: "greater" });
  assert.equal(more.high, 1);
  assert.ok(more.low > -0.0082315);
  const less = sequentialDifferenceInRates(group(1000, 250), group(1000, 200), { sides: "less" });
  assert.equal(less.low, -1);
  assert.equal(less.pValue, 1);
});

test("a relative difference needs a control above zero", () => {
  assert.throws(() => sequentialDifferenceInRates(group(100, 20), group(100, 0), { scale: "relative" }), {
    name: "NotEstimable",
    message: "relative difference: the control arm's mean is 0, expected above 0",
  });
});

test("a mean is too early below ten customers, and while the values of an arm are all the same", () => {
  const values = (n: number, value: (i: number) => number) =>
    momentsOf(Array.from({ length: n }, (_, i) => value(i)));
  const some = values(40, (i) => i % 5);
  const tooEarly = (arm: typeof some) =>
    sequentialDifferenceInMeans(arm, some, { unit: "USD", scale: "relative" }).tooEarly;
  assert.equal(
    tooEarly(values(2, (i) => 50 + i)),
    "too early: an arm has 2 customers, 10 are wanted for its tail",
  );
  assert.equal(tooEarly(values(500, () => 0)), "too early: the values of an arm are all 0 so far");
  assert.doesNotMatch(String(tooEarly(values(10, (i) => 50 + i))), /of an arm|an arm has/);
});

test("sums without third powers of values that are all the same have no interval", () => {
  const same = { n: 3, sum: 6, sumSquares: 12 };
  assert.throws(() => sequentialDifferenceInMeans(same, same, { unit: "USD" }), {
    name: "NotEstimable",
    message: "confidence sequence: the values show no spread, so the interval has no width",
  });
});

test("a tuning of no customers is refused", () => {
  assert.throws(
    () => sequentialDifferenceInRates(group(100, 20), group(100, 30), { tightestAt: 0 }),
    /tightestAt: expected a finite number of customers above 0, got 0/,
  );
});

test("more conversions than customers are refused", () => {
  assert.throws(
    () => sequentialDifferenceInRates(group(10, 20), group(100, 30)),
    /group "treated": 20 conversions of 10 customers/,
  );
});
