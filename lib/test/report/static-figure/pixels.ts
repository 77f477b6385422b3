/** Reads a PNG back, for tests: 8-bit colours with opacity, all five row filters (PNG specification, section 9). */

import { inflateSync } from "node:zlib";

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity at a pixel, counted from the top left. */
  at(x: number, y: number): number[];
  /** How many different colours the picture has. */
  colours(): number;
}

export function readPng(png: Uint8Array): Picture {
  const file = Buffer.from(png);
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const rows = inflateSync(Buffer.concat(chunks(file, "IDAT")));
  const rowBytes = 4 * width;
  const bytes = Buffer.alloc(rowBytes * height);
  for (let row = 0; row < height; row++) {
    const filter = rows[row * (rowBytes + 1)];
    for (let index = 0; index < rowBytes; index++) {
      const left = index < 4 ? 0 : bytes[row * rowBytes + index - 4];
      const above = row === 0 ? 0 : bytes[(row - 1) * rowBytes + index];
      const corner = row === 0 || index < 4 ? 0 : bytes[(row - 1) * rowBytes + index - 4];
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter];
      bytes[row * rowBytes + index] = rows[row * (rowBytes + 1) + 1 + index] + guess;
    }
  }
  const at = (x: number, y: number) => [...bytes.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)];
  const colours = () => new Set(new Uint32Array(new Uint8Array(bytes).buffer)).size;
  return { width, height, at, colours };
}

function chunks(file: Buffer, name: string): Buffer[] {
  const found: Buffer[] = [];
  for (let start = 8; start < file.length; start += 12 + file.readUInt32BE(start)) {
    if (file.toString("latin1", start + 4, start + 8) !== name) continue;
    found.push(file.subarray(start + 8, start + 8 + file.readUInt32BE(start)));
  }
  return found;
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const distances = [left, above, corner].map((value) => Math.abs(guess - value));
  return [left, above, corner][distances.indexOf(Math.min(...distances))];
}
