import { type ColumnSchema, columnsWithRole, type TableSchema } from "../contract/schema.js";
import type { Database } from "../database.js";
import { type Check, type Fault, findFaults } from "./faults.js";
import { meantLevel, nearestLevel, type QualityFinding } from "./quality.js";

/** So many unknown levels of a column are listed one by one, the most frequent first; the others in one line. */
const LEVELS_LISTED = 20;

/** Gives the place of a record for a finding, as in TextTable. */
type Place = (record: number) => string;

/**
 * Checks a typed table (with record_number) against the schema and counts what fails.
 *
 * Stops: an empty cell or an unknown level in an id, treatment or outcome; a key that is there twice; an arm
 * without customers. Repairs, left to named cleaning rules: an empty cell, a value out of range, a level in
 * another spelling or unknown.
 */
export async function checkTable(
  database: Database,
  schema: TableSchema,
  place: Place,
): Promise<readonly QualityFinding[]> {
  return [
    ...(await checkCells(database, schema, place)),
    ...(await checkKey(database, schema, place)),
    ...(await checkLevels(database, schema, place)),
    ...(await checkArms(database, schema)),
  ];
}

/** Without these three a row says nothing, and no rule could fill them in. */
function isEssential(column: ColumnSchema): boolean {
  return column.role === "id" || column.role === "treatment" || column.role === "outcome";
}

async function checkCells(database: Database, schema: TableSchema, place: Place): Promise<QualityFinding[]> {
  const rules = schema.columns.flatMap((column) => [
    { column, rule: "missing value", check: missingCheck(column) },
    ...(column.range === null ? [] : [{ column, rule: rangeText(column), check: rangeCheck(column) }]),
  ]);
  const faults = await findFaults(database, { table: schema.name, checks: rules.map(({ check }) => check) });
  return rules.flatMap(({ column, rule }, i) => {
    const fault = faults[i];
    if (fault === null) return [];
    const grade = rule === "missing value" && isEssential(column) ? "stop" : "repair";
    return [finding({ schema, column: column.name, rule, fault, place, grade })];
  });
}

function missingCheck(column: ColumnSchema): Check {
  return { condition: `${column.name} IS NULL`, value: column.name };
}

function rangeCheck({ name, range }: ColumnSchema): Check {
  const low = range?.low ?? null;
  const high = range?.high ?? null;
  const below = low === null ? [] : [`${name} < ${low}`];
  const above = high === null ? [] : [`${name} > ${high}`];
  return { condition: [...below, ...above, "1 = 0"].join(" OR "), value: name };
}

function rangeText({ range }: ColumnSchema): string {
  if (range?.high === null) return `expected at least ${range.low}`;
  if (range?.low === null) return `expected at most ${range.high}`;
  return `expected ${range?.low} to ${range?.high}`;
}

async function checkKey(database: Database, schema: TableSchema, place: Place): Promise<QualityFinding[]> {
  const key = schema.key.join(", ");
  const value = schema.key.map((column) => `CAST(${column} AS STRING)`).join(" || ', ' || ");
  const { columns, rows } = await database.query(
    `SELECT COUNT(*) AS repeats, MIN(record_number) AS record, MIN_BY(value, record_number) AS value
FROM (
  SELECT record_number, ${value} AS value, ROW_NUMBER() OVER (PARTITION BY ${key} ORDER BY record_number) AS copy
  FROM ${schema.name}
) AS numbered
WHERE copy > 1 AND value IS NOT NULL
HAVING COUNT(*) > 0`,
  );
  if (rows === 0) return [];
  const fault = {
    count: Number(columns.repeats[0]),
    record: Number(columns.record[0]),
    value: String(columns.value[0]),
  };
  const rule = "expected every key once, and this one came before";
  return [finding({ schema, column: schema.key[0], rule, fault, place, grade: "stop" })];
}

async function checkLevels(database: Database, schema: TableSchema, place: Place): Promise<QualityFinding[]> {
  const findings: QualityFinding[] = [];
  for (const column of schema.columns.filter((c) => c.levels !== null)) {
    const unknown = (await levelsOf(database, schema.name, column)).filter(
      (l) => !column.levels?.includes(l.value),
    );
    const listed = unknown.slice(0, LEVELS_LISTED);
    findings.push(...listed.map((fault) => levelFinding(schema, column, { fault, place })));
    const rest = unknown.slice(LEVELS_LISTED);
    if (rest.length > 0) {
      const count = rest.reduce((sum, level) => sum + level.count, 0);
      const fault = {
        count,
        record: Math.min(...rest.map((l) => l.record)),
        value: `${rest.length} more levels`,
      };
      findings.push(levelFinding(schema, column, { fault, place }));
    }
  }
  return findings;
}

function levelFinding(
  schema: TableSchema,
  column: ColumnSchema,
  { fault, place }: { fault: Fault; place: Place },
): QualityFinding {
  const levels = column.levels ?? [];
  if (isEssential(column)) {
    const rule = `expected ${levels.join(" or ")}`;
    return finding({ schema, column: column.name, rule, fault, place, grade: "stop" });
  }
  const meant = meantLevel(column, fault.value ?? "");
  const rule = meant === null ? "unknown level" : "other spelling";
  const hint = meant ?? nearestLevel(levels, fault.value ?? "");
  return { ...finding({ schema, column: column.name, rule, fault, place, grade: "repair" }), meant: hint };
}

async function levelsOf(
  database: Database,
  table: string,
  { name }: ColumnSchema,
): Promise<{ value: string; count: number; record: number }[]> {
  const { columns, rows } = await database.query(
    `SELECT CAST(${name} AS STRING) AS value, COUNT(*) AS customers, MIN(record_number) AS record
FROM ${table} WHERE ${name} IS NOT NULL GROUP BY ${name} ORDER BY customers DESC, record`,
  );
  return Array.from({ length: rows }, (_, row) => ({
    value: String(columns.value[row]),
    count: Number(columns.customers[row]),
    record: Number(columns.record[row]),
  }));
}

/** Every arm of the treatment needs customers: without them there is nothing to compare. */
async function checkArms(database: Database, schema: TableSchema): Promise<QualityFinding[]> {
  const [treatment] = columnsWithRole(schema, "treatment");
  if (treatment === undefined) return [];
  const present = (await levelsOf(database, schema.name, treatment)).map(({ value }) => value);
  return (treatment.levels ?? [])
    .filter((level) => !present.includes(level))
    .map((level) => ({
      table: schema.name,
      column: treatment.name,
      rule: level === treatment.control ? "the control group has no customers" : "this arm has no customers",
      count: 0,
      place: "all rows",
      value: level,
      meant: null,
      grade: "stop",
    }));
}

function finding(found: {
  schema: TableSchema;
  column: string;
  rule: string;
  fault: Fault;
  place: Place;
  grade: QualityFinding["grade"];
}): QualityFinding {
  const { schema, column, rule, fault, grade } = found;
  const value = fault.value === null ? null : fault.value.slice(0, 80);
  return {
    table: schema.name,
    column,
    rule,
    count: fault.count,
    place: found.place(fault.record),
    value,
    meant: null,
    grade,
  };
}
