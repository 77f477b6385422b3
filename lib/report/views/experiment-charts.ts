import type { EffectRow, ExperimentAnalysis } from "../../experiments/analysis/result.js";
import type { ShrunkGroups } from "../../experiments/bayes/shrinkage.js";
import type { GroupEffectWithTruth } from "../../experiments/truth.js";
import { intervalChart } from "../charts.js";
import { curveChart, shrinkageChart } from "../curve-charts.js";
import type { Figure } from "../figure.js";
import { count, decimal, percent, points } from "../format.js";
import { rowsOf } from "./experiment-tables.js";

/**
 * Every rate of every experiment of a run with its interval and the line at no effect. Amounts of money stand in the table:
 * points and dollars do not share an axis.
 */
export function forestChart(analyses: readonly ExperimentAnalysis[]): Figure {
  const rows = analyses.flatMap((analysis) =>
    rowsOf([analysis], false).flatMap(({ experiment, arm, metric, unit, effect }) => {
      if (unit !== "fraction" || effect === null) return [];
      const verdict = analysis.verdicts.find((found) => found.arm === arm)?.verdict;
      const isEffect = verdict !== "vetoed" && verdict !== "descriptive only";
      const label = `${experiment}: ${metric}<br>arm ${arm}${isEffect ? "" : ", went with"}`;
      return [{ label, effect, isEffect }];
    }),
  );
  const caused = rows.filter(({ isEffect }) => isEffect);
  const clear = caused.filter(({ effect }) => effect.low > 0 || effect.high < 0).length;
  const others = rows.length > caused.length ? `; ${rows.length - caused.length} more are no effects` : "";
  return intervalChart(
    {
      name: "effects_of_all_experiments",
      title: `${clear} of ${caused.length} effects on a rate are clear of zero${others}`,
      caption:
        'One row a rate: the dot is the arm minus those left alone, the line its 95 % interval. "Went with": somebody chose the groups, or a check vetoed them, so the difference is no effect.',
    },
    {
      rows: rows.map(({ label, effect }) => ({
        label: `${label}, n = ${count(effect.n)}`,
        estimate: effect,
      })),
      axisTitle: "Difference in the rate, percentage points",
      reference: 0,
      scale: 100,
    },
  );
}

/**
 * One effect as it is and adjusted for what was known before: the same customers, another width.
 *
 * Throws RangeError when one of the two is missing.
 */
export function adjustedChart({ metric, effect, adjusted, unit }: EffectRow): Figure {
  if (effect === null || adjusted === null) {
    throw new RangeError(`${metric}: expected an effect and an adjusted one, got ${effect} and ${adjusted}`);
  }
  const times = (effect.high - effect.low) / (adjusted.high - adjusted.low);
  const width = times > 1.05 ? `${decimal(times, 1)} times as narrow` : "no narrower";
  const isRate = unit === "fraction";
  return intervalChart(
    {
      name: `adjusted_${metric}`,
      title: `Adjusted for what was known before, the interval is ${width}`,
      caption:
        "Both rows are about the same customers. Upper: the arms' means compared as they are. Lower: after taking from each customer what the covariate predicts (CUPED). Dashed: no effect.",
    },
    {
      rows: [
        { label: `as it is, n = ${count(effect.n)}`, estimate: effect },
        { label: `with CUPED, n = ${count(adjusted.n)}`, estimate: adjusted },
      ],
      axisTitle: `Effect on ${metric.replace(/_/g, " ")}, ${isRate ? "percentage points" : `${unit} per customer`}`,
      reference: 0,
      scale: isRate ? 100 : 1,
    },
  );
}

/** What is believed about the rate of one arm: how thick the belief lies at each rate. */
export interface Belief {
  readonly label: string;
  readonly x: Float64Array;
  readonly density: Float64Array;
}

/** The beliefs about both arms' rates after the data. */
export function posteriorChart(beliefs: readonly Belief[], probabilityBetter: number): Figure {
  const shown = percent(probabilityBetter);
  const atLeast = probabilityBetter > 0.9995 ? "more than 99.9 %" : shown;
  const chance = probabilityBetter < 0.0005 ? "less than 0.1 %" : atLeast;
  return curveChart(
    {
      name: "posteriors",
      title: `With a probability of ${chance} the ${beliefs[0].label} customers respond more often`,
      caption:
        "One hill a group: where it is high, a response rate is plausible after this campaign. Before it, every rate was equally likely. The area under each hill is 1.",
    },
    {
      curves: beliefs.map(({ label, x, density }) => ({
        ...{ label, filled: true },
        x: Array.from(x, (rate) => rate * 100),
        y: Array.from(density, (height) => height / 100),
      })),
      xTitle: "Response rate, percent",
      yTitle: "Belief per percentage point",
    },
  );
}

/** Measured effects of many small groups, and what shrinkage leaves of them, the luckiest first. */
export function luckiestChart(groups: readonly GroupEffectWithTruth[], shrunk: ShrunkGroups): Figure {
  const rows = groups.map(({ group, effect, truth }, i) => {
    const { raw, shrunk: drawn } = shrunk.groups[i];
    return { label: `${group}, n = ${count(effect.n)}`, raw, shrunk: drawn, truth };
  });
  const [best] = [...rows].sort((a, b) => b.raw - a.raw);
  const known = best.truth === undefined ? "" : `; the truth is ${points(best.truth)}`;
  return shrinkageChart(
    {
      name: "luckiest_segment",
      title: `The luckiest of ${rows.length} groups measured ${points(best.raw)}; shrunk it is ${points(best.shrunk.estimate)}${known}`,
      caption: `One row a group. Circle: the effect as measured. Dot and line: the same after shrinkage, with its 95 % interval.${known ? " Diamond: the truth." : ""} Dashed: the mean of all groups.`,
    },
    {
      rows,
      centre: shrunk.mean.estimate,
      axisTitle: "Effect on the response rate, percentage points",
      scale: 100,
      names: { raw: "measured", shrunk: "shrunk" },
    },
  );
}
