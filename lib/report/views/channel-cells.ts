import type { BookedCell, CellEffect, ChannelPair, ShrinkageErrors } from "../../experiments/channels.js";
import { type HeatCell, heatMap } from "../curve-charts.js";
import type { Figure, FigureWords } from "../figure.js";
import { count, percent, points, signed } from "../format.js";
import { type ReportTable, tableOf } from "../report-table.js";
import { amountInWords } from "./words.js";

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
    campaign: ["text", "The campaign", (cell) => cell.campaign],
    channel: ["text", "The channel", (cell) => cell.channel],
    segment: ["text", "Kind of user", (cell) => cell.segment],
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

/** The shrunk effects by channel and segment: the mean of its campaigns' cells, each counted by its users. */
export function effectHeatMap(cells: readonly CellEffect[]): Figure {
  const groups = new Map<string, CellEffect[]>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.channel, cell.segment]);
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  const rows = Array.from(groups.values(), (members) => {
    const n = members.reduce((sum, cell) => sum + cell.n, 0);
    const value = members.reduce((sum, cell) => sum + cell.n * cell.shrunk.estimate, 0) / n;
    const { channel, segment } = members[0];
    return { channel, segment, value: value * 100, text: `${signed(value * 100, 1)}<br>n = ${count(n)}` };
  });
  const byChannel = channelMeans(cells);
  const [best, worst] = [byChannel[0], byChannel[byChannel.length - 1]];
  const least = ` and least in ${worst.channel} (${points(worst.effect)})`;
  return channelHeatMap(
    {
      name: "effects_by_channel_and_segment",
      title: `Being served does most in ${best.channel} (${points(best.effect)})${byChannel.length > 1 ? least : ""}`,
      caption:
        "One cell a channel and segment: the share of buyers, served minus held out, after shrinkage, in percentage points, and how many users that is. White is no effect.",
    },
    rows,
    { axisTitle: "Effect on buyers, percentage points", middle: 0 },
  );
}

function channelMeans(cells: readonly CellEffect[]): { channel: string; effect: number }[] {
  const channels = [...new Set(cells.map(({ channel }) => channel))];
  const means = channels.map((channel) => {
    const own = cells.filter((cell) => cell.channel === channel);
    const n = own.reduce((sum, cell) => sum + cell.n, 0);
    return { channel, effect: own.reduce((sum, cell) => sum + cell.n * cell.shrunk.estimate, 0) / n };
  });
  return means.sort((a, b) => b.effect - a.effect);
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
