import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

/** One size for all pictures, that of a small laptop. */
export const VIEWPORT = { width: 1280, height: 900 };

/**
 * Collects what goes wrong on a page without being seen: errors in its scripts, requests that fail, and requests that
 * leave this machine.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} name
 * @returns {string[]} grows while the page is used
 */
export function watched(page, name) {
  /** @type {string[]} */
  const problems = [];
  page.on("pageerror", (error) => problems.push(`${name}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`${name}: console: ${message.text()}`);
  });
  page.on("requestfailed", (request) =>
    problems.push(`${name}: request failed: ${request.url().slice(0, 120)}`),
  );
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const isLocal = ["file:", "data:", "blob:"].includes(protocol) || hostname === "127.0.0.1";
    if (!isLocal) problems.push(`${name}: asks another host: ${request.url().slice(0, 120)}`);
  });
  return problems;
}

/**
 * Opens a page from the disk: every figure that carries its data must have turned interactive.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} path
 * @param {string} screenshots
 * @returns {Promise<string[]>} what is wrong
 */
export async function checkPage(browser, path, screenshots) {
  const begin = performance.now();
  const name = basename(path);
  const page = await browser.newPage({ viewport: VIEWPORT });
  const problems = watched(page, name);
  await page.goto(pathToFileURL(path).href, { waitUntil: "load" });
  const figures = await page.locator("script.figure").count();
  const interactive = await page.locator(".js-plotly-plot .main-svg").count();
  if (figures > 0 && interactive < figures)
    problems.push(`${name}: not every one of ${figures} figures is interactive`);
  const unnamed = await page.locator("img:not([alt]), img[alt='']").count();
  if (unnamed > 0) problems.push(`${name}: ${unnamed} pictures without a description`);
  await page.screenshot({ path: join(screenshots, `${name}.png`) });
  if (figures > 0) await screenshotOfHover(page, join(screenshots, `${name}-hover.png`));
  await page.close();
  console.log(`${name}  ${figures} figures  ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return problems;
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} path
 */
async function screenshotOfHover(page, path) {
  const figure = page.locator(".js-plotly-plot").first();
  await figure.scrollIntoViewIfNeeded();
  await figure.hover();
  await page.waitForTimeout(300); // the label fades in
  await page.screenshot({ path });
}
