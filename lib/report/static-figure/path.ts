/** The `d` attribute of an SVG path as straight pieces, for its box, its length and points along it. */

import { arcPoints, between, cubicPoints, distance } from "./curves.js";
import type { Point } from "./geometry.js";

/** One polyline for each subpath. */
export type Polylines = readonly (readonly Point[])[];

/** The numbers each command takes: x and y are coordinates, which a small letter counts from the pen. */
const PARAMETERS: Readonly<Record<string, string>> = {
  M: "xy",
  L: "xy",
  H: "x",
  V: "y",
  C: "xyxyxy",
  S: "xyxy",
  Q: "xyxy",
  T: "xy",
  A: "-----xy",
  Z: "",
};

/**
 * The path as polylines, curves as short chords.
 * Throws Error when it does not begin with a move, or a command does not get the numbers it takes.
 *
 * @example
 * flattenPath("M0,0h3v4z"); // [[[0, 0], [3, 0], [3, 4], [0, 0]]]
 */
export function flattenPath(d: string): Polylines {
  if (!/^\s*(m|$)/i.test(d)) throw new Error(`path: expected to begin with M, got "${d.slice(0, 60)}"`);
  const pen = new Pen();
  for (const [text, letter, rest] of d.matchAll(/([a-z])([^a-df-z]*)/gi)) {
    const numbers = (rest.match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number);
    const parameters = PARAMETERS[letter.toUpperCase()];
    if (parameters === undefined || !fits(numbers.length, parameters.length)) {
      throw new Error(`path: expected a command with its numbers, got "${text}" in "${d.slice(0, 60)}"`);
    }
    let from = 0;
    do {
      pen.obey(from === 0 ? letter : repeated(letter), numbers.slice(from, from + parameters.length));
      from += parameters.length;
    } while (from < numbers.length);
  }
  return pen.subpaths;
}

/** Sum of the lengths of all subpaths in px. */
export function pathLength(path: Polylines): number {
  let length = 0;
  for (const points of path) {
    for (let index = 1; index < points.length; index++) length += distance(points[index - 1], points[index]);
  }
  return length;
}

/** The point at a distance in px along the path: its first point before the start, its last past the end. */
export function pointAlong(path: Polylines, along: number): Point {
  let left = Math.max(0, along);
  let end: Point = path[0]?.[0] ?? [0, 0];
  for (const points of path) {
    for (let index = 1; index < points.length; index++) {
      const start = points[index - 1];
      end = points[index];
      const length = distance(start, end);
      if (left < length) return between(start, end, left / length);
      left -= length;
    }
  }
  return end;
}

function fits(given: number, taken: number): boolean {
  return taken === 0 ? given === 0 : given > 0 && given % taken === 0;
}

/** Further numbers repeat the command, but after a "move" they draw lines. */
function repeated(letter: string): string {
  if (letter === "M") return "L";
  return letter === "m" ? "l" : letter;
}

interface Control {
  readonly of: "cubic" | "quadratic" | "none";
  readonly at: Point;
}

/** Follows one command after the other and keeps what the next one may refer to. */
class Pen {
  readonly subpaths: Point[][] = [];
  private at: Point = [0, 0];
  private start: Point = [0, 0];
  /** The last control point, which S and T mirror if it belongs to a curve of their kind. */
  private control: Control = { of: "none", at: [0, 0] };

  obey(letter: string, numbers: readonly number[]): void {
    const command = letter.toUpperCase();
    const values = letter === command ? numbers : this.absolute(PARAMETERS[command], numbers);
    const [first, second] = [pair(values, 0), pair(values, 2)];
    const end = pair(values, values.length - 2);
    const control = this.control;
    this.control = { of: "none", at: end };
    if (command === "M") this.move(end);
    else if (command === "Z") this.line(this.start);
    else if (command === "H") this.line([values[0], this.at[1]]);
    else if (command === "V") this.line([this.at[0], values[0]]);
    else if (command === "C") this.cubic(first, second, end);
    else if (command === "S") this.cubic(this.mirrored(control, "cubic"), first, end);
    else if (command === "Q") this.quadratic(first, end);
    else if (command === "T") this.quadratic(this.mirrored(control, "quadratic"), end);
    else if (command === "A") this.arc(values, end);
    else this.line(end);
  }

  private absolute(parameters: string, numbers: readonly number[]): number[] {
    const origin: Readonly<Record<string, number>> = { x: this.at[0], y: this.at[1], "-": 0 };
    return numbers.map((value, index) => value + origin[parameters[index]]);
  }

  private move(to: Point): void {
    this.subpaths.push([to]);
    this.start = to;
    this.at = to;
  }

  private line(...to: Point[]): void {
    this.subpaths.at(-1)!.push(...to);
    this.at = to.at(-1)!;
  }

  private cubic(first: Point, second: Point, to: Point): void {
    this.line(...cubicPoints(this.at, [first, second], to));
    this.control = { of: "cubic", at: second };
  }

  private quadratic(control: Point, to: Point): void {
    // The same parabola as a cubic: both its controls lie two thirds of the way to the one control.
    this.cubic(between(this.at, control, 2 / 3), between(to, control, 2 / 3), to);
    this.control = { of: "quadratic", at: control };
  }

  private arc([rx, ry, turned, large, sweep]: readonly number[], to: Point): void {
    const arc = { radii: [rx, ry] as const, turned, large: large === 1, sweep: sweep === 1 };
    this.line(...arcPoints(this.at, arc, to));
  }

  private mirrored(control: Control, of: Control["of"]): Point {
    return control.of === of ? between(control.at, this.at, 2) : this.at;
  }
}

function pair(values: readonly number[], from: number): Point {
  return [values[from], values[from + 1]];
}
