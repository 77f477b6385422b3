import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { makeFolder } from "./files.mjs";
import { checkout, isWithin, PRIVATE, realPath, shown } from "./folders.mjs";
import { Problem } from "./problem.mjs";

/** Where a run reads and writes; the options that npm start and npm run lab have in common. */
export const FOLDER_OPTIONS = {
  data: { value: "DIR", text: "run on the tables in DIR instead of the synthetic ones" },
  schema: { value: "FILE", text: "the schema of these tables (default: DIR/data_schema.yaml, else ours)" },
  out: { value: "DIR", text: "write to DIR (default: this folder; with --data: out)" },
};

/** Folders of the checkout that no --out may write into. */
const OWN_FOLDERS = [
  ".ci", ".git", ".venv", PRIVATE, "bench", "data", "lib", "node_modules", "notebooks", "reports", "scripts",
]; // biome-ignore format: one list

/**
 * @typedef {object} Folders
 * @property {string} out the folder that receives the outputs
 * @property {string} [data] the reader's own folder; without it all tables are synthetic
 * @property {string} [schema] the reader's schema
 */

/**
 * The folders that options ask for, checked. The environment variables that notebooks read stand in for options that
 * are not given, so that a shell prepared for JupyterLab means the same here.
 *
 * @param {{ [name: string]: string }} values
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Folders}
 */
export function foldersOf(values, environment = process.env) {
  const data = given(values.data ?? environment.CAMPAIGN_LAB_DATA);
  const schema = given(values.schema ?? environment.CAMPAIGN_LAB_SCHEMA);
  const out = given(values.out ?? environment.CAMPAIGN_LAB_OUT) ?? (data ? join(checkout, "out") : checkout);
  if (data) checkKind("--data", data, "folder");
  if (schema && !data)
    throw new Problem("--schema: describes the reader's own tables, so it needs --data DIR");
  if (schema) checkKind("--schema", schema, "file");
  checkOut(out, data);
  return { out, data, schema };
}

/**
 * The environment in which notebooks and the report find these folders.
 *
 * @param {Folders} folders
 * @param {string} [previous] folder of an earlier complete run, for a run of some notebooks only
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentOf({ out, data, schema }, previous) {
  return {
    ...process.env,
    CAMPAIGN_LAB_OUT: out,
    CAMPAIGN_LAB_DATA: data,
    CAMPAIGN_LAB_SCHEMA: schema,
    CAMPAIGN_LAB_PREVIOUS: previous,
  };
}

/**
 * Paths are meant from where the reader stands; npm moves to the checkout and leaves that place in INIT_CWD.
 *
 * @param {string | undefined} path
 * @returns {string | undefined}
 */
function given(path) {
  const start = process.env.npm_lifecycle_event ? process.env.INIT_CWD : undefined;
  return path ? resolve(start ?? process.cwd(), path) : undefined;
}

/**
 * @param {string} path
 * @returns {import("node:fs").Stats | undefined} nothing also where a file stands in the place of a folder of the path
 */
function kindAt(path) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/**
 * @param {string} option
 * @param {string} path
 * @param {"file" | "folder"} kind
 */
function checkKind(option, path, kind) {
  const found = kindAt(path);
  if (!found) throw new Problem(`${option}: no such ${kind}: ${path}`);
  const suits = kind === "folder" ? found.isDirectory() : found.isFile();
  if (!suits)
    throw new Problem(
      `${option}: expected a ${kind}, got a ${kind === "folder" ? "file" : "folder"}: ${path}`,
    );
}

/**
 * Refuses a folder whose files a run could overwrite without having made them.
 *
 * @param {string} out
 * @param {string | undefined} data
 */
function checkOut(out, data) {
  const isCheckout = realPath(out) === realPath(checkout);
  if (isCheckout && data)
    throw new Problem("--out: own data never overwrites the project's files; choose another folder");
  const own = OWN_FOLDERS.find((name) => isWithin(out, join(checkout, name)));
  if (own) throw new Problem(`--out: ${own} is a folder of the project; choose another one`);
  if (data && realPath(out) === realPath(data)) throw new Problem("--out: must not be the folder of --data");
  if (existsSync(out)) checkKind("--out", out, "folder");
  if (!isCheckout && existsSync(out) && !existsSync(join(out, PRIVATE)) && readdirSync(out).length > 0) {
    throw new Problem(
      `--out: ${shown(out)} holds files that no run has made; choose an empty or a new folder`,
    );
  }
  checkWritable(out);
}

/** @param {string} out */
function checkWritable(out) {
  const probe = join(out, PRIVATE, `probe-${process.pid}`);
  try {
    makeFolder(join(out, PRIVATE));
    writeFileSync(probe, "");
  } catch (error) {
    throw new Problem(
      `--out: cannot write to ${shown(out)} (${/** @type {NodeJS.ErrnoException} */ (error).code})`,
    );
  }
  rmSync(probe);
}
