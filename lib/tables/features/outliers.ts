import type { Table } from "../../types.js";
import { NUMERIC_TYPES, type TableSchema } from "../contract/schema.js";
import type { Database } from "../database.js";
import { percentileOf } from "../percentiles.js";

/** Tukey's fences lie this many interquartile ranges beyond the quartiles (Tukey 1977, Exploratory Data Analysis). */
const FENCE = "1.5e0";

/**
 * Missing values and outliers of each amount of a loaded table, one row a column in the schema's order: rows `n`,
 * `missing` and its share of them, quartiles, Tukey's fences, and the rows `beyond` one of them. Ids, groups, times and
 * columns with levels have no outliers.
 *
 * Beyond a fence is not wrong: of a normal distribution 0.7 % lies there, of spend, with its heavy upper tail, ten times
 * that. A column without any value has no quartiles.
 *
 * Throws RangeError when the table has no such column.
 *
 * @example
 * const report = await outlierReport(database, tableSchema(workspace.schema, "channel_performance"));
 */
export async function outlierReport(database: Database, schema: TableSchema): Promise<Table> {
  const amounts = schema.columns.filter(
    ({ type, role, levels }) =>
      NUMERIC_TYPES.includes(type) && levels === null && !["id", "treatment", "time"].includes(role),
  );
  if (amounts.length === 0) throw new RangeError(`table ${schema.name}: no column holds amounts`);
  const parts = amounts.map(({ name }, place) => reportOf(schema.name, name, place));
  return database.query(
    `SELECT column_name, n, missing, missing / n AS share_missing, q1, q3, low_fence, high_fence, beyond
FROM (${parts.join("\nUNION ALL\n")}) AS parts
ORDER BY place`,
    {},
    `outliers_${schema.name}`,
  );
}

function reportOf(table: string, column: string, place: number): string {
  return `SELECT ${place} AS place, '${column}' AS column_name, COUNT(*) AS n, COUNT(*) - COUNT(${column}) AS missing,
  q1, q3, low_fence, high_fence, COUNT(*) FILTER (WHERE ${column} < low_fence OR ${column} > high_fence) AS beyond
FROM ${table} CROSS JOIN (
  SELECT q1, q3, q1 - ${FENCE} * (q3 - q1) AS low_fence, q3 + ${FENCE} * (q3 - q1) AS high_fence
  FROM (SELECT ${percentileOf(column, 0.25)} AS q1, ${percentileOf(column, 0.75)} AS q3 FROM ${table}) AS quartiles
) AS fences
GROUP BY q1, q3, low_fence, high_fence`;
}
