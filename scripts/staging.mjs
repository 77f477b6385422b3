import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { filesBelow, remove, writeWhole } from "./files.mjs";
import { PRIVATE, shown } from "./folders.mjs";
import { Problem } from "./problem.mjs";

/**
 * What remains to be done when a run is complete: `files` go from the staging folder into the target, `removed` are
 * those of an earlier run that this one no longer makes, `manifest` names all that runs have made once this is done.
 *
 * @typedef {{ staging: string, files: string[], removed: string[], manifest: string[] }} Journal
 */

/**
 * The folder in which this process gathers a run's files before any of them replaces an earlier one.
 *
 * @param {string} target
 * @returns {string}
 */
export function makeStaging(target) {
  const staging = join(target, PRIVATE, `staging-${process.pid}`);
  mkdirSync(staging, { recursive: true });
  return staging;
}

/**
 * Puts a complete run in place. Once the journal is written the run counts: a process that is killed before leaves
 * the earlier files, one that is killed later leaves the rest to the next `recover`.
 *
 * @param {string} target
 * @param {string} staging a folder made by `makeStaging`
 * @param {{ partial: boolean }} options after a partial run the other files of earlier runs stay
 * @returns {string[]} the files, relative to the target
 */
export function commit(target, staging, { partial }) {
  const { files } = writeJournal(target, staging, { partial });
  for (const _ of remainingSteps(target));
  return files;
}

/**
 * Finishes what a killed process left, and removes staging folders; call it only with the target's lock in hand.
 *
 * @param {string} target
 * @returns {boolean} whether an earlier run had to be finished
 */
export function recover(target) {
  const unfinished = existsSync(journalOf(target));
  if (unfinished) for (const _ of remainingSteps(target));
  for (const name of namesIn(join(target, PRIVATE))) {
    if (name.startsWith("staging-")) remove(join(target, PRIVATE, name));
  }
  return unfinished;
}

/**
 * @param {string} target
 * @param {string} staging
 * @param {{ partial: boolean }} options
 * @returns {Journal}
 */
export function writeJournal(target, staging, { partial }) {
  const files = filesBelow(staging);
  for (const file of files) checkDestination(target, file);
  const former = manifestOf(target);
  const made = new Set(files);
  const kept = former.filter((file) => !made.has(file));
  const journal = {
    staging,
    files,
    removed: partial ? [] : kept,
    manifest: partial ? [...files, ...kept].sort() : files,
  };
  // A moved target is still found: the journal holds no path of this machine.
  writeWhole(journalOf(target), JSON.stringify({ ...journal, staging: staging.slice(target.length + 1) }));
  return journal;
}

/**
 * Carries out the journal, a step at a time; each can be repeated, and the journal goes last.
 *
 * @param {string} target
 * @returns {Generator<string>} what was done
 */
export function* remainingSteps(target) {
  /** @type {Journal} */
  const { staging, files, removed, manifest } = JSON.parse(readFileSync(journalOf(target), "utf8"));
  for (const file of files) {
    const staged = join(target, staging, file);
    if (!existsSync(staged)) continue; // moved before this process took over
    mkdirSync(dirname(join(target, file)), { recursive: true });
    renameSync(staged, join(target, file));
    yield `moved ${file}`;
  }
  for (const file of removed) {
    rmSync(join(target, file), { force: true });
    yield `removed ${file}`;
  }
  writeWhole(join(target, PRIVATE, "manifest.json"), JSON.stringify({ files: manifest }, null, 1));
  yield "manifest written";
  remove(join(target, staging));
  yield "staging removed";
  rmSync(journalOf(target));
}

/** @param {string} target */
function journalOf(target) {
  return join(target, PRIVATE, "journal.json");
}

/**
 * @param {string} target
 * @returns {string[]} the files that earlier runs made
 */
function manifestOf(target) {
  const path = join(target, PRIVATE, "manifest.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).files : [];
}

/**
 * Finds out before the first move what would stop a later one.
 *
 * @param {string} target
 * @param {string} file
 */
function checkDestination(target, file) {
  const path = join(target, file);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Problem(`${shown(path)} is a folder, and the run makes a file of that name: move it away.`);
  }
  let folder = dirname(path);
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw new Problem(`cannot write to ${shown(folder)}: make it writable.`);
  }
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function namesIn(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}
