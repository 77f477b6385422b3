import type { Estimate } from "../types.js";
import {
  axis,
  COLOURS,
  type Figure,
  type FigureWords,
  figureLayout,
  GROUP_COLOURS,
  legendBelow,
  verticalLine,
} from "./figure.js";
import { decimal } from "./format.js";

/** One row of an interval chart. */
export interface IntervalRow {
  readonly label: string;
  readonly estimate: Estimate;
  /** The true value, where the table is synthetic. */
  readonly truth?: number;
}

/**
 * Estimates with their intervals on one axis, one row each, with a reference line: zero for a difference, one for a
 * ratio, none for a level. A diamond marks the truth where it is known, and a line where it is one for all rows. `scale`
 * turns the unit of the estimates into the axis's: 100 for percentage points. `names` are the words of the legend.
 */
export function intervalChart(
  words: FigureWords,
  input: {
    rows: readonly IntervalRow[];
    axisTitle: string;
    reference?: number;
    scale?: number;
    names?: { estimate: string; truth: string };
  },
): Figure {
  const { rows, reference, scale = 1, names = { estimate: "estimate", truth: "truth" } } = input;
  const known = rows.filter((row) => row.truth !== undefined);
  const truths = new Set(known.map((row) => row.truth! * scale));
  const estimates = { ...intervalTrace(rows, scale), name: names.estimate };
  return {
    ...words,
    data: known.length > 0 ? [estimates, { ...truthTrace(known, scale), name: names.truth }] : [estimates],
    layout: figureLayout(words, 150 + 46 * rows.length, {
      xaxis: axis(input.axisTitle, { range: intervalRange(rows, { scale, reference }) }),
      yaxis: axis("", { autorange: "reversed", type: "category", gridcolor: "#FFFFFF" }),
      shapes: [
        ...(reference === undefined ? [] : [verticalLine(reference, COLOURS.quiet)]),
        ...(truths.size === 1 ? [verticalLine([...truths][0], COLOURS.truth)] : []),
      ],
      ...(known.length > 0 ? legendBelow() : {}),
    }),
  };
}

/** One dot with its interval a row: the trace that all interval charts draw. */
export function intervalTrace(rows: readonly IntervalRow[], scale: number): object {
  return {
    type: "scatter",
    mode: "markers",
    x: rows.map(({ estimate }) => estimate.estimate * scale),
    y: rows.map((row) => row.label),
    marker: { color: COLOURS.first, size: 10 },
    error_x: intervalArms(
      rows.map((row) => row.estimate),
      scale,
    ),
  };
}

/** The two arms of each estimate's interval, as plotly's error bars. */
export function intervalArms(estimates: readonly Estimate[], scale: number): object {
  return {
    type: "data",
    symmetric: false,
    thickness: 2,
    width: 5,
    color: COLOURS.first,
    array: estimates.map(({ estimate, high }) => (high - estimate) * scale),
    arrayminus: estimates.map(({ estimate, low }) => (estimate - low) * scale),
  };
}

/** From the lowest to the highest thing that is drawn, with room for the marks and for a line at the edge. */
export function intervalRange(
  rows: readonly IntervalRow[],
  { scale, reference }: { scale: number; reference?: number },
): [number, number] {
  const drawn = rows.flatMap(({ estimate, truth = estimate.estimate }) => [
    estimate.low,
    estimate.high,
    truth,
  ]);
  const values = [...drawn.map((value) => value * scale), ...(reference === undefined ? [] : [reference])];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.06 * (high - low) || 1;
  return [low - room, high + room];
}

function truthTrace(known: readonly IntervalRow[], scale: number): object {
  return {
    type: "scatter",
    mode: "markers",
    x: known.map((row) => row.truth! * scale),
    y: known.map((row) => row.label),
    marker: { color: COLOURS.truth, symbol: "diamond-open", size: 12, line: { width: 2 } },
  };
}

/** Horizontal bars with their value written at the end, in the order given. */
export function barChart(
  words: FigureWords,
  input: {
    bars: readonly { label: string; value: number; text: string }[];
    axisTitle: string;
    reference?: number;
  },
): Figure {
  const { bars, reference } = input;
  const trace = {
    type: "bar",
    orientation: "h",
    x: bars.map((bar) => bar.value),
    y: bars.map((bar) => bar.label),
    text: bars.map((bar) => bar.text),
    textposition: "outside",
    cliponaxis: false,
    marker: { color: COLOURS.first },
  };
  return {
    ...words,
    data: [trace],
    layout: figureLayout(words, 150 + 34 * bars.length, {
      xaxis: axis(input.axisTitle, { rangemode: "tozero", range: barRange(bars.map((bar) => bar.value)) }),
      yaxis: axis("", { autorange: "reversed", type: "category", gridcolor: "#FFFFFF" }),
      shapes: reference === undefined ? [] : [verticalLine(reference, COLOURS.second)],
      bargap: 0.35,
    }),
  };
}

/**
 * How often each value occurred, for one or several groups on one axis, with labelled vertical lines. Bins of `binWidth`
 * begin at 0; without it there are about forty.
 */
export function histogram(
  words: FigureWords,
  input: {
    groups: readonly { label: string; values: ArrayLike<number> }[];
    lines: readonly { label: string; at: number }[];
    axisTitle: string;
    countTitle: string;
    binWidth?: number;
  },
): Figure {
  const data = input.groups.map((group, i) => ({
    type: "histogram",
    name: group.label,
    x: Array.from(group.values, (value) => Number(value.toPrecision(6))),
    ...(input.binWidth === undefined ? { nbinsx: 40 } : { xbins: { start: 0, size: input.binWidth } }),
    opacity: 0.65,
    marker: { color: GROUP_COLOURS[i % GROUP_COLOURS.length] },
  }));
  const range = histogramRange(input);
  return {
    ...words,
    data,
    layout: figureLayout(words, 400, {
      barmode: "overlay",
      xaxis: axis(input.axisTitle, input.lines.length > 0 ? { range } : {}),
      // The bars end below the labels, and the lines go on through them.
      yaxis: axis(input.countTitle, { domain: [0, 1 - LABEL_HEIGHT * input.lines.length] }),
      shapes: input.lines.map((line) => verticalLine(line.at, COLOURS.truth)),
      annotations: input.lines.map((line, i) => lineLabel(line.label, line.at, { step: i, range })),
      ...(data.length > 1 ? legendBelow() : {}),
    }),
  };
}

/** All bars and lines, with room for a line at the edge. */
function histogramRange(input: {
  groups: readonly { values: ArrayLike<number> }[];
  lines: readonly { at: number }[];
  binWidth?: number;
}): [number, number] {
  const { binWidth = 0 } = input;
  const values = [
    ...input.groups.flatMap((group) => Array.from(group.values)),
    ...input.lines.map((l) => l.at),
  ];
  const [low, high] = values.reduce(
    ([least, most], v) => [Math.min(least, v), Math.max(most, v)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const room = 0.06 * (high - low) + binWidth || 1;
  return [low - room, high + room];
}

/** Of one label, as a part of the plot's height. */
const LABEL_HEIGHT = 0.08;

/**
 * The label at the top of a line, on the side with more room; each one a step lower than the one before, so that close
 * lines stay readable.
 */
function lineLabel(
  text: string,
  at: number,
  { step, range }: { step: number; range: readonly [number, number] },
): object {
  const isLeft = at < (range[0] + range[1]) / 2;
  return {
    text: `${text} ${decimal(at, Number.isInteger(at) ? 0 : 1)}`,
    x: at,
    y: 1,
    xref: "x",
    yref: "paper",
    xanchor: isLeft ? "left" : "right",
    yanchor: "top",
    xshift: isLeft ? 5 : -5,
    yshift: -18 * step,
    showarrow: false,
    // Another line may pass behind the words.
    bgcolor: "rgba(255, 255, 255, 0.85)",
  };
}

/** Room at the end of the longest bar for its text. */
function barRange(values: readonly number[]): [number, number] {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const room = (high - low) * 0.18;
  return [low < 0 ? low - 1.6 * room : 0, high > 0 ? high + room : 0];
}
