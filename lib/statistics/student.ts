import { normalQuantile } from "./normal.js";

/**
 * The quantile of Student's t distribution: the t with probability p below it, so 0.975 with 3 degrees of freedom gives
 * the 3.18 of a 95 % interval for the mean of four values.
 *
 * Relative error below 1e-8 for p from 1e-6 to 1 - 1e-6.
 * Throws RangeError when p is outside of that or the degrees of freedom are not a whole number above 0.
 * Source: Abramowitz and Stegun 1964, 26.7.3 and 26.7.4 (exact sums), 26.7.5 (many degrees of freedom).
 *
 * @example
 * studentQuantile(0.975, 3); // 3.1824
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p >= 1e-6 && p <= 1 - 1e-6)) {
    throw new RangeError(`studentQuantile: expected p from 1e-6 to 1 - 1e-6, got ${p}`);
  }
  if (!(Number.isSafeInteger(degrees) && degrees > 0)) {
    throw new RangeError(
      `studentQuantile: expected a whole number of degrees of freedom above 0, got ${degrees}`,
    );
  }
  if (p === 0.5) return 0;
  const central = Math.abs(2 * p - 1);
  const z = normalQuantile((1 + central) / 2);
  const t = degrees > SUMMED_UP_TO ? expansion(z, degrees) : newton(central, z, degrees);
  return p < 0.5 ? -t : t;
}

/** With more degrees of freedom the next term of the expansion is below 1e-8 of t. */
const SUMMED_UP_TO = 5_000;

function expansion(z: number, degrees: number): number {
  const square = z * z;
  const first = (z * (square + 1)) / 4;
  const second = (z * (5 * square * square + 16 * square + 3)) / 96;
  return z + first / degrees + second / degrees ** 2;
}

/** The normal quantile is too small, and the distribution bends down above 0: every step comes from below. */
function newton(central: number, start: number, degrees: number): number {
  let t = start;
  let step = Number.POSITIVE_INFINITY;
  while (step > 1e-12 * t) {
    const { probability, density } = centralPart(t, degrees);
    step = (central - probability) / density;
    t += step;
  }
  return t;
}

/** The probability from -t to t and how fast it grows with t, from the angle whose tangent is t over √degrees. */
function centralPart(t: number, degrees: number): { probability: number; density: number } {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const squaredCosine = Math.cos(angle) ** 2;
  const odd = degrees % 2 === 1;
  let term = odd ? (2 / Math.PI) * Math.sin(angle) * Math.cos(angle) : Math.sin(angle);
  let sum = odd ? (2 / Math.PI) * angle : 0;
  for (let k = odd ? 3 : 2; k <= degrees; k += 2) {
    sum += term;
    term *= (squaredCosine * (k - 1)) / k;
  }
  // The term that would come next is the density but for these two.
  return { probability: sum, density: (term * degrees) / t };
}
