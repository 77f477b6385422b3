import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { postStratified, stratifiedDifference } from "../../../experiments/adjusted/strata.js";
import { addMoments, type Moments, momentsOf } from "../../../experiments/moments.js";
import { leastSquares } from "../../../statistics/least-squares.js";
import { near } from "../../near.js";

const north = { stratum: "north", treated: momentsOf([3, 5]), control: momentsOf([1, 3]) };
const south = { stratum: "south", treated: momentsOf([8, 9, 10]), control: momentsOf([8, 9, 10]) };
const rate = (n: number, conversions: number): Moments => ({ n, sum: conversions, sumSquares: conversions });

test("two strata by hand: 2 in the north with weight 0.4, 0 in the south with 0.6", () => {
  const { estimate, standardError, n, strata, leftOut } = stratifiedDifference([north, south]);
  near(estimate, 0.8, 1e-12);
  near(standardError!, Math.sqrt(0.16 * (2 / 2 + 2 / 2) + 0.36 * (1 / 3 + 1 / 3)), 1e-12);
  assert.deepEqual([n, strata, leftOut], [10, 2, []]);
});

test("rates: the strata undo what their unequal shares do to the plain difference (Simpson)", () => {
  // Mailing adds 2 points in both strata, but the good customers were mailed more often.
  const strata = [
    { stratum: "good", treated: rate(900, 198), control: rate(100, 20) },
    { stratum: "other", treated: rate(100, 7), control: rate(900, 45) },
  ];
  const { estimate, unit } = stratifiedDifference(strata, { unit: "fraction" });
  near(estimate, 0.02, 1e-12);
  assert.equal(unit, "fraction");
  near(205 / 1000 - 65 / 1000, 0.14, 1e-12);
});

test("post-stratified, the same as a regression on strata and their products with the treatment", () => {
  const values = {
    a: { treated: [4, 6, 5, 9], control: [3, 2, 6] },
    b: { treated: [1, 2, 1], control: [1, 0, 0, 2, 5] },
  };
  const rows = Object.entries(values).flatMap(([stratum, arms]) =>
    Object.entries(arms).flatMap(([arm, ys]) =>
      ys.map((y) => ({ y, b: Number(stratum === "b") - 8 / 15, treated: Number(arm === "treated") })),
    ),
  );
  const { slopes } = leastSquares(
    rows.map(({ y }) => y),
    {
      treated: rows.map(({ treated }) => treated),
      b: rows.map(({ b }) => b),
      product: rows.map(({ b, treated }) => b * treated),
    },
  );
  const { estimate, standardError, warnings } = postStratified(
    Object.entries(values).map(([stratum, { treated, control }]) => ({
      stratum,
      treated: momentsOf(treated),
      control: momentsOf(control),
    })),
  );
  near(estimate, slopes[0].estimate, 1e-12);
  near(standardError!, slopes[0].standardError, 1e-12);
  assert.equal(warnings[0], "interval optimistic: 2 of 2 strata have fewer than 10 in an arm");
});

test("swapped arms change the sign, the order of the strata changes nothing, doubled rows narrow by the square root of two", () => {
  const arm = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 20, maxLength: 40 });
  fc.assert(
    fc.property(fc.tuple(arm, arm, arm, arm), ([a, b, c, d]) => {
      // Two different values keep an arm from being constant.
      const [p, q, r, s] = [a, b, c, d].map((values) => momentsOf([...values, 0, 1]));
      const strata = [
        { stratum: "1", treated: p, control: q },
        { stratum: "2", treated: r, control: s },
      ];
      const there = stratifiedDifference(strata);
      const swap = strata.map((one) => ({ ...one, treated: one.control, control: one.treated }));
      near(stratifiedDifference(swap).low, -there.high, 1e-9);
      near(stratifiedDifference([...strata].reverse()).estimate, there.estimate, 1e-12);
      const double = strata.map(({ stratum, treated, control }) => ({
        stratum,
        treated: addMoments(treated, treated),
        control: addMoments(control, control),
      }));
      near(stratifiedDifference(double).standardError! / there.standardError!, Math.SQRT1_2, 0.02);
    }),
  );
});

test("a stratum without customers in an arm is left out, counted and named", () => {
  const west = { stratum: "west", treated: momentsOf([1, 2, 9]), control: rate(0, 0) };
  const result = stratifiedDifference([north, south, west]);
  near(result.estimate, 0.8, 1e-12);
  assert.deepEqual(result.leftOut, [{ stratum: "west", treated: 3, control: 0 }]);
  assert.deepEqual([result.n, result.strata], [10, 2]);
  const warning = 'left out, with fewer than two customers in an arm: "west" (3 treated, 0 control)';
  assert.equal(result.warnings.at(-1), warning);
});

test("what cannot be compared says why", () => {
  assert.throws(() => stratifiedDifference([]), {
    name: "NotEstimable",
    message: "no stratum has two customers in both arms",
  });
  const constant = { stratum: "all", treated: rate(5, 5), control: rate(5, 0) };
  assert.throws(() => stratifiedDifference([constant]), { name: "NotEstimable", message: / not vary / });
  assert.throws(() => stratifiedDifference([north, north]), {
    name: "RangeError",
    message: 'strata: expected each one once, got "north" twice',
  });
  const impossible = { stratum: "x", treated: { n: 4, sum: 40, sumSquares: 1 }, control: south.control };
  assert.throws(() => stratifiedDifference([impossible]), { name: "RangeError", message: /^moments: / });
});
