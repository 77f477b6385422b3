/** Curves as chords: the points that a straight line after another draws them through. */

import { applyTo, type Matrix, type Point } from "./geometry.js";

/** A Bézier curve becomes this many chords: on curves of some 100 px they stray less than 0.1 px from it. */
const CHORDS_PER_CURVE = 32;

/** An arc becomes chords of at most this angle: at a radius of 100 px they stray 0.1 px from it. */
const RADIANS_PER_CHORD = Math.PI / 32;

/** How an elliptical arc goes from point to point, as SVG's A command says it. */
export interface Arc {
  readonly radii: Point;
  /** Degrees from the x axis to the ellipse's first axis. */
  readonly turned: number;
  /** Whether it takes the longer way round its ellipse. */
  readonly large: boolean;
  /** Whether the angle grows on the way: clockwise on the screen. */
  readonly sweep: boolean;
}

/** Points of a cubic Bézier curve after its start, the last of them its end. */
export function cubicPoints(from: Point, [first, second]: readonly [Point, Point], to: Point): Point[] {
  const points: Point[] = [];
  for (let chord = 1; chord < CHORDS_PER_CURVE; chord++) {
    const t = chord / CHORDS_PER_CURVE;
    // Bernstein's weights of the start, the two control points and the end.
    const [w0, w1, w2, w3] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
    points.push([
      w0 * from[0] + w1 * first[0] + w2 * second[0] + w3 * to[0],
      w0 * from[1] + w1 * first[1] + w2 * second[1] + w3 * to[1],
    ]);
  }
  return [...points, to];
}

/**
 * Points of an elliptical arc after its start, the last of them its end.
 *
 * Worked out where the ellipse is the circle of radius 1. Radii too small to reach the end are made just large
 * enough, and an arc without radius or length is a line (SVG 2, section 9.5.1).
 */
export function arcPoints(from: Point, arc: Arc, to: Point): Point[] {
  const [rx, ry] = arc.radii.map(Math.abs) as [number, number];
  const half =
    distance(applyTo(from, toCircle(rx, ry, arc.turned)), applyTo(to, toCircle(rx, ry, arc.turned))) / 2;
  if (rx === 0 || ry === 0 || half === 0) return [to];
  const grow = Math.max(1, half);
  const flatten = toCircle(rx * grow, ry * grow, arc.turned);
  const [start, end] = [applyTo(from, flatten), applyTo(to, flatten)];
  const centre = centreOfUnitCircle(start, end, arc.large !== arc.sweep);
  const startAngle = angleOf(start, centre);
  const angle = turn(angleOf(end, centre) - startAngle, arc.sweep);
  const chords = Math.ceil(Math.abs(angle) / RADIANS_PER_CHORD);
  const stretch = fromCircle(rx * grow, ry * grow, arc.turned);
  const points: Point[] = [];
  for (let chord = 1; chord < chords; chord++) {
    const radians = startAngle + (angle * chord) / chords;
    points.push(applyTo([centre[0] + Math.cos(radians), centre[1] + Math.sin(radians)], stretch));
  }
  return [...points, to];
}

export function distance([x0, y0]: Point, [x1, y1]: Point): number {
  return Math.hypot(x1 - x0, y1 - y0);
}

/** The point that lies a share of the way from one point to the other; a share of 2 mirrors. */
export function between([x0, y0]: Point, [x1, y1]: Point, share: number): Point {
  return [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
}

function toCircle(rx: number, ry: number, turned: number): Matrix {
  const radians = (turned * Math.PI) / 180;
  return [
    Math.cos(radians) / rx,
    -Math.sin(radians) / ry,
    Math.sin(radians) / rx,
    Math.cos(radians) / ry,
    0,
    0,
  ];
}

function fromCircle(rx: number, ry: number, turned: number): Matrix {
  const radians = (turned * Math.PI) / 180;
  return [
    rx * Math.cos(radians),
    rx * Math.sin(radians),
    -ry * Math.sin(radians),
    ry * Math.cos(radians),
    0,
    0,
  ];
}

/** Two unit circles pass through both points; their centres lie either side of the middle of the chord. */
function centreOfUnitCircle(start: Point, end: Point, onTheLeft: boolean): Point {
  const chord = distance(start, end);
  const away = (Math.sqrt(Math.max(0, 1 - (chord / 2) ** 2)) / chord) * (onTheLeft ? 1 : -1);
  const [x, y] = between(start, end, 1 / 2);
  return [x - away * (end[1] - start[1]), y + away * (end[0] - start[0])];
}

function angleOf([x, y]: Point, [centreX, centreY]: Point): number {
  return Math.atan2(y - centreY, x - centreX);
}

/** The same angle, but counted in the direction of the arc. */
function turn(angle: number, sweep: boolean): number {
  if (sweep && angle < 0) return angle + 2 * Math.PI;
  if (!sweep && angle > 0) return angle - 2 * Math.PI;
  return angle;
}
