import type { ClusterCell, ExperimentSummary } from "../../types.js";
import { type ClusterTotals, fewClusters } from "../adjusted/cluster-totals.js";
import { momentsOf } from "../moments.js";

export type RowsByArm = ReadonlyMap<string, readonly number[]>;

/** The unit of each row: its name, or the row's own place where it has none. */
export type Units = readonly (string | number)[];

/** A row without a unit is one of its own. */
export function unitsOf(column: readonly (string | null)[]): Units {
  return column.map((name, row) => name ?? row);
}

type UnitSums = Pick<ClusterCell, "sum"> & { readonly n: number };

/** The clusters of each arm, added up by size or one by one where they are few, from the sums of each unit's rows. */
export function clustersByArm(
  members: RowsByArm,
  units: Units,
  sums: (rows: readonly number[]) => UnitSums,
): Map<string, ClusterTotals[]> {
  const arms = Array.from(members, ([arm, rows]): [string, UnitSums[]] => [
    arm,
    rowsByUnit(rows, units)
      .map(sums)
      .filter(({ n }) => n > 0),
  ]);
  const sizes = arms.map(([, found]) => found.map(({ n: size }) => ({ size, clusters: 1 })));
  const apart = fewClusters(sizes.filter((found) => found.length > 0));
  return new Map(arms.map(([arm, found]) => [arm, clustersBySize(found, apart)]));
}

function clustersBySize(units: readonly UnitSums[], apart: boolean): ClusterTotals[] {
  const sorted = [...units].sort((a, b) => a.n - b.n || a.sum - b.sum);
  const cells = apart
    ? sorted.map((one) => [one])
    : [...new Set(sorted.map(({ n }) => n))].map((size) => sorted.filter(({ n }) => n === size));
  return cells.map((cell) => {
    const { n: clusters, sum, sumSquares } = momentsOf(cell.map((one) => one.sum));
    return { size: cell[0].n, clusters, sum, sumSquares };
  });
}

/** These rows by their unit, in the order in which units come. */
export function rowsByUnit(rows: readonly number[], units: Units): number[][] {
  const found = new Map<string | number, number[]>();
  for (const row of rows) {
    const there = found.get(units[row]);
    if (there === undefined) found.set(units[row], [row]);
    else there.push(row);
  }
  return [...found.values()];
}

/** How many named units are in several arms. */
export function inSeveralArms(
  byArm: RowsByArm,
  unit: readonly (string | null)[],
): ExperimentSummary["severalArms"] {
  const armsOf = new Map<string, number>();
  for (const rows of byArm.values()) {
    const named = new Set(rows.flatMap((row) => unit[row] ?? []));
    for (const one of named) armsOf.set(one, (armsOf.get(one) ?? 0) + 1);
  }
  return { units: armsOf.size, inSeveral: [...armsOf.values()].filter((arms) => arms > 1).length };
}
