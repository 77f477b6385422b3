import assert from "node:assert/strict";
import test from "node:test";
import { variance } from "../../statistics/quantiles.js";
import { seededRandom } from "../../statistics/random.js";
import {
  checker,
  countOf,
  fourErrors,
  fourErrorsOfMean,
  fourErrorsOfSd,
  levelChecks,
  momentChecks,
  outsideOf,
  shareOf,
} from "../../synthetic/self-check.js";
import { near } from "../near.js";

const check = checker("F1", "customers");
const table = {
  name: "customers",
  rows: 4,
  columns: { region: ["North", "South", "North", null], age: Float64Array.of(20, 30, 70, Number.NaN) },
};

test("a check holds up to its tolerance and not beyond", () => {
  assert.deepEqual(check.within("share", 0.5, 0.75, 0.25), {
    family: "F1",
    table: "customers",
    what: "share",
    expected: 0.5,
    found: 0.75,
    tolerance: 0.25,
    holds: true,
  });
  assert.equal(check.within("share", 0.5, 0.76, 0.25).holds, false);
  assert.equal(check.exactly("rows", 4, 5).holds, false);
  // Of 100 draws at one half four standard errors are 0.2.
  assert.equal(check.rate("share", 0.5, 0.7, 100).holds, true);
  assert.equal(check.rate("share", 0.5, 0.71, 100).holds, false);
});

test("a number that could not be found does not hold", () => {
  assert.equal(check.within("share", 0.5, Number.NaN, 1).holds, false);
});

test("errors by hand: 100 draws at one half, a mean of sd 10, an sd of 10", () => {
  near(fourErrors(0.5, 100), 4 * 0.05, 1e-12);
  near(fourErrors(0.5, 100, 100), 4 * 0.05 * Math.SQRT2, 1e-12);
  near(fourErrorsOfMean(10, 25), 4 * 2, 1e-12);
  // Normal values: the standard error of an sd is sd over the root of 2n.
  near(fourErrorsOfSd(10, 50), 4 * 1, 1e-12);
});

// Second method: the spread of the sd itself, over 2,000 samples of 200.
for (const [name, kurtosis, draw] of [
  ["normal", 3, (random) => random.normal(0, 1)],
  ["exponential", 9, (random) => random.exponential(1)],
  ["equally likely", 1.8, (random) => (random.next() - 0.5) * Math.sqrt(12)],
] as [string, number, (random: ReturnType<typeof seededRandom>) => number][]) {
  test(`the error of the sd of ${name} values is the spread over many samples`, () => {
    const random = seededRandom(name);
    const sds = Float64Array.from({ length: 2_000 }, () =>
      Math.sqrt(variance(Float64Array.from({ length: 200 }, () => draw(random)))),
    );
    const spread = Math.sqrt(variance(sds));
    // The formula is the large-sample one; heavy tails are 8 % below it at 200 values.
    near(fourErrorsOfSd(1, 200, kurtosis) / 4 / spread, 1, 0.12);
  });
}

test("levels and values outside are counted, missing ones are not", () => {
  assert.equal(countOf(table, "region", "North"), 2);
  assert.equal(shareOf(table, "region", "North"), 0.5);
  assert.equal(outsideOf(table, "age", 25, 65), 2);
});

test("levels are checked against their weights, moments against theirs", () => {
  const levels = levelChecks(check, table, { region: { North: 3, South: 1 } });
  assert.deepEqual(
    levels.map(({ what, expected, found }) => [what, expected, found]),
    [
      ["region: share of North", 0.75, 0.5],
      ["region: share of South", 0.25, 0.25],
    ],
  );
  const moments = momentChecks(check, "age", Float64Array.of(1, 2, 3), { mean: 2, sd: 1 });
  assert.deepEqual(
    moments.map(({ what, found, holds }) => [what, found, holds]),
    [
      ["age: mean", 2, true],
      ["age: sd", 1, true],
    ],
  );
});
