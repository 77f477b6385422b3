import assert from "node:assert/strict";
import test from "node:test";
import { analyseExperiment } from "../../../experiments/analysis/analyse.js";
import type { EffectRow } from "../../../experiments/analysis/result.js";
import { effectsByGroup, groupEstimates } from "../../../experiments/arms.js";
import { densityCurve, posteriorOf } from "../../../experiments/bayes/beta-binomial.js";
import { shrinkEffects } from "../../../experiments/bayes/shrinkage.js";
import { withTruth } from "../../../experiments/truth.js";
import {
  adjustedChart,
  forestChart,
  luckiestChart,
  posteriorChart,
} from "../../../report/views/experiment-charts.js";
import { bank, experiment, meanCell, metric, rateCell } from "../../experiments/analysis/examples.js";
import { near } from "../../near.js";
import { inferred } from "./inferred.js";

interface Dots {
  name: string;
  x: number[];
  y: (string | number)[];
}

const titleOf = (layout: object): string =>
  (layout as { xaxis: { title: { text: string } } }).xaxis.title.text;

test("the forest has a row for each rate of each experiment, and none for money", () => {
  const shop = experiment(
    [metric("bought"), metric("spend", { kind: "mean", unit: "EUR" })],
    [
      rateCell("bought", "control", 10, 100),
      rateCell("bought", "mail", 11, 100),
      meanCell("spend", "control", [1, 2, 3]),
      meanCell("spend", "mail", [2, 3, 5]),
    ],
    { name: "shop" },
  );
  const { title, data } = forestChart([analyseExperiment(bank), analyseExperiment(shop)]);
  assert.equal(title, "1 of 2 effects on a rate are clear of zero");
  const [{ x, y }] = data as Dots[];
  assert.deepEqual(y, ["test: accepted<br>arm call, n = 5,000", "shop: bought<br>arm mail, n = 200"]);
  near(x[0], 100 * (401 / 2444 - 123 / 2556), 1e-12);
});

test("where somebody chose the groups a row of the forest went with them and is no effect", () => {
  const chosen = analyseExperiment({ ...bank, assignment: "by rule" });
  const { title, data } = forestChart([analyseExperiment(bank), chosen]);
  assert.equal(title, "1 of 1 effects on a rate are clear of zero; 1 more are no effects");
  assert.equal((data as Dots[])[0].y[1], "test: accepted<br>arm call, went with, n = 5,000");
});

const adjustedRow = (rest: Partial<EffectRow>): EffectRow =>
  ({ metric: "spend_this_month", unit: "NZD", ...rest }) as EffectRow;
const asItIs = inferred(12, 10, 14, { unit: "NZD" });

test("the adjusted effect says how much narrower its interval is", () => {
  const figure = adjustedChart(
    adjustedRow({ effect: asItIs, adjusted: inferred(12.5, 12, 13, { unit: "NZD" }) }),
  );
  assert.match(figure.title, /4\.0 times as narrow$/);
  assert.equal(titleOf(figure.layout), "Effect on spend this month, NZD per customer");
});

test("an adjustment that brought nothing is not called narrower", () => {
  assert.match(adjustedChart(adjustedRow({ effect: asItIs, adjusted: asItIs })).title, /is no narrower$/);
});

test("an adjusted rate is drawn in percentage points", () => {
  const [effect, adjusted] = [inferred(-0.5, -0.75, -0.25), inferred(-0.5, -0.6, -0.4)];
  const { data, layout } = adjustedChart(adjustedRow({ unit: "fraction", effect, adjusted }));
  assert.deepEqual((data[0] as Dots).x, [-50, -50]);
  assert.match(titleOf(layout), /, percentage points$/);
});

test("without an adjusted effect there is nothing to compare", () => {
  assert.throws(() => adjustedChart(adjustedRow({ effect: asItIs, adjusted: null })), {
    name: "RangeError",
    message: /spend_this_month: expected an effect and an adjusted one/,
  });
});

const belief = (label: string, customers: number, conversions: number) => ({
  label,
  ...densityCurve(posteriorOf({ customers, conversions }), 200),
});

test("beliefs are drawn per percentage point, so that the area under each hill is one", () => {
  const { data } = posteriorChart([belief("mailed", 100, 20), belief("control", 100, 5)], 0.9);
  for (const { x, y } of data as { x: number[]; y: number[] }[]) {
    const area = x.slice(1).reduce((sum, at, i) => sum + ((y[i] + y[i + 1]) / 2) * (at - x[i]), 0);
    near(area, 1, 2e-3);
  }
});

test("a probability next to one or to zero is not called certain", () => {
  const beliefs = [belief("mailed", 100, 20), belief("control", 100, 5)];
  assert.match(posteriorChart(beliefs, 0.99999).title, /more than 99\.9 %.*mailed/);
  assert.match(posteriorChart(beliefs, 0.8).title, /80\.0 %/);
  assert.match(posteriorChart(beliefs, 0.00001).title, /less than 0\.1 %/);
});

const groups = ["a", "b", "c", "d"].flatMap((name, i) => new Array<string>(40 + 10 * i).fill(name));
const assignment = {
  treatment: groups.map((_, row) => row % 2),
  outcome: groups.map((_, row) => (row % 3 === 0 || row % 14 === 1 ? 1 : 0)),
};
const effects = effectsByGroup({ ...assignment, group: groups });
const shrunk = shrinkEffects(groupEstimates(effects), { unit: "fraction" });

test("the luckiest group leads the figure, beside what shrinkage leaves of it", () => {
  const { title, caption, data } = luckiestChart(effects, shrunk);
  assert.match(title, /^The luckiest of 4 groups measured [^;]+; shrunk it is [^;]+ points$/);
  assert.doesNotMatch(caption, /truth/);
  const [raw] = data as Dots[];
  assert.deepEqual(
    raw.x,
    effects.map(({ effect }) => effect.estimate * 100),
  );
  assert.equal(raw.x[0], Math.max(...raw.x));
  assert.equal(data.length, 2);
});

test("where the truth is known the title ends with it", () => {
  const known = withTruth(effects, groups, new Float64Array(groups.length).fill(0.1));
  const { title, caption, data } = luckiestChart(known, shrunk);
  assert.match(title, /; the truth is \+10\.0 points$/);
  assert.match(caption, /Diamond: the truth/);
  assert.equal(data.length, 3);
});
