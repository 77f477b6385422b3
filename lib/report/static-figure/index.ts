/** Plotly figures as pictures, without a browser: plotly.js in jsdom, text measured from font files, PNG by resvg. */

import { drawableText, fontFiles } from "./font.js";
import { openPlotlyWindow, type PlotlyWindow, restartIds } from "./plotly-window.js";

/** A plotly figure. Typed arrays are welcome; NaN, like null, is a gap. */
export interface PlotlyFigure {
  readonly data: readonly object[];
  readonly layout: object;
}

/** Size of a figure in px, whatever its layout says; `scale` is the pixels a PNG has for each px (default 2). */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
  readonly scale?: number;
}

/**
 * Trace types that plotly draws as SVG. Those that need WebGL or a map are left out, before plotly sees them:
 * "surface" would never come back. A type that plotly does not know would be drawn as "scatter" without a word.
 */
const DRAWN_TYPES: ReadonlySet<string> = new Set([
  "scatter",
  "bar",
  "box",
  "violin",
  "histogram",
  "histogram2d",
  "histogram2dcontour",
  "heatmap",
  "contour",
  "waterfall",
  "funnel",
  "pie",
  "table",
  "indicator",
  "sankey",
  "treemap",
  "sunburst",
  "icicle",
]);

let plotlyWindow: PlotlyWindow | undefined;
let lastDrawing: Promise<unknown> = Promise.resolve();

/**
 * Draws a figure as a PNG of `width * scale` by `height * scale` pixels.
 *
 * The same figure and size give the same bytes, in any process and after any other figures. All text is set in
 * Open Sans, whatever family the layout asks for; a character that the font lacks shows as U+FFFD (see
 * `drawableText`). Labels lie where Chromium puts them, within about 1 px. The first figure takes a second or two
 * (plotly is loaded then), each further one some 0.15 s; figures are drawn one at a time.
 *
 * Throws Error for a trace type that needs WebGL or a map, for pictures in the layout, and when plotly fails:
 * other figures are not affected. Throws RangeError when a size is not a positive number.
 *
 * @example
 * const png = await renderPng({ data: [{ type: "bar", x: ["mail"], y: [3] }], layout: {} }, { width: 700, height: 450 });
 */
export async function renderPng(figure: PlotlyFigure, size: PictureSize): Promise<Uint8Array> {
  const scale = requirePositive("scale", size.scale ?? 2);
  const svg = await renderSvg(figure, size);
  const { Resvg } = require("@resvg/resvg-js") as typeof import("@resvg/resvg-js");
  const picture = new Resvg(inWordsOfResvg(svg), {
    fitTo: { mode: "zoom", value: scale },
    font: { loadSystemFonts: false, fontFiles: fontFiles() },
  });
  return picture.render().asPng();
}

/**
 * Draws a figure as the source of an SVG; otherwise like `renderPng`.
 *
 * The text stays text: it looks as measured only where Open Sans is installed, so prefer the PNG in notebooks
 * and reports. Ids are the same in every figure, so do not put two of them into one HTML page.
 */
export async function renderSvg(figure: PlotlyFigure, size: PictureSize): Promise<string> {
  const width = requirePositive("width", size.width);
  const height = requirePositive("height", size.height);
  const plain = plainFigure(figure);
  // plotly measures all figures with one pair of hidden elements of the page.
  const drawing = lastDrawing.then(() => draw(plain, { width, height }));
  lastDrawing = drawing.catch(() => undefined);
  return drawing;
}

/** Frees plotly's window (some 130 MB) when the figures under way are done; the next figure opens a new one. */
export function closeRenderer(): void {
  lastDrawing = lastDrawing.then(discardWindow);
}

async function draw(
  plain: string,
  size: { readonly width: number; readonly height: number },
): Promise<string> {
  plotlyWindow ??= openPlotlyWindow();
  restartIds(plotlyWindow);
  try {
    // plotly tells a plain object by the prototype that its own window gives it.
    const figure = plotlyWindow.JSON.parse(plain) as object;
    const svg = await plotlyWindow.Plotly.toImage(figure, { format: "svg", imageDataOnly: true, ...size });
    // plotly hides the quotes of font families behind a word and finds it again only in a browser's spelling.
    return drawableText(svg.replaceAll("TOBESTRIPPED", "'"));
  } catch (error) {
    // What is left of a half-drawn figure could change the next one.
    discardWindow();
    throw new Error(`figure: plotly could not draw it: ${(error as Error).message}`, { cause: error });
  }
}

function discardWindow(): void {
  plotlyWindow?.close();
  plotlyWindow = undefined;
}

/** The figure as JSON: a copy that later changes do not reach, with plain arrays for typed ones. */
function plainFigure({ data, layout }: PlotlyFigure): string {
  // plotly would wait for the picture to load, which never happens without a browser.
  if ("images" in layout) throw new Error("layout.images: expected none, pictures in a figure are not drawn");
  const plain = { data: data.map(drawnTrace), layout, config: { staticPlot: true } };
  return JSON.stringify(plain, (_key, value) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
  );
}

function drawnTrace(trace: { readonly type?: string; readonly name?: string }, index: number): object {
  const type = trace.type === "scattergl" ? "scatter" : (trace.type ?? "scatter");
  if (DRAWN_TYPES.has(type)) return { ...trace, type };
  const name = trace.name === undefined ? "" : ` "${trace.name}"`;
  throw new Error(
    `trace ${index + 1}${name}: expected a type that is drawn without WebGL and maps, got "${type}"`,
  );
}

/** resvg reads SVG 1.1: CSS's words for hard pixel edges and for keeping white space have older names there. */
function inWordsOfResvg(svg: string): string {
  return svg
    .replaceAll(/image-rendering:\s*pixelated/g, "image-rendering: optimizeSpeed")
    .replace("<svg ", '<svg xml:space="preserve" ');
}

function requirePositive(name: string, value: number): number {
  if (value > 0 && Number.isFinite(value)) return value;
  throw new RangeError(`figure ${name}: expected a positive number, got ${value}`);
}
