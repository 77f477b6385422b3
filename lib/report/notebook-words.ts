import type { Estimate } from "../types.js";
import { decimal, percent, points } from "./format.js";
import type { PartRecord } from "./notebook.js";

/** The tables with whose data they are, said once when all are synthetic. */
export function whoseInWords(tables: readonly string[], synthetic: readonly string[]): string {
  if (tables.length === 0) return "an invented world";
  if (tables.length > 3 && synthetic.length === tables.length) return `${tables.join(", ")} (all synthetic)`;
  return tables
    .map((table) => `${table} (${synthetic.includes(table) ? "synthetic" : "your data"})`)
    .join(" and ");
}

/** An estimate beside the truth, and whether its interval holds it. */
export function besideTruthInWords(found: Estimate, truth: number, covered: boolean): string {
  const { estimate, low, high, confidence, unit } = found;
  const inUnit = (value: number): string => {
    if (unit === "fraction") return points(value);
    return unit === "ratio" ? decimal(value, 2) : `${decimal(value, 2)} ${unit}`;
  };
  const interval = `${percent(confidence, 0)} interval ${inUnit(low)} to ${inUnit(high)}`;
  const verdict = covered ? "covered" : "not covered";
  return `Measured ${inUnit(estimate)}, ${interval}; truth ${inUnit(truth)}: ${verdict}.`;
}

/** What is synthetic in a part: all of it, some of its tables, or nothing. */
export function syntheticInWords({ tables, synthetic }: PartRecord): string {
  if (synthetic.length === 0) return "";
  if (synthetic.length === tables.length) return "synthetic data";
  const which =
    synthetic.length > 3 ? `${synthetic.length} of ${tables.length} tables` : synthetic.join(", ");
  return `${which}: synthetic data`;
}
