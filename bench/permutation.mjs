import { mkdtempSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { remove } from "../scripts/files.mjs";
import { Problem } from "../scripts/problem.mjs";
import { run } from "../scripts/processes.mjs";
import { median } from "./measure.mjs";
import { findPeers } from "./peers.mjs";

/** @import { Participant } from "./peers.mjs" */
/** @import { Random } from "../lib/dist/statistics/random.js" */

/** @typedef {{ readonly seconds: number, readonly pValue: number, readonly version?: string }} Timed */

const PERMUTATIONS = 10_000;
/** The arms of Hillstrom's e-mail test (men's e-mail, none), and how many of both bought. */
const [TREATED, CONTROL, BUYERS] = [21_307, 21_306, 389];

/**
 * 10,000 permutations of a difference in means beside a loop in numpy, in turn: of spend as Hillstrom's, where 99.1 % of
 * the customers spend nothing, and of an outcome that everybody has. Only the test is timed, and its p-values must agree.
 *
 * @param {{ rounds: number }} plan
 */
export async function benchPermutation({ rounds }) {
  const [numpy] = await findPeers("permutation", ["numpy"]);
  const { seededRandom } = library("statistics/random.js");
  const random = seededRandom("permutation bench");
  const folder = mkdtempSync(join(tmpdir(), "campaign-lab-bench-"));
  try {
    for (const [outcome, values] of Object.entries(outcomes(random))) {
      const file = join(folder, `${outcome}.f64`);
      writeFileSync(file, values);
      /** @type {{ ours: Timed[], theirs: Timed[] }} */
      const runs = { ours: [], theirs: [] };
      for (let round = 0; round < rounds; round += 1) {
        runs.ours.push(timeOurs(values, random));
        if (numpy) runs.theirs.push(await timeNumpy(numpy, file));
      }
      report(outcome, runs);
    }
  } finally {
    remove(folder);
  }
}

/**
 * @param {Random} random
 * @returns {Record<string, Float64Array>} the treated first
 */
function outcomes(random) {
  const n = TREATED + CONTROL;
  const buyers = new Set(random.sample(n, BUYERS));
  return {
    spend: Float64Array.from({ length: n }, (_, i) => (buyers.has(i) ? random.exponential(117) : 0)),
    dense: Float64Array.from({ length: n }, () => random.normal(100, 30)),
  };
}

/**
 * @param {Float64Array} values
 * @param {Random} random
 * @returns {Timed}
 */
function timeOurs(values, random) {
  const { permutationTestOfMeans } = library("experiments/means/permutation.js");
  const arms = { treated: values.subarray(0, TREATED), control: values.subarray(TREATED) };
  const begin = performance.now();
  const { pValue } = permutationTestOfMeans(arms, { rounds: PERMUTATIONS, random });
  return { seconds: (performance.now() - begin) / 1000, pValue };
}

/**
 * @param {Participant} numpy
 * @param {string} file
 * @returns {Promise<Timed>}
 */
async function timeNumpy({ program, args }, file) {
  const { code, text } = await run(program, [...args, file, String(TREATED), String(PERMUTATIONS)], {
    quiet: true,
  });
  if (code !== 0) throw new Problem(`${text.trim()}\nnumpy ended with code ${code}`);
  return JSON.parse(text.trim().split("\n").at(-1) ?? "");
}

/**
 * @param {string} outcome
 * @param {{ ours: readonly Timed[], theirs: readonly Timed[] }} runs
 */
function report(outcome, { ours, theirs }) {
  const seconds = (/** @type {readonly Timed[]} */ runs) => median(runs.map((one) => one.seconds));
  const own = `${PERMUTATIONS} permutations of ${outcome}: campaign-lab ${seconds(ours).toFixed(3)} s`;
  if (theirs.length === 0) return console.log(own);
  const [p, q] = [ours, theirs].map((runs) => median(runs.map(({ pValue }) => pValue)));
  // Each p-value has a standard error of √(p(1 - p)/rounds); together, six of those of the difference.
  if (Math.abs(p - q) > 6 * Math.sqrt((2 * p * (1 - p)) / PERMUTATIONS) + 2 / PERMUTATIONS) {
    throw new Problem(`permutations of ${outcome}: p is ${p}, and ${q} with numpy`);
  }
  const ratio = seconds(theirs) / seconds(ours);
  console.log(
    `${own}, ${theirs[0].version} ${seconds(theirs).toFixed(1)} s, ratio ${ratio.toFixed(1)}; p ${p} and ${q}`,
  );
}

/** @param {string} path */
function library(path) {
  return createRequire(import.meta.url)(`../lib/dist/${path}`);
}
