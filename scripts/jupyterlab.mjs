import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { help, readArguments } from "./arguments.mjs";
import { checkout, venvPython } from "./folders.mjs";
import { jupyterEnvironment } from "./jupyter.mjs";
import { notebooksIn } from "./notebooks.mjs";
import { endChildrenWithThisProcess, run } from "./processes.mjs";
import { environmentOf, FOLDER_OPTIONS, foldersOf } from "./run-options.mjs";
import { setUp } from "./setup.mjs";

const OPTIONS = { ...FOLDER_OPTIONS, help: { text: "show this; every other option goes to JupyterLab" } };

/**
 * npm run lab: opens the notebooks in JupyterLab, for this machine only and with a token.
 *
 * @param {string[]} argv
 * @returns {Promise<number>}
 */
export async function main(argv) {
  const { values, rest } = readArguments(argv, OPTIONS);
  if (values.help) {
    console.log(help("npm run lab -- [options]", "open the notebooks in JupyterLab", OPTIONS));
    return 0;
  }
  const folders = foldersOf(values);
  endChildrenWithThisProcess();
  await setUp("npm run lab");
  mkdirSync(folders.out, { recursive: true });
  const env = jupyterEnvironment(environmentOf(folders));
  const { code } = await run(venvPython, ["-m", "jupyterlab", ...serverOptions(), ...rest], {
    env,
    cwd: checkout,
  });
  return code;
}

/** @returns {string[]} */
function serverOptions() {
  const [first] = notebooksIn(join(checkout, "notebooks"));
  return [
    "--ip=127.0.0.1",
    `--ServerApp.root_dir=${checkout}`,
    `--LabApp.default_url=/lab/tree/notebooks/${basename(first)}`,
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
  ];
}
