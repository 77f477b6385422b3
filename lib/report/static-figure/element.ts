/** The little of the DOM that layout reads, and the style properties it needs. */

/** An element of an SVG or of the page around it, as jsdom keeps it. */
export interface SvgElement {
  readonly nodeType: 1;
  readonly localName: string;
  readonly namespaceURI: string;
  readonly parentElement: SvgElement | null;
  readonly children: Iterable<SvgElement>;
  readonly childNodes: Iterable<SvgElement | TextNode>;
  getAttribute(name: string): string | null;
}

interface TextNode {
  readonly nodeType: 3;
  readonly nodeValue: string;
}

/** CSS's size of text where nobody says anything else would be 16; plotly always says. */
const DEFAULT_FONT_SIZE = 12;

/** A property of the element itself: its inline style, else the attribute of that name. */
export function ownStyle(element: SvgElement, property: string): string | undefined {
  const declarations = element.getAttribute("style")?.split(";") ?? [];
  for (const declaration of declarations) {
    const colon = declaration.indexOf(":");
    if (declaration.slice(0, colon).trim() === property) return declaration.slice(colon + 1).trim();
  }
  return element.getAttribute(property) ?? undefined;
}

/** A property of the element or of the nearest ancestor that has it. */
export function inheritedStyle(element: SvgElement, property: string): string | undefined {
  for (let owner: SvgElement | null = element; owner; owner = owner.parentElement) {
    const value = ownStyle(owner, property);
    if (value && value !== "inherit") return value;
  }
  return undefined;
}

/** Font size in px; "70%" and "0.7em" are shares of the parent's. */
export function fontSize(element: SvgElement): number {
  const own = ownStyle(element, "font-size");
  const parent = element.parentElement;
  if (own && !/(%|em)$/.test(own)) return Number.parseFloat(own);
  const inherited = parent ? fontSize(parent) : DEFAULT_FONT_SIZE;
  if (!own) return inherited;
  return inherited * Number.parseFloat(own) * (own.endsWith("%") ? 0.01 : 1);
}

/** A length attribute in px, "1.3em" counted in the font size; undefined when the element lacks it. */
export function lengthOf(element: SvgElement, attribute: string): number | undefined {
  const value = element.getAttribute(attribute);
  if (!value) return undefined;
  return Number.parseFloat(value) * (value.endsWith("em") ? fontSize(element) : 1);
}

/** A geometry attribute in px, where absent means 0. */
export function numberOf(element: SvgElement, attribute: string): number {
  return Number.parseFloat(element.getAttribute(attribute) ?? "0");
}
