import { cpSync, existsSync, mkdirSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { readArguments, refuse } from "./arguments.mjs";
import { checkNotebook, startLab } from "./browser-lab.mjs";
import { checkPage } from "./browser-page.mjs";
import { CHROMIUM_OPTIONS, findChromium } from "./chromium.mjs";
import { filesBelow, remove } from "./files.mjs";
import { checkout, PRIVATE } from "./folders.mjs";
import { notebooksIn } from "./notebooks.mjs";
import { endChildrenWithThisProcess } from "./processes.mjs";
import { setUp } from "./setup.mjs";

const OPTIONS = { screenshots: { value: "DIR", text: "keep pictures of what was seen in DIR" } };

/**
 * npm run test:browser: every notebook in JupyterLab and every page from the disk, as a person opens them.
 *
 * @param {string[]} argv
 * @returns {Promise<number>}
 */
export async function main(argv) {
  const { values, rest } = readArguments(argv, OPTIONS);
  refuse(rest, OPTIONS);
  const program = findChromium();
  if (!program) {
    console.log("browser check: skipped (no Chromium or Chrome is installed; CHROMIUM may name one)");
    return 0;
  }
  endChildrenWithThisProcess();
  await setUp("npm run test:browser");
  const screenshots = resolve(
    process.env.INIT_CWD ?? "",
    values.screenshots ?? join(checkout, PRIVATE, "screenshots"),
  );
  mkdirSync(screenshots, { recursive: true });
  const problems = await problemsSeen(program, screenshots);
  for (const problem of problems) console.error(`  ${problem}`);
  console.log(`browser check: ${problems.length === 0 ? "passed" : `failed, ${problems.length} problems`}`);
  return problems.length === 0 ? 0 : 1;
}

/**
 * @param {string} program
 * @param {string} screenshots
 * @returns {Promise<string[]>}
 */
async function problemsSeen(program, screenshots) {
  const { chromium } = await import("playwright-core");
  const copy = copyOfCheckout();
  const tidy = () => remove(copy);
  process.once("exit", tidy);
  const browser = await chromium.launch({ executablePath: program, args: CHROMIUM_OPTIONS });
  try {
    return [
      ...(await problemsInLab(browser, copy, screenshots)),
      ...(await problemsOnPages(browser, screenshots)),
    ];
  } finally {
    await browser.close();
    tidy();
  }
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} copy
 * @param {string} screenshots
 * @returns {Promise<string[]>}
 */
async function problemsInLab(browser, copy, screenshots) {
  const lab = await startLab(copy);
  const problems = [];
  try {
    for (const path of notebooksIn(join(copy, "notebooks"))) {
      problems.push(...(await checkNotebook(browser, lab.address, basename(path), screenshots)));
    }
  } finally {
    await lab.end();
  }
  return problems;
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} screenshots
 * @returns {Promise<string[]>}
 */
async function problemsOnPages(browser, screenshots) {
  const reports = join(checkout, "reports");
  const pages = filesBelow(join(reports, "notebooks")).filter((file) => file.endsWith(".html"));
  const paths = [...pages.map((page) => join(reports, "notebooks", page)), join(reports, "index.html")];
  const problems = [];
  for (const path of paths.filter((path) => existsSync(path))) {
    problems.push(...(await checkPage(browser, path, screenshots)));
  }
  return problems;
}

/**
 * A copy of the checkout that borrows its packages. Saving a notebook after a figure turned interactive replaces the
 * figure's picture, so nothing is opened in place.
 *
 * @returns {string}
 */
function copyOfCheckout() {
  const copy = mkdtempSync(join(tmpdir(), "campaign-lab-browser-"));
  const left = [".git", "node_modules", ".venv", PRIVATE, "out"].map((name) => join(checkout, name));
  cpSync(checkout, copy, { recursive: true, filter: (source) => !left.includes(source) });
  for (const name of ["node_modules", ".venv"]) symlinkSync(join(checkout, name), join(copy, name));
  return copy;
}
