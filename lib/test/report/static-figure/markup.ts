/** Elements of an SVG written as text, for tests of layout: parsed by jsdom, without plotly. */

import type { SvgElement } from "../../../report/static-figure/element.js";

interface Page {
  readonly window: { readonly document: { querySelector(selector: string): SvgElement | null } };
}

const { JSDOM } = require("jsdom") as { readonly JSDOM: new (html: string) => Page };

/** The element that a selector finds within an <svg> of 20 px text. */
export function elementOf(content: string, selector: string): SvgElement {
  const page = new JSDOM(`<svg width="300" height="200" style="font-size: 20px">${content}</svg>`);
  const element = page.window.document.querySelector(selector);
  if (!element) throw new Error(`test: no "${selector}" in ${content}`);
  return element;
}
