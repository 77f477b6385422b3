import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeWhole } from "../scripts/files.mjs";
import { checkout } from "../scripts/folders.mjs";
import { Problem } from "../scripts/problem.mjs";
import { run } from "../scripts/processes.mjs";

/** @import { Row } from "./coverage-topic.mjs" */

const FOLDER = fileURLToPath(new URL("coverage", import.meta.url));
const FILE = join(checkout, "bench", "coverage.csv");

/** bench/coverage.csv holds what at least so many samples of each world say. */
const ENOUGH_SEEDS = 2_000;

/**
 * How often the intervals of the library hold the truth, in worlds in which it is known, and how often its tests give a
 * false alarm. Writes bench/coverage.csv, the same bytes each time, and prints what missed its target.
 *
 * @param {{ seeds: number, topics?: readonly string[] }} plan `seeds` samples a world, ten times as many where the
 *   first ones miss the target; only these topics, and then no file is written
 */
export async function benchCoverage({ seeds, topics }) {
  const known = readdirSync(FOLDER)
    .filter((file) => file.endsWith(".mjs"))
    .map((file) => basename(file, ".mjs"))
    .sort();
  const unknown = topics?.find((topic) => !known.includes(topic));
  if (unknown !== undefined) throw new Problem(`--topics: "${unknown}" is none of ${known.join(", ")}`);
  const results = await inTurn(topics ?? known, (topic) => measuredTopic(topic, seeds));
  const rows = results.flatMap((result) => result.rows);
  const missing = results.flatMap((result) => result.missing);
  for (const world of missing)
    console.log(`left out, for a file that is not in CAMPAIGN_LAB_REFERENCE_DATA: ${world}`);
  if (topics !== undefined || missing.length > 0 || seeds < ENOUGH_SEEDS) {
    console.log(
      `bench/coverage.csv stays as it was: it takes every world, and ${ENOUGH_SEEDS} seeds or more`,
    );
  } else writeWhole(FILE, asCsv(rows));
  const missed = rows.filter(({ reached }) => reached === "no");
  console.log(`\n${rows.length} worlds, ${missed.length} outside of their target`);
  for (const row of topics === undefined ? missed : rows) console.log(inWords(row));
}

/**
 * @param {string} topic
 * @param {number} seeds
 * @returns {Promise<{ rows: Row[], missing: string[] }>}
 */
async function measuredTopic(topic, seeds) {
  const script = fileURLToPath(new URL("coverage-topic.mjs", import.meta.url));
  const begin = performance.now();
  const { code, text } = await run(process.execPath, [script, topic, String(seeds)], { quiet: true });
  if (code !== 0) throw new Problem(`${text.trim()}\nthe worlds of ${topic} could not be measured`);
  console.log(`${topic}: ${((performance.now() - begin) / 1000).toFixed(0)} s`);
  return JSON.parse(text.trim().split("\n").at(-1) ?? "");
}

/**
 * As many at once as there are cores; the results in the order of the items.
 *
 * @template Item, Result
 * @param {readonly Item[]} items
 * @param {(item: Item) => Promise<Result>} work
 * @returns {Promise<Result[]>}
 */
async function inTurn(items, work) {
  /** @type {Result[]} */
  const results = [];
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next;
      next += 1;
      results[index] = await work(items[index]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return results;
}

/** @param {readonly Row[]} rows */
function asCsv(rows) {
  const names = /** @type {(keyof Row)[]} */ (Object.keys(rows[0]));
  const cell = (/** @type {unknown} */ value) => {
    const text = typeof value === "number" ? String(Number(value.toPrecision(6))) : String(value ?? "");
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[names, ...rows.map((row) => names.map((name) => row[name]))].map((line) => line.map(cell).join(",")).join("\n")}\n`;
}

/** @param {Row} row */
function inWords({
  topic,
  method,
  estimand,
  world,
  share,
  monte_carlo_error,
  target_low,
  target_high,
  note,
}) {
  const error = monte_carlo_error === null ? "" : ` (Monte Carlo error ${monte_carlo_error.toFixed(4)})`;
  const target = `target ${target_low} to ${target_high}`;
  return `  ${topic}, ${method}, ${estimand}, ${world}: ${share.toFixed(4)}${error}, ${target}${note ? `; ${note}` : ""}`;
}
