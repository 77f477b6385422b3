import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { VIEWPORT, watched } from "./browser-page.mjs";

/**
 * The part used here of what JupyterLab shows of itself in the page with --expose-app-in-browser.
 *
 * @typedef {{ output_type: string, name?: string, data?: { [mime: string]: unknown } }} Output
 * @typedef {{ cell_type: string, source: string | string[], execution_count?: number | null, outputs?: Output[] }} Cell
 * @typedef {object} Panel
 * @property {{ toJSON(): { cells: Cell[] } }} model
 * @property {{ activeCellIndex: number, scrollToItem(index: number, align: string): Promise<void> }} content
 * @property {{ session: { kernel: { status: string } | null } | null, shutdown(): Promise<void> }} sessionContext
 * @typedef {{ commands: { execute(id: string): Promise<unknown> }, shell: { currentWidget: Panel | null } }} LabApp
 */

/** How long all cells of a notebook may take. */
const RUN_MILLISECONDS = 240_000;
const PLOTLY = "application/vnd.plotly.v1+json";

/**
 * Starts JupyterLab in a checkout by the project's own command.
 *
 * @param {string} folder
 * @returns {Promise<{ address: URL, end: () => Promise<void> }>} the address holds the token
 */
export async function startLab(folder) {
  const args = [join(folder, "scripts", "lab.mjs"), "--no-browser", "--expose-app-in-browser"];
  const lab = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const closed = once(lab, "close");
  const end = async () => {
    lab.kill("SIGTERM");
    await closed;
  };
  process.once("exit", () => lab.kill("SIGTERM"));
  let text = "";
  /** @type {Promise<URL>} */
  const address = new Promise((resolve) => {
    lab.stderr.setEncoding("utf8").on("data", (part) => {
      text += part;
      const match = text.match(/http:\/\/127\.0\.0\.1:\d+\/lab\S*token=\w+/);
      if (match) resolve(new URL(match[0]));
    });
  });
  const failure = closed.then(() => Promise.reject(new Error(`JupyterLab does not start:\n${text}`)));
  failure.catch(() => {}); // it also ends when it is asked to
  return { address: await Promise.race([address, failure]), end };
}

/**
 * Runs all cells of a notebook and moves the pointer over every figure.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {URL} address
 * @param {string} name file name of the notebook
 * @param {string} screenshots
 * @returns {Promise<string[]>} what is wrong
 */
export async function checkNotebook(browser, address, name, screenshots) {
  const begin = performance.now();
  const page = await browser.newPage({ viewport: VIEWPORT });
  const problems = watched(page, name);
  const token = address.searchParams.get("token");
  await page.goto(`${address.origin}/lab/tree/notebooks/${name}?reset&token=${token}`);
  await page.waitForFunction(kernelIsIdle, undefined, { timeout: 60_000 });
  const cells = await within(RUN_MILLISECONDS, page.evaluate(runAllCells), `${name}: Run All`);
  problems.push(...problemsInOutputs(cells, name));
  const figures = indicesOf(cells, (output) => PLOTLY in (output.data ?? {}));
  for (const [count, index] of figures.entries()) {
    problems.push(...(await checkFigure(page, index, join(screenshots, `${name}-figure-${count + 1}`))));
  }
  const tables = indicesOf(cells, (output) => String(output.data?.["text/html"]).includes("<table"));
  for (const index of tables) problems.push(...(await checkTable(page, index, name)));
  if (tables.length > 0) await page.screenshot({ path: join(screenshots, `${name}-table.png`) });
  await page.evaluate(shutDownKernel);
  await page.close();
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`${name}  in JupyterLab  ${figures.length} figures  ${tables.length} tables  ${seconds} s`);
  return problems;
}

/**
 * A figure is a picture until the pointer enters it; then it is interactive, in the same place and size.
 *
 * @param {import("playwright-core").Page} page
 * @param {number} index of the cell
 * @param {string} picture path without its end
 * @returns {Promise<string[]>}
 */
async function checkFigure(page, index, picture) {
  await page.evaluate(showCell, index);
  const figure = page.locator(".jp-Notebook .jp-Cell.jp-mod-active .jp-RenderedPlotly").first();
  await figure.scrollIntoViewIfNeeded();
  const before = await figure.boundingBox();
  await page.screenshot({ path: `${picture}-before.png` });
  await figure.hover();
  try {
    await figure.locator(".main-svg").first().waitFor({ timeout: 10_000 });
  } catch {
    return [`cell ${index + 1}: the figure does not turn interactive`];
  }
  await page.waitForTimeout(300); // the label fades in
  const after = await figure.boundingBox();
  await page.screenshot({ path: `${picture}-after.png` });
  const jump = Math.abs((after?.height ?? 0) - (before?.height ?? 0));
  return jump > 8
    ? [`cell ${index + 1}: the page jumps by ${Math.round(jump)} px when the pointer enters the figure`]
    : [];
}

/**
 * @param {import("playwright-core").Page} page
 * @param {number} index
 * @param {string} name
 * @returns {Promise<string[]>}
 */
async function checkTable(page, index, name) {
  await page.evaluate(showCell, index);
  const table = page.locator(".jp-Notebook .jp-Cell.jp-mod-active .jp-RenderedHTML table").first();
  try {
    await table.waitFor({ timeout: 10_000 });
    return [];
  } catch {
    return [`${name}: cell ${index + 1}: the table is not shown`];
  }
}

/**
 * @param {Cell[]} cells
 * @param {string} name
 * @returns {string[]}
 */
function problemsInOutputs(cells, name) {
  return cells.flatMap((cell, index) => {
    if (cell.cell_type !== "code" || cell.source.length === 0) return [];
    const where = `${name}: cell ${index + 1}`;
    if (!cell.execution_count) return [`${where}: was not run`];
    const outputs = cell.outputs ?? [];
    const isBad = outputs.some((output) => output.output_type === "error" || output.name === "stderr");
    return isBad ? [`${where}: an error, or text on stderr`] : [];
  });
}

/**
 * @param {Cell[]} cells
 * @param {(output: Output) => boolean} suits
 * @returns {number[]} of the cells with such an output
 */
function indicesOf(cells, suits) {
  return cells.flatMap((cell, index) => ((cell.outputs ?? []).some(suits) ? [index] : []));
}

/**
 * @template T
 * @param {number} milliseconds
 * @param {Promise<T>} work
 * @param {string} what
 * @returns {Promise<T>}
 */
async function within(milliseconds, work, what) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what}: not finished after ${milliseconds / 1000} s`)),
      milliseconds,
    );
  });
  try {
    return await /** @type {Promise<T>} */ (Promise.race([work, late]));
  } finally {
    clearTimeout(timer);
  }
}

// The functions below are sent to the page, so they can use nothing from this file.

/** @returns {boolean} */
function kernelIsIdle() {
  const app = /** @type {LabApp | undefined} */ (Reflect.get(globalThis, "jupyterapp"));
  return app?.shell.currentWidget?.sessionContext?.session?.kernel?.status === "idle";
}

/** @returns {Promise<Cell[]>} */
async function runAllCells() {
  const app = /** @type {LabApp} */ (Reflect.get(globalThis, "jupyterapp"));
  await app.commands.execute("notebook:run-all-cells");
  return app.shell.currentWidget?.model.toJSON().cells ?? [];
}

/** @param {number} index */
async function showCell(index) {
  const app = /** @type {LabApp} */ (Reflect.get(globalThis, "jupyterapp"));
  const content = app.shell.currentWidget?.content;
  if (!content) return;
  content.activeCellIndex = index;
  await content.scrollToItem(index, "start");
}

async function shutDownKernel() {
  const app = /** @type {LabApp} */ (Reflect.get(globalThis, "jupyterapp"));
  await app.shell.currentWidget?.sessionContext.shutdown();
}
