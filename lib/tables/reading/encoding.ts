import { isUtf8 } from "node:buffer";
import { DataError } from "../data-error.js";
import { blocksOf } from "./record-place.js";

export type Encoding = "UTF-8" | "UTF-16 LE" | "UTF-16 BE" | "windows-1252";

const LINE_FEED = 10;

/** Two to four bytes that are one character in UTF-8, each byte seen as a Latin-1 character. */
const UTF8_CHARACTERS =
  /[\u00c2-\u00df][\u0080-\u00bf]|[\u00e0-\u00ef][\u0080-\u00bf]{2}|[\u00f0-\u00f4][\u0080-\u00bf]{3}/g;

/** What windows-1252 has at 128 to 159, where Latin-1 has control characters; its five holes stay what they are. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/**
 * How a text file writes its letters. UTF-16 is known by its byte order mark, or by NUL in every other byte. What is not
 * UTF-8 counts as windows-1252, which Latin-1 is a part of, unless most of its letters beyond ASCII are sound UTF-8: that
 * is a damaged file, called UTF-8 here, and whoever reads it finds the line.
 *
 * Throws DataError when there is a NUL character otherwise: no text has one.
 */
export function encodingOf(path: string, file: string): Encoding {
  let isFirst = true;
  let isSound = true;
  let cut = Buffer.alloc(0);
  for (const block of blocksOf(path)) {
    const wide = isFirst ? utf16Of(block) : null;
    if (wide !== null) return wide;
    if (block.includes(0)) throw notText(path, file);
    const bytes = cut.length === 0 ? block : Buffer.concat([cut, block]);
    const end = startOfLastCharacter(bytes);
    isSound = isSound && isUtf8(bytes.subarray(0, end));
    cut = Buffer.from(bytes.subarray(end));
    isFirst = false;
  }
  return (isSound && isUtf8(cut)) || isMostlyUtf8(path) ? "UTF-8" : "windows-1252";
}

/** Turns the bytes of a file into text, a block at a time. Throws TypeError when UTF-16 is broken. */
export async function* decoded(blocks: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  if (encoding === "windows-1252") {
    for await (const block of blocks) yield decodeWindows1252(block);
    return;
  }
  const decoder = new TextDecoder(encoding.replace(" ", "").toLowerCase(), { fatal: true });
  for await (const block of blocks) yield decoder.decode(block, { stream: true });
  yield decoder.decode();
}

/** By hand, because TextDecoder has taken windows-1252 for Latin-1 in some versions of Node. */
function decodeWindows1252(block: Buffer): string {
  return block
    .toString("latin1")
    .replace(/[\u0080-\u009f]/g, (letter) => WINDOWS_1252[letter.charCodeAt(0) - 128]);
}

/** Letters of Western languages have a NUL in UTF-16, as their second byte (LE) or as their first (BE). */
function utf16Of(block: Buffer): Encoding | null {
  const start = block.subarray(0, 4096);
  if (start[0] === 0xff && start[1] === 0xfe) return "UTF-16 LE";
  if (start[0] === 0xfe && start[1] === 0xff) return "UTF-16 BE";
  const zeros = [0, 1].map((side) => start.filter((byte, i) => byte === 0 && i % 2 === side).length);
  const many = start.length * 0.4;
  if (zeros[1] > many && zeros[0] === 0) return "UTF-16 LE";
  return zeros[0] > many && zeros[1] === 0 ? "UTF-16 BE" : null;
}

/** Where the last character that may go on in the next block begins. */
function startOfLastCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return bytes.length - back;
  }
  return bytes.length;
}

function isMostlyUtf8(path: string): boolean {
  let sound = 0;
  let other = 0;
  for (const block of blocksOf(path)) {
    const rest = block.toString("latin1").replace(UTF8_CHARACTERS, () => {
      sound++;
      return "";
    });
    other += rest.match(/[\u0080-\u00ff]/g)?.length ?? 0;
  }
  return sound > other;
}

function notText(path: string, file: string): DataError {
  let line = 1;
  for (const block of blocksOf(path)) {
    const nul = block.indexOf(0);
    line += block.subarray(0, nul < 0 ? undefined : nul).filter((byte) => byte === LINE_FEED).length;
    if (nul >= 0) break;
  }
  return new DataError([
    `${file} line ${line}: a NUL character, so this is not delimited text; save it as "CSV UTF-8"`,
  ]);
}
