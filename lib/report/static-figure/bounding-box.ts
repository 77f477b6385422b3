/** Boxes of SVG elements, as a browser's getBBox and getBoundingClientRect give them. */

import { numberOf, ownStyle, type SvgElement } from "./element.js";
import { lineBox } from "./font.js";
import {
  type Box,
  boxAround,
  compose,
  IDENTITY,
  type Matrix,
  parseTransform,
  transformBox,
  union,
} from "./geometry.js";
import { flattenPath } from "./path.js";
import { textRuns } from "./text-layout.js";

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

/** Box in the element's own coordinates, without its stroke; null when it draws nothing. */
export function boundingBox(element: SvgElement): Box | null {
  if (ownStyle(element, "display") === "none") return null;
  const value = (attribute: string) => numberOf(element, attribute);
  switch (element.localName) {
    case "rect":
    case "image":
      return {
        left: value("x"),
        top: value("y"),
        right: value("x") + value("width"),
        bottom: value("y") + value("height"),
      };
    case "circle":
      return circleBox(value("cx"), value("cy"), value("r"));
    case "line":
      return boxAround([
        [value("x1"), value("y1")],
        [value("x2"), value("y2")],
      ]);
    case "path":
      return boxAround(flattenPath(element.getAttribute("d") ?? "").flat());
    case "text":
      return textBox(element);
    case "tspan":
      return element.parentElement && boundingBox(element.parentElement);
    case "g":
    case "a":
    case "svg":
      return groupBox(element);
    default:
      return null;
  }
}

/** Box in the px of the outermost <svg>: every transform on the way up applied. Null when nothing is drawn. */
export function boxOnPage(element: SvgElement): Box | null {
  return transformBox(boundingBox(element), transformToPage(element));
}

/** Whether the element lies inside an <svg>, where our boxes hold; elements around it are boxes of the page. */
export function isInsideSvg(element: SvgElement): boolean {
  return element.namespaceURI === SVG_NAMESPACE && element.parentElement?.namespaceURI === SVG_NAMESPACE;
}

function circleBox(x: number, y: number, radius: number): Box {
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

function textBox(text: SvgElement): Box | null {
  let box: Box | null = null;
  for (const { left, right, baseline, fontSize } of textRuns(text)) {
    const { ascent, descent } = lineBox(fontSize);
    box = union(box, { left, right, top: baseline - ascent, bottom: baseline + descent });
  }
  return box;
}

function groupBox(group: SvgElement): Box | null {
  let box: Box | null = null;
  for (const child of group.children) box = union(box, transformBox(boundingBox(child), ownTransform(child)));
  return box;
}

function ownTransform(element: SvgElement): Matrix {
  if (element.localName === "svg") return [1, 0, 0, 1, numberOf(element, "x"), numberOf(element, "y")];
  return parseTransform(element.getAttribute("transform"));
}

function transformToPage(element: SvgElement): Matrix {
  let matrix = IDENTITY;
  for (let inner: SvgElement | null = element; inner && isInsideSvg(inner); inner = inner.parentElement) {
    matrix = compose(ownTransform(inner), matrix);
  }
  return matrix;
}
