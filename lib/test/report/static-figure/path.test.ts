import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { boxAround } from "../../../report/static-figure/geometry.js";
import { flattenPath, pathLength, pointAlong } from "../../../report/static-figure/path.js";
import { near, nearRelative } from "../../near.js";

test("lines, also horizontal and vertical ones, run from corner to corner", () => {
  assert.deepEqual(flattenPath("M10,10H40V5L0,5Z"), [
    [
      [10, 10],
      [40, 10],
      [40, 5],
      [0, 5],
      [10, 10],
    ],
  ]);
});

test("small letters count from the pen, and after a close from where the subpath began", () => {
  const [triangle, stroke] = flattenPath("m1,1 h3v4z m5 5l3 4");
  assert.deepEqual(triangle, [
    [1, 1],
    [4, 1],
    [4, 5],
    [1, 1],
  ]);
  assert.deepEqual(stroke, [
    [6, 6],
    [9, 10],
  ]);
  assert.equal(pathLength([triangle, stroke]), 3 + 4 + 5 + 5);
});

test("numbers after a move are lines, and commands repeat without their letter", () => {
  assert.deepEqual(flattenPath("M1,2 3,4-5.5e0.5"), flattenPath("M1,2L3,4L-5.5,.5"));
  assert.deepEqual(flattenPath("m1,2 3,4h1 2"), flattenPath("M1,2L4,6L5,6L7,6"));
});

test("two half arcs make a circle", () => {
  const circle = flattenPath("M50,0A50,50 0 0,1 -50,0A50,50 0 0,1 50,0Z");
  nearRelative(pathLength(circle), 2 * Math.PI * 50, 1e-3);
  for (const [x, y] of circle[0]) near(Math.hypot(x, y), 50, 1e-9);
  assert.deepEqual(boxAround(circle.flat()), { left: -50, right: 50, top: -50, bottom: 50 });
});

test("the arc flags choose among four ways from point to point", () => {
  // A quarter of the circle of radius 10 round (0, 0) or round (10, 10), or the other three quarters.
  const middleOf = (flags: string) => {
    const path = flattenPath(`M10,0A10,10 0 ${flags} 0,10`);
    return pointAlong(path, pathLength(path) / 2);
  };
  const near45 = 10 * Math.SQRT1_2;
  for (const [flags, expected] of [
    ["0 1", near45],
    ["1 1", 10 + near45],
    ["0 0", 10 - near45],
    ["1 0", -near45],
  ] as const) {
    near(middleOf(flags)[0], expected, 0.02);
    near(middleOf(flags)[1], expected, 0.02);
  }
});

test("an arc whose radii are too small is half a circle on its chord, and one without radius a line", () => {
  nearRelative(pathLength(flattenPath("M0,0A1,1 0 0,1 60,0")), Math.PI * 30, 1e-3);
  assert.deepEqual(flattenPath("M0,0A0,5 0 0,1 60,0"), flattenPath("M0,0L60,0"));
  assert.deepEqual(flattenPath("M5,5A9,9 0 1,1 5,5"), flattenPath("M5,5L5,5"));
});

// The parabola y = x²/4 from (-2, 1) to (2, 1): its length is 2 (√2 + asinh 1).
test("a quadratic curve and the same curve as a cubic have the parabola's length", () => {
  const length = 2 * (Math.SQRT2 + Math.asinh(1));
  nearRelative(pathLength(flattenPath("M-2,1Q0,-1 2,1")), length, 1e-3);
  nearRelative(pathLength(flattenPath("M-2,1C-.6666667,-.3333333 .6666667,-.3333333 2,1")), length, 1e-3);
});

test("smooth curves mirror the control point before them, but only one of their own kind", () => {
  assert.deepEqual(flattenPath("M0,0C1,2 3,4 5,5S8,9 10,5"), flattenPath("M0,0C1,2 3,4 5,5C7,6 8,9 10,5"));
  assert.deepEqual(flattenPath("M0,0q5,10 10,0t10,0"), flattenPath("M0,0Q5,10 10,0Q15,-10 20,0"));
  assert.deepEqual(flattenPath("M0,0L5,5S8,9 10,5"), flattenPath("M0,0L5,5C5,5 8,9 10,5"));
});

// Chromium 156, getTotalLength, getPointAtLength at a third and getBBox of the same paths.
test("lengths, points and boxes agree with a browser's", () => {
  const browser = {
    "M10,10C40,0 70,90 100,30S150,-40 170,60": [260.066, 82.174, 49.941, 10, -15.236, 170, 60],
    "M0,0q50,100 100,0t100,0": [295.789, 72.054, 40.272, 0, -50, 200, 50],
    "M0,50A80,30 30 1 0 100,60": [239.881, 57.417, 103.732, 0, 50, 140.308, 123.749],
    "M0,50a80,30 30 0 1 100,60": [118.811, 37.434, 62.578, 0, 50, 100, 110],
  };
  for (const [d, expected] of Object.entries(browser)) {
    const path = flattenPath(d);
    const box = boxAround(path.flat())!;
    const point = pointAlong(path, pathLength(path) / 3);
    const measured = [pathLength(path), ...point, box.left, box.top, box.right, box.bottom];
    for (const [index, value] of measured.entries()) near(value, expected[index], 0.1);
  }
});

test("a point along a path lies as far along as asked, and stays within its ends", () => {
  const path = flattenPath("M0,0H10M50,0V10");
  assert.deepEqual(pointAlong(path, 4), [4, 0]);
  assert.deepEqual(pointAlong(path, 14), [50, 4]);
  assert.deepEqual(pointAlong(path, -1), [0, 0]);
  assert.deepEqual(pointAlong(path, 99), [50, 10]);
});

test("moving a path changes its place and not its length", () => {
  const coordinate = fc.integer({ min: -100, max: 100 });
  fc.assert(
    fc.property(
      coordinate,
      coordinate,
      fc.array(coordinate, { minLength: 6, maxLength: 6 }),
      (x, y, curve) => {
        const here = flattenPath(`M0,0c${curve.join()}`);
        const there = flattenPath(`M${x},${y}c${curve.join()}`);
        near(pathLength(there), pathLength(here), 1e-6);
        near(pointAlong(there, 1e9)[0] - x, curve[4], 1e-9);
      },
    ),
  );
});

test("an empty path has no points and no length", () => {
  assert.deepEqual(flattenPath(""), []);
  assert.equal(pathLength([]), 0);
  assert.deepEqual(pointAlong([], 1), [0, 0]);
});

test("a command with a number missing is an error", () => {
  assert.throws(
    () => flattenPath("M0,0A5,5 0 0,1 9"),
    /path: expected a command with its numbers, got "A5,5 0 0,1 9"/,
  );
});

test("a coordinate that is no number is an error", () => {
  assert.throws(() => flattenPath("M0,NaN"), /path: expected a command with its numbers, got "M0,"/);
});

test("a path that does not begin with a move is an error", () => {
  assert.throws(() => flattenPath("L5,5"), /path: expected to begin with M, got "L5,5"/);
});
