import type { Table } from "../../types.js";
import { barChart } from "../charts.js";
import type { Figure } from "../figure.js";
import { count, decimal, money, points } from "../format.js";

/** Which column of a truth table is drawn for which groups, and in which words. */
export interface TruthView {
  /** The figure's name in reports/figures. */
  readonly name: string;
  /** Column of texts that names the group. */
  readonly group: string;
  /** Column of numbers whose mean is drawn. */
  readonly value: string;
  /** What the mean is, as the title begins: "Effect of the message". */
  readonly what: string;
  /** "points" for a difference of rates, "ratio" for one number per unit of another, else the currency. */
  readonly unit: string;
  /** One row of the table: "customer", "campaign". */
  readonly row: string;
  /** Where a line stands: 0, unless another value parts good from bad. */
  readonly reference?: number;
}

/**
 * The mean of a column of a synthetic truth table in each group that the generator knows, the highest first: what no
 * real table could show. Rows without a value are left out of the mean and of its n.
 *
 * Throws RangeError when a group has no value, or a column is missing.
 *
 * @example
 * const effect = { name: "true_effect_by_group", group: "customer_group", value: "effect" };
 * truthChart(bank.truth, { ...effect, what: "Effect of the message", unit: "points", row: "customer" });
 */
export function truthChart(truth: Table, view: TruthView): Figure {
  const bars = meansByGroup(truth, view);
  const [best, worst] = [bars[0], bars[bars.length - 1]];
  const told = (value: number): string => shown(value, view.unit);
  return barChart(
    {
      name: view.name,
      title: `${view.what}: ${told(best.mean)} for ${best.label}, ${told(worst.mean)} for ${worst.label}`,
      caption: `Each bar is the truth of the synthetic table for one group; n counts its ${view.row}s. Dashed: ${view.reference ?? "zero"}.`,
    },
    {
      bars: bars.map(({ label, mean, rows }) => ({
        label: rows === 1 ? label : `${label}, n = ${count(rows)}`,
        value: view.unit === "points" ? 100 * mean : mean,
        text: view.unit === "points" || view.unit === "ratio" ? told(mean) : decimal(mean, 0),
      })),
      axisTitle: `${view.what}, ${AXIS_UNITS[view.unit] ?? `${view.unit} per ${view.row}`}`,
      reference: view.reference ?? 0,
    },
  );
}

const AXIS_UNITS: Readonly<Record<string, string>> = { points: "percentage points", ratio: "ratio" };

function shown(value: number, unit: string): string {
  if (unit === "points") return points(value);
  return unit === "ratio" ? decimal(value, 2) : money(value, unit);
}

function meansByGroup(
  truth: Table,
  { group, value }: TruthView,
): { label: string; mean: number; rows: number }[] {
  const [groups, values] = [truth.columns[group], truth.columns[value]];
  if (groups === undefined || !(values instanceof Float64Array)) {
    throw new RangeError(`table ${truth.name}: expected groups in "${group}" and numbers in "${value}"`);
  }
  const bars = Array.from(new Set<string | number | null>(groups), (label) => {
    const members = values.filter((x, i) => groups[i] === label && !Number.isNaN(x));
    if (members.length === 0) throw new RangeError(`table ${truth.name}: no "${value}" in group ${label}`);
    const sum = members.reduce((total, x) => total + x, 0);
    return { label: String(label), mean: sum / members.length, rows: members.length };
  });
  return bars.sort((a, b) => b.mean - a.mean);
}
