import type { Table } from "../../types.js";
import { type ColumnSchema, columnsWithRole, NUMERIC_TYPES, type TableSchema } from "../contract/schema.js";
import type { Database } from "../database.js";

/**
 * Every outcome and value of every arm of a campaign as counts and sums, whatever their number: a table with one row
 * per measure and arm, the arm left alone first, with the columns
 *
 * - group: the arm; measure: the column's name; unit: "fraction" for zeros and ones, else the column's own or, without
 *   one, the currency of a value and "number" of an outcome
 * - n: customers with a value; missing: customers without; sum and variance (sample variance) of the values
 *
 * `table` is the table of the database, the schema's own by default. Nobody is left out: a customer without an arm is
 * counted in a group "not known". An arm without any value of a measure has no row for it.
 *
 * Throws Error when the schema gives the table no treatment: without a control group no effect can be read from it.
 *
 * @example
 * (await armOutcomes(database, hillstrom)).columns.n[0]; // 21306, the customers without an e-mail
 */
export async function armOutcomes(
  database: Database,
  schema: TableSchema,
  table: string = schema.name,
): Promise<Table> {
  const [treatment] = columnsWithRole(schema, "treatment");
  if (treatment === undefined) {
    throw new Error(`no control group: ${schema.name} has no treatment, so no effect can be read from it`);
  }
  const measures = [...columnsWithRole(schema, "outcome"), ...columnsWithRole(schema, "value")];
  const parts = measures.map(({ name }, place) => armsQuery(table, treatment.name, { measure: name, place }));
  const sql = `SELECT * FROM (${parts.join("\nUNION ALL\n")}) AS measures
WHERE n > 0
ORDER BY place, CASE WHEN arm = $control THEN 0 ELSE 1 END, arm`;
  const { rows, columns } = await database.query(sql, { control: treatment.control });
  const { arm, place, n, missing, sum, variance } = columns;
  const measured = Array.from(place as Float64Array, (index) => measures[index]);
  return {
    name: `${schema.name}_arms`,
    rows,
    columns: {
      group: arm,
      measure: measured.map(({ name }) => name),
      unit: measured.map((column) => unitOf(column, schema.currency)),
      ...{ n, missing, sum, variance },
    },
  };
}

function armsQuery(table: string, arm: string, part: { measure: string; place: number }): string {
  const { measure, place } = part;
  return `SELECT
  ${place} AS place,
  COALESCE(CAST(${arm} AS STRING), 'not known') AS arm,
  COUNT(${measure}) AS n,
  COUNT(*) - COUNT(${measure}) AS missing,
  CAST(SUM(${measure}) AS DOUBLE) AS sum,
  VAR_SAMP(CAST(${measure} AS DOUBLE)) AS variance
FROM ${table}
GROUP BY COALESCE(CAST(${arm} AS STRING), 'not known')`;
}

/** The unit of a mean of the column: "fraction" for zeros and ones. */
export function unitOf(column: ColumnSchema, currency: string): string {
  return isRate(column) ? "fraction" : (column.unit ?? (column.role === "value" ? currency : "number"));
}

/** Whether the column can only be 0 or 1. */
export function isRate({ levels }: ColumnSchema): boolean {
  return levels?.every((level) => level === "0" || level === "1") ?? false;
}

/**
 * Every column of a table in one row, in the schema's order: column, role, unit, rows, missing, and mean and median of
 * a column of numbers or the most frequent value of any other one, with the rows that have it (none where no value
 * comes twice). What any table can say before a question is asked.
 *
 * `table` is the table of the database, the schema's own by default.
 *
 * @example
 * (await describeColumns(database, tableSchema(schema, "marketing_campaign"))).columns.missing[4]; // 24 incomes
 */
export async function describeColumns(
  database: Database,
  schema: TableSchema,
  table: string = schema.name,
): Promise<Table> {
  const parts = schema.columns.map(
    (column, place) => `SELECT ${place} AS place, ${describeQuery(column, table)}`,
  );
  const { rows, columns } = await database.query(`${parts.join("\nUNION ALL\n")}\nORDER BY place`);
  const { place: _, ...described } = columns;
  return {
    name: `${schema.name}_columns`,
    rows,
    columns: {
      column: schema.columns.map(({ name }) => name),
      role: schema.columns.map(({ role }) => role),
      unit: schema.columns.map(({ unit }) => unit),
      ...described,
    },
  };
}

function describeQuery({ name, type }: ColumnSchema, table: string): string {
  const counted = `COUNT(*) AS row_count, COUNT(*) - COUNT(${name}) AS missing`;
  if (NUMERIC_TYPES.includes(type)) {
    return `${counted},
  AVG(CAST(${name} AS DOUBLE)) AS mean,
  PERCENTILE_CONT(5e-1) WITHIN GROUP (ORDER BY CAST(${name} AS DOUBLE)) AS median,
  CAST(NULL AS STRING) AS most_frequent, CAST(NULL AS BIGINT) AS most_frequent_rows
FROM ${table}`;
  }
  return `${counted},
  CAST(NULL AS DOUBLE) AS mean, CAST(NULL AS DOUBLE) AS median,
  MAX(frequent.level) AS most_frequent, MAX(frequent.level_rows) AS most_frequent_rows
FROM ${table} LEFT JOIN (
  SELECT CAST(${name} AS STRING) AS level, COUNT(*) AS level_rows
  FROM ${table}
  WHERE ${name} IS NOT NULL
  GROUP BY CAST(${name} AS STRING)
  HAVING COUNT(*) > 1
  ORDER BY level_rows DESC, level
  LIMIT 1
) AS frequent ON 1 = 1`;
}
