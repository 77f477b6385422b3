import type { Inference } from "../../types.js";
import { adjustPValues, fcrConfidence, harmonic } from "../many-tests.js";
import { type Comparison, decisiveEffect } from "./comparison.js";
import { attempt, named, type RowOptions, withItsAssumptions } from "./effect-row.js";
import type { EffectRow } from "./result.js";

/** A row with what it was made from. */
export interface ComparedRow {
  readonly comparison: Comparison;
  readonly row: EffectRow;
}

/**
 * The rows with their corrected p-values: the success metrics over all arms by Holm, each metric's segments by themselves. A
 * segment that this picks gets an interval for having been picked.
 */
export function corrected(compared: readonly ComparedRow[], options: RowOptions): EffectRow[] {
  const families = new Map<string, ComparedRow[]>();
  for (const one of compared) {
    const family = familyOf(one.row);
    if (family === null || one.row.decisive?.pValue === undefined) continue;
    families.set(family, [...(families.get(family) ?? []), one]);
  }
  const done = new Map<EffectRow, EffectRow>();
  for (const [family, members] of families) {
    const rows = family === OVERALL ? overall(members) : segments(members, options);
    members.forEach(({ row }, i) => void done.set(row, rows[i]));
  }
  return compared.map(({ row }) => done.get(row) ?? row);
}

/** No metric has an empty name. */
const OVERALL = "";

/** The rows that are corrected together; null for those that are not. */
function familyOf({ segment, metric, purpose }: EffectRow): string | null {
  if (segment !== null) return metric;
  return purpose === "success" ? OVERALL : null;
}

function overall(members: readonly ComparedRow[]): EffectRow[] {
  const pValues = adjustPValues(pValuesOf(members), "Holm");
  const correction = `Holm over ${members.length} (success metrics and arms)`;
  return members.map(({ row }, i) => ({ ...row, pCorrected: pValues[i], correction }));
}

function segments(members: readonly ComparedRow[], options: RowOptions): EffectRow[] {
  const tested = members.length;
  const alpha = 1 - options.confidence;
  const pValues = adjustPValues(pValuesOf(members), "Benjamini-Yekutieli");
  const correction = `Benjamini-Yekutieli over ${tested} (segments and arms of this metric, dependence unknown)`;
  const selected = pValues.filter((p) => p < alpha).length;
  return members.map(({ comparison, row }, i) => {
    const one = { ...row, pCorrected: pValues[i], correction };
    if (!(pValues[i] < alpha)) return one;
    const confidence = fcrConfidence({ selected, tested, rate: alpha / harmonic(tested) });
    return { ...one, selected: widened(comparison, row, { ...options, confidence }) };
  });
}

function widened(comparison: Comparison, row: EffectRow, options: RowOptions): Inference | null {
  const isAdjusted = row.adjusted !== null;
  return named(comparison, () => {
    const { value } = attempt(() => decisiveEffect(comparison, options, { isAdjusted }));
    return value && withItsAssumptions(value, options.summary);
  });
}

function pValuesOf(members: readonly ComparedRow[]): number[] {
  return members.map(({ row }) => row.decisive!.pValue!);
}
