import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import test from "node:test";
import { boxOnPage } from "../../../report/static-figure/bounding-box.js";
import type { SvgElement } from "../../../report/static-figure/element.js";
import {
  closeRenderer,
  type PlotlyFigure,
  renderPng,
  renderSvg,
} from "../../../report/static-figure/index.js";
import { figures } from "./figures.js";
import { elementOf } from "./markup.js";
import { readPng } from "./pixels.js";

const size = { width: 500, height: 320 };
const bars: PlotlyFigure = { data: [{ type: "bar", x: ["mail", "call"], y: [3, 5] }], layout: {} };
const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

function labels(svg: string): SvgElement[] {
  const root = elementOf(svg, "svg.main-svg");
  const found: SvgElement[] = [];
  const collect = (element: SvgElement) => {
    if (element.localName === "text") found.push(element);
    for (const child of element.children) collect(child);
  };
  collect(root);
  return found;
}

for (const [name, figure] of Object.entries(figures)) {
  test(`${name}: drawn in the size asked for, all numbers numbers, no label cut off`, async () => {
    const svg = await renderSvg(figure, size);
    assert.doesNotMatch(svg, /NaN|Infinity/);
    assert.match(svg, /^<svg [^>]*width="500" height="320"/);
    for (const label of labels(svg)) {
      const box = boxOnPage(label);
      if (!box) continue;
      assert.ok(box.left >= 0 && box.right <= 500 && box.top >= 0 && box.bottom <= 320, JSON.stringify(box));
    }
    const { width, height, colours } = readPng(await renderPng(figure, size));
    assert.deepEqual([width, height], [1000, 640]);
    assert.ok(colours() > 10);
  });
}

test("a long label takes the room it needs from the plot", async () => {
  const widthOfPlot = async (label: string) => {
    const layout = { yaxis: { automargin: true } };
    const svg = await renderSvg(
      { data: [{ type: "bar", orientation: "h", x: [1], y: [label] }], layout },
      size,
    );
    return Number(/class="plotclip"><rect width="([\d.]+)"/.exec(svg)?.[1]);
  };
  assert.ok((await widthOfPlot("mail")) - (await widthOfPlot("a campaign with a very long name")) > 100);
});

test("the same figure gives the same bytes, also after others were drawn and in a new window", async () => {
  const first = hash(await renderPng(bars, size));
  await renderPng(figures.heatmap, size);
  assert.equal(hash(await renderPng(bars, size)), first);
  closeRenderer();
  assert.equal(hash(await renderPng(bars, size)), first);
});

test("a new process draws the same bytes, gains no global, loads nothing before its first figure, and ends", async () => {
  const module = JSON.stringify(require.resolve("../../../report/static-figure/index.js"));
  const script = `
    const before = Object.getOwnPropertyNames(globalThis);
    const { renderPng } = require(${module});
    const early = Object.keys(require.cache).filter((file) => /jsdom|plotly\\.js|resvg/.test(file));
    const random = Math.random;
    renderPng(${JSON.stringify(bars)}, ${JSON.stringify(size)}).then((png) => {
      const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name));
      const hash = require("node:crypto").createHash("sha256").update(png).digest("hex");
      console.log(JSON.stringify({ hash, added, early, same: random === Math.random }));
    });`;
  const output = execFileSync(process.execPath, ["-e", script], { encoding: "utf8", timeout: 60_000 });
  assert.deepEqual(JSON.parse(output), {
    hash: hash(await renderPng(bars, size)),
    added: [],
    early: [],
    same: true,
  });
});

test("figures asked for at once come out as when asked for one by one", async () => {
  const three = [figures.annotations, figures["two histograms"], bars];
  const together = await Promise.all(three.map((figure) => renderSvg(figure, size)));
  for (const [index, figure] of three.entries()) assert.equal(await renderSvg(figure, size), together[index]);
});

test("typed arrays draw like arrays, and a figure changed afterwards is drawn as it was", async () => {
  const heights = Float64Array.of(3, 5);
  const drawing = renderSvg({ data: [{ type: "bar", x: ["mail", "call"], y: heights }], layout: {} }, size);
  heights[0] = 99;
  assert.equal(await drawing, await renderSvg(bars, size));
});

test("scattergl is drawn as scatter", async () => {
  const points = { x: [1, 2], y: [3, 4], mode: "markers" };
  const [flat, webgl] = ["scatter", "scattergl"].map((type) => ({ data: [{ ...points, type }], layout: {} }));
  assert.equal(await renderSvg(webgl, size), await renderSvg(flat, size));
});

test("the scale changes the pixels of a PNG, not its layout", async () => {
  const { width, height } = readPng(await renderPng(bars, { ...size, scale: 1 }));
  assert.deepEqual([width, height], [500, 320]);
});

test("a heatmap keeps hard edges between its cells", async () => {
  const bare = { margin: { l: 0, r: 0, t: 0, b: 0 }, xaxis: { visible: false }, yaxis: { visible: false } };
  const figure = {
    data: [{ type: "heatmap", z: [[0, 1]], showscale: false, colorscale: "Greys" }],
    layout: bare,
  };
  const picture = readPng(await renderPng(figure, size));
  assert.equal(picture.colours(), 2);
  assert.notDeepEqual(picture.at(499, 100), picture.at(501, 100));
});

test("every family is drawn in Open Sans", async () => {
  const inFamily = async (family: string) =>
    hash(await renderPng({ ...bars, layout: { font: { family }, title: { text: "a <b>b</b>" } } }, size));
  const openSans = await inFamily("Open Sans");
  for (const family of ["monospace", "serif", "sans-serif", "Times New Roman"]) {
    assert.equal(await inFamily(family), openSans, family);
  }
  assert.match(await renderSvg(bars, size), /font-family: 'Open Sans', verdana/);
});

test("characters that the font lacks are shown as U+FFFD, and categories that differ in them stay apart", async () => {
  const svg = await renderSvg(
    { data: [{ type: "bar", x: ["日", "月", "a\u2011b"], y: [1, 2, 3] }], layout: {} },
    size,
  );
  const words = labels(svg).map((label) => (label as unknown as { textContent: string }).textContent);
  assert.deepEqual(words.slice(0, 3), ["\ufffd", "\ufffd", "a-b"]);
});

test("two spaces in a label are drawn as two", async () => {
  const withTitle = (text: string) => renderPng({ ...bars, layout: { title: { text } } }, size);
  assert.notEqual(hash(await withTitle("a  b")), hash(await withTitle("a b")));
});

test("a trace that needs WebGL is refused by its number and name", async () => {
  const figure = { data: [{ y: [1] }, { type: "surface", name: "Spend", z: [[1, 2]] }], layout: {} };
  await assert.rejects(renderPng(figure, size), {
    message: 'trace 2 "Spend": expected a type that is drawn without WebGL and maps, got "surface"',
  });
});

test("a type that plotly does not know is refused too", async () => {
  await assert.rejects(renderSvg({ data: [{ type: "bars" }], layout: {} }, size), /trace 1: .* got "bars"/);
});

test("pictures in the layout are refused", async () => {
  await assert.rejects(
    renderSvg({ data: [], layout: { images: [{ source: "logo.png" }] } }, size),
    /layout\.images: expected none/,
  );
});

test("a figure that fails does not hold up the next", async () => {
  const expected = await renderSvg(bars, size);
  const refused = renderSvg({ data: [{ type: "mesh3d" }], layout: {} }, size);
  const broken = renderSvg({ data: [{ y: [1, 2] }], layout: { xaxis: 7 } }, size);
  const next = renderSvg(bars, size);
  await assert.rejects(refused, /trace 1/);
  await assert.rejects(broken, /^Error: figure: plotly could not draw it: Cannot use 'in' operator/);
  assert.equal(await next, expected);
});

test("a size without an extent is an error", async () => {
  await assert.rejects(renderSvg(bars, { width: 0, height: 300 }), /^RangeError: figure width: .* got 0/);
});

test("a size that is no number is an error", async () => {
  await assert.rejects(
    renderPng(bars, { width: 300, height: Number.NaN }),
    /^RangeError: figure height: .* got NaN/,
  );
});

test("a scale below zero is an error", async () => {
  await assert.rejects(renderPng(bars, { ...size, scale: -1 }), /^RangeError: figure scale: .* got -1/);
});
