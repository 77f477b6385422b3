import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkout, shown, venvPython } from "../scripts/folders.mjs";
import { run } from "../scripts/processes.mjs";
import { findPython } from "../scripts/python.mjs";

/**
 * A program that can be measured: what starts it, without the arguments of the work.
 *
 * @typedef {{ readonly name: string, readonly program: string, readonly args: readonly string[] }} Participant
 */

/** What a peer imports, by the name of the peer. */
const MODULES = { pandas: ["pandas", "pyarrow"], polars: ["polars"], duckdb: ["duckdb"], numpy: ["numpy"] };

/**
 * The peers of a bench, peers/BENCH_NAME.py, that a Python of this machine can run: that of .venv, the one that PYTHON
 * names, or the first on the path. Says which were left out, and how to get them.
 *
 * @param {string} bench
 * @param {readonly (keyof typeof MODULES)[]} names
 * @returns {Promise<Participant[]>}
 */
export async function findPeers(bench, names) {
  const pythons = [venvPython, await findPython().catch(() => venvPython)];
  const peers = [];
  /** @type {(keyof typeof MODULES)[]} */
  const missing = [];
  for (const name of names) {
    const modules = MODULES[name];
    const python = await firstThatImports(pythons, modules);
    const script = fileURLToPath(new URL(`peers/${bench}_${name}.py`, import.meta.url));
    // -B: the checkout stays free of what Python compiles.
    if (python) peers.push({ name, program: python, args: ["-B", script] });
    else missing.push(name);
  }
  if (missing.length > 0) {
    const wanted = missing.flatMap((name) => MODULES[name]);
    const pip = `${join(".", shown(venvPython))} -m pip install ${wanted.join(" ")}`;
    console.log(`not measured, because Python has no ${missing.join(", ")}: ${pip}`);
  }
  return peers;
}

/**
 * @param {readonly string[]} pythons
 * @param {readonly string[]} modules
 * @returns {Promise<string | undefined>}
 */
async function firstThatImports(pythons, modules) {
  for (const python of pythons) {
    const asked = run(python, ["-c", `import ${modules.join(", ")}`], { quiet: true, cwd: checkout });
    const { code } = await asked.catch(() => ({ code: 1 }));
    if (code === 0) return python;
  }
  return undefined;
}
