import assert from "node:assert/strict";
import test from "node:test";
import { barChart, histogram, intervalChart, intervalRange } from "../../report/charts.js";
import { intervalPanels, panelChart, profileChart } from "../../report/comparison-charts.js";
import { frameTable } from "../../report/frame.js";

const words = { name: "figure", title: "A finding", caption: "What one mark is." };
const estimate = {
  estimate: 0.1,
  low: 0.08,
  high: 0.13,
  confidence: 0.95,
  method: "Newcombe",
  n: 100,
  unit: "fraction",
};

interface Trace {
  x: number[];
  y: (string | number)[];
  name: string;
  error_x: { array: number[]; arrayminus: number[] };
}

test("an interval chart draws the two arms of each interval in the axis's unit", () => {
  const figure = intervalChart(words, {
    rows: [{ label: "all", estimate }],
    axisTitle: "Points",
    reference: 0,
    scale: 100,
  });
  const [trace] = figure.data as Trace[];
  assert.deepEqual(trace.x, [10]);
  assert.ok(
    Math.abs(trace.error_x.array[0] - 3) < 1e-12 && Math.abs(trace.error_x.arrayminus[0] - 2) < 1e-12,
  );
  assert.equal(figure.data.length, 1);
});

test("the truth is drawn only in the rows where it is known", () => {
  const rows = [
    { label: "a", estimate, truth: 0.12 },
    { label: "b", estimate },
  ];
  const [, truths] = intervalChart(words, { rows, axisTitle: "Points", reference: 0 }).data as Trace[];
  assert.deepEqual([truths.x, truths.y], [[0.12], ["a"]]);
});

test("a truth that is the same in all rows is a line, too", () => {
  const rows = ["a", "b"].map((label) => ({ label, estimate, truth: 0.12 }));
  const input = { rows, axisTitle: "Points", reference: 0, scale: 100 };
  assert.deepEqual(
    (intervalChart(words, input).layout.shapes as { x0: number }[]).map(({ x0 }) => x0),
    [0, 12],
  );
});

test("the axis reaches beyond everything drawn, the reference line included", () => {
  const rows = [{ label: "a", estimate, truth: 0.2 }];
  const [low, high] = intervalRange(rows, { scale: 100, reference: 0 });
  assert.ok(low < 0 && high > 20);
  assert.deepEqual(
    intervalRange([{ label: "a", estimate: { ...estimate, low: 0.1, high: 0.1 } }], { scale: 1 }),
    [-0.9, 1.1],
  );
});

test("interval panels stand four in a line, and only the first names the rows", () => {
  const panel = { title: "CTR", rows: [{ label: "a", estimate }], scale: 100 };
  const { layout, data } = intervalPanels(words, [panel, panel, panel, { ...panel, reference: 1 }, panel]);
  const axisOf = (name: string) => layout[name] as { domain: number[]; showticklabels: boolean };
  assert.deepEqual(
    ["yaxis", "yaxis2", "yaxis5"].map((name) => axisOf(name).showticklabels),
    [true, false, true],
  );
  assert.ok(axisOf("yaxis5").domain[1] < axisOf("yaxis4").domain[0]);
  assert.deepEqual(
    (layout.shapes as { xref: string }[]).map(({ xref }) => xref),
    ["x4"],
  );
  assert.equal(data.length, 5);
});

test("bins of a given width begin at zero", () => {
  const input = {
    groups: [{ label: "a", values: [1] }],
    lines: [],
    axisTitle: "x",
    countTitle: "n",
    binWidth: 5,
  };
  assert.deepEqual((histogram(words, input).data[0] as { xbins: object }).xbins, { start: 0, size: 5 });
});

test("a line outside of the bars is on the axis with room, its label above the bars on the roomier side", () => {
  const input = {
    groups: [{ label: "a", values: [10, 20] }],
    lines: [
      { label: "truth", at: 0 },
      { label: "seen", at: 20 },
    ],
    axisTitle: "x",
    countTitle: "n",
    binWidth: 1,
  };
  const { layout } = histogram(words, input);
  assert.deepEqual((layout.xaxis as { range: number[] }).range, [-2.2, 22.2]);
  assert.deepEqual((layout.yaxis as { domain: number[] }).domain, [0, 0.84]);
  assert.deepEqual(
    (layout.annotations as { xanchor: string }[]).map(({ xanchor }) => xanchor),
    ["left", "right"],
  );
});

test("a bar chart leaves room for the text at the end of the longest bar", () => {
  const figure = barChart(words, { bars: [{ label: "a", value: 10, text: "10" }], axisTitle: "Customers" });
  assert.deepEqual((figure.layout.xaxis as { range: number[] }).range, [0, 11.8]);
});

test("a histogram names its groups only when there are several", () => {
  const one = histogram(words, {
    groups: [{ label: "a", values: [1] }],
    lines: [],
    axisTitle: "x",
    countTitle: "n",
  });
  assert.equal(one.layout.showlegend, false);
  const two = [
    { label: "a", values: [1] },
    { label: "b", values: [2] },
  ];
  const both = histogram(words, {
    groups: two,
    lines: [{ label: "truth", at: 1 }],
    axisTitle: "x",
    countTitle: "n",
  });
  assert.equal(both.layout.showlegend, true);
  assert.equal(both.layout.annotations?.length, 1);
});

test("panels share the x values and each has its own axis", () => {
  const panels = [
    { label: "p", y: [1, 2] },
    { label: "q", y: [5, 9] },
  ];
  const figure = panelChart(words, { x: [2, 3], xTitle: "k", panels, chosen: 3 });
  assert.deepEqual(
    Object.keys(figure.layout).filter((key) => key.startsWith("yaxis")),
    ["yaxis", "yaxis2"],
  );
});

test("a profile has one trace a group", () => {
  const groups = [
    { label: "high", deviations: [1, -1] },
    { label: "low", deviations: [-1, 1] },
  ];
  assert.deepEqual(
    (profileChart(words, { measures: ["spend", "visits"], groups }).data as Trace[]).map((t) => t.name),
    ["high", "low"],
  );
});

test("a long title is broken into lines and the margin grows with them", () => {
  const long = { ...words, title: "word ".repeat(40).trim() };
  const bars = { bars: [{ label: "a", value: 1, text: "1" }], axisTitle: "x" };
  const [short, tall] = [words, long].map((w) => barChart(w, bars).layout.margin);
  assert.ok(tall.t > short.t);
});

test("a frame is shown with numbers to the right and a dash for what is missing", () => {
  const shown = frameTable(
    {
      columns: ["income", "name"],
      values: [
        [9.5, "a"],
        [null, null],
      ],
      shape: [2, 2],
    },
    10,
  );
  assert.deepEqual(
    [shown.numeric, shown.rows],
    [
      [true, false],
      [
        ["9.50", "a"],
        ["–", "–"],
      ],
    ],
  );
});
