import assert from "node:assert/strict";
import test from "node:test";
import { textWidth } from "../../../report/static-figure/font.js";
import { textLength, textRuns } from "../../../report/static-figure/text-layout.js";
import { near } from "../../near.js";
import { elementOf } from "./markup.js";

const runsOf = (markup: string) => textRuns(elementOf(markup, "text"));
const wide = (text: string, size = 20) => textWidth(text, { size });

test("a text begins, is centred or ends at its x", () => {
  for (const [anchor, left] of [
    ["start", 100],
    ["middle", 100 - wide("mail") / 2],
    ["end", 100 - wide("mail")],
  ] as const) {
    const [run] = runsOf(`<text x="100" y="50" text-anchor="${anchor}">mail</text>`);
    near(run.left, left, 1e-9);
    near(run.right, left + wide("mail"), 1e-9);
    assert.equal(run.baseline, 50);
  }
});

test("the anchor is inherited, and an inline style wins over the attribute", () => {
  const [run] = runsOf(`<g style="text-anchor: end"><text x="100">mail</text></g>`);
  near(run.right, 100, 1e-9);
  const [other] = runsOf(`<text x="100" text-anchor="end" style="fill: red; text-anchor: start">mail</text>`);
  assert.equal(other.left, 100);
});

// Chromium 156, getStartPositionOfChar and getEndPositionOfChar of the same markup: left, right and baseline.
const BROWSER: readonly (readonly [string, readonly (readonly [number, number, number])[]])[] = [
  [
    `<text x="100" y="50" text-anchor="middle"><tspan dx="10">none</tspan><tspan dx="5" dy="8">rose</tspan></text>`,
    [
      [63.117, 110.914, 50],
      [115.914, 156.883, 58],
    ],
  ],
  [
    `<text x="100" y="50" text-anchor="end">none<tspan dy="0.3em" font-size="70%">sub</tspan><tspan dy="-0.21em">\u200b end</tspan></text>`,
    [
      [-12.563, 35.234, 50],
      [35.234, 59.063, 54.2],
      [59.063, 100, 50],
    ],
  ],
  [
    `<text x="100" y="50"><tspan x="100" dy="0em">none</tspan><tspan x="100" y="50" dy="1.3em">ba<tspan style="font-weight:bold">nner</tspan></tspan></text>`,
    [
      [100, 147.797, 50],
      [100, 123.359, 76],
      [123.359, 170.547, 76],
    ],
  ],
  [
    `<text x="100" y="50" text-anchor="middle">none<tspan y="70">more</tspan></text>`,
    [
      [76.102, 123.898, 50],
      [122.82, 172.773, 70],
    ],
  ],
  [
    `<text x="100" y="50" dy="10" text-anchor="middle">none<tspan dx="-7">mm</tspan></text>`,
    [
      [61.086, 108.883, 60],
      [101.883, 138.914, 60],
    ],
  ],
  [`<text x="100" y="50" dy="10"><tspan dy="5">none</tspan></text>`, [[100, 147.797, 55]]],
];

test("nested tspans with shifts, lines and anchors lie where a browser puts them", () => {
  for (const [markup, expected] of BROWSER) {
    const runs = runsOf(markup);
    assert.equal(runs.length, expected.length, markup);
    for (const [index, { left, right, baseline }] of runs.entries()) {
      near(left, expected[index][0], 0.03);
      near(right, expected[index][1], 0.03);
      near(baseline, expected[index][2], 1e-6);
    }
  }
});

test("font sizes in % and em are shares of the size around them", () => {
  const [half, third] = runsOf(
    `<text style="font-size: 30px"><tspan style="font-size:50%">a<tspan font-size="2em">b</tspan></tspan></text>`,
  );
  assert.equal(half.fontSize, 15);
  assert.equal(third.fontSize, 30);
  near(third.right, wide("a", 15) + wide("b", 30), 1e-9);
});

test("white space counts as written", () => {
  near(textLength(elementOf("<text>a   b</text>", "text")), wide("a") + 3 * wide(" ") + wide("b"), 1e-9);
});

test("the length of a text is that of its runs, whatever its anchor", () => {
  const lengths = ["start", "middle", "end"].map((anchor) =>
    textLength(elementOf(`<text text-anchor="${anchor}">no<tspan dy="3">ne</tspan></text>`, "text")),
  );
  for (const length of lengths) near(length, wide("none"), 1e-9);
});

test("an element without a character shifts nothing after it", () => {
  const runs = runsOf(`<text x="5" y="7"><tspan x="90" dy="9"></tspan>mail</text>`);
  assert.deepEqual([runs.length, runs[0].left, runs[0].baseline], [1, 5, 7]);
});

test("a text without words has no runs and no length", () => {
  assert.deepEqual(runsOf(`<text x="5"></text>`), []);
  assert.equal(textLength(elementOf(`<text x="5"></text>`, "text")), 0);
});
