import assert from "node:assert/strict";
import test from "node:test";
import {
  regressionAdjusted,
  regressionAdjustedFromMoments,
} from "../../../experiments/adjusted/regression.js";
import { jointMomentsOf } from "../../../experiments/moments.js";
import { leastSquares } from "../../../statistics/least-squares.js";
import { seededRandom } from "../../../statistics/random.js";
import { near } from "../../near.js";

test("two lines by hand: y = x against y = 2x at the common mean of x, 2.5", () => {
  const input = {
    outcome: [0.9, 2.1, 2.9, 4.1, 2.1, 3.9, 5.9, 8.1],
    treatment: [0, 0, 0, 0, 1, 1, 1, 1],
    covariates: { x: [1, 2, 3, 4, 1, 2, 3, 4] },
  };
  // Both arms have mean 2.5 in x, so the lines go through their means: 5 - 2.5.
  const { estimate, unadjusted, varianceRemoved, n } = regressionAdjusted(input, { unit: "NZD" });
  near(estimate, 2.5, 1e-12);
  near(unadjusted.estimate, 2.5, 1e-12);
  assert.ok(varianceRemoved > 0.98);
  assert.equal(n, 8);
});

const random = seededRandom("lin");
const rows = 300;
const covariates = {
  spend: Array.from({ length: rows }, () => random.normal(50, 10)),
  age: Array.from({ length: rows }, () => random.normal(40, 8)),
};
const treatment = covariates.spend.map(() => Number(random.chance(0.3)));
const outcome = covariates.spend.map(
  (spend, i) => spend * (0.5 + 0.4 * treatment[i]) + 0.2 * covariates.age[i] + random.normal(0, 5),
);

test("the same as one interacted regression on treatment, centred covariates and their products", () => {
  const centred = Object.fromEntries(
    Object.entries(covariates).map(([name, column]) => {
      const mean = column.reduce((a, b) => a + b) / rows;
      return [name, column.map((value) => value - mean)];
    }),
  );
  const products = Object.fromEntries(
    Object.entries(centred).map(([name, column]) => [
      `treated x ${name}`,
      column.map((value, i) => value * treatment[i]),
    ]),
  );
  const { slopes } = leastSquares(outcome, { treatment, ...centred, ...products });
  const adjusted = regressionAdjusted({ outcome, treatment, covariates });
  near(adjusted.estimate, slopes[0].estimate, 1e-9);
  near(adjusted.standardError!, slopes[0].standardError, 1e-9);
});

test("from sums: the estimate is that of the rows, the standard error that of equal errors within a few percent", () => {
  const arm = (wanted: number) => {
    const mine = (column: readonly number[]) => column.filter((_, i) => treatment[i] === wanted);
    return jointMomentsOf(mine(outcome), mine(covariates.spend));
  };
  const fromSums = regressionAdjustedFromMoments(arm(1), arm(0));
  const fromRows = regressionAdjusted({ outcome, treatment, covariates: { spend: covariates.spend } });
  near(fromSums.estimate, fromRows.estimate, 1e-9);
  near(fromSums.standardError! / fromRows.standardError!, 1, 0.03);
  near(fromSums.unadjusted.estimate, fromRows.unadjusted.estimate, 1e-9);
  const swapped = regressionAdjustedFromMoments(arm(0), arm(1));
  near(swapped.estimate, -fromSums.estimate, 1e-12);
  near(swapped.low, -fromSums.high, 1e-12);
});

test("without a covariate it is the difference of means with Welch's standard error", () => {
  const { estimate, unadjusted, standardError, varianceRemoved } = regressionAdjusted({
    outcome,
    treatment,
    covariates: {},
  });
  near(estimate, unadjusted.estimate, 1e-12);
  near(standardError!, unadjusted.standardError, 1e-12);
  near(varianceRemoved, 0, 1e-12);
});

test("what cannot be adjusted says why", () => {
  const input = {
    outcome: [1, 2, 4, 3, 5, 7, 6, 8],
    treatment: [0, 0, 0, 0, 1, 1, 1, 1],
    covariates: { x: [1, 2, 3, 4, 5, 5, 5, 5] as number[] },
  };
  assert.throws(() => regressionAdjusted(input), {
    name: "NotEstimable",
    message: 'the covariate "x" is the same for all customers of an arm',
  });
  const moments = [0, 1].map((arm) =>
    jointMomentsOf(input.outcome.slice(4 * arm, 4 * arm + 4), [1, 1, 1, 1]),
  );
  assert.throws(() => regressionAdjustedFromMoments(moments[0], moments[1]), { name: "NotEstimable" });
  assert.throws(() => regressionAdjusted({ ...input, covariates: { x: [1, 2, 3] } }), {
    name: "RangeError",
    message: 'covariate "x": 3 values for 8 rows',
  });
  const [x, y] = [
    [1, 2, 3, 4, 1, 2, 3, 4],
    [2, 4, 6, 8, 2, 4, 6, 8],
  ];
  assert.throws(() => regressionAdjusted({ ...input, covariates: { x, y } }), { message: /column "y"/ });
  assert.throws(() => regressionAdjusted({ ...input, treatment: [0, 0, 0, 0, 1, 1, 1, 2] }), {
    message: "treatment in row 8: expected 0 or 1, got 2",
  });
  assert.throws(() => regressionAdjusted({ ...input, treatment: [1] }), {
    message: "regression: 1 treatments for 8 outcomes",
  });
  const two = jointMomentsOf([1, 2], [1, 2]);
  assert.throws(() => regressionAdjustedFromMoments(two, two), {
    message: "regression: expected 3 or more customers in each arm, got 2",
  });
});
