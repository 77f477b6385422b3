import type { Role } from "../../types.js";

export const COLUMN_TYPES = ["integer", "number", "text", "date"] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

export const ROLES: readonly Role[] = [
  "id",
  "treatment",
  "outcome",
  "value",
  "cost",
  "time",
  "feature",
  "segment",
  "cluster",
];

/** How customers got into the groups: by chance, by somebody's rule, or there are no groups to compare. */
export const ASSIGNMENTS = ["random", "by rule", "none"] as const;
export type Assignment = (typeof ASSIGNMENTS)[number];

/** What the schema says about one column. */
export interface ColumnSchema {
  /** Name in SQL and in the library, snake_case. */
  readonly name: string;
  /** Name in the file. */
  readonly file: string;
  readonly type: ColumnType;
  readonly unit: string | null;
  readonly meaning: string;
  readonly role: Role;
  /** Allowed values as texts, "0" and "1" for a flag; null when any value is allowed. */
  readonly levels: readonly string[] | null;
  /** Lowest and highest allowed value; null on a side that is open. */
  readonly range: { readonly low: number | null; readonly high: number | null } | null;
  /** Known other spellings: what is found to the level that is meant. */
  readonly spellings: Readonly<Record<string, string>>;
  /** Level of a treatment that was left alone; null for every other role. */
  readonly control: string | null;
  /** What an empty cell means. */
  readonly missing: string;
}

/** What the schema says about one table. */
export interface TableSchema {
  readonly name: string;
  readonly title: string;
  readonly file: string;
  readonly family: string;
  readonly currency: string;
  readonly grain: string;
  readonly key: readonly string[];
  readonly assignment: Assignment;
  /** Rows of the synthetic table. */
  readonly rows: number | null;
  readonly source: string;
  /** For a truth table, the table whose truth it holds. */
  readonly truthOf: string | null;
  readonly columns: readonly ColumnSchema[];
}

/** The contract of all tables: what every column is, checked when it is read. */
export interface Schema {
  readonly tables: readonly TableSchema[];
}

/**
 * The part of the schema about one table.
 *
 * Throws RangeError when the schema has no such table.
 *
 * @example
 * tableSchema(schema, "marketing_campaign").columns.length; // 29
 */
export function tableSchema(schema: Schema, table: string): TableSchema {
  const found = schema.tables.find((t) => t.name === table);
  if (found === undefined) {
    const names = schema.tables.map((t) => t.name).join(", ");
    throw new RangeError(`table "${table}": not in the schema, which has ${names}`);
  }
  return found;
}

/** The columns of a table that are used as `role`, in the schema's order. */
export function columnsWithRole(table: TableSchema, role: Role): readonly ColumnSchema[] {
  return table.columns.filter((column) => column.role === role);
}

/**
 * The verb that a difference between contacted and other customers deserves: "caused" where chance decided who was
 * contacted, "went with" everywhere else.
 */
export function effectVerb(schema: Schema, table: string): "caused" | "went with" {
  return tableSchema(schema, table).assignment === "random" ? "caused" : "went with";
}
