/**
 * The integral of a smooth function from low to high, by Gauss and Legendre's rule with this many points.
 *
 * Exact for polynomials of degree up to 2 · nodes - 1; poor for a function with a jump, a corner or a narrow peak between the
 * points: cut the range there.
 * Throws RangeError when a limit is not finite or the number of points is not a whole number above 0.
 * Source: NIST Digital Library of Mathematical Functions, 3.5(v).
 *
 * @example
 * gaussLegendre((x) => x * x, 0, 3); // 9
 */
export function gaussLegendre(
  f: (x: number) => number,
  low: number,
  high: number,
  nodes: number = 64,
): number {
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    throw new RangeError(`integral: expected finite limits, got ${low} and ${high}`);
  }
  if (!(Number.isSafeInteger(nodes) && nodes > 0)) {
    throw new RangeError(`integral: expected a whole number of points above 0, got ${nodes}`);
  }
  const [centre, half] = [(low + high) / 2, (high - low) / 2];
  let sum = 0;
  for (const { x, weight } of rule(nodes)) sum += weight * f(centre + half * x);
  return half * sum;
}

interface Node {
  readonly x: number;
  readonly weight: number;
}

const rules = new Map<number, readonly Node[]>();

/** The points on -1 to 1 with their weights, made once. */
function rule(nodes: number): readonly Node[] {
  const known = rules.get(nodes);
  if (known !== undefined) return known;
  const made = Array.from({ length: nodes }, (_, index) => node(index, nodes));
  rules.set(nodes, made);
  return made;
}

/** One zero of Legendre's polynomial, by Newton's method from a start that is good to a hundredth of the spacing. */
function node(index: number, nodes: number): Node {
  let x = Math.cos((Math.PI * (index + 0.75)) / (nodes + 0.5));
  for (let round = 0; round < 5; round++) {
    const { value, slope } = legendre(x, nodes);
    x -= value / slope;
  }
  const { slope } = legendre(x, nodes);
  return { x, weight: 2 / ((1 - x * x) * slope * slope) };
}

function legendre(x: number, degree: number): { value: number; slope: number } {
  let previous = 0;
  let value = 1;
  for (let n = 1; n <= degree; n++) {
    const next = ((2 * n - 1) * x * value - (n - 1) * previous) / n;
    previous = value;
    value = next;
  }
  return { value, slope: (degree * (x * value - previous)) / (x * x - 1) };
}
