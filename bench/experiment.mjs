import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { remove } from "../scripts/files.mjs";
import { Problem } from "../scripts/problem.mjs";
import { run } from "../scripts/processes.mjs";
import { median } from "./measure.mjs";
import { campaignFile } from "./pipeline.mjs";

/**
 * One run of experiment-ours.mjs.
 *
 * @typedef {{ read: number, summary: number, analysis: number }} Seconds
 * @typedef {{ rows: number, metrics: number, arms: number, segments: number, seconds: Seconds, peak: number }} Run
 */

/**
 * The whole analysis of a bank campaign, every outcome in every arm and segment, beside the time that reading its file
 * takes: sums in the database, then statistics from the sums.
 *
 * @param {{ sizes: readonly number[], rounds: number, keep?: string }} plan
 */
export async function benchExperiment({ sizes, rounds, keep }) {
  const folder = keep === undefined ? mkdtempSync(join(tmpdir(), "campaign-lab-bench-")) : resolve(keep);
  mkdirSync(folder, { recursive: true });
  console.log(
    "\n| rows | outcomes x arms x segments | reading | sums | statistics | analysis / reading | peak memory |",
  );
  console.log("|---|---|---|---|---|---|---|");
  const results = [];
  try {
    for (const rows of sizes) {
      const file = await campaignFile(folder, rows);
      const runs = [];
      for (let round = 0; round < rounds; round += 1) runs.push(await runOnce(file));
      const result = middleOf(runs);
      console.log(tableLine(result));
      results.push(result);
    }
  } finally {
    if (keep === undefined) remove(folder);
  }
  console.log(`\n${JSON.stringify({ bench: "experiment", rounds, results })}`);
}

/**
 * @param {string} file
 * @returns {Promise<Run>}
 */
async function runOnce(file) {
  const script = fileURLToPath(new URL("experiment-ours.mjs", import.meta.url));
  const { code, text } = await run(process.execPath, [script, file], { quiet: true });
  if (code !== 0) throw new Problem(`${text.trim()}\nthe experiment ended with code ${code}`);
  return JSON.parse(text.trim().split("\n").at(-1) ?? "");
}

/**
 * @param {readonly Run[]} runs
 * @returns {Run}
 */
function middleOf(runs) {
  const middle = (/** @type {(run: Run) => number} */ of) => Number(median(runs.map(of)).toPrecision(4));
  return {
    ...runs[0],
    seconds: {
      read: middle(({ seconds }) => seconds.read),
      summary: middle(({ seconds }) => seconds.summary),
      analysis: middle(({ seconds }) => seconds.analysis),
    },
    peak: middle(({ peak }) => peak),
  };
}

/** @param {Run} run */
function tableLine({ rows, metrics, arms, segments, seconds, peak }) {
  const { read, summary, analysis } = seconds;
  const cells = [
    rows.toLocaleString("en"),
    `${metrics} x ${arms} x ${segments}`,
    ...[read, summary, analysis].map((time) => `${time.toFixed(2)} s`),
    ((summary + analysis) / read).toFixed(2),
    `${(peak / 1e6).toFixed(0)} MB`,
  ];
  return `| ${cells.join(" | ")} |`;
}
