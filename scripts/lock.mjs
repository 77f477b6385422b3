import { accessSync, constants, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { writeWhole } from "./files.mjs";
import { PRIVATE, shown } from "./folders.mjs";
import { Problem } from "./problem.mjs";
import { identityOf } from "./processes.mjs";

/**
 * Who asks for a lock or holds it.
 *
 * @typedef {{ command: string, pid: number, identity: string, since: string, holds: boolean }} Owner
 */

/**
 * Takes the lock of a folder and returns the function that gives it back; it is also given back when this process
 * ends. Of several that ask at once, one gets it; the others, and whoever comes while it is held, get a Problem that
 * names the owner.
 *
 * Every asker first writes a file with a name of its own and then looks at the others' files, so two can never both
 * find themselves alone; and as no name is used twice, the file of a dead owner can be removed by anybody at any time.
 *
 * @param {string} folder
 * @param {string} name what is locked: "setup" or "run"
 * @param {string} command the owner as the reader knows it, for example "npm start"
 * @returns {Promise<() => void>}
 */
export async function takeLock(folder, name, command) {
  const place = join(folder, PRIVATE);
  makeWritable(place, folder);
  taken += 1;
  const file = `${name}.lock.${Date.now()}-${process.pid}-${taken}`;
  const owner = {
    command,
    pid: process.pid,
    identity: identityOf(process.pid),
    since: timeOfDay(),
    holds: false,
  };
  const release = () => rmSync(join(place, file), { force: true });
  writeWhole(join(place, file), JSON.stringify(owner));
  process.once("exit", release);
  for (;;) {
    const others = livingOwners(place, name, file);
    const first = others.find((other) => other.owner.holds || other.file < file);
    if (first) {
      release();
      throw new Problem(sentence(first.owner, folder));
    }
    if (others.length === 0) break;
    await wait(20); // they came later and will see this file
  }
  writeWhole(join(place, file), JSON.stringify({ ...owner, holds: true }));
  return () => {
    release();
    process.off("exit", release);
  };
}

/**
 * @param {string} place the folder for locks
 * @param {string} folder the folder that it is in, as the reader knows it
 */
function makeWritable(place, folder) {
  try {
    mkdirSync(place, { recursive: true });
    accessSync(place, constants.W_OK);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Problem(
      `cannot write to ${folder} (${code}): it must belong to you, for set-up and locks lie in it`,
    );
  }
}

let taken = 0;

/**
 * @param {string} place
 * @param {string} name
 * @param {string} except
 * @returns {{ file: string, owner: Owner }[]}
 */
function livingOwners(place, name, except) {
  const files = readdirSync(place).filter((file) => file.startsWith(`${name}.lock.`) && file !== except);
  return files.flatMap((file) => {
    const owner = ownerIn(join(place, file));
    if (owner && identityOf(owner.pid) === owner.identity) return [{ file, owner }];
    rmSync(join(place, file), { force: true });
    return [];
  });
}

/**
 * @param {string} path
 * @returns {Owner | undefined} undefined when it was given back meanwhile
 */
function ownerIn(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * @param {Owner} owner
 * @param {string} folder
 * @returns {string}
 */
function sentence({ command, pid, since }, folder) {
  return `${command} (process ${pid}, since ${since}) is at work in ${shown(folder)}: wait until it has finished, or end it.`;
}

/** @returns {string} */
function timeOfDay() {
  return new Date().toTimeString().slice(0, 8);
}
