import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's own folder. */
export const checkout = resolve(fileURLToPath(new URL("..", import.meta.url)));

/** What the commands keep about a folder (locks, staging, journal, manifest) lies in a folder of this name inside it. */
export const PRIVATE = ".campaign-lab";

const scripts = process.platform === "win32" ? "Scripts" : "bin";

/** The Python of the project's own environment. */
export const venvPython = join(checkout, ".venv", scripts, "python");

/**
 * The path without links, also of a file that does not exist yet: then links are followed as far as folders exist.
 *
 * @param {string} path
 * @returns {string}
 */
export function realPath(path) {
  return existsSync(path) ? realpathSync(path) : join(realPath(dirname(path)), basename(path));
}

/**
 * Whether a path is the folder or lies somewhere in it.
 *
 * @param {string} path
 * @param {string} folder
 * @returns {boolean}
 */
export function isWithin(path, folder) {
  const way = relative(realPath(folder), realPath(path));
  return way === "" || !(way === ".." || way.startsWith(`..${sep}`) || resolve(way) === way);
}

/**
 * A path as the reader would write it: short inside the checkout, whole elsewhere.
 *
 * @param {string} path
 * @returns {string}
 */
export function shown(path) {
  return isWithin(path, checkout) ? relative(realPath(checkout), realPath(path)) || "this folder" : path;
}
