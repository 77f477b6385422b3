import { type ColumnSchema, columnsWithRole, NUMERIC_TYPES, type TableSchema } from "../contract/schema.js";
import type { Database } from "../database.js";
import { numberLiteral, typedLiteral } from "../literals.js";
import { type Check, type Fault, findFaults } from "./faults.js";
import { type FaultKind, meantLevel, nearestLevel, type QualityFinding } from "./quality.js";

/** So many unknown levels of a column are listed one by one, the most frequent first; the others in one line. */
const LEVELS_LISTED = 20;

/** Gives the place of a record for a finding, as in TextTable. */
type Place = (record: number) => string;

/** A table of the database that is being checked. */
interface Checked {
  readonly database: Database;
  readonly schema: TableSchema;
  readonly place: Place;
}

/** A rule for the values of one column. */
interface Rule {
  readonly column: ColumnSchema;
  readonly kind: FaultKind;
  readonly text: string;
  readonly check: Check;
}

/**
 * Checks a typed table (with record_number) against the schema and counts what fails.
 *
 * Stops: an empty cell (but in an optional outcome) or an unknown level in a treatment, an outcome or a column of the key;
 * a key that is there twice; an arm without customers. Repairs, left to named cleaning rules: any other empty cell, a value out of range, a level in
 * another spelling or unknown.
 *
 * All rules of the columns are counted in one pass over the table, so this suits long ones; what is broken is looked at
 * again for its first row and its levels.
 */
export async function checkTable(
  database: Database,
  schema: TableSchema,
  place: Place,
): Promise<readonly QualityFinding[]> {
  const checked = { database, schema, place };
  return [...(await checkColumns(checked)), ...(await checkKey(checked)), ...(await checkArms(checked))];
}

async function checkColumns(checked: Checked): Promise<QualityFinding[]> {
  const rules = checked.schema.columns.flatMap(rulesOf);
  const { database, schema } = checked;
  const faults = await findFaults(database, { table: schema.name, checks: rules.map(({ check }) => check) });
  const findings: QualityFinding[] = [];
  for (const [i, { column, kind, text }] of rules.entries()) {
    const fault = faults[i];
    if (fault === null) continue;
    if (kind === "unknown level") findings.push(...(await levelFindings(checked, column)));
    else {
      const stops = kind === "missing" && isEssential(schema, column) && !column.optional;
      const grade = stops ? "stop" : "repair";
      findings.push(finding(checked, { column: column.name, kind, rule: text, fault, grade }));
    }
  }
  return findings;
}

/** Without these a row says nothing, and no rule could fill them in. */
function isEssential({ key }: TableSchema, { name, role }: ColumnSchema): boolean {
  return role === "treatment" || role === "outcome" || key.includes(name);
}

function rulesOf(column: ColumnSchema): Rule[] {
  const { name, range, levels } = column;
  const rule = (kind: FaultKind, text: string, condition: string): Rule => {
    return { column, kind, text, check: { condition, value: name } };
  };
  const unknown = levels?.map((level) => typedLiteral(column.type, level)).join(", ");
  return [
    rule("missing", "missing value", `${name} IS NULL`),
    ...(range === null ? [] : [rule("out of range", rangeText(range), rangeCondition(name, range))]),
    ...(levels === null ? [] : [rule("unknown level", "unknown level", `${name} NOT IN (${unknown})`)]),
  ];
}

type Range = NonNullable<ColumnSchema["range"]>;

/** SQL that is true where a value is below or above its range. */
export function rangeCondition(value: string, { low, high }: Range): string {
  const below = low === null ? [] : [`${value} < ${numberLiteral(low)}`];
  const above = high === null ? [] : [`${value} > ${numberLiteral(high)}`];
  return [...below, ...above].join(" OR ") || "1 = 0";
}

function rangeText({ low, high }: Range): string {
  if (high === null) return `expected at least ${low}`;
  return low === null ? `expected at most ${high}` : `expected ${low} to ${high}`;
}

/** A table without a key has no rows to tell apart: two that are alike are two customers. */
async function checkKey(checked: Checked): Promise<QualityFinding[]> {
  const { database, schema } = checked;
  const key = schema.key.join(", ");
  const complete = schema.key.map((column) => `${column} IS NOT NULL`).join(" AND ");
  if (key === "") return [];
  const repeated = await database.query(
    `SELECT 1 AS n FROM ${schema.name} WHERE ${complete} GROUP BY ${key} HAVING COUNT(*) > 1 LIMIT 1`,
  );
  if (repeated.rows === 0) return [];
  const copies = `(
  SELECT *, ROW_NUMBER() OVER (PARTITION BY ${key} ORDER BY record_number) AS copy
  FROM ${schema.name} WHERE ${complete}
) AS numbered`;
  const value = schema.key.map((column) => `CAST(${column} AS STRING)`).join(" || ', ' || ");
  const [fault] = await findFaults(database, { table: copies, checks: [{ condition: "copy > 1", value }] });
  const rule = "expected every key once, and this one came before";
  return fault === null
    ? []
    : [finding(checked, { column: schema.key[0], kind: "repeated key", rule, fault, grade: "stop" })];
}

async function levelFindings(checked: Checked, column: ColumnSchema): Promise<QualityFinding[]> {
  const unknown = (await levelsOf(checked, column)).filter(({ value }) => !column.levels?.includes(value));
  const rest = unknown.slice(LEVELS_LISTED);
  const others: Fault = {
    count: rest.reduce((sum, level) => sum + level.count, 0),
    record: Math.min(...rest.map(({ record }) => record)),
    value: `${rest.length} more levels`,
  };
  const listed = [...unknown.slice(0, LEVELS_LISTED), ...(rest.length > 0 ? [others] : [])];
  return listed.map((fault) => levelFinding(checked, column, fault));
}

function levelFinding(checked: Checked, column: ColumnSchema, fault: Fault): QualityFinding {
  const levels = column.levels ?? [];
  if (isEssential(checked.schema, column)) {
    const rule = `expected ${levels.join(" or ")}`;
    return finding(checked, { column: column.name, kind: "unknown level", rule, fault, grade: "stop" });
  }
  const meant = meantLevel(column, fault.value ?? "");
  const kind = meant === null ? "unknown level" : "other spelling";
  const hint = meant ?? nearestLevel(levels, fault.value ?? "");
  const told = finding(checked, { column: column.name, kind, rule: kind, fault, grade: "repair" });
  return { ...told, meant: hint };
}

/** The values of a column, most frequent first, written as the schema writes levels. */
async function levelsOf(
  { database, schema }: Checked,
  { name, type }: ColumnSchema,
): Promise<(Fault & { readonly value: string })[]> {
  const { columns, rows } = await database.query(
    `SELECT CAST(${name} AS STRING) AS value, COUNT(*) AS customers, MIN(record_number) AS record
FROM ${schema.name} WHERE ${name} IS NOT NULL GROUP BY ${name} ORDER BY customers DESC, record`,
  );
  // A number may be written 1.0 by the engine and 1 by the schema.
  const written = (value: unknown): string =>
    NUMERIC_TYPES.includes(type) ? `${Number(value)}` : `${value}`;
  return Array.from({ length: rows }, (_, row) => ({
    value: written(columns.value[row]),
    count: Number(columns.customers[row]),
    record: Number(columns.record[row]),
  }));
}

/** Every arm of the treatment needs customers: without them there is nothing to compare. */
async function checkArms(checked: Checked): Promise<QualityFinding[]> {
  const { schema } = checked;
  const [treatment] = columnsWithRole(schema, "treatment");
  if (treatment === undefined) return [];
  const present = (await levelsOf(checked, treatment)).map(({ value }) => value);
  return (treatment.levels ?? [])
    .filter((level) => !present.includes(level))
    .map((level) => ({
      table: schema.name,
      column: treatment.name,
      kind: "empty arm",
      rule: level === treatment.control ? "the control group has no customers" : "this arm has no customers",
      count: 0,
      place: "all rows",
      value: level,
      meant: null,
      grade: "stop",
    }));
}

function finding(
  { schema, place }: Checked,
  found: { fault: Fault } & Pick<QualityFinding, "column" | "kind" | "rule" | "grade">,
): QualityFinding {
  const { fault, ...what } = found;
  const value = fault.value === null ? null : fault.value.slice(0, 80);
  return { table: schema.name, ...what, count: fault.count, place: place(fault.record), value, meant: null };
}
