import { remove } from "./files.mjs";
import { venvPython } from "./folders.mjs";
import { Problem } from "./problem.mjs";
import { run } from "./processes.mjs";

/**
 * Makes a Python environment and returns the command of a pip that installs into it.
 *
 * @param {string} folder must not exist yet
 * @returns {Promise<string[]>}
 */
export async function makeEnvironment(folder) {
  const python = await findPython();
  if (await succeeds(python, ["-m", "venv", folder])) return [venvPython, "-m", "pip"];
  // Debian keeps the part that puts pip into an environment in a package of its own; another pip can serve it.
  remove(folder);
  const bare = await succeeds(python, ["-m", "venv", "--without-pip", folder]);
  if (bare && (await succeeds(python, ["-m", "pip", "--version"])))
    return [python, "-m", "pip", "--python", venvPython];
  remove(folder);
  throw new Problem(
    `${python} cannot make an environment: install its venv module (Debian and Ubuntu: apt install python3-venv), then repeat the command.`,
  );
}

/**
 * Whether an interpreter can be started; that of an environment cannot once the Python that made it is gone.
 *
 * @param {string} python
 * @returns {Promise<boolean>}
 */
export function runs(python) {
  return succeeds(python, ["-I", "-S", "-c", ""]);
}

/**
 * The interpreter that PYTHON names, else the first on the path that is new enough.
 *
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<string>}
 */
export async function findPython(environment = process.env) {
  const named = environment.PYTHON;
  const found = [];
  for (const python of named ? [named] : CANDIDATES) {
    const version = await versionOf(python);
    if (isSuitablePython(version)) return python;
    if (version) found.push(`${python} is ${version}`);
  }
  const what =
    found.length > 0 ? found.join(", ") : named ? `PYTHON=${named} does not run` : "none was found";
  throw new Problem(
    `Campaign Lab needs Python 3.10 or newer, and ${what}: install one (for example from python.org), or name it by the environment variable PYTHON, then repeat the command.`,
  );
}

/**
 * @param {string} version for example "3.10"
 * @returns {boolean}
 */
export function isSuitablePython(version) {
  const [major, minor] = version.split(".").map(Number);
  return major === 3 && minor >= 10;
}

const CANDIDATES = ["python3", "python", "python3.13", "python3.12", "python3.11", "python3.10"];

/**
 * @param {string} python
 * @returns {Promise<string>} empty when it does not run
 */
async function versionOf(python) {
  const script = "import sys; print('%d.%d' % sys.version_info[:2])";
  try {
    const { code, text } = await run(python, ["-I", "-S", "-c", script], { quiet: true });
    return code === 0 ? text.trim() : "";
  } catch {
    return "";
  }
}

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<boolean>}
 */
async function succeeds(program, args) {
  try {
    return (await run(program, args, { quiet: true })).code === 0;
  } catch {
    return false;
  }
}
