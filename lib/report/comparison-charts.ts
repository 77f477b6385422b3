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
  const suffix = (i: number): string => (i === 0 ? "" : String(i + 1));
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
