import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import test from "node:test";
import fc from "fast-check";
import { drawableText, fontFiles, lineBox, textWidth } from "../../../report/static-figure/font.js";
import { near } from "../../near.js";

// fontTools 4.68.0: font["hmtx"][font.getBestCmap()[ord(c)]][0], 2048 units to the em
// Regular      M 1842  a 1138  i 517  l 517  space 532  + 1171  minus 1171
// Bold         M 1931  a 1237  i 625  l 625
// Italic       M 1714  a 1158  i 517  l 517  minus 1132
// Bold Italic  M 1802  a 1217  i 608  l 608
test("a text is as wide as its glyphs' advances in the font's own table", () => {
  near(textWidth("Mail", { size: 20 }), ((1842 + 1138 + 517 + 517) * 20) / 2048, 1e-9);
  near(textWidth("Mail + Mail", { size: 20 }), ((2 * 4014 + 2 * 532 + 1171) * 20) / 2048, 1e-9);
});

test("bold, italic and bold italic have their own widths", () => {
  near(textWidth("Mail", { size: 2048, weight: "bold" }), 1931 + 1237 + 2 * 625, 1e-9);
  near(textWidth("Mail\u2212", { size: 2048, slope: "italic" }), 1714 + 1158 + 2 * 517 + 1132, 1e-9);
  near(textWidth("Mail", { size: 2048, weight: "700", slope: "oblique" }), 1802 + 1217 + 2 * 608, 1e-9);
});

test("a weight above 500 is bold, as CSS matches fonts", () => {
  const bold = textWidth("Mail", { size: 12, weight: "bold" });
  assert.equal(textWidth("Mail", { size: 12, weight: "501" }), bold);
  assert.notEqual(textWidth("Mail", { size: 12, weight: "500" }), bold);
  assert.equal(textWidth("Mail", { size: 12, weight: "normal" }), textWidth("Mail", { size: 12 }));
});

test("two texts side by side are as wide as both, and twice the size is twice the width", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      const whole = textWidth(one + other, { size: 16 });
      near(whole, textWidth(one, { size: 16 }) + textWidth(other, { size: 16 }), 1e-9);
      near(textWidth(one + other, { size: 32 }), 2 * whole, 1e-9);
    }),
  );
});

// ascent 2189 and descent 600 of 2048: 12.83 and 3.52 at 12 px, 18.17 and 4.98 at 17 px
test("a line reaches the font's ascent and descent, rounded each by itself", () => {
  assert.deepEqual(lineBox(12), { ascent: 13, descent: 4 });
  assert.deepEqual(lineBox(17), { ascent: 18, descent: 5 });
});

test("a character that Open Sans lacks is shown as another of the same look, or as U+FFFD", () => {
  assert.equal(drawableText("year\u2011end"), "year-end");
  assert.equal(drawableText("5\u202f%"), "5\u2009%");
  assert.equal(drawableText("up \u2192 日 \u{1f600}"), "up \ufffd \ufffd \ufffd");
  assert.equal(drawableText("co\u00adop\u200d\ufe0f"), "coop");
});

test("a character that is replaced is as wide as its replacement", () => {
  // The replacement character is one em wide.
  assert.equal(textWidth("\u2192", { size: 14 }), 14);
  assert.equal(textWidth("\u2011", { size: 14 }), textWidth("-", { size: 14 }));
});

test("letters of Europe, signs and white space stay as they are", () => {
  const text = "Žluťoučký naïve Ωμέγα Київ €±≥√½\u200b\n\t– “x”";
  assert.equal(drawableText(text), text);
});

test("the four font files are there", () => {
  assert.equal(fontFiles().length, 4);
  assert.ok(fontFiles().every((file) => existsSync(file)));
});
