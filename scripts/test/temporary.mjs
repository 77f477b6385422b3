import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { filesBelow } from "../files.mjs";

/**
 * An empty folder that is removed after the test.
 *
 * @param {import("node:test").TestContext} context
 * @returns {string}
 */
export function temporaryFolder(context) {
  const folder = mkdtempSync(join(tmpdir(), "campaign lab test "));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Writes files, given as path and content.
 *
 * @param {string} folder
 * @param {{ readonly [path: string]: string }} files
 */
export function writeFiles(folder, files) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/**
 * All files of a folder with their contents, but for the private ones.
 *
 * @param {string} folder
 * @returns {{ [path: string]: string }}
 */
export function contentsOf(folder) {
  const files = filesBelow(folder).filter((path) => !path.startsWith(".campaign-lab/"));
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}
