import assert from "node:assert/strict";
import test from "node:test";
import { Canvas2d, encodePng } from "../../../report/static-figure/canvas.js";
import { readPng } from "./pixels.js";

function pictureOf(canvas: Canvas2d): ReturnType<typeof readPng> {
  const [kind, base64] = canvas.toDataUrl().split(",");
  assert.equal(kind, "data:image/png;base64");
  return readPng(Buffer.from(base64, "base64"));
}

// The smallest PNG of one opaque red pixel but for its compressed data; checksums by Python's zlib.crc32.
test("a PNG begins with its signature and header, and each chunk ends with its checksum", () => {
  const png = encodePng({ width: 1, height: 1, data: Uint8ClampedArray.of(255, 0, 0, 255) });
  assert.equal(
    png.subarray(0, 33).toString("hex"),
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000" + "1f15c489",
  );
  assert.equal(png.subarray(-12).toString("hex"), "0000000049454e44" + "ae426082");
});

test("a rectangle fills whole pixels in its colour and leaves the others clear", () => {
  const canvas = new Canvas2d(4, 3);
  canvas.fillStyle = "rgba(10,20,30,0.5)";
  canvas.fillRect(1, 1, 2, 9);
  const picture = pictureOf(canvas);
  assert.deepEqual([picture.width, picture.height], [4, 3]);
  assert.deepEqual(picture.at(1, 1), [10, 20, 30, 128]);
  assert.deepEqual(picture.at(2, 2), [10, 20, 30, 128]);
  for (const [x, y] of [
    [0, 1],
    [3, 1],
    [1, 0],
  ])
    assert.deepEqual(picture.at(x, y), [0, 0, 0, 0]);
});

test("a colour without opacity is opaque, and edges round to the nearest pixel", () => {
  const canvas = new Canvas2d(3, 1);
  canvas.fillStyle = "rgb(1,2,3)";
  canvas.fillRect(-5, 0, 6.4, 1);
  const picture = pictureOf(canvas);
  assert.deepEqual(picture.at(0, 0), [1, 2, 3, 255]);
  assert.deepEqual(picture.at(1, 0), [0, 0, 0, 0]);
});

test("an image put on the canvas comes out as it went in", () => {
  const canvas = new Canvas2d(2, 2);
  const image = canvas.createImageData(2, 2);
  image.data.set(Array.from({ length: 16 }, (_, index) => 16 * index));
  canvas.putImageData(image);
  const picture = pictureOf(canvas);
  assert.deepEqual(picture.at(1, 1), [192, 208, 224, 240]);
});

test("a rectangle outside the canvas, or without width, draws nothing", () => {
  const canvas = new Canvas2d(2, 1);
  canvas.fillStyle = "rgb(9,9,9)";
  canvas.fillRect(5, 0, 3, 1);
  canvas.fillRect(0, 0, 0, 1);
  canvas.fillRect(1, 0, -1, 1);
  assert.equal(pictureOf(canvas).colours(), 1);
});
