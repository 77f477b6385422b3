/** plotly.js in a window without a screen: jsdom, with the measurements patched in that jsdom does not make. */

import { readFileSync } from "node:fs";
import { type Context, Script } from "node:vm";
import seedrandom from "seedrandom";
import { boundingBox, boxOnPage, isInsideSvg } from "./bounding-box.js";
import { Canvas2d } from "./canvas.js";
import type { SvgElement } from "./element.js";
import { type Box, IDENTITY, parseTransform } from "./geometry.js";
import { flattenPath, type Polylines, pathLength, pointAlong } from "./path.js";
import { textLength } from "./text-layout.js";

/** A window with plotly loaded. */
export interface PlotlyWindow {
  readonly Plotly: {
    toImage(figure: object, options: object): Promise<string>;
  };
  readonly JSON: typeof JSON;
  readonly Math: object;
  close(): void;
}

interface PageElement extends SvgElement {
  readonly style: { readonly width: string; readonly height: string };
}

interface CanvasElement {
  readonly width: number;
  readonly height: number;
}

/** What is patched; jsdom comes without types. */
interface BareWindow extends PlotlyWindow {
  readonly Element: { readonly prototype: object };
  readonly SVGElement: { readonly prototype: object };
  readonly HTMLCanvasElement: { readonly prototype: object };
}

interface Jsdom {
  readonly JSDOM: new (
    html: string,
    options: object,
  ) => { readonly window: BareWindow; getInternalVMContext(): Context };
  readonly VirtualConsole: new () => object;
}

/**
 * Opens a window and loads plotly.js into it, which takes a second or two.
 *
 * Scripts run in the window's own context, so that no global of this process changes. What plotly writes to
 * its console is dropped: a virtual console that nobody listens to.
 */
export function openPlotlyWindow(): PlotlyWindow {
  const { JSDOM, VirtualConsole } = require("jsdom") as Jsdom;
  const page = new JSDOM("<!DOCTYPE html><html><head></head><body></body></html>", {
    runScripts: "outside-only",
    pretendToBeVisual: true,
    virtualConsole: new VirtualConsole(),
  });
  // jsdom has none, and plotly does not load without.
  Object.assign(page.window, { TextDecoder });
  addMeasurements(page.window);
  addCanvas(page.window);
  const file = require.resolve("plotly.js-dist");
  new Script(readFileSync(file, "utf8"), { filename: file }).runInContext(page.getInternalVMContext());
  return page.window;
}

/** Makes plotly's ids the same for the same figure: it draws them from the window's random numbers. */
export function restartIds(window: PlotlyWindow): void {
  Object.assign(window.Math, { random: seedrandom.alea("ids of one figure") });
}

function addMeasurements(window: BareWindow): void {
  Object.assign(window.SVGElement.prototype, {
    getBBox(this: SvgElement) {
      return rectangle(boundingBox(this));
    },
    getComputedTextLength(this: SvgElement) {
      return textLength(this);
    },
    getTotalLength(this: SvgElement) {
      return pathLength(pathOf(this));
    },
    getPointAtLength(this: SvgElement, along: number) {
      const [x, y] = pointAlong(pathOf(this), along);
      return { x, y };
    },
  });
  Object.defineProperty(window.SVGElement.prototype, "transform", {
    get(this: SvgElement) {
      return { baseVal: { consolidate: () => consolidated(this) } };
    },
  });
  Object.assign(window.Element.prototype, {
    getBoundingClientRect(this: PageElement) {
      return rectangle(isInsideSvg(this) ? boxOnPage(this) : pageBox(this));
    },
  });
}

/** The path last measured: plotly asks for many points of one path before it goes to the next. */
let measured: { readonly d: string; readonly path: Polylines } = { d: "", path: [] };

function pathOf(element: SvgElement): Polylines {
  const d = element.getAttribute("d") ?? "";
  if (d !== measured.d) measured = { d, path: flattenPath(d) };
  return measured.path;
}

/** One canvas a drawing: its context is made at the first use, when plotly has set the size. */
function addCanvas(window: BareWindow): void {
  const contexts = new WeakMap<CanvasElement, Canvas2d>();
  Object.assign(window.HTMLCanvasElement.prototype, {
    getContext(this: CanvasElement, kind: string) {
      if (kind !== "2d") return null;
      const context = contexts.get(this) ?? new Canvas2d(this.width, this.height);
      contexts.set(this, context);
      return context;
    },
    toDataURL(this: CanvasElement) {
      return contexts.get(this)?.toDataUrl();
    },
  });
}

function consolidated(element: SvgElement): { readonly matrix: object } | null {
  const matrix = parseTransform(element.getAttribute("transform"));
  if (matrix === IDENTITY) return null;
  const [a, b, c, d, e, f] = matrix;
  return { matrix: { a, b, c, d, e, f } };
}

/** Elements of the page have the size that is written on them; their place is the corner of the page. */
function pageBox(element: PageElement): Box {
  const size = (side: "width" | "height") =>
    Number.parseFloat(element.getAttribute(side) || element.style[side]) || 0;
  return { left: 0, top: 0, right: size("width"), bottom: size("height") };
}

function rectangle(box: Box | null): object {
  const { left, top, right, bottom } = box ?? { left: 0, top: 0, right: 0, bottom: 0 };
  return { x: left, y: top, left, top, right, bottom, width: right - left, height: bottom - top };
}
