import type { Estimate } from "../types.js";

/** A plain number of a finding, when there is no interval: a count, a sum, a share that is not an estimate. */
export interface Fact {
  readonly value: number;
  readonly unit: string;
  readonly n: number;
}

/** A finding and whether the data bear it out. */
export interface Claim {
  readonly id: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly confidence: number | null;
  readonly method: string | null;
  readonly unit: string;
  readonly n: number;
  readonly holds: boolean;
}

/**
 * A plain number of a finding with its unit and the customers (or draws, rows, tests) behind it.
 *
 * @example
 * fact(0.12, "fraction", 2221); // { value: 0.12, unit: "fraction", n: 2221 }
 */
export function fact(value: number, unit: string, n: number): Fact {
  return { value, unit, n };
}

/**
 * Names of tables, arms or columns as a claim's id: lower-case words joined by hyphens.
 *
 * Throws RangeError when nothing of a letter or digit is in them.
 *
 * @example
 * claimId("hillstrom", "Mens E-Mail", "visit"); // "hillstrom-mens-e-mail-visit"
 */
export function claimId(...names: readonly string[]): string {
  const words = names
    .join(" ")
    .normalize("NFKD")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  if (words === null) throw new RangeError(`claim id: no letter or digit in "${names.join(" ")}"`);
  return words.join("-");
}

/**
 * A finding with a name, its number, and a condition that must hold for the sentence to be true.
 *
 * The condition is what the sentence says in words: "the mail brought responses" needs `effect.low > 0`.
 * Ids are lower-case words joined by hyphens; one id is one finding of one notebook.
 *
 * A sentence that only repeats its number, whatever it is, needs no condition.
 *
 * Throws RangeError when the id has another form or the value is not finite.
 *
 * @example
 * claim("mail-effect", { value: 12, unit: "customers", n: 100 }, true).value; // 12
 */
export function claim(id: string, finding: Estimate | Fact, holds = true): Claim {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    throw new RangeError(`claim id: expected lower-case words joined by hyphens, got "${id}"`);
  }
  const value = "estimate" in finding ? finding.estimate : finding.value;
  if (!Number.isFinite(value)) throw new RangeError(`claim ${id}: expected a finite value, got ${value}`);
  const interval =
    "estimate" in finding
      ? { low: finding.low, high: finding.high, confidence: finding.confidence, method: finding.method }
      : { low: null, high: null, confidence: null, method: null };
  return { id, value, ...interval, unit: finding.unit, n: finding.n, holds };
}
