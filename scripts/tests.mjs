import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readArguments, refuse } from "./arguments.mjs";
import { differences, isKept } from "./compare.mjs";
import { digest, filesBelow, remove } from "./files.mjs";
import { checkout } from "./folders.mjs";
import { endChildrenWithThisProcess, run } from "./processes.mjs";
import { setUp } from "./setup.mjs";

/**
 * npm test: sets up, then checks types (those of the library by compiling it), format and rules, units, and the
 * notebooks from end to end. Stops at the first of these that fails.
 *
 * @param {string[]} argv
 * @returns {Promise<number>}
 */
export async function main(argv) {
  refuse(readArguments(argv, {}).rest, {});
  endChildrenWithThisProcess();
  await setUp("npm test");
  for (const check of [checkTypes, checkFormat, runUnitTests, runNotebooks, runNotebooksOnReferenceData]) {
    const code = await check();
    if (code !== 0) return code;
  }
  return 0;
}

async function checkTypes() {
  const compiler = join(checkout, "node_modules", "typescript", "lib", "tsc.js");
  return node([compiler, "-p", join(checkout, "scripts")]);
}

async function checkFormat() {
  return node([join(checkout, "node_modules", "@biomejs", "biome", "bin", "biome"), "check", "."]);
}

/** Files are listed because neither a folder nor a pattern is understood by every Node that the project supports. */
async function runUnitTests() {
  const places = [join("lib", "dist", "test"), join("scripts", "test")];
  const files = places.flatMap((place) => filesBelow(join(checkout, place)).map((file) => join(place, file)));
  const reporter = process.stdout.isTTY ? ["--test-reporter=spec"] : [];
  return node(["--test", ...reporter, ...files.filter((file) => /\.test\.m?js$/.test(file))]);
}

/** All notebooks into an empty folder: what they make must be what the checkout holds, byte for byte. */
async function runNotebooks() {
  return inTemporaryFolder(async (out) => {
    const code = await start(["--out", out]);
    if (code !== 0) return endToEnd("the notebooks do not run", code);
    const made = filesBelow(out).filter(isKept);
    const differing = differences(out, checkout);
    for (const difference of differing) console.error(`  ${difference}`);
    if (differing.length > 0)
      return endToEnd("not what the checkout holds (npm start brings it up to date)", 1);
    endToEnd(`${made.length} files are byte for byte those of the checkout`, 0);
    return runNotebooksOnOwnFile(join(out, "data", "raw", "campaign_data.csv"));
  });
}

/**
 * The same with a folder of a reader's own: one table, without its truth, and with a cell that is blank.
 *
 * @param {string} file the synthetic table to make it from
 */
async function runNotebooksOnOwnFile(file) {
  return inTemporaryFolder(async (folder) => {
    const [header, first, ...others] = readFileSync(file, "utf8").split("\n");
    const blank = header.split(",").indexOf("days_since_last_purchase");
    const row = first.split(",").map((cell, column) => (column === blank ? "" : cell));
    mkdirSync(join(folder, "own"));
    writeFileSync(join(folder, "own", "campaign_data.csv"), [header, row.join(","), ...others].join("\n"));
    const code = await start(["--data", join(folder, "own"), "--out", join(folder, "out")]);
    return endToEnd(code === 0 ? "a reader's own table runs" : "a reader's own table does not run", code);
  });
}

/** The same on real tables, where they are at hand; nothing in the checkout may change. */
async function runNotebooksOnReferenceData() {
  const data = process.env.CAMPAIGN_LAB_REFERENCE_DATA;
  if (!data) {
    console.log("end to end on real tables: skipped (CAMPAIGN_LAB_REFERENCE_DATA names no folder)");
    return 0;
  }
  return inTemporaryFolder(async (out) => {
    const before = digestOfOutputs();
    const code = await start(["--data", data, "--out", out]);
    if (code !== 0) return endToEnd("the notebooks do not run on the real tables", code);
    if (digestOfOutputs() !== before)
      return endToEnd("a run on the reader's own tables changed the checkout", 1);
    return endToEnd("the notebooks run on the real tables and leave the checkout as it is", 0);
  });
}

/**
 * @param {string} text
 * @param {number} code
 * @returns {number} the code
 */
function endToEnd(text, code) {
  console.log(`end to end: ${code === 0 ? "passed" : "failed"}: ${text}`);
  return code;
}

/** @returns {string} */
function digestOfOutputs() {
  const folders = ["notebooks", "reports", "data"];
  return digest(
    checkout,
    folders.flatMap((folder) => filesBelow(join(checkout, folder)).map((file) => join(folder, file))),
  );
}

/**
 * Runs npm start without the folders that this shell may have set for JupyterLab.
 *
 * @param {string[]} options
 * @returns {Promise<number>}
 */
function start(options) {
  const unset = { CAMPAIGN_LAB_DATA: undefined, CAMPAIGN_LAB_SCHEMA: undefined, CAMPAIGN_LAB_OUT: undefined };
  return node([join(checkout, "scripts", "start.mjs"), ...options], { ...process.env, ...unset });
}

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>}
 */
async function node(args, env) {
  return (await run(process.execPath, args, { cwd: checkout, env })).code;
}

/**
 * @param {(folder: string) => Promise<number>} work
 * @returns {Promise<number>}
 */
async function inTemporaryFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), "campaign-lab-"));
  const tidy = () => remove(folder);
  process.once("exit", tidy);
  try {
    return await work(folder);
  } finally {
    tidy();
    process.off("exit", tidy);
  }
}
