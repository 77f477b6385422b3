import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import type { Table } from "../types.js";
import { type Schema, tableSchema } from "./contract/schema.js";
import { readSchema } from "./contract/schema-reader.js";
import { recognise } from "./reading/own-files.js";
import { csvText } from "./write.js";

/** Where a table's file is, and whether we made it up. */
export interface Source {
  readonly path: string;
  readonly synthetic: boolean;
}

/** The files of one run, and the only way to them. Paths are given as in the checkout: "data/raw/campaign_data.csv". */
export interface Workspace {
  /** True when the reader gave a folder of their own. */
  readonly own: boolean;
  /** The tables of this run: the reader's definition of a table that the reader gave, ours of the others. */
  readonly schema: Schema;
  /** Files of the reader's folder that no table recognises. */
  readonly notUsed: readonly string[];
  /** The file to read for a table. Throws for the truth of a table that is the reader's own: nobody knows it. */
  source(table: string): Source;
  /** True when the table's data are not the reader's own. */
  isSynthetic(table: string): boolean;
  /** Absolute path of a file that this run, or the run before it, has made. Throws naming the notebook that makes it. */
  find(path: string): string;
  /** Names of the files in a folder of this run and of the run before it, sorted. */
  list(folder: string): string[];
  /** Writes a file whole or not at all. */
  write(path: string, content: string | Uint8Array): void;
  /** Writes a table as CSV, whole or not at all: see csvText. */
  writeCsv(path: string, table: Table): void;
  /** Absolute path to write to, its folder made. For writers that need a path: write beside it, then rename. */
  output(path: string): string;
}

/** The checkout, seen from lib/dist/tables. */
const CHECKOUT = resolve(__dirname, "../../..");

/** Who makes a file: the first rule that fits its path. */
const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/^data\/raw\/|claims_01\.json$/, "01_synthetic_data"],
  [/claims_03\.json$/, "03_uplift_analysis"],
  [/claims_04\.json$/, "04_segmentation"],
  [/^data\//, "02_preprocessing"],
];

/**
 * The folders of this run, from the environment: CAMPAIGN_LAB_OUT receives everything (the checkout when
 * unset), CAMPAIGN_LAB_PREVIOUS is read when a file is not there, CAMPAIGN_LAB_DATA is the reader's own
 * folder, CAMPAIGN_LAB_SCHEMA the reader's schema (data_schema.yaml in their folder when unset).
 *
 * Throws DataError when a schema has an error, the reader's folder is not one, or no table recognises a file in it.
 *
 * @example
 * const workspace = openWorkspace();
 * workspace.source("marketing_campaign"); // { path: "…/data/raw/marketing_campaign.csv", synthetic: true }
 */
export function openWorkspace(environment: NodeJS.ProcessEnv = process.env): Workspace {
  const out = resolve(environment.CAMPAIGN_LAB_OUT || CHECKOUT);
  const previous = environment.CAMPAIGN_LAB_PREVIOUS;
  const roots = previous ? [out, resolve(previous)] : [out];
  const ours = readSchema(join(CHECKOUT, "data/data_schema.yaml"));
  const readers = recognise({
    ours,
    folder: environment.CAMPAIGN_LAB_DATA,
    schema: environment.CAMPAIGN_LAB_SCHEMA,
  });
  const { schema, files, notUsed } = readers;
  const find = (path: string): string => findFile(roots, path);
  return {
    own: files.size > 0,
    schema,
    notUsed,
    source: (table) => {
      const { file, truthOf } = tableSchema(schema, table);
      if (truthOf !== null && files.has(truthOf)) {
        throw new Error(`${table}: ${truthOf} is your own table, so nobody knows its truth`);
      }
      const own = files.get(table);
      return own === undefined
        ? { path: find(`data/raw/${file}`), synthetic: true }
        : { path: own, synthetic: false };
    },
    isSynthetic: (table) => !files.has(tableSchema(schema, table).name),
    find,
    list: (folder) => listFiles(roots, folder),
    write: (path, content) => writeWhole(outputPath(out, path), content),
    writeCsv: (path, table) => writeWhole(outputPath(out, path), csvText(table)),
    output: (path) => outputPath(out, path),
  };
}

function findFile(roots: readonly string[], path: string): string {
  const found = roots.map((root) => inside(root, path)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  const maker = MAKERS.find(([pattern]) => pattern.test(path))?.[1];
  throw new Error(
    `${path} is not there: ${maker ? `run notebook ${maker} first` : "run the four notebooks first"}`,
  );
}

function listFiles(roots: readonly string[], folder: string): string[] {
  const names = roots
    .map((root) => inside(root, folder))
    .filter((path) => existsSync(path))
    .flatMap((path) => readdirSync(path, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".tmp"))
    .map((entry) => entry.name);
  return [...new Set(names)].sort();
}

/** A path of ours never leads out of the run's folder, however it was put together. */
function inside(root: string, path: string): string {
  if (isAbsolute(path) || path.split(/[\\/]/).includes("..")) {
    throw new RangeError(`path "${path}": expected one inside the run's folder`);
  }
  return join(root, path);
}

function outputPath(out: string, path: string): string {
  const target = inside(out, path);
  try {
    mkdirSync(dirname(target), { recursive: true });
  } catch (error) {
    throw cannotWrite(path, error);
  }
  return target;
}

function writeWhole(target: string, content: string | Uint8Array): void {
  // In the same folder, because a rename is all or nothing only within one file system.
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw cannotWrite(basename(target), error);
  }
}

/** The error of a file that cannot be written, with the reason that the system's error code stands for. */
export function cannotWrite(name: string, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code ?? "unknown reason";
  const reasons: Record<string, string> = {
    EACCES: "no permission to write there",
    EPERM: "no permission to write there",
    EROFS: "the file system is read-only",
    ENOSPC: "the disk is full",
    EFBIG: "the file is larger than allowed",
    ENOTDIR: "a file stands where a folder is needed",
    EEXIST: "a file stands where a folder is needed",
    EISDIR: "a folder stands where the file is needed",
  };
  return new Error(`cannot write ${name}: ${reasons[code] ?? code}`, { cause: error });
}
