import { normalDensity, normalUpperTail } from "../../statistics/normal.js";
import { robustCriticalValue } from "./shrinkage-critical-value.js";

/** A group's estimate beside what the other groups say it should be. */
export interface FittedGroup {
  readonly estimate: number;
  readonly standardError: number;
  readonly fitted: number;
  /** Of the fitted value. */
  readonly fittedVariance: number;
}

/** An estimate drawn towards its fitted value. */
export interface Shrunken {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** From 0 (left where it was) to 1 (all the way to the fitted value). */
  readonly shrinkage: number;
}

/**
 * Draws every estimate towards its fitted value, by its share of the variance, with an interval that covers on average over the
 * groups although the true values need not be normal: their variance and kurtosis are all that it uses.
 *
 * `tauSquared` is the variance of the true values around the fitted ones.
 * Source: Armstrong, Kolesár and Plagborg-Møller 2022. The error of the fitted value, which their many groups make negligible,
 * counts as bias here.
 */
export function shrinkRobustly(
  groups: readonly FittedGroup[],
  tauSquared: number,
  confidence: number,
): Shrunken[] {
  const { variance, kurtosis } = trueMoments(groups, tauSquared);
  // Groups with the same standard error share the critical value.
  const criticalValues = new Map<number, number>();
  return groups.map(({ estimate, standardError, fitted, fittedVariance }) => {
    const kept = variance / (variance + standardError ** 2);
    const bias = (1 / kept - 1) ** 2 * (variance + fittedVariance);
    const meanSquare = bias / standardError ** 2;
    const critical =
      criticalValues.get(meanSquare) ?? robustCriticalValue({ meanSquare, kurtosis }, confidence);
    criticalValues.set(meanSquare, critical);
    const shrunk = fitted + kept * (estimate - fitted);
    const half = critical * kept * standardError;
    return { estimate: shrunk, low: shrunk - half, high: shrunk + half, shrinkage: 1 - kept };
  });
}

/**
 * Variance and kurtosis of the true values around the fitted ones. A few noisy groups can make either look impossibly small, so
 * both are posterior means under a flat prior on what is possible, given the moment estimate and its standard error (the
 * paper's "limited information Bayes").
 */
function trueMoments(
  groups: readonly FittedGroup[],
  tauSquared: number,
): { variance: number; kurtosis: number } {
  const residuals = groups.map(({ estimate, standardError, fitted, fittedVariance }) => {
    const noise = standardError ** 2;
    const total = noise + tauSquared;
    // The estimate took part in its own fitted value, so its residual is too small.
    const free = Math.max(1 - fittedVariance / total, 1e-9);
    return { noise, total, square: (estimate - fitted) ** 2 / free };
  });
  const weights = residuals.map(({ total }) => 1 / total);
  const weight = weights.reduce((sum, one) => sum + one, 0);
  const average = (values: readonly number[]): number =>
    values.reduce((sum, value, i) => sum + weights[i] * value, 0) / weight;
  const second = average(residuals.map(({ square, noise }) => square - noise));
  // A squared residual has the variance 2 total².
  const variance = meanAboveZero(second, (2 * groups.length) / weight ** 2);
  // Averages to the fourth moment less twice the square of the second; with that square added, it is 0 or more.
  const fourths = residuals.map(
    ({ square, noise }) =>
      square ** 2 - 6 * noise * square + 3 * noise ** 2 - 2 * variance * (square - noise),
  );
  const fourth = average(fourths);
  const error =
    fourths.reduce((sum, value, i) => sum + (weights[i] * (value - fourth)) ** 2, 0) / weight ** 2;
  return { variance, kurtosis: 1 + meanAboveZero(fourth + variance ** 2, error) / variance ** 2 };
}

/** The mean of a normal distribution, cut off at 0. */
function meanAboveZero(mean: number, variance: number): number {
  if (variance === 0) return Math.max(0, mean);
  const spread = Math.sqrt(variance);
  const z = mean / spread;
  // Far below 0 what is left is exponential.
  if (z < -30) return -spread / z;
  return mean + (spread * normalDensity(z)) / normalUpperTail(-z);
}
