import { cpSync, existsSync, readFileSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { digest, filesBelow, isMarked, mark, remove } from "./files.mjs";
import { checkout, PRIVATE, venvPython } from "./folders.mjs";
import { takeLock } from "./lock.mjs";
import { Problem } from "./problem.mjs";
import { run } from "./processes.mjs";
import { makeEnvironment, runs } from "./python.mjs";

/**
 * Brings the checkout to the state in which notebooks run, and does nothing where that is the state already: npm
 * packages, Python packages, Jupyter's kernel and settings, the compiled library. Every step leaves its mark last, so
 * one that was interrupted is made again.
 *
 * @param {string} command the command that the reader gave, for messages
 */
export async function setUp(command) {
  const release = await takeLock(checkout, "setup", command);
  try {
    await installNodePackages();
    await installPythonPackages();
    copyJupyterFiles();
    await compileLibrary();
  } finally {
    release();
  }
}

async function installNodePackages() {
  const folder = join(checkout, "node_modules");
  const from = digest(checkout, ["package-lock.json", "package.json", join("lib", "package.json")]);
  if (isMarked(folder, from)) return;
  await step("npm packages (tslab, DuckDB, plotly.js and what the library needs)", async () => {
    const { code, text } = await npm(["ci", "--no-progress", "--loglevel=error"]);
    if (code !== 0) throw new Problem(failed("npm ci", text));
    mark(folder, from);
  });
}

async function installPythonPackages() {
  const folder = join(checkout, ".venv");
  const from = digest(checkout, ["requirements.txt"]);
  if (isMarked(folder, from) && (await runs(venvPython))) return;
  await step("Python packages (JupyterLab, nbclient, nbconvert) in .venv", async () => {
    remove(folder);
    const pip = await makeEnvironment(folder);
    const quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-compile"];
    const file = join(checkout, "requirements.txt");
    const { code, text } = await run(pip[0], [...pip.slice(1), "install", ...quiet, "-r", file], {
      quiet: true,
    });
    if (code !== 0) throw new Problem(failed("pip install", text));
    mark(folder, from);
  });
}

/** The kernel, JupyterLab's settings and the template of the pages: small enough to compare file by file. */
function copyJupyterFiles() {
  const from = join(checkout, "scripts", "jupyter");
  const to = join(checkout, ".venv");
  for (const path of filesBelow(from)) {
    const target = join(to, path);
    if (existsSync(target) && readFileSync(target).equals(readFileSync(join(from, path)))) continue;
    cpSync(join(from, path), target);
  }
}

/** Compiles into a fresh folder and puts that in place, so that nothing stays of a source that is gone. */
async function compileLibrary() {
  const built = join(checkout, "lib", "dist");
  const sources = filesBelow(join(checkout, "lib")).filter(
    (path) => path.endsWith(".ts") && !path.startsWith("dist/"),
  );
  const from = digest(checkout, ["tsconfig.json", ...sources.map((path) => join("lib", path))]);
  if (isMarked(built, from)) return;
  await step("the library, compiled", async () => {
    const fresh = join(checkout, PRIVATE, "compiled");
    remove(fresh);
    // Not `tsc` from node_modules/.bin: that is tslab's TypeScript 5.0.
    const compiler = join(checkout, "node_modules", "typescript", "lib", "tsc.js");
    const args = [compiler, "-p", checkout, "--outDir", fresh];
    const { code, text } = await run(process.execPath, args, { quiet: true, cwd: checkout });
    if (code !== 0) throw new Problem(`${text.trim()}\nlib does not compile: correct the lines above.`);
    mark(fresh, from);
    remove(built);
    renameSync(fresh, built);
  });
}

/**
 * Shows what is being installed, and the seconds when it is done.
 *
 * @param {string} what
 * @param {() => Promise<void>} work
 */
async function step(what, work) {
  const begin = performance.now();
  process.stdout.write(`setting up ${what} ... `);
  try {
    await work();
  } catch (error) {
    process.stdout.write("failed\n");
    throw error;
  }
  process.stdout.write(`${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
}

/**
 * Runs the npm that started this command, so that a second one on the path does not matter; else the one on the path.
 *
 * @param {string[]} args
 */
async function npm(args) {
  const script = process.env.npm_execpath ?? "";
  const options = { cwd: checkout, quiet: true };
  if (basename(script) === "npm-cli.js") return run(process.execPath, [script, ...args], options);
  try {
    return await run(process.platform === "win32" ? "npm.cmd" : "npm", args, options);
  } catch {
    throw new Problem(
      "npm is missing: install Node with npm (for example from nodejs.org), then repeat the command.",
    );
  }
}

/**
 * @param {string} program
 * @param {string} text
 * @returns {string}
 */
function failed(program, text) {
  const end = text.trim().split("\n").slice(-12).join("\n");
  return `${end}\n${program} failed (above its last lines): with a network connection and room on the disk, repeat the command.`;
}
