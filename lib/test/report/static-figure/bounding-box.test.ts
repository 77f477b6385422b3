import assert from "node:assert/strict";
import test from "node:test";
import { boundingBox, boxOnPage, isInsideSvg } from "../../../report/static-figure/bounding-box.js";
import { textWidth } from "../../../report/static-figure/font.js";
import { near } from "../../near.js";
import { elementOf } from "./markup.js";

const boxOf = (markup: string, selector = "*") => boundingBox(elementOf(markup, `svg > ${selector}`));

test("shapes have the box of their outline", () => {
  assert.deepEqual(boxOf(`<rect x="1" y="2" width="3" height="4"/>`), {
    left: 1,
    top: 2,
    right: 4,
    bottom: 6,
  });
  assert.deepEqual(boxOf(`<rect width="3" height="4"/>`), { left: 0, top: 0, right: 3, bottom: 4 });
  assert.deepEqual(boxOf(`<circle cx="5" cy="6" r="2"/>`), { left: 3, top: 4, right: 7, bottom: 8 });
  assert.deepEqual(boxOf(`<line x1="9" y1="1" x2="0" y2="4"/>`), { left: 0, top: 1, right: 9, bottom: 4 });
  assert.deepEqual(boxOf(`<path d="M3,4h5v-6z"/>`), { left: 3, top: -2, right: 8, bottom: 4 });
});

test("a text reaches from the first line's ascent to the last line's descent", () => {
  // 20 px: ascent 21.4 and descent 5.9, rounded 21 and 6; the second line lies 1.3 em below.
  const box = boxOf(
    `<text x="10" y="50"><tspan x="10">mail</tspan><tspan x="10" dy="1.3em">letter</tspan></text>`,
  );
  near(box!.right, 10 + textWidth("letter", { size: 20 }), 1e-9);
  assert.deepEqual([box!.left, box!.top, box!.bottom], [10, 50 - 21, 76 + 6]);
});

test("a group holds what is in it, each where its transform puts it", () => {
  const box = boxOf(
    `<g transform="translate(900,0)"><rect width="1" height="1"/><g transform="translate(10,20)"><rect width="2" height="3" transform="scale(2)"/></g></g>`,
    "g",
  );
  assert.deepEqual(box, { left: 0, top: 0, right: 14, bottom: 26 });
});

test("on the page all transforms above act, the place of an inner svg too", () => {
  const rect = elementOf(
    `<g transform="translate(100,10)"><svg x="5" y="6"><g transform="scale(2)"><rect x="1" width="3" height="4" transform="rotate(90)"/></g></svg></g>`,
    "rect",
  );
  const box = boxOnPage(rect)!;
  for (const [side, expected] of Object.entries({ left: 97, top: 18, right: 105, bottom: 24 })) {
    near(box[side as keyof typeof box], expected, 1e-9);
  }
});

test("a tspan answers for its whole text", () => {
  const markup = `<text x="10" y="50">mail <tspan>letter</tspan></text>`;
  assert.deepEqual(boundingBox(elementOf(markup, "tspan")), boundingBox(elementOf(markup, "text")));
});

test("what is not shown has no box and takes no room in a group", () => {
  assert.equal(boxOf(`<g/>`), null);
  assert.equal(boxOf(`<defs><rect width="5" height="5"/></defs>`), null);
  assert.equal(boxOf(`<rect width="5" height="5" style="display: none"/>`), null);
  assert.equal(boxOf(`<g><text style="display:none">mail</text><path d=""/></g>`, "g"), null);
});

test("the outermost svg is an element of the page", () => {
  assert.equal(isInsideSvg(elementOf("<g/>", "g")), true);
  assert.equal(isInsideSvg(elementOf("<g/>", "svg")), false);
  assert.equal(isInsideSvg(elementOf("<g/>", "body")), false);
});
