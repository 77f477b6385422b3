import type { Inference } from "../../../types.js";

/** An estimate with its interval and everything that a test of views does not mention. */
export function inferred(
  estimate: number,
  low: number,
  high: number,
  rest: Partial<Inference> = {},
): Inference {
  return {
    ...{ estimate, low, high, n: 1_000, unit: "fraction", confidence: 0.95, method: "Newcombe" },
    ...{ sides: "two-sided", assumptions: [], warnings: [] },
    ...rest,
  };
}
