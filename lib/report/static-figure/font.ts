/** Widths of text in Open Sans, read from the font files: no browser and no installed font has a say in them. */

import { readFileSync } from "node:fs";
import path from "node:path";

/** How a piece of text is set: size in px; weight and slope as CSS writes them ("bold", "700", "italic"). */
export interface TextStyle {
  readonly size: number;
  readonly weight?: string;
  readonly slope?: string;
}

/** What text measurement needs of one font file; lengths are fractions of the font size. */
interface Face {
  readonly ascent: number;
  readonly descent: number;
  readonly advances: ReadonlyMap<number, number>;
}

type FaceName = "Regular" | "Bold" | "Italic" | "BoldItalic";

const FILES: Readonly<Record<FaceName, string>> = {
  Regular: "400Regular/OpenSans_400Regular.ttf",
  Bold: "700Bold/OpenSans_700Bold.ttf",
  Italic: "400Regular_Italic/OpenSans_400Regular_Italic.ttf",
  BoldItalic: "700Bold_Italic/OpenSans_700Bold_Italic.ttf",
};

/** What stands for a character that Open Sans lacks: visible, so that nobody takes a gap for a short label. */
const MISSING_CHARACTER = "\ufffd";

/** Characters that Open Sans lacks but whose look it has under another code. */
const SAME_LOOK: ReadonlyMap<string, string> = new Map([
  ["\u2010", "-"], // hyphen
  ["\u2011", "-"], // non-breaking hyphen
  ["\u202f", "\u2009"], // narrow no-break space: thin space
]);

/** Requests for a shape or a break, not shapes: soft hyphen, joiners, variation selectors. The font has none. */
const INVISIBLE = /\u00ad|\u200c|\u200d|\u2060|[\ufe00-\ufe0f]/gu;

const faces = new Map<FaceName, Face>();

/** Paths of the four Open Sans files that figures are measured and drawn with. */
export function fontFiles(): string[] {
  return Object.keys(FILES).map((name) => fontFile(name as FaceName));
}

/** Width in px of one line of text, as the sum of its glyphs' advance widths (no kerning). */
export function textWidth(text: string, style: TextStyle): number {
  const { advances } = face(faceName(style));
  let width = 0;
  for (const character of drawableText(text)) {
    width += advances.get(character.codePointAt(0)!) ?? 0;
  }
  return width * style.size;
}

/** Height of a line above and below its baseline in whole px, rounded each by itself as browsers do. */
export function lineBox(size: number): { readonly ascent: number; readonly descent: number } {
  const { ascent, descent } = face("Regular");
  return { ascent: Math.round(ascent * size), descent: Math.round(descent * size) };
}

/**
 * The text as a figure can show it: every character is one that Open Sans has.
 *
 * A non-breaking hyphen becomes "-", a narrow no-break space a thin space, soft hyphens and joiners go,
 * and every other character that the font lacks (arrows, emoji, Chinese, ...) becomes U+FFFD, the question mark
 * in a diamond. Line breaks and tabs stay: they have no width.
 *
 * @example
 * drawableText("year\u2011end 日"); // "year-end \ufffd"
 */
export function drawableText(text: string): string {
  const { advances } = face("Regular");
  return text.replace(INVISIBLE, "").replace(/[^\t\n\r\u0020-\u007e]/gu, (character) => {
    const shown = SAME_LOOK.get(character) ?? character;
    return advances.has(shown.codePointAt(0)!) ? shown : MISSING_CHARACTER;
  });
}

/** Only two weights are loaded; CSS font matching gives everything above 500 to the heavier one. */
function faceName({ weight = "400", slope = "normal" }: TextStyle): FaceName {
  const bold = weight === "bold" || Number(weight) > 500;
  const italic = slope === "italic" || slope.startsWith("oblique");
  if (bold) return italic ? "BoldItalic" : "Bold";
  return italic ? "Italic" : "Regular";
}

function fontFile(name: FaceName): string {
  return path.join(path.dirname(require.resolve("@expo-google-fonts/open-sans/package.json")), FILES[name]);
}

function face(name: FaceName): Face {
  const known = faces.get(name);
  if (known) return known;
  const read = readFace(readFileSync(fontFile(name)));
  faces.set(name, read);
  return read;
}

/** Reads a TrueType file: the tables head, hhea, hmtx and cmap (OpenType specification 1.9). */
function readFace(font: Buffer): Face {
  const table = tableOffsets(font);
  const unitsPerEm = font.readUInt16BE(table("head") + 18);
  const lastMetric = font.readUInt16BE(table("hhea") + 34) - 1;
  const advances = new Map<number, number>();
  for (const [character, glyph] of glyphs(font, table("cmap"))) {
    // Glyphs past the last metric share its width.
    const metric = table("hmtx") + 4 * Math.min(glyph, lastMetric);
    advances.set(character, font.readUInt16BE(metric) / unitsPerEm);
  }
  return {
    ascent: font.readInt16BE(table("hhea") + 4) / unitsPerEm,
    descent: -font.readInt16BE(table("hhea") + 6) / unitsPerEm,
    advances,
  };
}

function tableOffsets(font: Buffer): (tag: string) => number {
  const offsets = new Map<string, number>();
  for (let index = 0; index < font.readUInt16BE(4); index++) {
    const record = 12 + 16 * index;
    offsets.set(font.toString("latin1", record, record + 4), font.readUInt32BE(record + 8));
  }
  return (tag) => {
    const offset = offsets.get(tag);
    if (offset === undefined) throw new Error(`font file: expected a table "${tag}", found none`);
    return offset;
  };
}

/** Character and glyph number, in pairs, from the font's format 4 mapping (characters up to U+FFFF). */
function* glyphs(font: Buffer, cmap: number): Generator<[character: number, glyph: number]> {
  const mapping = formatFourMapping(font, cmap);
  const twiceSegments = font.readUInt16BE(mapping + 6);
  for (let segment = 0; segment < twiceSegments; segment += 2) {
    const lastAt = mapping + 14 + segment;
    const firstAt = lastAt + twiceSegments + 2;
    const deltaAt = firstAt + twiceSegments;
    const rangeAt = deltaAt + twiceSegments;
    const first = font.readUInt16BE(firstAt);
    const last = Math.min(font.readUInt16BE(lastAt), 0xfffe);
    const range = font.readUInt16BE(rangeAt);
    for (let character = first; character <= last; character++) {
      const listed = range === 0 ? character : font.readUInt16BE(rangeAt + range + 2 * (character - first));
      const glyph = (listed + font.readUInt16BE(deltaAt)) & 0xffff;
      if (listed !== 0 && glyph !== 0) yield [character, glyph];
    }
  }
}

function formatFourMapping(font: Buffer, cmap: number): number {
  for (let index = 0; index < font.readUInt16BE(cmap + 2); index++) {
    const mapping = cmap + font.readUInt32BE(cmap + 8 + 8 * index);
    if (font.readUInt16BE(mapping) === 4) return mapping;
  }
  throw new Error("font file: expected a character map of format 4, found none");
}
