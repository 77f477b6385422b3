import assert from "node:assert/strict";
import test from "node:test";
import { analyseExperiment } from "../../../experiments/analysis/analyse.js";
import { overallEffect, overallEffects, verbOf } from "../../../experiments/analysis/overall.js";
import { NotEstimable } from "../../../experiments/not-estimable.js";
import { near } from "../../near.js";
import { bank, experiment, meanCell, metric, rateCell } from "./examples.js";

const several = analyseExperiment(
  experiment(
    [metric("bought"), metric("spend", { kind: "mean", unit: "EUR" })],
    [
      rateCell("bought", "control", 10, 100),
      rateCell("bought", "mail", 30, 100),
      rateCell("bought", "text", 20, 100),
      { ...rateCell("bought", "mail", 25, 40), segment: "town", level: "Bern" },
      { ...rateCell("bought", "control", 5, 40), segment: "town", level: "Bern" },
      meanCell("spend", "control", [5, 5]),
      meanCell("spend", "mail", [5]),
    ],
  ),
);

// 401 of 2,444 called customers accepted, and 123 of 2,556 left alone.
test("the only arm needs no name", () => {
  const { effect, arm } = overallEffect(analyseExperiment(bank), { metric: "accepted" });
  assert.equal(arm, "call");
  near(effect.estimate, 401 / 2444 - 123 / 2556, 1e-15);
});

test("of several arms the named one is found, over everybody and not in a segment", () => {
  near(overallEffect(several, { metric: "bought", arm: "text" }).effect.estimate, 0.1, 1e-15);
  near(overallEffect(several, { metric: "bought", arm: "mail" }).effect.estimate, 0.2, 1e-15);
});

test("several arms without a name are refused", () => {
  assert.throws(() => overallEffect(several, { metric: "bought" }), {
    name: "RangeError",
    message: "test: expected one row of bought, found 2",
  });
});

test("a metric or an arm that is not there is named", () => {
  assert.throws(
    () => overallEffect(several, { metric: "visits" }),
    /^RangeError: test: expected one row of visits, found 0$/,
  );
  assert.throws(
    () => overallEffect(several, { metric: "bought", arm: "fax" }),
    /^RangeError: test: expected one row of bought, arm "fax", found 0$/,
  );
});

test("what the data could not give is said with its reason", () => {
  const read = () => overallEffect(several, { metric: "spend", arm: "mail" });
  assert.throws(read, NotEstimable);
  assert.throws(read, /test, spend, arm "mail": not estimable because /);
});

test("overall effects are those of everybody that could be estimated, one an arm and metric", () => {
  assert.deepEqual(
    overallEffects(several).map(({ arm, metric: name }) => [name, arm]),
    [
      ["bought", "mail"],
      ["bought", "text"],
    ],
  );
});

test("a difference was caused only where chance decided and no check vetoed", () => {
  assert.equal(verbOf(analyseExperiment(bank)), "caused");
  assert.equal(verbOf(analyseExperiment({ ...bank, assignment: "self-chosen" })), "went with");
  const arms = bank.arms.map((one, i) => ({ ...one, customers: i === 0 ? 9000 : one.customers }));
  assert.equal(verbOf(analyseExperiment({ ...bank, arms })), "went with");
});
