import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Schema, TableSchema } from "../contract/schema.js";
import { readSchema } from "../contract/schema-reader.js";
import { DataError } from "../data-error.js";

/** How the names of files end that can be read. */
const FORM = /\.(?:parquet|xlsx|(?:csv|tsv|txt)(?:\.gz)?)$/i;
const FORMS = ".csv, .tsv, .txt (also with .gz), .parquet, .xlsx";
const SCHEMA_FILE = "data_schema.yaml";

/** What the reader gave, and the schema that follows from it. */
export interface OwnFiles {
  readonly schema: Schema;
  /** Absolute path of the reader's file by table. */
  readonly files: ReadonlyMap<string, string>;
  readonly notUsed: readonly string[];
}

/** No file of the reader's folder belongs to a table. `paths` are the files that could be read if a schema told how. */
export class NoTableRecognised extends DataError {
  readonly paths: readonly string[];

  constructor(problem: string, paths: readonly string[]) {
    super([problem]);
    this.name = "NoTableRecognised";
    this.paths = paths;
  }
}

/**
 * Finds the tables in the reader's folder.
 *
 * A file belongs to a table when its name without ending is the table's name or the schema's `file`, in any case. The
 * reader's schema comes first: it may define tables of its own, or one of ours with our columns under other names or
 * levels. Tables without a file of the reader's stay ours and synthetic. A reader's file under our definition loses what
 * we say of our own data: source, population, period, rows, key figures.
 *
 * Throws DataError when the folder is not one, two files belong to one table or one to two, or the reader's definition of
 * one of our tables leaves out columns that we work with; NoTableRecognised when no file belongs to any table.
 */
export function recognise(given: { ours: Schema; folder?: string; schema?: string }): OwnFiles {
  if (!given.folder) return { schema: given.ours, files: new Map(), notUsed: [] };
  const folder = resolve(given.folder);
  const names = filesIn(folder);
  const schemaPath = given.schema ? resolve(given.schema) : join(folder, SCHEMA_FILE);
  if (given.schema && !existsSync(schemaPath))
    throw new DataError([`schema ${given.schema}: there is no such file`]);
  const { tables: ours } = given.ours;
  const readers = existsSync(schemaPath) ? readSchema(schemaPath, ours).tables : [];
  const others = ours.filter((table) => !readers.some(({ name }) => name === table.name));
  const own = filesOf(readers, names);
  const free = names.filter((name) => ![...own.values()].includes(name));
  const files = new Map([...own, ...filesOf(others, free)]);
  const used = new Set(files.values());
  const notUsed = names.filter((name) => !used.has(name) && join(folder, name) !== schemaPath);
  if (files.size === 0) throw noneRecognised(folder, notUsed, [...readers, ...others]);
  const described = readers.filter(({ name }) => own.has(name));
  checkDefinitions(described, ours, basename(schemaPath));
  const defined = described.map((table) => withOptionalColumns(table, ours));
  const rest = ours
    .filter((table) => !defined.some(({ name }) => name === table.name))
    .map((table) => (files.has(table.name) ? withoutOurData(table) : table));
  const paths = new Map([...files].map(([table, name]) => [table, join(folder, name)]));
  return { schema: { tables: [...defined, ...rest] }, files: paths, notUsed };
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

/** The file of each table that has one. Two tables may share a file only as two sheets of it. */
function filesOf(tables: readonly TableSchema[], names: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  const takenBy = new Map<string, string>();
  for (const table of tables.filter(({ truthOf }) => truthOf === null)) {
    const file = onlyFile(table, names);
    if (file === undefined) continue;
    const sheet = `${file} sheet ${table.sheet ?? ""}`;
    const other = takenBy.get(sheet);
    if (other !== undefined) {
      throw new DataError([`${file}: belongs to two tables, ${other} and ${table.name}; keep one`]);
    }
    takenBy.set(sheet, table.name);
    files.set(table.name, file);
  }
  return files;
}

function onlyFile(table: TableSchema, names: readonly string[]): string | undefined {
  const stems = [table.name, stemOf(table.file)];
  const fitting = names.filter((name) => FORM.test(name) && stems.includes(stemOf(name)));
  if (fitting.length > 1) {
    throw new DataError([`table ${table.name}: ${fitting.join(" and ")} both belong to it; keep one`]);
  }
  return fitting[0];
}

/** A file's name without its ending, in lower case: "hillstrom" for Hillstrom.csv.gz. */
export function stemOf(name: string): string {
  return name.replace(FORM, "").toLowerCase();
}

/** Notebooks work with the columns of our tables, so a definition of the reader's must have them all. */
function checkDefinitions(
  defined: readonly TableSchema[],
  ours: readonly TableSchema[],
  schemaFile: string,
): void {
  const problems = defined.flatMap((table) => {
    const expected = ours.find(({ name }) => name === table.name)?.columns ?? [];
    const lacking = expected.filter(
      ({ name, optional }) => !optional && !table.columns.some((column) => column.name === name),
    );
    if (lacking.length === 0) return [];
    const columns = lacking.map(({ name }) => name).join(", ");
    return `${schemaFile}: table ${table.name} is one of the lab's own; give yours another name or declare ${columns}`;
  });
  if (problems.length > 0) throw new DataError(problems);
}

/** Our optional columns are absent, and not unknown, in a table of ours that the reader describes without them. */
function withOptionalColumns(table: TableSchema, ours: readonly TableSchema[]): TableSchema {
  const expected = ours.find(({ name }) => name === table.name)?.columns ?? [];
  const lacking = expected.filter(({ name }) => !table.columns.some((column) => column.name === name));
  return { ...table, columns: [...table.columns, ...lacking] };
}

function withoutOurData(table: TableSchema): TableSchema {
  // What was planned for our customers, and until when they were followed, says nothing about the reader's.
  const plan = { ...table.plan, shares: null, followedUntil: null };
  return {
    ...table,
    plan,
    source: "your own file",
    population: null,
    period: null,
    rows: null,
    keyFigures: [],
  };
}

function noneRecognised(folder: string, names: readonly string[], tables: readonly TableSchema[]): Error {
  const found = names.length > 0 ? names.join(", ") : "no files";
  const stems = new Set(tables.filter((t) => t.truthOf === null).map((t) => t.file.replace(FORM, "")));
  const problem =
    `data folder ${basename(folder)}: no file belongs to a table. Found ${found}; ` +
    `expected ${[...stems].join(" or ")} with one of ${FORMS}, or a ${SCHEMA_FILE} that describes your files`;
  const readable = names.filter((name) => FORM.test(name)).map((name) => join(folder, name));
  return new NoTableRecognised(problem, readable);
}
