import assert from "node:assert/strict";
import test from "node:test";
import { type Curve, curveChart, heatMap, shrinkageChart } from "../../report/curve-charts.js";

const words = { name: "figure", title: "A finding", caption: "What one mark is." };
const titles = { xTitle: "Customers", yTitle: "Points" };

interface Trace {
  name: string;
  x: number[];
  y: (number | string)[];
  z: (number | null)[][];
  fill?: string;
  textposition: string;
  showlegend?: boolean;
  line: { color: string; dash: string };
  error_x: { array: number[]; arrayminus: number[] };
}

const line = (label: string, rest: Partial<Curve> = {}): Curve => ({ label, x: [1, 2], y: [3, 4], ...rest });

test("a curve with a band is its line above two edges, and the legend shows the band", () => {
  const band = { low: [2, 3], high: [4, 6] };
  const traces = curveChart(words, { curves: [line("a", { band })], ...titles }).data as Trace[];
  assert.deepEqual(
    traces.map(({ y, fill, showlegend }) => [y, fill, showlegend]),
    [
      [[2, 3], undefined, false],
      [[4, 6], "tonexty", undefined],
      [[3, 4], undefined, false],
    ],
  );
});

test("a filled curve is one trace down to zero", () => {
  const [hill, ...others] = curveChart(words, { curves: [line("a", { filled: true })], ...titles })
    .data as Trace[];
  assert.deepEqual([hill.fill, others.length], ["tozeroy", 0]);
});

test("no two of ten curves look alike, and one alone is named too", () => {
  const ten = Array.from({ length: 10 }, (_, i) => line(String(i)));
  const traces = curveChart(words, { curves: ten, ...titles }).data as Trace[];
  assert.equal(new Set(traces.map(({ line }) => line.color + line.dash)).size, 10);
  assert.equal(curveChart(words, { curves: [line("a")], ...titles }).layout.showlegend, true);
});

test("the label of a mark stands on the side with more room, also beyond the curves", () => {
  const marks = [1, 9].map((x) => ({ label: "this test", x, y: 3 }));
  const { data } = curveChart(words, { curves: [line("a")], marks, ...titles });
  assert.deepEqual(
    (data as Trace[]).slice(1).map(({ textposition }) => textposition),
    ["bottom right", "bottom left"],
  );
});

test("a reference is one line across, and none is drawn without it", () => {
  const shapes = (reference?: number) =>
    curveChart(words, { curves: [line("a")], reference, ...titles }).layout.shapes as { y0: number }[];
  assert.deepEqual(
    shapes(80).map(({ y0 }) => y0),
    [80],
  );
  assert.deepEqual(shapes(), []);
});

const row = (label: string, raw: number, truth?: number) => ({
  ...{ label, raw, truth },
  shrunk: { estimate: raw / 2, low: raw / 2 - 0.25, high: raw / 2 + 0.5 },
});
const effects = {
  centre: 0.25,
  axisTitle: "Points",
  scale: 100,
  names: { raw: "measured", shrunk: "shrunk" },
};

test("raw and shrunk estimates share a row, with the two arms of the interval in the axis's unit", () => {
  const { data, layout } = shrinkageChart(words, { rows: [row("a", 0.5), row("b", -1)], ...effects });
  const [raw, shrunk] = data as Trace[];
  assert.deepEqual(
    [raw.x, shrunk.x, shrunk.y],
    [
      [50, -100],
      [25, -50],
      ["a", "b"],
    ],
  );
  assert.deepEqual(
    [shrunk.error_x.arrayminus, shrunk.error_x.array],
    [
      [25, 25],
      [50, 50],
    ],
  );
  assert.equal((layout.shapes as { x0: number }[])[0].x0, 25);
  assert.equal(data.length, 2);
});

test("the truth is drawn only in the rows where it is known", () => {
  const { data } = shrinkageChart(words, { rows: [row("a", 0.5, 0), row("b", -1)], ...effects });
  const truth = data[2] as Trace;
  assert.deepEqual([truth.name, truth.x, truth.y], ["truth", [0], ["a"]]);
});

test("a long label goes on in the next line and leaves room for the marks", () => {
  const label = "South, clothing and accessories of every kind for the house";
  const [{ y }] = shrinkageChart(words, { rows: [row(label, 0.5)], ...effects }).data as Trace[];
  assert.deepEqual(y, ["South, clothing and accessories of every<br>kind for the house"]);
});

const cell = (value: number) => ({ value, text: `${value} %` });
const grid = { rows: ["mail", "text"], columns: ["new", "old"], axisTitle: "Buyers, percent" };

test("every cell of a heat map has its text, and a cell without a number is empty", () => {
  const { data, layout } = heatMap(words, {
    ...grid,
    cells: [
      [cell(1), cell(2)],
      [null, cell(4)],
    ],
  });
  assert.deepEqual((data[0] as Trace).z, [
    [1, 2],
    [null, 4],
  ]);
  assert.deepEqual(
    (layout.annotations as { x: string; y: string; text: string }[]).map(({ x, y, text }) => [y, x, text]),
    [
      ["mail", "new", "1 %"],
      ["mail", "old", "2 %"],
      ["text", "new", "none"],
      ["text", "old", "4 %"],
    ],
  );
});

test("with a middle, colours reach as far below it as above", () => {
  const cells = [
    [cell(-1), cell(4)],
    [null, null],
  ];
  const limits = (middle?: number) => {
    const { zmin, zmax } = heatMap(words, { ...grid, cells, middle }).data[0] as {
      zmin: number;
      zmax: number;
    };
    return [zmin, zmax];
  };
  assert.deepEqual(limits(0), [-4, 4]);
  assert.deepEqual(limits(), [-1, 4]);
});

test("texts stay in their cells when names are long", () => {
  const columns = ["a segment with a long name", "old"];
  const cells = [
    [cell(1), cell(2)],
    [cell(3), cell(4)],
  ];
  const names = Array.from({ length: 3 }, () => columns).flat();
  const wide = {
    rows: grid.rows,
    columns: names,
    axisTitle: "x",
    cells: cells.map((one) => [...one, ...one, ...one]),
  };
  const { data, layout } = heatMap(words, wide);
  const shown = (data[0] as { x: string[] }).x;
  assert.equal(shown[0], "a segment with<br>a long name");
  assert.ok((layout.annotations as { x: string }[]).every(({ x }) => shown.includes(x)));
});
