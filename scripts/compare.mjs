import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "./files.mjs";

/** Made by every run and too large or too plain to be kept under version control. */
const NOT_KEPT = ["data/raw/", "data/interim/", "data/processed/", "reports/notebooks/"];

/** Folders that hold nothing but what runs make. */
const MADE_FOLDERS = ["notebooks/", "reports/"];

/**
 * Whether a run makes this file and the checkout keeps it.
 *
 * @param {string} path relative, with "/"
 * @returns {boolean}
 */
export function isKept(path) {
  const parts = path.split("/");
  return !NOT_KEPT.some((folder) => path.startsWith(folder)) && !parts.some((part) => part.startsWith("."));
}

/**
 * Compares what a run made with what the checkout holds.
 *
 * @param {string} made folder of the run's outputs
 * @param {string} kept the checkout
 * @returns {string[]} a line for every file that differs, is new, or is no longer made
 */
export function differences(made, kept) {
  const files = filesBelow(made).filter(isKept);
  const lines = files.flatMap((file) => {
    if (!existsSync(join(kept, file))) return [`new: ${file}`];
    return readFileSync(join(made, file)).equals(readFileSync(join(kept, file))) ? [] : [`differs: ${file}`];
  });
  const inKept = MADE_FOLDERS.flatMap((folder) =>
    filesBelow(join(kept, folder)).map((file) => folder + file),
  );
  const gone = inKept.filter((file) => isKept(file) && !files.includes(file));
  return [...lines, ...gone.map((file) => `no longer made: ${file}`)];
}
