import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/**
 * Writes a file whole or not at all, and has it on the disk before it gets its name.
 *
 * @param {string} path
 * @param {string} text
 */
export function writeWhole(path, text) {
  const temporary = join(dirname(path), `${randomBytes(6).toString("hex")}.tmp`);
  const file = openSync(temporary, "wx");
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

/**
 * All files below a folder, as sorted paths relative to it, with "/".
 *
 * @param {string} folder
 * @returns {string[]}
 */
export function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      relative(folder, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join("/"),
    )
    .sort();
}

/**
 * A digest of the names and contents of files: equal digests mean that nothing needs to be made again.
 *
 * @param {string} folder
 * @param {readonly string[]} paths relative to the folder
 * @returns {string}
 */
export function digest(folder, paths) {
  const hash = createHash("sha256");
  for (const path of paths) {
    const content = readFileSync(join(folder, path));
    hash.update(`${path}\n${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

/**
 * Whether a folder carries this digest as the mark of a step that was completed.
 *
 * @param {string} folder
 * @param {string} value
 * @returns {boolean}
 */
export function isMarked(folder, value) {
  const path = join(folder, MARK);
  return existsSync(path) && readFileSync(path, "utf8") === value;
}

/**
 * Marks a folder as completed.
 *
 * @param {string} folder
 * @param {string} value
 */
export function mark(folder, value) {
  writeWhole(join(folder, MARK), value);
}

/**
 * Removes a file or a folder with all that is in it, if it is there.
 *
 * @param {string} path
 */
export function remove(path) {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}

/**
 * Makes a folder and those above it. Node's own recursive way never returns below /proc.
 *
 * @param {string} path
 */
export function makeFolder(path) {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

const MARK = ".campaign-lab-made-from";
