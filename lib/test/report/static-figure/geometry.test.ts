import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import {
  applyTo,
  boxAround,
  compose,
  IDENTITY,
  type Point,
  parseTransform,
  transformBox,
  union,
} from "../../../report/static-figure/geometry.js";
import { near } from "../../near.js";

function nearPoint(actual: Point, expected: Point): void {
  near(actual[0], expected[0], 1e-9);
  near(actual[1], expected[1], 1e-9);
}

test("transforms written one after the other act from right to left", () => {
  // (1, 0): twice as large is (2, 0), a quarter turn clockwise on the screen (0, 2), moved (10, 22).
  nearPoint(applyTo([1, 0], parseTransform("translate(10,20)rotate(90)scale(2)")), [10, 22]);
  nearPoint(applyTo([1, 0], parseTransform("scale(2) rotate(90) translate(10 20)")), [-40, 22]);
});

test("a rotation about a point keeps that point", () => {
  nearPoint(applyTo([30, 40], parseTransform("rotate(-90,30,40)")), [30, 40]);
  nearPoint(applyTo([31, 40], parseTransform("rotate(-90,30,40)")), [30, 39]);
});

test("translate and scale take one number or two", () => {
  assert.deepEqual(parseTransform("translate(5)"), [1, 0, 0, 1, 5, 0]);
  assert.deepEqual(parseTransform("scale(5)"), [5, 0, 0, 5, 0, 0]);
  assert.deepEqual(parseTransform("scale(5,-1)"), [5, 0, 0, -1, 0, 0]);
  assert.deepEqual(parseTransform("matrix(1,2,3,4,5,6)"), [1, 2, 3, 4, 5, 6]);
  assert.equal(parseTransform(null), IDENTITY);
});

test("a composed transform does what its parts do one after the other", () => {
  const matrix = fc.tuple(
    ...Array.from({ length: 6 }, () => fc.integer({ min: -9, max: 9 })),
  ) as fc.Arbitrary<[number, number, number, number, number, number]>;
  fc.assert(
    fc.property(matrix, matrix, fc.integer(), fc.integer(), (outer, inner, x, y) => {
      assert.deepEqual(applyTo([x, y], compose(outer, inner)), applyTo(applyTo([x, y], inner), outer));
    }),
  );
});

test("a turned box is held by the box around its corners", () => {
  const square = { left: -1, top: -1, right: 1, bottom: 1 };
  const turned = transformBox(square, parseTransform("rotate(45)"));
  near(turned!.right, Math.SQRT2, 1e-12);
  near(turned!.top, -Math.SQRT2, 1e-12);
});

test("nothing drawn has no box and adds nothing to another", () => {
  const box = { left: 0, top: 1, right: 2, bottom: 3 };
  assert.equal(boxAround([]), null);
  assert.equal(transformBox(null, IDENTITY), null);
  assert.equal(union(null, null), null);
  assert.deepEqual(union(null, box), box);
  assert.deepEqual(union(box, { left: -1, top: 2, right: 1, bottom: 9 }), {
    left: -1,
    top: 1,
    right: 2,
    bottom: 9,
  });
});

test("a transform that is not known is an error", () => {
  assert.throws(() => parseTransform("skewX(10)"), /transform: expected translate, .* got "skewX"/);
});

test("a transform without numbers is an error", () => {
  assert.throws(
    () => parseTransform("translate(NaN,1)"),
    /transform: expected numbers, got "translate\(NaN,1\)"/,
  );
});
