import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, extname, join, parse, resolve } from "node:path";
import type { Schema, TableSchema } from "../contract/schema.js";
import { readSchema } from "../contract/schema-reader.js";
import { DataError } from "../data-error.js";

const EXTENSIONS = [".csv", ".tsv", ".txt"];
const SCHEMA_FILE = "data_schema.yaml";

/** What the reader gave, and the schema that follows from it. */
export interface OwnFiles {
  readonly schema: Schema;
  /** Absolute path of the reader's file by table. */
  readonly files: ReadonlyMap<string, string>;
  readonly notUsed: readonly string[];
}

/**
 * Finds the tables in the reader's folder.
 *
 * A file belongs to a table when its name without extension (.csv, .tsv, .txt) is the table's name or the
 * schema's `file`, in any case. A table of the reader's schema replaces ours of that name when its file is
 * there; the others stay ours and synthetic.
 *
 * Throws DataError when the folder is not one, two files belong to one table, or no file belongs to any.
 */
export function recognise(given: { ours: Schema; folder?: string; schema?: string }): OwnFiles {
  if (!given.folder) {
    return { schema: given.ours, files: new Map(), notUsed: [] };
  }
  const folder = resolve(given.folder);
  const names = filesIn(folder);
  const schemaPath = given.schema ? resolve(given.schema) : join(folder, SCHEMA_FILE);
  if (given.schema && !existsSync(schemaPath))
    throw new DataError([`schema ${given.schema}: there is no such file`]);
  const readers = existsSync(schemaPath) ? readSchema(schemaPath).tables : [];
  const tables = [...readers, ...given.ours.tables.filter((t) => !readers.some((r) => r.name === t.name))];
  const files = new Map<string, string>();
  for (const table of tables.filter((t) => t.truthOf === null)) {
    const file = onlyFile(table, names);
    if (file !== undefined) files.set(table.name, join(folder, file));
  }
  const used = new Set([...files.values()].map((path) => basename(path)));
  const notUsed = names.filter((name) => !used.has(name) && join(folder, name) !== schemaPath);
  if (files.size === 0) throw new DataError([nothingRecognised(folder, notUsed, tables)]);
  const own = readers.filter((table) => files.has(table.name));
  const rest = given.ours.tables.filter((table) => !own.some((t) => t.name === table.name));
  return { schema: { tables: [...own, ...rest] }, files, notUsed };
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) throw new DataError([`data folder ${basename(folder)}: there is no such folder`]);
  if (!statSync(folder).isDirectory()) {
    throw new DataError([`data folder ${basename(folder)}: is a file; give the folder that it lies in`]);
  }
  return readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .sort();
}

function onlyFile(table: TableSchema, names: readonly string[]): string | undefined {
  const stems = [table.name, parse(table.file).name].map((stem) => stem.toLowerCase());
  const fitting = names.filter(
    (name) =>
      EXTENSIONS.includes(extname(name).toLowerCase()) && stems.includes(parse(name).name.toLowerCase()),
  );
  if (fitting.length > 1) {
    throw new DataError([`table ${table.name}: ${fitting.join(" and ")} both belong to it; keep one`]);
  }
  return fitting[0];
}

function nothingRecognised(folder: string, names: readonly string[], tables: readonly TableSchema[]): string {
  const found = names.length > 0 ? names.join(", ") : "no files";
  const stems = tables.filter((t) => t.truthOf === null).map((t) => parse(t.file).name);
  return (
    `data folder ${basename(folder)}: no file belongs to a table. Found ${found}; ` +
    `expected ${[...new Set(stems)].join(" or ")} with one of ${EXTENSIONS.join(", ")}`
  );
}
