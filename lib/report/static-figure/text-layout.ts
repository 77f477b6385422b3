/** Where the words of an SVG <text> lie: nested tspans, shifts and anchors (SVG 2, section 11.5). */

import { fontSize, inheritedStyle, lengthOf, type SvgElement } from "./element.js";
import { textWidth } from "./font.js";

/** A piece of text in one style, in the px of its <text> element. */
export interface TextRun {
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
  readonly fontSize: number;
}

/** Runs that are anchored together: an absolute x or y begins a new chunk. */
interface Chunk {
  readonly anchorAt: number;
  width: number;
  readonly runs: TextRun[];
}

/** A place (x, y) and a shift (dx, dy) in px for the next character. */
type Position = Partial<Record<"x" | "y" | "dx" | "dy", number>>;

/** The part of a chunk's width that lies before its anchor. */
const SHARE_BEFORE_ANCHOR: Readonly<Record<string, number>> = { start: 0, middle: 0.5, end: 1 };

/** The runs of a <text> in reading order. White space counts as written: plotly sets `white-space: pre`. */
export function textRuns(text: SvgElement): TextRun[] {
  const share = SHARE_BEFORE_ANCHOR[inheritedStyle(text, "text-anchor") ?? "start"] ?? 0;
  const layout = new TextLayout();
  layout.place(text);
  return layout.chunks.flatMap(({ anchorAt, width, runs }) => {
    const start = anchorAt - share * width;
    return runs.map((run) => ({ ...run, left: start + run.left, right: start + run.right }));
  });
}

/** Length of the text along its baseline in px: the sum of its runs. */
export function textLength(text: SvgElement): number {
  return textRuns(text).reduce((sum, { left, right }) => sum + right - left, 0);
}

class TextLayout {
  readonly chunks: Chunk[] = [];
  private baseline = 0;
  private pending: Position = { x: 0, y: 0 };

  place(element: SvgElement): void {
    const outer = this.pending;
    // Positions belong to a first character; where elements share it the innermost has the last word.
    const inner = { ...outer, ...positionOf(element) };
    this.pending = inner;
    for (const node of element.childNodes) {
      if (node.nodeType === 1) this.place(node);
      else if (node.nodeType === 3 && node.nodeValue !== "") this.write(node.nodeValue, element);
    }
    // An element without a character leaves nothing behind.
    if (this.pending === inner) this.pending = outer;
  }

  private write(text: string, element: SvgElement): void {
    const chunk = this.moveTo(this.pending);
    this.pending = {};
    const size = fontSize(element);
    const weight = inheritedStyle(element, "font-weight");
    const slope = inheritedStyle(element, "font-style");
    const width = textWidth(text, { size, weight, slope });
    chunk.runs.push({
      left: chunk.width,
      right: chunk.width + width,
      baseline: this.baseline,
      fontSize: size,
    });
    chunk.width += width;
  }

  private moveTo({ x, y, dx = 0, dy = 0 }: Position): Chunk {
    this.baseline = (y ?? this.baseline) + dy;
    const current = this.chunks.at(-1);
    if (current && x === undefined && y === undefined) {
      current.width += dx;
      return current;
    }
    const pen = current ? current.anchorAt + current.width : 0;
    const chunk: Chunk = { anchorAt: (x ?? pen) + dx, width: 0, runs: [] };
    this.chunks.push(chunk);
    return chunk;
  }
}

function positionOf(element: SvgElement): Position {
  const position: Position = {};
  for (const attribute of ["x", "y", "dx", "dy"] as const) {
    const length = lengthOf(element, attribute);
    if (length !== undefined) position[attribute] = length;
  }
  return position;
}
