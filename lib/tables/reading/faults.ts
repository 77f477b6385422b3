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
 * The faults of a table by check, null where no row is at fault. All checks run in one pass over the table,
 * which must have a column record_number.
 */
export async function findFaults(
  database: Database,
  query: { table: string; checks: readonly Check[]; parameters?: Parameters },
): Promise<readonly (Fault | null)[]> {
  if (query.checks.length === 0) return [];
  const sums = query.checks.map(
    ({ condition, value }, i) => `
  CAST(COUNT(*) FILTER (WHERE ${condition}) AS BIGINT) AS count_${i},
  MIN(record_number) FILTER (WHERE ${condition}) AS record_${i},
  MIN_BY(SUBSTR(CAST(${value} AS STRING), 1, 100), record_number) FILTER (WHERE ${condition}) AS value_${i}`,
  );
  const { columns } = await database.query(`SELECT${sums.join(",")}\nFROM ${query.table}`, query.parameters);
  return query.checks.map((_, i) => {
    const count = Number(columns[`count_${i}`][0]);
    const value = columns[`value_${i}`][0];
    return count === 0
      ? null
      : { count, record: Number(columns[`record_${i}`][0]), value: value === null ? null : String(value) };
  });
}
