import type { PermutationResult } from "../../experiments/means/permutation.js";
import type { GroupEffectWithTruth } from "../../experiments/truth.js";
import type { Estimate } from "../../types.js";
import { histogram, intervalChart } from "../charts.js";
import type { Figure } from "../figure.js";
import { count, points } from "../format.js";

/** What coins and careful choices measure again and again, with the truth as a line. */
export function assignmentChart(input: {
  careful: Float64Array;
  tossed: Float64Array;
  /** True effect on all customers, and on those whom care mails. */
  truth: number;
  carefulTruth: number;
}): Figure {
  const inPoints = (differences: Float64Array): Float64Array => differences.map((d) => d * 100);
  const average = (differences: Float64Array): string =>
    points(differences.reduce((a, b) => a + b, 0) / differences.length);
  return histogram(
    {
      name: "coin_and_care",
      title: `Coins measure ${average(input.tossed)} and did ${points(input.truth)}; care measures ${average(input.careful)} and did ${points(input.carefulTruth)}`,
      caption:
        "Each bar counts repeated mailings of the same customers by the effect that a comparison would show. Blue: mailed by coin; orange: the fifth that bought most recently mailed. Dashed: what the message truly did, to everybody and to those mailed by care.",
    },
    {
      groups: [
        { label: "mailed by coin", values: inPoints(input.tossed) },
        { label: "mailed by care", values: inPoints(input.careful) },
      ],
      lines: [
        { label: "truth for care", at: input.carefulTruth * 100 },
        { label: "truth for coins", at: input.truth * 100 },
      ],
      axisTitle: "Measured effect of the message, percentage points",
      countTitle: "Mailings",
      binWidth: 0.2,
    },
  );
}

/**
 * What a plain comparison of contacted and other customers shows when a coin chose them, and when a marketer did: the
 * same customers, so one truth. `truth` is undefined where nobody knows it.
 */
export function choiceChart(input: { coin: Estimate; marketer: Estimate; truth?: number }): Figure {
  const { coin, marketer, truth } = input;
  const known = truth === undefined ? "" : `; the truth is ${points(truth)}`;
  return intervalChart(
    {
      name: "what_choice_does",
      title: `Chosen by a coin the message seems to do ${points(coin.estimate)}, chosen by a marketer ${points(marketer.estimate)}${known}`,
      caption: `The same customers twice: the dot is the response of the contacted minus that of the others, the line its 95 % interval. ${truth === undefined ? "" : "The diamonds and their line: what contacting everybody truly does. "}More customers would narrow both intervals, but only the upper one closes in on the truth.`,
    },
    {
      rows: [
        { label: `chosen by a coin, n = ${count(coin.n)}`, estimate: coin, truth },
        { label: `chosen by a marketer, n = ${count(marketer.n)}`, estimate: marketer, truth },
      ],
      axisTitle: "Response of the contacted minus the others, percentage points",
      reference: 0,
      scale: 100,
    },
  );
}

/** Effects by group as a figure with zero line, intervals, and diamonds for the truth. */
export function groupEffectChart(effects: readonly GroupEffectWithTruth[]): Figure {
  const known = effects.some((e) => e.truth !== undefined);
  return intervalChart(
    {
      name: "effect_by_group",
      title: groupEffectTitle(effects),
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

/** Only what the intervals can tell apart. */
function groupEffectTitle(effects: readonly GroupEffectWithTruth[]): string {
  const sorted = [...effects].sort((a, b) => b.effect.estimate - a.effect.estimate);
  const [best, worst] = [sorted[0], sorted[sorted.length - 1]];
  if (best.effect.low <= worst.effect.high) return "The effects of these groups cannot be told apart";
  return `The message does more at ${best.group} than at ${worst.group}`;
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
