import type { ColumnType } from "./contract/schema.js";
import { typedLiteral } from "./literals.js";
import { percentileOf, percentiles, type Rows } from "./percentiles.js";

/** A column of a table, or of a view over it, and what its values are. */
export interface TypedColumn {
  readonly column: string;
  readonly type: ColumnType;
}

/** What a missing value may be replaced by. */
export interface MedianFill {
  /** SQL of the replacement, with every median as a literal. */
  readonly sql: string;
  /** The median of all rows, in the column's type. */
  readonly overall: string;
  /** Missing values that get the median of all rows because their group is missing, or has no value at all. */
  readonly withoutGroup: number;
}

/**
 * The median of a column, or of each row's group, as SQL for the place of a missing value. It has the column's type:
 * whole numbers stay whole, money is kept to the cent.
 *
 * Throws RangeError when every value is missing.
 *
 * @example
 * const rows = { database, table: "marketing_campaign" };
 * (await medianFill(rows, { column: "income", type: "number" })).sql; // "51381.5e0"
 */
export async function medianFill(
  rows: Rows,
  { column, type }: TypedColumn,
  group?: TypedColumn,
): Promise<MedianFill> {
  const [median] = await percentiles(rows, column, [0.5]);
  const overall = asTyped(type, median);
  const all = typedLiteral(type, overall);
  if (group === undefined) return { sql: all, overall, withoutGroup: 0 };
  const groups = await rows.database.query(
    `SELECT CAST(${group.column} AS STRING) AS level, ${percentileOf(column, 0.5)} AS median, COUNT(*) - COUNT(${column}) AS missing
FROM ${rows.table} GROUP BY level ORDER BY level NULLS LAST`,
  );
  const { level, median: medians, missing } = groups.columns;
  const cases: string[] = [];
  let withoutGroup = 0;
  for (let i = 0; i < groups.rows; i++) {
    const value = Number(medians[i]);
    if (level[i] === null || Number.isNaN(value)) withoutGroup += Number(missing[i]);
    else
      cases.push(
        `WHEN ${typedLiteral(group.type, String(level[i]))} THEN ${typedLiteral(type, asTyped(type, value))}`,
      );
  }
  const sql = cases.length === 0 ? all : `CASE ${group.column} ${cases.join(" ")} ELSE ${all} END`;
  return { sql, overall, withoutGroup };
}

function asTyped(type: ColumnType, value: number): string {
  if (type === "money") return value.toFixed(2);
  return String(type === "number" ? value : Math.round(value));
}
