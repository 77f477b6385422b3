/**
 * Where a continuous function crosses zero between two points at which it has different signs, to about twelve digits.
 *
 * Ridders' method (1979): the function times an exponential is straight through both ends and the middle, and the root of that
 * straight line is the next end. The two ends come at least twice as close with every step. The values must be finite.
 * Throws RangeError when the function has the same sign at both ends, or a value is NaN.
 *
 * @example
 * rootBetween((x) => x * x - 2, 0, 2); // 1.41421356
 */
export function rootBetween(f: (x: number) => number, low: number, high: number): number {
  let [left, right] = [low, high];
  let [atLeft, atRight] = [f(left), f(right)];
  if (!(Math.sign(atLeft) * Math.sign(atRight) <= 0)) {
    throw new RangeError(
      `root: expected a change of sign, got ${atLeft} at ${low} and ${atRight} at ${high}`,
    );
  }
  if (atLeft === 0) return left;
  let moved = Number.POSITIVE_INFINITY;
  // The latest end is always the one on the right, on whichever side of the other it lies.
  while (atRight !== 0 && moved > 1e-12 * Math.abs(right)) {
    const middle = (left + right) / 2;
    const atMiddle = f(middle);
    if (atMiddle === 0) return middle;
    const bend = Math.sqrt(1 - (atLeft / atMiddle) * (atRight / atMiddle));
    const next = middle + ((middle - left) * Math.sign(atLeft / atMiddle)) / bend;
    const atNext = f(next);
    moved = Math.abs(next - right);
    if (Math.sign(atMiddle) !== Math.sign(atNext)) [left, atLeft] = [middle, atMiddle];
    else if (Math.sign(atRight) !== Math.sign(atNext)) [left, atLeft] = [right, atRight];
    [right, atRight] = [next, atNext];
  }
  return right;
}
