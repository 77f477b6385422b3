/** Figures of many kinds, for tests of drawing: small data, long labels. */

import type { PlotlyFigure } from "../../../report/static-figure/index.js";

const automargin = { xaxis: { automargin: true }, yaxis: { automargin: true } };

const channels = ["Retargeting of returning visitors (desktop)", "E-mail", "Paid search, brand terms only"];
const rates = [0.12, -0.03, 0.08];

/** A figure for each thing our reports draw. */
export const figures: Readonly<Record<string, PlotlyFigure>> = {
  "bars with long labels": {
    data: [
      {
        type: "bar",
        orientation: "h",
        y: channels,
        x: rates,
        error_x: { type: "data", array: [0.02, 0.03, 0.01] },
      },
    ],
    layout: {
      ...automargin,
      title: {
        text: "Retargeting went with <b>most</b> conversions<br><sub>95% intervals</sub>",
        automargin: true,
        yref: "container",
        y: 0.9,
        yanchor: "top",
      },
    },
  },
  "bars with slanted labels": {
    data: [{ type: "bar", x: channels, y: rates }],
    layout: { xaxis: { automargin: true, tickangle: -20 }, yaxis: { automargin: true, tickformat: ".0%" } },
  },
  "lines with error bars": {
    data: [
      {
        x: [1, 2, 3],
        y: [1, 3, 2],
        error_y: { type: "data", array: [0.5, 0.4, 0.6] },
        mode: "lines+markers",
      },
      { x: [1, 2, 3], y: [2, 2, 1], name: "held out", line: { shape: "spline", dash: "dot" } },
    ],
    layout: { xaxis: { title: { text: "Weeks since the mail" } }, yaxis: { title: { text: "Purchases" } } },
  },
  "boxes and violins": {
    data: [
      { type: "box", y: [1, 2, 2, 3, 9], name: "box" },
      { type: "violin", y: [1, 2, 2, 3, 9], name: "violin" },
    ],
    layout: {},
  },
  "two histograms": {
    data: [
      { type: "histogram", x: [1, 2, 2, 3, 3, 3], name: "mailed" },
      { type: "histogram", x: [2, 3, 3, 4], name: "held out", opacity: 0.6 },
    ],
    layout: {
      barmode: "overlay",
      legend: { orientation: "h" },
      title: { text: "Spend", subtitle: { text: "per customer, in euros" } },
    },
  },
  heatmap: {
    data: [
      {
        type: "heatmap",
        z: [
          [1, 2, 3],
          [4, Number.NaN, 6],
        ],
        x: ["2024-01-01", "2024-02-01", "2024-03-01"],
        y: ["Monday", "Tuesday"],
        texttemplate: "%{z}",
      },
    ],
    layout: { yaxis: { automargin: true } },
  },
  "contours with labels": {
    data: [
      {
        type: "contour",
        z: [
          [1, 2, 3],
          [2, 4, 5],
          [3, 5, 9],
        ],
        contours: { showlabels: true },
      },
    ],
    layout: {},
  },
  annotations: {
    data: [{ x: [1, 2, 3], y: [1, 3, 2] }],
    layout: {
      annotations: [
        {
          x: 2,
          y: 3,
          text: "the peak<br>of <i>week two</i>",
          arrowhead: 2,
          ax: 60,
          ay: 50,
          bordercolor: "red",
        },
        { xref: "paper", yref: "paper", x: 1, y: 0, text: "n = 12", showarrow: false },
      ],
      shapes: [{ type: "line", x0: 1.5, x1: 1.5, y0: 0, y1: 1, yref: "paper", line: { dash: "dash" } }],
    },
  },
  "other kinds": {
    data: [
      { type: "waterfall", x: ["Revenue", "Costs"], y: [10, -4], xaxis: "x", yaxis: "y" },
      { type: "funnel", x: [9, 5], y: ["Sent", "Opened"], xaxis: "x2", yaxis: "y2" },
      { type: "histogram2d", x: [1, 2, 2], y: [1, 1, 2], xaxis: "x3", yaxis: "y3", showscale: false },
      {
        type: "histogram2dcontour",
        x: [1, 2, 2, 3],
        y: [1, 1, 2, 4],
        xaxis: "x4",
        yaxis: "y4",
        showscale: false,
      },
    ],
    layout: { grid: { rows: 2, columns: 2, pattern: "independent" }, showlegend: false },
  },
  shares: {
    data: [
      { type: "pie", labels: ["Persuadable", "Sure thing"], values: [10, 30], domain: { x: [0, 0.3] } },
      {
        type: "treemap",
        labels: ["All", "A"],
        parents: ["", "All"],
        values: [0, 5],
        domain: { x: [0.35, 0.6] },
      },
      {
        type: "sunburst",
        labels: ["All", "A"],
        parents: ["", "All"],
        values: [0, 5],
        domain: { x: [0.65, 1] },
      },
    ],
    layout: {},
  },
  flows: {
    data: [
      {
        type: "sankey",
        node: { label: ["Sent", "Opened", "Bought"] },
        link: { source: [0, 1], target: [1, 2], value: [9, 4] },
        domain: { x: [0, 0.4] },
      },
      {
        type: "icicle",
        labels: ["All", "A"],
        parents: ["", "All"],
        values: [0, 5],
        domain: { x: [0.5, 0.7] },
      },
      {
        type: "table",
        header: { values: ["Segment"] },
        cells: { values: [["Loyal for more than a year"]] },
        domain: { x: [0.8, 1] },
      },
      { type: "indicator", mode: "number", value: 12.3, domain: { x: [0.4, 0.5] } },
    ],
    layout: {},
  },
};
