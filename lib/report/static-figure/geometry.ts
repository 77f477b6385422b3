/** Points, boxes and the transforms between coordinate systems of an SVG. */

export type Point = readonly [x: number, y: number];

/** The matrix [a c e; b d f; 0 0 1] in SVG's order a, b, c, d, e, f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** An axis-parallel rectangle in px; y grows downwards. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** The transform that applies `inner` first and `outer` to its result. */
export function compose(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner;
  const [x, y] = applyTo([e, f], outer);
  return [
    outer[0] * a + outer[2] * b,
    outer[1] * a + outer[3] * b,
    outer[0] * c + outer[2] * d,
    outer[1] * c + outer[3] * d,
    x,
    y,
  ];
}

/** Where a point lands. */
export function applyTo([x, y]: Point, [a, b, c, d, e, f]: Matrix): Point {
  return [a * x + c * y + e, b * x + d * y + f];
}

/**
 * The matrix of a `transform` attribute: its functions composed from left to right.
 * Throws Error for a function other than translate, scale, rotate and matrix.
 *
 * @example
 * parseTransform("translate(10,20) rotate(90)"); // [0, 1, -1, 0, 10, 20], but for rounding
 */
export function parseTransform(text: string | null): Matrix {
  let matrix = IDENTITY;
  for (const [call, name, list] of (text ?? "").matchAll(/(\w+)\s*\(([^)]*)\)/g)) {
    const values = list
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(Number);
    if (values.length === 0 || values.some(Number.isNaN)) {
      throw new Error(`transform: expected numbers, got "${call}"`);
    }
    matrix = compose(matrix, matrixOf(name, values));
  }
  return matrix;
}

function matrixOf(name: string, values: readonly number[]): Matrix {
  const [first = 0, second, third = 0] = values;
  switch (name) {
    case "translate":
      return [1, 0, 0, 1, first, second ?? 0];
    case "scale":
      return [first, 0, 0, second ?? first, 0, 0];
    case "rotate":
      return rotation(first, [second ?? 0, third]);
    case "matrix":
      return values as unknown as Matrix;
    default:
      throw new Error(`transform: expected translate, scale, rotate or matrix, got "${name}"`);
  }
}

function rotation(degrees: number, [x, y]: Point): Matrix {
  const radians = (degrees * Math.PI) / 180;
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  return [cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y];
}

/** The smallest box that holds both; null is "nothing drawn". */
export function union(one: Box | null, other: Box | null): Box | null {
  if (!one || !other) return one ?? other;
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}

/** The smallest box that holds all points; null when there are none. */
export function boxAround(points: Iterable<Point>): Box | null {
  let box: Box | null = null;
  for (const [x, y] of points) box = union(box, { left: x, top: y, right: x, bottom: y });
  return box;
}

/** The box around a transformed box: larger than the drawing itself when it is turned. */
export function transformBox(box: Box | null, matrix: Matrix): Box | null {
  if (!box || matrix === IDENTITY) return box;
  const { left, top, right, bottom } = box;
  const corners: Point[] = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ];
  return boxAround(corners.map((corner) => applyTo(corner, matrix)));
}
