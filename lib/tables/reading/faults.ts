import type { Column } from "../../types.js";
import type { Database, Parameters } from "../database.js";

/** A rule that rows may break: an SQL condition that is true for a row at fault, and what to show of it. */
export interface Check {
  readonly condition: string;
  readonly value: string;
}

/** The rows at fault: how many, which comes first (its record number, the header is record 1) and what stands there. */
export interface Fault {
  readonly count: number;
  readonly record: number;
  readonly value: string | null;
}

/**
 * The faults of a table by check, null where no row is at fault. All checks are counted in one pass over the table, which
 * must have a column record_number; a second pass finds the first row at fault of those that are broken.
 */
export async function findFaults(
  database: Database,
  query: { table: string; checks: readonly Check[]; parameters?: Parameters },
): Promise<readonly (Fault | null)[]> {
  const { table, checks, parameters } = query;
  const ask = async (sums: readonly string[]): Promise<Readonly<Record<string, Column>>> =>
    (await database.query(`SELECT ${sums.join(",\n  ")}\nFROM ${table}`, parameters)).columns;
  if (checks.length === 0) return [];
  const counted = await ask(
    checks.map(({ condition }, i) => `COUNT(CASE WHEN ${condition} THEN 1 END) AS count_${i}`),
  );
  const counts = checks.map((_, i) => Number(counted[`count_${i}`][0]));
  const firsts = checks.flatMap(({ condition, value }, i) => [
    `MIN(record_number) FILTER (WHERE ${condition}) AS record_${i}`,
    `MIN_BY(SUBSTR(CAST(${value} AS STRING), 1, 100), record_number) FILTER (WHERE ${condition}) AS value_${i}`,
  ]);
  const wanted = firsts.filter((_, i) => counts[Math.floor(i / 2)] > 0);
  const found = wanted.length > 0 ? await ask(wanted) : {};
  return counts.map((count, i) => {
    if (count === 0) return null;
    const value = found[`value_${i}`][0];
    // A whole number that lies in the database as a double is shown as it stands in the file.
    const shown = value === null ? null : String(value).replace(/^(-?\d+)\.0$/, "$1");
    return { count, record: Number(found[`record_${i}`][0]), value: shown };
  });
}
