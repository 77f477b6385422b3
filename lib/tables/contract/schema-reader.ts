import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type Document, isMap, isScalar, LineCounter, parseDocument } from "yaml";
import type { Role } from "../../types.js";
import { DataError } from "../data-error.js";
import {
  ASSIGNMENTS,
  type Assignment,
  COLUMN_TYPES,
  type ColumnSchema,
  type ColumnType,
  ROLES,
  type Schema,
  type TableSchema,
} from "./schema.js";

/** The keys a table and a column may have; the first list of each is the one that must be there. */
const TABLE_KEYS = {
  needed: ["title", "file", "family", "currency", "grain", "key", "assignment", "source", "columns"],
  optional: ["rows", "truth_of"],
};
const COLUMN_KEYS = {
  needed: ["type", "meaning", "role", "missing"],
  optional: ["file", "unit", "levels", "range", "spellings", "control"],
};

type Entries = Readonly<Record<string, unknown>>;
/** Notes what is wrong at a place in the YAML, given as the keys that lead to it. */
type Report = (path: readonly string[], problem: string) => void;

/**
 * Reads a schema file and refuses one with an error of its own.
 *
 * Throws DataError with file, YAML line and reason for every error: unknown key, type or role, something
 * needed that is not there, two treatments, a treatment without its control level, a range upside down.
 *
 * @example
 * readSchema("data/data_schema.yaml").tables[0].name; // "campaign_data"
 */
export function readSchema(path: string): Schema {
  return parseSchema(readFileSync(path, "utf8"), basename(path));
}

/** The schema in a YAML text; `file` is the name that messages use. Throws as readSchema does. */
export function parseSchema(text: string, file: string): Schema {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new DataError(document.errors.map((e) => `${file}: ${e.message.split("\n")[0].replace(/:$/, "")}`));
  }
  const problems: string[] = [];
  const report: Report = (path, problem) => {
    const place = path.length > 0 ? `${path.join(".")}: ` : "";
    problems.push(`${file} line ${lineOf(document, lines, path)}: ${place}${problem}`);
  };
  const content = entries(document.toJS(), [], report);
  checkKeys(content, { needed: ["tables"], optional: [] }, { path: [], report });
  const tables = Object.entries(entries(content.tables, ["tables"], report)).map(([name, table]) =>
    readTable(name, table, report),
  );
  if (problems.length > 0) throw new DataError(problems);
  return { tables };
}

/** Line of the key at the end of the path, or of the deepest part of it that is there. */
function lineOf(document: Document, lines: LineCounter, path: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    const pair = isMap(node)
      ? node.items.find((i) => isScalar(i.key) && String(i.key.value) === step)
      : undefined;
    if (pair === undefined) break;
    offset = (isScalar(pair.key) && pair.key.range?.[0]) || offset;
    node = pair.value;
  }
  return lines.linePos(offset).line || 1;
}

function readTable(name: string, content: unknown, report: Report): TableSchema {
  const path = ["tables", name];
  const table = entries(content, path, report);
  checkKeys(table, TABLE_KEYS, { path, report });
  checkSnakeCase(name, path, report);
  const columns = Object.entries(entries(table.columns, [...path, "columns"], report)).map(
    ([column, entry]) => readColumn(column, entry, { path: [...path, "columns", column], report }),
  );
  const key = (Array.isArray(table.key) ? table.key : [table.key]).map(String);
  for (const column of key.filter((k) => !columns.some((c) => c.name === k))) {
    report([...path, "key"], `"${column}" is not a column of the table`);
  }
  const treatments = columns.filter((c) => c.role === "treatment");
  if (treatments.length > 1) {
    const names = treatments.map((c) => c.name).join(" and ");
    report(
      [...path, "columns", treatments[1].name, "role"],
      `two treatments, ${names}: a table has one at most`,
    );
  }
  return {
    name,
    title: text(table.title),
    file: text(table.file),
    family: text(table.family),
    currency: text(table.currency),
    grain: text(table.grain),
    key,
    assignment: oneOf(ASSIGNMENTS, table.assignment, { path: [...path, "assignment"], report }) as Assignment,
    rows: typeof table.rows === "number" ? table.rows : null,
    source: text(table.source),
    truthOf: table.truth_of === undefined ? null : text(table.truth_of),
    columns,
  };
}

interface Place {
  readonly path: readonly string[];
  readonly report: Report;
}

function readColumn(name: string, content: unknown, place: Place): ColumnSchema {
  const column = entries(content, place.path, place.report);
  checkKeys(column, COLUMN_KEYS, place);
  checkSnakeCase(name, place.path, place.report);
  const at = (key: string): Place => ({ path: [...place.path, key], report: place.report });
  const result: ColumnSchema = {
    name,
    file: column.file === undefined ? name : text(column.file),
    type: oneOf(COLUMN_TYPES, column.type, at("type")) as ColumnType,
    unit: column.unit === undefined ? null : text(column.unit),
    meaning: text(column.meaning),
    role: oneOf(ROLES, column.role, at("role")) as Role,
    levels: Array.isArray(column.levels) ? column.levels.map(text) : null,
    range: column.range === undefined ? null : readRange(column.range, at("range")),
    spellings: Object.fromEntries(
      Object.entries((column.spellings as Entries) ?? {}).map(([found, meant]) => [found, text(meant)]),
    ),
    control: column.control === undefined ? null : text(column.control),
    missing: text(column.missing),
  };
  checkLevels(result, at);
  return result;
}

function readRange(content: unknown, { path, report }: Place): ColumnSchema["range"] {
  const bounds: readonly unknown[] = Array.isArray(content) ? content : [];
  if (bounds.length !== 2 || bounds.some((b) => b !== null && typeof b !== "number")) {
    report(path, `expected [lowest, highest] with null for an open end, got ${JSON.stringify(content)}`);
    return null;
  }
  const [low, high] = bounds as [number | null, number | null];
  if (low !== null && high !== null && low > high) {
    report(path, `upside down, the lowest value ${low} is above the highest ${high}`);
  }
  return { low, high };
}

function checkLevels(column: ColumnSchema, at: (key: string) => Place): void {
  const complain = (key: string, problem: string): void => at(key).report(at(key).path, problem);
  if (column.range !== null && (column.type === "text" || column.type === "date")) {
    complain("range", `only a number has a range, and the type is ${column.type}`);
  }
  for (const meant of Object.values(column.spellings).filter((s) => !column.levels?.includes(s))) {
    complain("spellings", `"${meant}" is not one of the levels`);
  }
  if (column.role !== "treatment") {
    if (column.control !== null)
      complain("control", `only a treatment has one, and the role is ${column.role}`);
    return;
  }
  if (column.control === null) complain("role", "a treatment needs control, the level that was left alone");
  if (column.levels === null) complain("role", "a treatment needs levels, the names of its arms");
  if (column.control !== null && column.levels !== null && !column.levels.includes(column.control)) {
    complain("control", `"${column.control}" is not one of the levels`);
  }
}

function checkKeys(content: Entries, keys: { needed: string[]; optional: string[] }, place: Place): void {
  const known = [...keys.needed, ...keys.optional];
  for (const key of Object.keys(content).filter((k) => !known.includes(k))) {
    place.report([...place.path, key], `unknown key; known are ${known.join(", ")}`);
  }
  for (const key of keys.needed.filter((k) => content[k] === undefined || content[k] === null)) {
    place.report(place.path, `${key} is not given`);
  }
}

/** Names go into SQL unquoted, so they must be words that every engine takes as they are. */
function checkSnakeCase(name: string, path: readonly string[], report: Report): void {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) report(path, "a name is lower-case letters, digits and _");
}

function oneOf(known: readonly string[], value: unknown, { path, report }: Place): string {
  if (value !== undefined && value !== null && !known.includes(text(value))) {
    report(path, `unknown ${path[path.length - 1]} "${text(value)}"; known are ${known.join(", ")}`);
  }
  return text(value);
}

function entries(content: unknown, path: readonly string[], report: Report): Entries {
  if (typeof content === "object" && content !== null && !Array.isArray(content)) return content as Entries;
  if (content !== undefined) report(path, "expected keys with values");
  return {};
}

function text(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}
