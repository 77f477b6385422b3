import { existsSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { remove } from "../scripts/files.mjs";
import { checkout } from "../scripts/folders.mjs";
import { Problem } from "../scripts/problem.mjs";
import { run } from "../scripts/processes.mjs";
import { checkAgreement } from "./agreement.mjs";
import { measure, ratios, ratioTable } from "./measure.mjs";
import { findPeers } from "./peers.mjs";

/** @import { Participant } from "./peers.mjs" */

const TABLE = "campaign_data";

/**
 * The way of a bank campaign from its file to its features, beside the peers: every cell read and typed, every rule of
 * the schema checked, levels spelt in one way, what is missing filled, features made, all of it written as Parquet.
 *
 * @param {{ sizes: readonly number[], rounds: number, keep?: string }} plan
 */
export async function benchPipeline({ sizes, rounds, keep }) {
  const ours = { name: "campaign-lab", program: process.execPath, args: [ourScript("pipeline-ours")] };
  const participants = [ours, ...(await findPeers("pipeline", ["pandas", "polars", "duckdb"]))];
  const folder = keep === undefined ? mkdtempSync(join(tmpdir(), "campaign-lab-bench-")) : resolve(keep);
  mkdirSync(folder, { recursive: true });
  try {
    const schema = join(folder, `${TABLE}.json`);
    writeFileSync(schema, JSON.stringify(readTableSchema()));
    for (const rows of sizes) await benchSize(participants, { rows, rounds, folder, schema });
  } finally {
    if (keep === undefined) remove(folder);
  }
}

/**
 * @param {readonly Participant[]} participants
 * @param {{ rows: number, rounds: number, folder: string, schema: string }} plan
 */
async function benchSize(participants, { rows, rounds, folder, schema }) {
  const file = await campaignFile(folder, rows);
  const output = (/** @type {Participant} */ { name }) => join(folder, `${name}.parquet`);
  const runs = await measure(participants, { rounds, work: (one) => [file, schema, output(one)] });
  await checkAgreement(
    participants.map((one) => ({ name: one.name, path: output(one), found: runs.get(one.name)?.[0].found })),
  );
  const size = `${rows.toLocaleString("en")} rows, ${(statSync(file).size / 1e6).toFixed(0)} MB, ${rounds} rounds`;
  const results = ratios(runs);
  console.log(
    `\n${ratioTable(size, results)}\n\n${JSON.stringify({ bench: "pipeline", rows, rounds, results }, rounded)}`,
  );
}

/**
 * @param {string} _
 * @param {unknown} value
 */
function rounded(_, value) {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}

/** The table's part of the schema, without the figures that only its usual size has. */
function readTableSchema() {
  const require = createRequire(import.meta.url);
  const { readSchema } = require("../lib/dist/tables/contract/schema-reader.js");
  const { tableSchema } = require("../lib/dist/tables/contract/schema.js");
  return { ...tableSchema(readSchema(join(checkout, "data", "data_schema.yaml")), TABLE), keyFigures: [] };
}

/**
 * The generated table with so many rows, made where it is not there yet.
 *
 * @param {string} folder
 * @param {number} rows
 * @returns {Promise<string>} its path
 */
export async function campaignFile(folder, rows) {
  const file = join(folder, `${TABLE}_${rows}.csv`);
  if (existsSync(file)) return file;
  console.log(`making ${rows.toLocaleString("en")} rows ...`);
  const { code, text } = await run(process.execPath, [ourScript("pipeline-file"), String(rows), file], {
    quiet: true,
  });
  if (code !== 0) throw new Problem(`${text.trim()}\nthe table of ${rows} rows could not be made`);
  return file;
}

/** @param {string} name */
function ourScript(name) {
  return fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
}
