import type { Sides } from "../../types.js";

/** How far a confidence sequence reaches, and what it was tuned for. */
export interface BoundaryOptions {
  /** Share of sequences that may ever leave out the true value. */
  readonly alpha: number;
  /** Customers at which the boundary is lowest for its purpose. */
  readonly tightestAt: number;
  readonly sides: Sides;
}

/**
 * How many standard errors a confidence sequence reaches from its estimate after n customers: 3.04 at 5,000 customers for
 * 95 % and two sides, and more before and after, where a fixed-size interval has 1.96 throughout.
 *
 * It is the boundary that a random walk without drift crosses with probability alpha or less, however long it goes on:
 * Ville's inequality for a normal mixture of likelihood ratios (half normal for one side).
 * Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024, theorem 2.2 and proposition B.1.
 *
 * @example
 * boundary(2000, { alpha: 0.05, tightestAt: 5000, sides: "two-sided" }); // 3.12
 */
export function boundary(n: number, { alpha, tightestAt, sides }: BoundaryOptions): number {
  const spread = n * rhoSquared({ alpha, tightestAt }) + 1;
  const odds = Math.sqrt(spread) / alpha;
  const logarithm = sides === "two-sided" ? Math.log(odds) : Math.log1p(odds / 2);
  return Math.sqrt(((2 * spread) / (spread - 1)) * logarithm);
}

/**
 * The always-valid p-value of an estimate this many standard errors from zero after n customers: the smallest alpha at
 * which the boundary of this tuning is crossed. 1 where the estimate is on the side that does not count.
 *
 * @example
 * boundaryPValue(2.68, 2000, { alpha: 0.05, tightestAt: 5000, sides: "two-sided" }); // 0.13
 */
export function boundaryPValue(z: number, n: number, options: BoundaryOptions): number {
  const spread = n * rhoSquared(options) + 1;
  const exponent = ((spread - 1) * z * z) / (2 * spread);
  if (options.sides === "two-sided") return Math.min(1, Math.sqrt(spread) * Math.exp(-exponent));
  const onItsSide = options.sides === "greater" ? z > 0 : z < 0;
  // √spread / (2 (exp(exponent) - 1)), written so that a huge exponent does not overflow.
  const p = (Math.sqrt(spread) * Math.exp(-exponent)) / (-2 * Math.expm1(-exponent));
  return onItsSide ? Math.min(1, p) : 1;
}

/** How wide the mixture is, so that the boundary is lowest at `tightestAt`; any width would be valid. */
function rhoSquared({ alpha, tightestAt }: Omit<BoundaryOptions, "sides">): number {
  const twice = -2 * Math.log(alpha);
  return (twice + Math.log1p(twice)) / tightestAt;
}
