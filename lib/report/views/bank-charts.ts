import type { PermutationResult } from "../../experiments/arms.js";
import type { GroupEffectWithTruth } from "../../experiments/truth.js";
import type { Table } from "../../types.js";
import { barChart, histogram, intervalChart } from "../charts.js";
import type { Figure } from "../figure.js";
import { count, points } from "../format.js";

/** What coins and careful choices measure again and again, with the truth as a line. */
export function assignmentChart(input: {
  careful: Float64Array;
  tossed: Float64Array;
  truth: number;
}): Figure {
  const inPoints = (differences: Float64Array): Float64Array => differences.map((d) => d * 100);
  const average = (differences: Float64Array): string =>
    points(differences.reduce((a, b) => a + b, 0) / differences.length);
  return histogram(
    {
      name: "coin_and_care",
      title: `Coins average ${average(input.tossed)} and the truth is ${points(input.truth)}; careful mailings average ${average(input.careful)}`,
      caption:
        "Each bar counts repeated mailings of the same customers by the effect that a comparison would show. Blue: mailed by coin; orange: the longest-standing fifth mailed. Dashed: the true effect.",
    },
    {
      groups: [
        { label: "mailed by coin", values: inPoints(input.tossed) },
        { label: "mailed by care", values: inPoints(input.careful) },
      ],
      lines: [{ label: "truth", at: input.truth * 100 }],
      axisTitle: "Measured effect of the message, percentage points",
      countTitle: "Mailings",
    },
  );
}

/** The true mean effect in each group of customers that the generator knows. */
export function groupTruthChart(truth: Table): Figure {
  const groups = truth.columns.customer_group as readonly string[];
  const effect = truth.columns.effect as Float64Array;
  const bars = [...new Set(groups)].map((label) => {
    const members = Array.from(effect).filter((_, i) => groups[i] === label);
    return {
      label,
      value: (100 * members.reduce((a, b) => a + b, 0)) / members.length,
      customers: members.length,
    };
  });
  bars.sort((a, b) => b.value - a.value);
  const last = bars[bars.length - 1];
  return barChart(
    {
      name: "true_effect_by_group",
      title: `The message does most for the ${bars[0].label} (${points(bars[0].value / 100)}) and least for the ${last.label} (${points(last.value / 100)})`,
      caption:
        "Each bar is the true mean effect in one group of the synthetic bank's customers, with the customers in it.",
    },
    {
      bars: bars.map(({ label, value, customers }) => ({
        label: `${label}, n = ${count(customers)}`,
        value,
        text: points(value / 100),
      })),
      axisTitle: "True effect on the response rate, percentage points",
      reference: 0,
    },
  );
}

/** The same effects as a figure with zero line, intervals, and diamonds for the truth. */
export function groupEffectChart(title: string, effects: readonly GroupEffectWithTruth[]): Figure {
  const known = effects.some((e) => e.truth !== undefined);
  return intervalChart(
    {
      name: "effect_by_group",
      title,
      caption: `One row a group of customers: the dot is the measured effect, the line its 95 % interval${known ? ", the diamond the truth" : ""}. Left of the dashed line the message does harm.`,
    },
    {
      rows: effects.map((e) => ({
        label: `${e.group}, n = ${count(e.effect.n)}`,
        estimate: e.effect,
        truth: e.truth,
      })),
      axisTitle: "Effect on the response rate, percentage points",
      reference: 0,
      scale: 100,
    },
  );
}

/** What reshuffling alone makes, and what was observed. */
export function permutationChart(result: PermutationResult): Figure {
  const rounds = result.differences.length;
  const extreme = Math.round(result.pValue * (rounds + 1)) - 1;
  return histogram(
    {
      name: "permutation",
      title: `Of ${count(rounds)} reshuffled assignments ${extreme === 0 ? "none is" : `${count(extreme)} are`} as far from zero as the observed one`,
      caption:
        "Each bar counts reshuffled assignments of the same customers by the difference they show. Dashed: the difference that was observed.",
    },
    {
      groups: [{ label: "reshuffled", values: result.differences.map((d) => d * 100) }],
      lines: [{ label: "observed", at: result.observed * 100 }],
      axisTitle: "Difference in response, mailed minus left alone, percentage points",
      countTitle: "Assignments",
    },
  );
}
