import { readdirSync } from "node:fs";
import { join } from "node:path";
import { shown } from "./folders.mjs";
import { Problem } from "./problem.mjs";

/**
 * The notebooks of a folder in the order of their numbers, or those of them whose numbers are asked for.
 *
 * @param {string} folder
 * @param {string} [only] numbers, separated by commas
 * @returns {string[]} paths
 */
export function notebooksIn(folder, only) {
  const names = readdirSync(folder)
    .filter((name) => /^\d\d_.*\.ipynb$/.test(name))
    .sort();
  if (names.length === 0) throw new Problem(`${shown(folder)} holds no notebook.`);
  const numbers = only?.split(",").map((number) => number.trim().padStart(2, "0"));
  const unknown = numbers?.find((number) => !names.some((name) => name.startsWith(`${number}_`)));
  if (unknown !== undefined) {
    throw new Problem(
      `--only: no notebook ${unknown}; there are ${names.map((name) => name.slice(0, 2)).join(", ")}`,
    );
  }
  return names
    .filter((name) => !numbers || numbers.includes(name.slice(0, 2)))
    .map((name) => join(folder, name));
}
