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
  readonly xOptions?: Record<string, unknown>;
  readonly yOptions?: Record<string, unknown>;
  /** A dashed line across at one y, such as no effect. */
  readonly reference?: number;
  /** Labelled points, such as the experiment as it was run. */
  readonly marks?: readonly { readonly label: string; readonly x: number; readonly y: number }[];
  /** Dashed vertical lines with a label at the top. */
  readonly lines?: readonly { readonly label: string; readonly at: number }[];
}

/** Lines over one x, each with a band or a filled area where it has one, and with labelled points. */
export function curveChart(words: FigureWords, input: CurveInput): Figure {
  const { curves, reference, marks = [], lines = [] } = input;
  const traces = curves.flatMap((curve, i) => curveTraces(curve, GROUP_COLOURS[i % GROUP_COLOURS.length]));
  return {
    ...words,
    data: [...traces, ...marks.map(markTrace)],
    layout: figureLayout(words, 400, {
      xaxis: axis(input.xTitle, input.xOptions),
      yaxis: axis(input.yTitle, input.yOptions),
      shapes: [
        ...(reference === undefined ? [] : [horizontalLine(reference)]),
        ...lines.map(({ at }) => verticalLine(at, COLOURS.truth)),
      ],
      annotations: lines.map(({ label, at }) => ({
        ...{ text: label, x: at, y: 1, xref: "x", yref: "paper", xanchor: "left", yanchor: "top" },
        ...{ xshift: 5, showarrow: false, bgcolor: "rgba(255, 255, 255, 0.85)" },
      })),
      ...(curves.length > 1 ? legendBelow() : {}),
    }),
  };
}

function curveTraces({ label, x, y, band, filled }: Curve, color: string): object[] {
  const line = { type: "scatter", mode: "lines", name: label, x, y, line: { color, width: 2 } };
  if (filled) return [{ ...line, fill: "tozeroy", fillcolor: transparent(color) }];
  if (band === undefined) return [line];
  const edge = {
    type: "scatter",
    mode: "lines",
    x,
    line: { width: 0 },
    hoverinfo: "skip",
    showlegend: false,
  };
  return [
    { ...edge, y: band.low },
    { ...edge, y: band.high, fill: "tonexty", fillcolor: transparent(color) },
    line,
  ];
}

function markTrace({ label, x, y }: { label: string; x: number; y: number }): object {
  return {
    ...{ type: "scatter", mode: "markers+text", x: [x], y: [y], text: [label], textposition: "bottom right" },
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
  const labels = rows.map(({ label }) => label);
  const trace = (name: string, values: readonly number[], marker: object): object => ({
    ...{ type: "scatter", mode: "markers", name, x: values.map((value) => value * scale), y: labels, marker },
  });
  const known = rows.every(({ truth }) => truth !== undefined);
  const arms = (end: "low" | "high"): number[] =>
    rows.map(({ shrunk }) => Math.abs(shrunk[end] - shrunk.estimate) * scale);
  const shrunk = trace(
    names.shrunk,
    rows.map((row) => row.shrunk.estimate),
    { color: COLOURS.first, size: 8 },
  );
  const error_x = { type: "data", symmetric: false, thickness: 1.5, width: 3, color: COLOURS.first };
  return {
    ...words,
    data: [
      trace(
        names.raw,
        rows.map(({ raw }) => raw),
        { color: COLOURS.second, size: 9, symbol: "circle-open", line: { width: 2 } },
      ),
      { ...shrunk, error_x: { ...error_x, array: arms("high"), arrayminus: arms("low") } },
      ...(known
        ? [
            trace(
              "truth",
              rows.map(({ truth }) => truth!),
              { color: COLOURS.truth, size: 8, symbol: "diamond-open" },
            ),
          ]
        : []),
    ],
    layout: figureLayout(words, 170 + 22 * rows.length, {
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

/** A cell of a heat map: the value that colours it, and the text that stands in it. Null leaves the cell empty. */
export type HeatCell = { readonly value: number; readonly text: string } | null;

/** A table of numbers as colours, with each number written in its cell. */
export function heatMap(
  words: FigureWords,
  input: {
    rows: readonly string[];
    columns: readonly string[];
    cells: readonly (readonly HeatCell[])[];
    legend: string;
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
  const texts = cells.flatMap((line, row) =>
    line.map((cell, column) => ({
      ...{ x: columns[column], y: rows[row], text: cell?.text ?? "none", showarrow: false },
      font: { size: 12, color: cell === null ? COLOURS.quiet : "#222222" },
    })),
  );
  return {
    ...words,
    data: [
      {
        ...{ type: "heatmap", x: columns, y: rows, xgap: 2, ygap: 2, ...limits },
        z: cells.map((line) => line.map((cell) => cell?.value ?? null)),
        colorbar: { title: { text: input.legend, side: "right" }, thickness: 14 },
      },
    ],
    layout: figureLayout(words, 150 + 52 * rows.length, {
      xaxis: axis("", { type: "category", side: "bottom" }),
      yaxis: axis("", { type: "category", autorange: "reversed" }),
      annotations: texts,
    }),
  };
}

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
