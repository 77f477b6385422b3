import assert from "node:assert/strict";
import test from "node:test";
import { differenceInRatios, relativeDifferenceInRatios } from "../../../experiments/means/ratio-metrics.js";
import { relativeDifferenceInMeans } from "../../../experiments/means/relative.js";
import { differenceInMeans } from "../../../experiments/means/welch.js";
import { type JointMoments, jointMomentsOf, momentsOf } from "../../../experiments/moments.js";
import { ratioByGroup } from "../../../experiments/ratios.js";
import { seededRandom } from "../../../statistics/random.js";
import { near, nearRelative } from "../../near.js";

const unit = "NZD a sale";

test("the difference of two ratios by hand", () => {
  const [more, less] = [jointMomentsOf([4, 9, 8], [1, 2, 2]), jointMomentsOf([3, 4, 6], [1, 1, 2])];
  const { estimate, standardError } = differenceInRatios(more, less, { unit });
  near(estimate, 21 / 5 - 13 / 4, 1e-12);
  // Residuals -0.2, 0.6, -0.4 over 5 sales and -0.25, 0.75, -0.5 over 4, each times √(3/2).
  near(standardError!, Math.sqrt(1.5 * (0.56 / 25 + 0.875 / 16)), 1e-12);
});

test("the standard error is that of ratioByGroup for each arm", () => {
  const random = seededRandom("ratios");
  const arm = (n: number) => {
    const x = Array.from({ length: n }, () => random.below(4));
    return { x, y: x.map((sales) => sales * (10 + random.normal(0, 3))) };
  };
  const arms = [arm(40), arm(70)];
  const errors = arms.map(({ x, y }) => {
    const [{ ratio }] = ratioByGroup({ numerator: y, denominator: x, group: x.map(() => "all") });
    return ratio.standardError!;
  });
  const [treated, control] = arms.map(({ x, y }) => jointMomentsOf(y, x));
  const { standardError } = differenceInRatios(treated, control, { unit });
  nearRelative(standardError!, Math.hypot(...errors), 1e-9);
});

const [y1, y0] = [
  [3, 5, 9, 4],
  [2, 2, 4, 7, 1],
];
const [treated, control] = [y1, y0].map((y) =>
  jointMomentsOf(
    y,
    y.map(() => 1),
  ),
);

test("with a denominator of one a customer, the difference is Welch's of the means", () => {
  const ratios = differenceInRatios(treated, control, { unit });
  const means = differenceInMeans(momentsOf(y1), momentsOf(y0), { unit });
  near(ratios.low, means.low, 1e-12);
  near(ratios.pValue!, means.pValue!, 1e-12);
});

test("with a denominator of one a customer, the relative difference is that of the means", () => {
  const ratios = relativeDifferenceInRatios(treated, control);
  const means = relativeDifferenceInMeans(momentsOf(y1), momentsOf(y0));
  near(ratios.low, means.low, 1e-12);
  near(ratios.high, means.high, 1e-12);
  assert.equal(ratios.method, "Fieller of linearised ratios");
});

// numbers.md 2.4, GrowthBook: ratio metrics of variance / mean / n 2/7/4 and 0.5/5/15, absolute .53333, relative .00589.
test("numbers.md 2.4, delta variance 2/7/4 and .5/5/15: absolute 0.53333", () => {
  const arm = (variance: number, mean: number, n: number): JointMoments => ({
    ...{ n, sumY: n * mean, sumYY: n * mean ** 2 + (n - 1) * variance },
    ...{ sumX: n, sumXX: n, sumXY: n * mean },
  });
  const { standardError } = differenceInRatios(arm(2, 7, 4), arm(0.5, 5, 15), { unit });
  near(standardError! ** 2, 0.53333, 5e-6);
});

const refused = (title: string, arm: JointMoments, name: string, message: RegExp): void => {
  test(title, () => assert.throws(() => differenceInRatios(arm, control, { unit }), { name, message }));
};

refused(
  "nothing sold has no revenue a sale",
  jointMomentsOf([0, 0], [0, 0]),
  "NotEstimable",
  /treated: the denominator of a ratio adds up to 0, expected more than 0/,
);
refused("one customer has no interval", jointMomentsOf([1], [1]), "NotEstimable", /treated: .* got 1/);
refused("a count is whole", { ...treated, n: 3.5 }, "RangeError", /whole number of values, got 3.5/);
test("ratios that no customer departs from are not estimable", () => {
  const same = jointMomentsOf([0.3, 0.6, 0.9], [1, 2, 3]);
  assert.throws(() => differenceInRatios(same, same, { unit }), { name: "NotEstimable" });
});
