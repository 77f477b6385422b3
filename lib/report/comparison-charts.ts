import { type IntervalRow, intervalRange, intervalTrace } from "./charts.js";
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

/** One small line chart per measure, side by side over the same x, with one x marked as chosen. */
export function panelChart(
  words: FigureWords,
  input: {
    x: readonly number[];
    xTitle: string;
    panels: readonly { label: string; y: readonly number[] }[];
    chosen: number;
  },
): Figure {
  const { x, chosen, panels } = input;
  const left = (i: number): number => i / panels.length + 0.05;
  const axes = panels.map((_, i) => ({
    [`xaxis${suffix(i)}`]: axis(input.xTitle, {
      domain: [left(i), left(i) + 1 / panels.length - 0.07],
      anchor: `y${suffix(i)}`,
      dtick: 1,
    }),
    [`yaxis${suffix(i)}`]: axis("", { anchor: `x${suffix(i)}`, nticks: 5 }),
  }));
  const place = {
    xref: "paper",
    yref: "paper",
    y: 1.02,
    xanchor: "left",
    yanchor: "bottom",
    showarrow: false,
  };
  const annotations = panels.map(({ label }, i) => ({ ...place, text: label, x: left(i) }));
  const layout = figureLayout(words, 360, { ...Object.assign({}, ...axes), annotations });
  return {
    ...words,
    data: panels.map(({ label, y }, i) => ({
      ...panelLine(x, chosen),
      name: label,
      y,
      xaxis: `x${suffix(i)}`,
      yaxis: `y${suffix(i)}`,
    })),
    layout: { ...layout, margin: { ...layout.margin, t: layout.margin.t + 24 } },
  };
}

function panelLine(x: readonly number[], chosen: number): object {
  const size = x.map((value) => (value === chosen ? 13 : 7));
  const color = x.map((value) => (value === chosen ? COLOURS.second : COLOURS.first));
  return {
    type: "scatter",
    mode: "lines+markers",
    x,
    line: { color: COLOURS.first },
    marker: { size, color, opacity: 1 },
  };
}

/** One measure of an interval panel chart: the same rows as the others, on an axis of its own. */
export interface IntervalPanel {
  readonly title: string;
  readonly rows: readonly IntervalRow[];
  readonly scale: number;
  readonly reference?: number;
}

const PANELS_PER_LINE = 4;
/** Room between two lines of panels for the upper one's axis and title, in px. */
const BETWEEN_LINES = 90;

/**
 * Several measures of the same rows side by side, each with its intervals and its own axis, four panels a line; the
 * labels of the rows stand once at the left of a line.
 */
export function intervalPanels(words: FigureWords, panels: readonly IntervalPanel[]): Figure {
  const lines = Math.ceil(panels.length / PANELS_PER_LINE);
  const height = 34 * panels[0].rows.length + 10;
  const plot = lines * height + (lines - 1) * BETWEEN_LINES;
  const place = (i: number): PanelPlace => {
    const across = Math.min(PANELS_PER_LINE, panels.length);
    const left = (i % across) / across;
    const top = 1 - (Math.floor(i / across) * (height + BETWEEN_LINES)) / plot;
    return { x: [left, left + 1 / across - 0.03], y: [Math.max(0, top - height / plot), top] };
  };
  const axes = panels.map((panel, i) => panelAxes(i, panel, place(i)));
  const shapes = panels.flatMap(({ reference }, i) => {
    if (reference === undefined) return [];
    return [
      { ...verticalLine(reference, COLOURS.quiet), xref: `x${suffix(i)}`, yref: `y${suffix(i)} domain` },
    ];
  });
  const layout = figureLayout(words, 0, { ...Object.assign({}, ...axes), shapes });
  const margin = { ...layout.margin, b: 70 };
  return {
    ...words,
    data: panels.map(({ rows, scale }, i) => ({
      ...intervalTrace(rows, scale),
      xaxis: `x${suffix(i)}`,
      yaxis: `y${suffix(i)}`,
    })),
    layout: { ...layout, margin, height: margin.t + plot + margin.b },
  };
}

interface PanelPlace {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

function panelAxes(index: number, panel: IntervalPanel, { x, y }: PanelPlace): Record<string, unknown> {
  return {
    [`xaxis${suffix(index)}`]: axis("", {
      title: { text: panel.title, standoff: 8, font: { size: 12 } },
      range: intervalRange(panel.rows, panel),
      domain: x,
      anchor: `y${suffix(index)}`,
      nticks: 5,
    }),
    [`yaxis${suffix(index)}`]: axis("", {
      domain: y,
      anchor: `x${suffix(index)}`,
      autorange: "reversed",
      type: "category",
      gridcolor: "#FFFFFF",
      showticklabels: x[0] === 0,
    }),
  };
}

/** Plotly calls its axes x, x2, x3. */
function suffix(panel: number): string {
  return panel === 0 ? "" : String(panel + 1);
}

/** How far each group lies from everybody's mean, in standard deviations, one row a measure, one colour a group. */
export function profileChart(
  words: FigureWords,
  input: { measures: readonly string[]; groups: readonly { label: string; deviations: readonly number[] }[] },
): Figure {
  const data = input.groups.map((group, i) => ({
    type: "scatter",
    mode: "markers",
    name: group.label,
    x: group.deviations,
    y: input.measures,
    marker: {
      size: 12,
      color: GROUP_COLOURS[i % GROUP_COLOURS.length],
      symbol: ["circle", "square", "diamond", "cross", "x"][i % 5],
    },
  }));
  return {
    ...words,
    data,
    layout: figureLayout(words, 190 + 30 * input.measures.length, {
      xaxis: axis("Distance from the mean of all customers, standard deviations"),
      yaxis: axis("", { autorange: "reversed", type: "category" }),
      shapes: [verticalLine(0, COLOURS.quiet)],
      ...legendBelow(),
    }),
  };
}
