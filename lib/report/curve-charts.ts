import {
  axis,
  breakLines,
  COLOURS,
  type Figure,
  type FigureWords,
  figureLayout,
  GROUP_COLOURS,
  legendBelow,
  verticalLine,
} from "./figure.js";

/** One line of a curve chart. */
export interface Curve {
  readonly label: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** The lower and upper end of an interval around each y. */
  readonly band?: { readonly low: readonly number[]; readonly high: readonly number[] };
  /** Fills the area down to zero, as for a density. */
  readonly filled?: boolean;
}

/** One or several quantities that move with another one. */
export interface CurveInput {
  readonly curves: readonly Curve[];
  readonly xTitle: string;
  readonly yTitle: string;
  readonly yOptions?: Record<string, unknown>;
  /** A dashed line across at one y, such as no effect. */
  readonly reference?: number;
  /** Labelled points, such as the experiment as it was run. */
  readonly marks?: readonly { readonly label: string; readonly x: number; readonly y: number }[];
}

/** Lines over one x, each with a band or a filled area where it has one, and with labelled points. */
export function curveChart(words: FigureWords, input: CurveInput): Figure {
  const { curves, reference, marks = [] } = input;
  const range = rangeOf([...curves.flatMap(({ x }) => x), ...marks.map(({ x }) => x)]);
  return {
    ...words,
    data: [...curves.flatMap(curveTraces), ...marks.map((mark) => markTrace(mark, range))],
    layout: figureLayout(words, 400, {
      xaxis: axis(input.xTitle),
      yaxis: axis(input.yTitle, input.yOptions),
      shapes: reference === undefined ? [] : [horizontalLine(reference)],
      ...legendBelow(),
    }),
  };
}

function curveTraces({ label, x, y, band, filled }: Curve, index: number): object[] {
  const color = GROUP_COLOURS[index % GROUP_COLOURS.length];
  const dash = index < GROUP_COLOURS.length ? "solid" : "dash";
  const line = { type: "scatter", mode: "lines", name: label, x, y, line: { color, width: 2, dash } };
  if (filled) return [{ ...line, fill: "tozeroy", fillcolor: transparent(color) }];
  if (band === undefined) return [line];
  const edge = { ...line, line: { color, width: 0 }, hoverinfo: "skip", legendgroup: label };
  // The legend shows the band: several bands may lie around one line.
  return [
    { ...edge, y: band.low, showlegend: false },
    { ...edge, y: band.high, fill: "tonexty", fillcolor: transparent(color) },
    { ...line, legendgroup: label, showlegend: false },
  ];
}

/** The label stands on the side of its mark with more room. */
function markTrace(
  { label, x, y }: { label: string; x: number; y: number },
  range: readonly [number, number],
): object {
  const side = x < (range[0] + range[1]) / 2 ? "right" : "left";
  return {
    ...{ type: "scatter", mode: "markers+text", x: [x], y: [y], text: [label] },
    textposition: `bottom ${side}`,
    ...{
      marker: { color: COLOURS.truth, size: 11, symbol: "diamond" },
      cliponaxis: false,
      showlegend: false,
    },
  };
}

function horizontalLine(at: number): object {
  return {
    ...{ type: "line", xref: "paper", yref: "y", x0: 0, x1: 1, y0: at, y1: at },
    line: { color: COLOURS.quiet, width: 1.5, dash: "dash" },
  };
}

function rangeOf(values: readonly number[]): [number, number] {
  return values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

/** The colour with a fifth of its strength, for areas. */
function transparent(color: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return `rgba(${red}, ${green}, ${blue}, 0.2)`;
}

/** One row of a shrinkage chart: what was measured, what is left of it, and the truth where it is known. */
export interface ShrunkRow {
  readonly label: string;
  readonly raw: number;
  readonly shrunk: { readonly estimate: number; readonly low: number; readonly high: number };
  readonly truth?: number;
}

/**
 * Raw estimates and what shrinkage makes of them, one row each, with the line that all are drawn to. A thin line joins
 * the two; a diamond marks the truth where it is known. `scale` turns the unit of the estimates into the axis's.
 */
export function shrinkageChart(
  words: FigureWords,
  input: {
    rows: readonly ShrunkRow[];
    centre: number;
    axisTitle: string;
    scale?: number;
    names: { raw: string; shrunk: string };
  },
): Figure {
  const { rows, scale = 1, names } = input;
  const trace = (
    name: string,
    shown: readonly ShrunkRow[],
    numberOf: (row: ShrunkRow) => number,
    marker: object,
  ) => ({
    ...{ type: "scatter", mode: "markers", name, marker, x: shown.map((row) => numberOf(row) * scale) },
    y: shown.map(({ label }) => breakLines(label, LABEL_CHARACTERS).join("<br>")),
  });
  const known = rows.filter(({ truth }) => truth !== undefined);
  const arms = (end: "low" | "high"): number[] =>
    rows.map(({ shrunk }) => Math.abs(shrunk[end] - shrunk.estimate) * scale);
  const raw = { color: COLOURS.second, size: 9, symbol: "circle-open", line: { width: 2 } };
  const shrunk = trace(names.shrunk, rows, (row) => row.shrunk.estimate, { color: COLOURS.first, size: 8 });
  const truth = { color: COLOURS.truth, size: 8, symbol: "diamond-open" };
  const error_x = { type: "data", symmetric: false, thickness: 1.5, width: 3, color: COLOURS.first };
  return {
    ...words,
    data: [
      trace(names.raw, rows, (row) => row.raw, raw),
      { ...shrunk, error_x: { ...error_x, array: arms("high"), arrayminus: arms("low") } },
      ...(known.length > 0 ? [trace("truth", known, (row) => row.truth!, truth)] : []),
    ],
    layout: figureLayout(words, 190 + 24 * rows.length, {
      xaxis: axis(input.axisTitle),
      yaxis: axis("", {
        autorange: "reversed",
        type: "category",
        gridcolor: "#FFFFFF",
        tickfont: { size: 11 },
        dtick: 1,
      }),
      shapes: [verticalLine(input.centre * scale, COLOURS.quiet), verticalLine(0, COLOURS.grid)],
      ...legendBelow(),
    }),
  };
}

/** Of a label at the side, before it goes on in the next line. */
const LABEL_CHARACTERS = 40;

/** A cell of a heat map: the value that colours it, and the text that stands in it. Null leaves the cell empty. */
export type HeatCell = { readonly value: number; readonly text: string } | null;

/** A table of numbers as colours, with each number written in its cell. */
export function heatMap(
  words: FigureWords,
  input: {
    rows: readonly string[];
    columns: readonly string[];
    cells: readonly (readonly HeatCell[])[];
    /** What the numbers are. */
    axisTitle: string;
    /** The colour in the middle, such as no effect: what is below it gets another hue than what is above. */
    middle?: number;
  },
): Figure {
  const { rows, columns, cells, middle } = input;
  const values = cells.flat().flatMap((cell) => (cell === null ? [] : [cell.value]));
  const reach = Math.max(...values.map((value) => Math.abs(value - (middle ?? 0))));
  const limits =
    middle === undefined
      ? { zmin: Math.min(...values), zmax: Math.max(...values), colorscale: ONE_HUE }
      : { zmin: middle - reach, zmax: middle + reach, colorscale: TWO_HUES };
  const [across, down] = [
    columns.map((name) => breakLines(name, Math.floor(ACROSS_CHARACTERS / columns.length)).join("<br>")),
    rows.map((name) => breakLines(name, LABEL_CHARACTERS / 2).join("<br>")),
  ];
  const texts = cells.flatMap((line, row) =>
    line.map((cell, column) => ({
      ...{ x: across[column], y: down[row], text: cell?.text ?? "none", showarrow: false },
      font: { size: 12, color: cell === null ? COLOURS.quiet : "#222222" },
    })),
  );
  return {
    ...words,
    data: [
      {
        ...{ type: "heatmap", x: across, y: down, xgap: 2, ygap: 2, ...limits },
        z: cells.map((line) => line.map((cell) => cell?.value ?? null)),
        // Every cell has its number.
        showscale: false,
      },
    ],
    layout: figureLayout(words, 150 + 52 * rows.length, {
      xaxis: axis(input.axisTitle, { type: "category", side: "bottom", showgrid: false, tickangle: 0 }),
      yaxis: axis("", { type: "category", autorange: "reversed", showgrid: false }),
      annotations: texts,
    }),
  };
}

/** Of all column names beside each other. */
const ACROSS_CHARACTERS = 84;

/** Light enough for dark text in every cell. */
const ONE_HUE = [
  [0, "#F7FBFF"],
  [1, "#6BAED6"],
];
const TWO_HUES = [
  [0, "#F4A582"],
  [0.5, "#FFFFFF"],
  [1, "#7FB8DA"],
];
