/**
 * The values of an experiment done again and again: each call should draw anew from a `Random`.
 * Throws RangeError when `times` is not a whole number above 0.
 *
 * @example
 * repeat(3, () => 0.5); // Float64Array [0.5, 0.5, 0.5]
 */
export function repeat(times: number, experiment: () => number): Float64Array {
  if (!Number.isInteger(times) || times < 1) {
    throw new RangeError(`repeat: expected a whole number of times above 0, got ${times}`);
  }
  return Float64Array.from({ length: times }, experiment);
}
