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
      bytes[row * rowBytes + index] =
        rows[row * (rowBytes + 1) + 1 + index] + guess(filter, left, above, corner);
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

function guess(filter: number, left: number, above: number, corner: number): number {
  if (filter < 3) return filter === 0 ? 0 : filter === 1 ? left : above;
  if (filter === 3) return (left + above) >> 1;
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
