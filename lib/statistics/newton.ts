/**
 * Where a tail probability reaches a target: the u at which `at(u).tail` is `target`, by Newton's method on the logarithm of
 * the tail; `slope` is the derivative of the tail.
 *
 * For tails whose logarithm is concave in u, as those of the logarithm of a gamma and the logit of a beta variable are. Then
 * a step can land on the far side only once, and from there on all steps come closer from one side.
 *
 * @example
 * quantileByNewton((u) => ({ tail: Math.exp(-u), slope: -Math.exp(-u) }), 0.05, 0); // 2.9957
 */
export function quantileByNewton(
  at: (u: number) => { readonly tail: number; readonly slope: number },
  target: number,
  start: number,
): number {
  let u = start;
  let step = Number.POSITIVE_INFINITY;
  // The error after a step is about the square of the step; rounding alone makes steps of 1e-10 at most.
  for (let round = 0; round < MOST_ROUNDS && Math.abs(step) > 1e-9; round++) {
    const { tail, slope } = at(u);
    if (tail > 0 && slope !== 0) {
      step = (Math.log(target / tail) * tail) / slope;
      u += step;
    } else {
      // So far out that a double holds nothing: half of the way back.
      step /= 2;
      u -= step;
    }
  }
  return u;
}

/** Some ten are enough unless the answer itself is below the smallest double. */
const MOST_ROUNDS = 200;
