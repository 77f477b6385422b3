import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { shown } from "./folders.mjs";
import { Problem } from "./problem.mjs";

const require = createRequire(import.meta.url);

/**
 * Says which of the reader's files are used, and reads and checks each of them, before anything is run: a folder, schema
 * or file that cannot be used is a problem here and not in a notebook. For a folder whose files no schema describes, a
 * schema to start from is written to the out folder.
 *
 * @param {NodeJS.ProcessEnv} environment of the run
 */
export async function checkSources(environment) {
  const { openDatabase, NoTableRecognised } = require("campaign-lab");
  const database = await openDatabase();
  try {
    await readSources(environment, database);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    const help =
      error instanceof NoTableRecognised ? await wayToStart(environment, database, error.paths) : [];
    throw new Problem([message, ...help].join("\n"));
  } finally {
    database.close();
  }
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {import("../lib/tables/database.js").Database} database
 */
async function readSources(environment, database) {
  const { openWorkspace, loadSources, findingText } = require("campaign-lab");
  /** @type {import("../lib/tables/workspace.js").Workspace} */
  const workspace = openWorkspace(environment);
  const tables = workspace.schema.tables.filter(({ truthOf }) => truthOf === null).map(({ name }) => name);
  const yours = tables.filter((name) => !workspace.isSynthetic(name));
  const ours = tables.filter((name) => workspace.isSynthetic(name));
  console.log(`your tables: ${yours.join(", ")}`);
  if (ours.length > 0) console.log(`synthetic, because your folder has none: ${ours.join(", ")}`);
  if (workspace.notUsed.length > 0) console.log(`not used: ${workspace.notUsed.join(", ")}`);
  /** @type {readonly import("../lib/tables/reading/read.js").LoadedTable[]} */
  const loaded = await loadSources(workspace, database, yours);
  for (const one of loaded) {
    const { table, file, findings } = one;
    const { columns } = workspace.schema.tables.find(({ name }) => name === table) ?? { columns: [] };
    console.log(sizeInWords(one, columns));
    for (const orphan of findings.filter(({ kind }) => kind === "orphan")) {
      const column = columns.find(({ name }) => name === orphan.column);
      if (column) console.log(`  ${findingText(orphan, { file, column })}`);
    }
  }
}

/**
 * How large a table is and what is odd about it, in a line. A file may lack an optional column, and then counts without it.
 *
 * @param {import("../lib/tables/reading/read.js").LoadedTable} loaded
 * @param {readonly import("../lib/tables/contract/schema.js").ColumnSchema[]} columns
 * @returns {string}
 */
function sizeInWords({ file, format, rows, findings }, columns) {
  const optional = new Set(columns.filter((column) => column.optional).map(({ name }) => name));
  const empty = findings.filter(({ column, kind }) => kind === "missing" && optional.has(column));
  const absent = empty.filter(({ count }) => count === rows).map(({ column }) => column);
  const atFault = new Set(findings.filter((found) => !empty.includes(found)).map(({ column }) => column))
    .size;
  return [
    `${file}: ${rows.toLocaleString("en-US")} rows, ${columns.length - absent.length} columns`,
    ...(format === "UTF-8" ? [] : [`read as ${format}`]),
    ...(atFault > 0 ? [`in ${atFault} of them values are missing or unexpected`] : []),
    ...(absent.length > 0 ? [`without ${absent.join(", ")}, which may be absent`] : []),
  ].join("; ");
}

/**
 * What a reader can do whose files no schema describes.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @param {import("../lib/tables/database.js").Database} database
 * @param {readonly string[]} paths of the files that could be read
 * @returns {Promise<string[]>} lines for the message
 */
async function wayToStart(environment, database, paths) {
  const { proposeSchema } = require("campaign-lab");
  /** @type {import("../lib/tables/reading/guess.js").Proposal} */
  const { found, schema } = await proposeSchema(database, paths);
  const lines = found.map((line) => `  ${line}`);
  const { CAMPAIGN_LAB_OUT: out, CAMPAIGN_LAB_DATA: data } = environment;
  if (schema === null || !out || !data) return lines;
  const path = writeNew(out, schema);
  const way = `npm start -- --data ${quoted(data)} --schema ${quoted(path)} --out ${quoted(out)}`;
  const what = "which column is the treatment and which the outcome";
  return [...lines, `A schema to start from is in ${shown(path)}: say in it ${what}, then`, `  ${way}`];
}

/**
 * Writes a schema under the first free name of data_schema.yaml, data_schema_2.yaml and so on: one that the reader has
 * begun to complete is never overwritten.
 *
 * @param {string} folder
 * @param {string} text
 * @returns {string} its path
 */
function writeNew(folder, text) {
  mkdirSync(folder, { recursive: true });
  let path = join(folder, "data_schema.yaml");
  for (let number = 2; existsSync(path); number += 1) path = join(folder, `data_schema_${number}.yaml`);
  writeFileSync(path, text);
  return path;
}

/**
 * @param {string} path
 * @returns {string} as a shell takes it
 */
function quoted(path) {
  return /^[\w./-]+$/.test(path) ? path : `"${path}"`;
}
