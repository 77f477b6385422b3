import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { type EffectWithError, effectBelief } from "../../../experiments/bayes/gaussian.js";
import { relativeDifferenceInMeans } from "../../../experiments/means/relative.js";
import { relativeDifference } from "../../../experiments/rates/ratios.js";
import { gaussLegendre } from "../../../statistics/integrate.js";
import { normalDensity } from "../../../statistics/normal.js";
import { studentQuantile, studentUpper } from "../../../statistics/student.js";
import { near } from "../../near.js";

const effect = (estimate: number, standardError?: number): EffectWithError => ({
  ...{ estimate, standardError, n: 100, unit: "NZD", assumptions: [], warnings: [] },
});

test("by hand: a prior as sure as the data meets them half way, with the variance halved", () => {
  const { estimate, standardError } = effectBelief(effect(3, 2), { prior: { mean: 1, variance: 4 } });
  near(estimate, 2, 1e-15);
  near(standardError!, Math.SQRT2, 1e-15);
});

test("2.5: 51 against 49 of 100, relative: lift .04082 [-.24779, .32943], chance .60918, risk .0814 and .04058", () => {
  const [treated, control] = [51, 49].map((conversions) => ({ customers: 100, conversions }));
  const belief = effectBelief(relativeDifference(treated, control, { method: "delta" }));
  near(belief.estimate, 0.04082, 5e-6);
  near(belief.low, -0.24779, 5e-6);
  near(belief.high, 0.32943, 5e-6);
  near(belief.probabilityBetter, 0.60918, 5e-6);
  near(belief.expectedLoss.control, 0.0814, 5e-6);
  near(belief.expectedLoss.treated, 0.04058, 5e-6);
});

test("2.5: prior N(.1, .1) on means 10 and 10.5 of 10 customers each, relative: .05063, chance .92315", () => {
  const treated = { n: 10, sum: 105, sumSquares: 1111.5 };
  const control = { n: 10, sum: 100, sumSquares: 1002.25 };
  const relative = relativeDifferenceInMeans(treated, control, { method: "delta" });
  const belief = effectBelief(relative, { prior: { mean: 0.1, variance: 0.1 } });
  near(belief.estimate, 0.05063, 5e-6);
  near(belief.probabilityBetter, 0.92315, 5e-6);
});

test("2.5: the risk of N(.1, .05²) is .1004245351 and .0004245351", () => {
  const { expectedLoss } = effectBelief(effect(0.1, 0.05));
  near(expectedLoss.control, 0.1004245351, 5e-11);
  near(expectedLoss.treated, 0.0004245351, 5e-11);
});

test("the expected loss is the integral of what is lost", () => {
  const { expectedLoss } = effectBelief(effect(1, 3));
  const lost = gaussLegendre((x) => (-x * normalDensity((x - 1) / 3)) / 3, -35, 0);
  near(expectedLoss.treated, lost, 1e-10);
});

test("with degrees of freedom the belief is Student's: the test's interval, one minus its p, and the integral of the loss", () => {
  const belief = effectBelief({ ...effect(1, 3), degrees: 4.5 });
  assert.equal(belief.method, "Student, flat prior");
  near(belief.high - 1, 3 * studentQuantile(0.975, 4.5), 1e-12);
  near(belief.probabilityBetter, 1 - studentUpper(1 / 3, 4.5), 1e-12);
  // The mean of what lies below 0 is the integral of the probability to lie below x, over x below 0.
  const lost = gaussLegendre((u) => studentUpper((1 + u / (1 - u)) / 3, 4.5) / (1 - u) ** 2, 0, 1, 256);
  near(belief.expectedLoss.treated, lost, 1e-7);
  near(belief.expectedLoss.control - belief.expectedLoss.treated, 1, 1e-12);
});

test("with a million degrees of freedom Student's belief is the normal one", () => {
  const [student, normal] = [effectBelief({ ...effect(1, 3), degrees: 1e6 }), effectBelief(effect(1, 3))];
  near(student.low, normal.low, 1e-4);
  near(student.expectedLoss.treated, normal.expectedLoss.treated, 1e-5);
});

test("with a prior few degrees of freedom are a warning; one or fewer leave no average loss", () => {
  const prior = { mean: 0, variance: 1 };
  assert.deepEqual(effectBelief({ ...effect(1, 1), degrees: 200 }, { prior }).warnings, []);
  assert.match(
    effectBelief({ ...effect(1, 1), degrees: 6.2 }, { prior }).warnings[0],
    /about 6 degrees of freedom$/,
  );
  assert.throws(() => effectBelief({ ...effect(1, 1), degrees: 1 }), {
    name: "NotEstimable",
    message: "an average loss needs more than 1 degree of freedom, got 1.00",
  });
});

test("turning the effect round swaps the losses", () => {
  const number = fc.double({ min: -5, max: 5, noNaN: true });
  fc.assert(
    fc.property(number, fc.double({ min: 0.1, max: 3, noNaN: true }), (estimate, standardError) => {
      const [forth, back] = [
        effectBelief(effect(estimate, standardError)),
        effectBelief(effect(-estimate, standardError)),
      ];
      near(forth.low, -back.high, 1e-12);
      near(forth.probabilityBetter + back.probabilityBetter, 1, 1e-12);
      near(forth.expectedLoss.treated, back.expectedLoss.control, 1e-12);
      assert.ok(forth.expectedLoss.treated >= 0);
    }),
    { numRuns: 100, seed: 1 },
  );
});

test("a method names its prior", () => {
  assert.equal(effectBelief(effect(1, 1)).method, "Gaussian, flat prior");
  assert.equal(
    effectBelief(effect(1, 1), { prior: { mean: 0, variance: 2 } }).method,
    "Gaussian, prior N(0, 2)",
  );
});

test("an effect without a standard error says nothing to believe", () => {
  assert.throws(() => effectBelief(effect(1)), {
    name: "NotEstimable",
    message: "effect: a belief needs a standard error above 0, got undefined",
  });
});

test("a prior without a spread is refused", () => {
  assert.throws(
    () => effectBelief(effect(1, 1), { prior: { mean: 0, variance: 0 } }),
    /prior: expected a finite mean and a variance above 0, got 0 and 0/,
  );
});

test("an infinite effect is refused", () => {
  assert.throws(() => effectBelief(effect(Infinity, 1)), /effect: expected a finite estimate, got Infinity/);
});
