import assert from "node:assert/strict";
import test from "node:test";
import { leastSquares } from "../../statistics/least-squares.js";
import { variance } from "../../statistics/quantiles.js";
import { seededRandom } from "../../statistics/random.js";
import { near } from "../near.js";

test("a line through four points by hand: Sxy 5.5 over Sxx 5, mean 2.75 at 1.5", () => {
  const { intercept, slopes, degrees } = leastSquares([1, 2, 4, 4], { visits: [0, 1, 2, 3] });
  near(slopes[0].estimate, 1.1, 1e-12);
  near(intercept.estimate, 2.75 - 1.1 * 1.5, 1e-12);
  assert.equal(degrees, 2);
  // Residuals -0.1 -0.2 0.7 -0.4, leverages 0.7 0.3 0.3 0.7, distances -1.5 -0.5 0.5 1.5.
  const terms = [(0.01 * 2.25) / 0.3, (0.04 * 0.25) / 0.7, (0.49 * 0.25) / 0.7, (0.16 * 2.25) / 0.3];
  near(slopes[0].standardError, Math.sqrt(terms.reduce((a, b) => a + b, 0)) / 5, 1e-12);
});

test("the slope of a column of zeros and ones is the difference of means, and HC2 is then Welch's standard error", () => {
  const [control, treated] = [
    [3, 1, 4, 1, 5],
    [9, 2, 6],
  ];
  const outcome = [...control, ...treated];
  const { intercept, slopes } = leastSquares(outcome, { treated: [0, 0, 0, 0, 0, 1, 1, 1] });
  near(intercept.estimate, 2.8, 1e-12);
  near(slopes[0].estimate, 17 / 3 - 2.8, 1e-12);
  near(slopes[0].standardError, Math.sqrt(variance(control) / 5 + variance(treated) / 3), 1e-12);
});

test("residuals of several columns are orthogonal to every column, far from zero too", () => {
  const random = seededRandom("plane");
  const a = Array.from({ length: 60 }, () => random.normal(1e6, 2));
  const b = a.map((value) => 0.9 * value + random.normal(0, 1));
  const outcome = a.map((value, i) => 3 + 2 * value - b[i] + random.normal(0, 1));
  const { intercept, slopes } = leastSquares(outcome, { a, b });
  const residuals = outcome.map(
    (y, i) => y - intercept.estimate - slopes[0].estimate * a[i] - slopes[1].estimate * b[i],
  );
  for (const column of [a.map(() => 1), a.map((v) => v - 1e6), b.map((v) => v - 9e5)]) {
    near(
      residuals.reduce((sum, residual, i) => sum + residual * column[i], 0),
      0,
      1e-6,
    );
  }
});

test("a column that adds nothing is named", () => {
  const rows = [1, 2, 4, 4, 5];
  const age = [1, 2, 3, 4, 6];
  const message = 'least squares: column "born" is constant or a combination of the columns before it';
  assert.throws(() => leastSquares(rows, { age, born: age.map((a) => 2020 - a) }), {
    name: "RangeError",
    message,
  });
  assert.throws(() => leastSquares(rows, { born: [7, 7, 7, 7, 7] }), { name: "RangeError", message });
});

test("rows that cannot be fitted are refused with their place", () => {
  assert.throws(() => leastSquares([1, 2, 3, 4], { only: [0, 0, 0, 1] }), {
    name: "RangeError",
    message: "least squares: row 4 alone settles a coefficient, so its error is unknown",
  });
  assert.throws(() => leastSquares([1, 2], { age: [1, 2] }), {
    message: "least squares: expected more rows than the 2 coefficients, got 2",
  });
  assert.throws(() => leastSquares([1, 2, 3], { age: [1, 2] }), {
    message: 'least squares: 2 values of column "age" for 3 of the outcome',
  });
  assert.throws(() => leastSquares([1, 2, 3], { age: [1, Number.NaN, 2] }), {
    message: 'least squares: column "age" in row 2: expected a finite number, got NaN',
  });
});
