import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { help, readArguments, refuse } from "./arguments.mjs";
import { makeFolder, remove } from "./files.mjs";
import { checkout, venvPython } from "./folders.mjs";
import { jupyterEnvironment } from "./jupyter.mjs";
import { takeLock } from "./lock.mjs";
import { notebooksIn } from "./notebooks.mjs";
import { Problem } from "./problem.mjs";
import { endChildrenWithThisProcess, run } from "./processes.mjs";
import { environmentOf, FOLDER_OPTIONS, foldersOf } from "./run-options.mjs";
import { setUp } from "./setup.mjs";
import { checkSources } from "./sources.mjs";
import { commit, makeStaging, recover } from "./staging.mjs";
import { printSummary } from "./summary.mjs";

const OPTIONS = {
  ...FOLDER_OPTIONS,
  only: { value: "NN", text: "run these notebooks only, for example 03 or 03,04; the others' files stay" },
  "cell-timeout": { value: "SECONDS", text: "longest time for one cell (default: 300)" },
  help: { text: "show this" },
};

/**
 * npm start: sets up what is missing, runs the notebooks and puts what they made in place.
 *
 * @param {string[]} argv
 * @returns {Promise<number>}
 */
export async function main(argv) {
  const begin = performance.now();
  const { values, rest } = readArguments(argv, OPTIONS);
  refuse(rest, OPTIONS);
  if (values.help) {
    console.log(help("npm start -- [options]", "set up, run the notebooks, write data and reports", OPTIONS));
    return 0;
  }
  const folders = foldersOf(values);
  const notebooks = notebooksIn(join(checkout, "notebooks"), values.only);
  const cellTimeout = secondsOf(values["cell-timeout"] ?? "300");
  endChildrenWithThisProcess();
  await setUp("npm start");
  await finishEarlierRun(folders.out);
  if (folders.data) await checkSources(environmentOf(folders));
  const partial = values.only !== undefined;
  const report = join(checkout, "scripts", "report.mjs");
  const files = await produce({ folders, notebooks, cellTimeout, partial, report });
  printSummary({ folders, files, seconds: (performance.now() - begin) / 1000 });
  return 0;
}

/**
 * Runs notebooks into a staging folder and puts their files in place when all of them are there; else the outputs of
 * earlier runs stay as they are.
 *
 * @param {object} what
 * @param {import("./run-options.mjs").Folders} what.folders
 * @param {string[]} what.notebooks paths, in the order of the run
 * @param {number} what.cellTimeout seconds
 * @param {boolean} what.partial whether these are only some of the notebooks
 * @param {string} what.report the script that makes the report of what the notebooks wrote
 * @returns {Promise<string[]>} the files, relative to the folder of outputs
 */
export async function produce({ folders, notebooks, cellTimeout, partial, report }) {
  const target = folders.out;
  const release = await takeLock(target, "run", "npm start");
  recover(target);
  const staging = makeStaging(target);
  const tidy = () => remove(staging);
  process.once("exit", tidy);
  try {
    const environment = environmentOf({ ...folders, out: staging }, partial ? target : undefined);
    await runNotebooks(notebooks, staging, cellTimeout, environment);
    await writeReport(report, environment);
    return commit(target, staging, { partial });
  } finally {
    tidy();
    process.off("exit", tidy);
    release();
  }
}

/**
 * Before anything else can stop this run: files that an earlier one was putting in place go there now.
 *
 * @param {string} target
 */
async function finishEarlierRun(target) {
  const release = await takeLock(target, "run", "npm start");
  try {
    if (recover(target)) console.log("an earlier run was ended while its files were put in place: done now");
  } finally {
    release();
  }
}

/**
 * @param {string[]} notebooks
 * @param {string} staging
 * @param {number} cellTimeout
 * @param {NodeJS.ProcessEnv} environment
 */
async function runNotebooks(notebooks, staging, cellTimeout, environment) {
  const runner = join(checkout, "scripts", "run_notebooks.py");
  const pages = join(staging, "reports", "notebooks");
  const places = [
    "--out",
    join(staging, "notebooks"),
    "--html",
    pages,
    "--cell-timeout",
    String(cellTimeout),
    "--parent",
    String(process.pid),
  ];
  // Kernels are killed when their notebook is done: what they leave for the time of a run is ours to remove.
  const temporary = resolve(staging, "temporary");
  makeFolder(temporary);
  const { code } = await run(venvPython, [runner, ...places, ...notebooks], {
    env: { ...jupyterEnvironment(environment), TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  });
  remove(temporary);
  if (code !== 0) throw new Problem("stopped: the outputs of earlier runs are unchanged.");
}

/**
 * @param {string} script
 * @param {NodeJS.ProcessEnv} environment
 */
async function writeReport(script, environment) {
  if (!existsSync(script)) return;
  const begin = performance.now();
  const { code } = await run(process.execPath, [script], { env: environment, cwd: checkout });
  if (code !== 0) throw new Problem("stopped at the report: the outputs of earlier runs are unchanged.");
  console.log(`report  ${((performance.now() - begin) / 1000).toFixed(1)} s`);
}

/**
 * @param {string} text
 * @returns {number}
 */
function secondsOf(text) {
  const seconds = Number(text);
  if (!(seconds > 0 && Number.isFinite(seconds)))
    throw new Problem(`--cell-timeout: expected seconds above 0, got "${text}"`);
  return seconds;
}
