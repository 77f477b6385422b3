import type { BookedCell, CellEffect, ChannelPair, ShrinkageErrors } from "../../experiments/channels.js";
import type { GroupEffectWithTruth } from "../../experiments/truth.js";
import { intervalChart } from "../charts.js";
import { type HeatCell, heatMap } from "../curve-charts.js";
import type { Figure, FigureWords } from "../figure.js";
import { count, percent, signed } from "../format.js";
import { type ReportTable, tableOf } from "../report-table.js";
import { amountInWords, listInWords } from "./words.js";

/**
 * The share of buyers among the served users of each channel and segment, with their number.
 *
 * Throws RangeError when there are no cells.
 */
export function bookedHeatMap(booked: readonly BookedCell[]): Figure {
  if (booked.length === 0) throw new RangeError("booked cells: expected one or more, got none");
  const sorted = [...booked].sort((a, b) => b.rate.estimate - a.rate.estimate);
  const [best, worst] = [sorted[0], sorted[sorted.length - 1]];
  const least = `, ${worst.channel} in ${percent(worst.rate.estimate, 0)} of ${worst.segment}`;
  return channelHeatMap(
    {
      name: "booked_by_channel_and_segment",
      title: `${best.channel} books a buyer in ${percent(best.rate.estimate, 0)} of ${best.segment}${booked.length > 1 ? least : ""}`,
      caption:
        "One cell a channel and segment: the share of served users who bought, and how many users that is. It says where buyers come from, not what made them buy.",
    },
    booked.map(({ channel, segment, rate }) => ({
      ...{ channel, segment, value: rate.estimate * 100 },
      text: `${percent(rate.estimate)}<br>n = ${count(rate.n)}`,
    })),
    { axisTitle: "Buyers among the served, percent" },
  );
}

/** Two channels side by side within each segment, all pairs, the clearest first. */
export function channelPairTable(pairs: readonly ChannelPair[]): ReportTable {
  return tableOf("channel_pairs", "Which channel books more buyers, within each segment", pairs, {
    segment: ["text", "Kind of user", (pair) => pair.segment],
    first: ["text", "Channel with the higher share of buyers", (pair) => pair.first],
    second: ["text", "The other channel", (pair) => pair.second],
    difference: [
      "points",
      "Difference of the shares, first minus second",
      (pair) => pair.difference.estimate,
    ],
    low: [
      "points",
      "Lower end of its 95 % interval (Newcombe), not corrected",
      (pair) => pair.difference.low,
    ],
    high: ["points", "Upper end of it", (pair) => pair.difference.high],
    p_value: ["p-value", "Two-sided p-value (score test)", (pair) => pair.difference.pValue!],
    p_corrected: [
      "p-value",
      "The same, corrected by Benjamini and Hochberg for all pairs",
      (pair) => pair.pCorrected,
    ],
  });
}

/** Every cell of cellEffects as a table. */
export function cellEffectTable(cells: readonly CellEffect[]): ReportTable {
  const known = cells.some(({ truth }) => truth !== undefined);
  return tableOf("channel_effects", "What being served does, by campaign, channel and segment", cells, {
    campaign: ["text", "The campaign", (cell) => cell.levels.campaign],
    channel: ["text", "The channel", (cell) => cell.levels.channel],
    segment: ["text", "Kind of user", (cell) => cell.levels.segment],
    users: ["count", "Users, served and held out", (cell) => cell.n],
    measured: ["points", "Share of buyers, served minus held out", (cell) => cell.raw],
    shrunk: [
      "points",
      "The same, drawn towards what campaign, channel and segment say",
      (cell) => cell.shrunk.estimate,
    ],
    low: ["points", "Lower end of its 95 % interval (robust empirical Bayes)", (cell) => cell.shrunk.low],
    high: ["points", "Upper end of it", (cell) => cell.shrunk.high],
    shrinkage: ["ratio", "0 keeps the measured effect, 1 replaces it", (cell) => cell.shrinkage],
    ...(known
      ? {
          truth: [
            "points",
            "True effect, in the synthetic table",
            (cell: CellEffect) => cell.truth ?? Number.NaN,
          ] as const,
        }
      : {}),
  });
}

/** "measured 7.9 points, one mean for all 7.3 points, shrunk 4.4 points." */
export function shrinkageInWords({ raw, pooled, shrunk }: ShrinkageErrors): string {
  const [one, mean, drawn] = [raw, pooled, shrunk].map((error) => amountInWords(error, "fraction"));
  return `measured ${one}, one mean for all ${mean}, shrunk ${drawn}.`;
}

/** The effect of being served by channel, with the line at no effect and the truth where it is known. */
export function channelEffectChart(effects: readonly GroupEffectWithTruth[]): Figure {
  const none = effects.filter(({ effect }) => effect.low <= 0 && effect.high >= 0);
  const known = effects.some(({ truth }) => truth !== undefined);
  const title =
    none.length === 0
      ? "Being served made buyers in every channel"
      : `No effect of being served is shown in ${listInWords(none.map(({ group }) => group))}`;
  return intervalChart(
    {
      name: "effects_by_channel",
      title,
      caption: `One row a channel, over the campaigns that held users out: the dot is the share of buyers, served minus held out, the line its 95 % interval.${known ? " The diamond is the truth." : ""} Dashed: no effect.`,
    },
    {
      rows: effects.map(({ group, effect, truth }) => ({
        ...{ label: `${group}, n = ${count(effect.n)}`, estimate: effect },
        ...(truth === undefined ? {} : { truth }),
      })),
      axisTitle: "Effect on the share of buyers, percentage points",
      reference: 0,
      scale: 100,
    },
  );
}

/** The shrunk effects of cellEffects by channel and segment. */
export function effectHeatMap(cells: readonly CellEffect[]): Figure {
  const clear = cells.filter(({ shrunk }) => shrunk.low > 0 || shrunk.high < 0).length;
  return channelHeatMap(
    {
      name: "effects_by_channel_and_segment",
      title: `After shrinkage ${clear} of ${cells.length} effects of being served are clear of zero`,
      caption:
        "One cell a channel and segment: the share of buyers, served minus held out, after shrinkage, in percentage points, its 95 % interval, and how many users that is. White is no effect.",
    },
    cells.map(({ levels, shrunk, n }) => {
      const [middle, low, high] = [shrunk.estimate, shrunk.low, shrunk.high].map((x) => signed(x * 100, 1));
      const { channel, segment } = levels;
      const text = `${middle}<br>${low} to ${high}<br>n = ${count(n)}`;
      return { channel, segment, value: shrunk.estimate * 100, text };
    }),
    { axisTitle: "Effect on the share of buyers, percentage points", middle: 0 },
  );
}

function channelHeatMap(
  words: FigureWords,
  cells: readonly { channel: string; segment: string; value: number; text: string }[],
  scale: { axisTitle: string; middle?: number },
): Figure {
  const rows = [...new Set(cells.map(({ channel }) => channel))].sort();
  const columns = [...new Set(cells.map(({ segment }) => segment))].sort();
  const cellAt = (channel: string, segment: string): HeatCell =>
    cells.find((cell) => cell.channel === channel && cell.segment === segment) ?? null;
  const lines = rows.map((channel) => columns.map((segment) => cellAt(channel, segment)));
  return heatMap(words, { rows, columns, cells: lines, ...scale });
}
