/** A canvas for heatmaps: filled rectangles or whole images in, a PNG out. */

import { crc32, deflateSync } from "node:zlib";

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of each pixel, 0-255, row by row. */
  readonly data: Uint8ClampedArray;
}

/** What plotly's heatmaps use of a browser's 2d context. */
export class Canvas2d {
  /** "rgb(r,g,b)" or "rgba(r,g,b,opacity)", as plotly writes colours. */
  fillStyle = "rgb(0,0,0)";
  private readonly pixels: Pixels;

  constructor(width: number, height: number) {
    this.pixels = this.createImageData(width, height);
  }

  createImageData(width: number, height: number): Pixels {
    return { width, height, data: new Uint8ClampedArray(4 * width * height) };
  }

  /** Takes over an image of the canvas's own size, the only one that plotly puts. */
  putImageData(image: Pixels): void {
    this.pixels.data.set(image.data);
  }

  /** Fills whole pixels and replaces what was there: a heatmap's bricks do not overlap. */
  fillRect(x: number, y: number, width: number, height: number): void {
    const [red = 0, green = 0, blue = 0, opacity = 1] = (this.fillStyle.match(/[\d.]+/g) ?? []).map(Number);
    const colour = Buffer.from([red, green, blue, Math.round(255 * opacity)]);
    const [left, right] = [x, x + width].map((edge) => withinCanvas(edge, this.pixels.width));
    const [top, bottom] = [y, y + height].map((edge) => withinCanvas(edge, this.pixels.height));
    const bytes = Buffer.from(this.pixels.data.buffer);
    for (let row = top; row < bottom; row++) {
      const start = row * this.pixels.width;
      bytes.fill(colour, 4 * (start + left), 4 * (start + right));
    }
  }

  toDataUrl(): string {
    return `data:image/png;base64,${encodePng(this.pixels).toString("base64")}`;
  }
}

function withinCanvas(edge: number, size: number): number {
  return Math.max(0, Math.min(size, Math.round(edge)));
}

/** A PNG of 8-bit colours with opacity, rows unfiltered (PNG specification, third edition). */
export function encodePng({ width, height, data }: Pixels): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6], 8); // bits a channel; red, green, blue and opacity
  const rowBytes = 4 * width;
  const rows = Buffer.alloc((rowBytes + 1) * height);
  for (let row = 0; row < height; row++) {
    // Each row begins with a byte 0: "no filter".
    rows.set(data.subarray(row * rowBytes, (row + 1) * rowBytes), row * (rowBytes + 1) + 1);
  }
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Length, name, content and checksum. */
function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}
