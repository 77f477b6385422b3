import { readFileSync } from "node:fs";
import { Problem } from "../scripts/problem.mjs";
import { run } from "../scripts/processes.mjs";

/** @import { Participant } from "./peers.mjs" */

/**
 * One run of a program. `seconds` is the time from its start to its end, imports included; `peak` the most memory that
 * it held at once, in bytes.
 *
 * @typedef {{ readonly version: string, readonly seconds: number, readonly peak: number, readonly found: unknown }} Run
 */

/**
 * Runs the programs in turn, each in a process of its own, round after round: what slows the machine down for a while
 * slows all of them down.
 *
 * @param {readonly Participant[]} participants
 * @param {{ rounds: number, work: (participant: Participant) => readonly string[] }} plan `work` gives the arguments
 * @returns {Promise<Map<string, Run[]>>} by the participant's name
 */
export async function measure(participants, { rounds, work }) {
  /** @type {Map<string, Run[]>} */
  const runs = new Map(participants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const participant of participants)
      runs.get(participant.name)?.push(await runOnce(participant, work));
  }
  return runs;
}

/**
 * @param {Participant} participant
 * @param {(participant: Participant) => readonly string[]} work
 * @returns {Promise<Run>}
 */
async function runOnce(participant, work) {
  const begin = performance.now();
  const { code, text } = await run(participant.program, [...participant.args, ...work(participant)], {
    quiet: true,
  });
  const seconds = (performance.now() - begin) / 1000;
  if (code !== 0) throw new Problem(`${text.trim()}\n${participant.name} ended with code ${code}`);
  return { ...JSON.parse(text.trim().split("\n").at(-1) ?? ""), seconds };
}

/**
 * The most memory that this process held at once, in bytes. A child's own count may begin with its parent's memory;
 * Linux knows better.
 *
 * @returns {number}
 */
export function peakMemory() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}

/**
 * @param {readonly number[]} values
 * @returns {number} the middle one, or the mean of the two in the middle
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

/**
 * The medians of all programs and their ratios to the first one: 2 is twice its time, or twice its memory.
 *
 * @param {Map<string, Run[]>} runs
 */
export function ratios(runs) {
  const middles = Array.from(runs, ([name, own]) => ({
    name,
    version: own[0].version,
    seconds: median(own.map(({ seconds }) => seconds)),
    fastest: Math.min(...own.map(({ seconds }) => seconds)),
    slowest: Math.max(...own.map(({ seconds }) => seconds)),
    peak: median(own.map(({ peak }) => peak)),
  }));
  const [first] = middles;
  return middles.map((one) => ({
    ...one,
    timesAsLong: one.seconds / first.seconds,
    timesTheMemory: one.peak / first.peak,
  }));
}

/**
 * The ratios as a table in Markdown.
 *
 * @param {string} title
 * @param {ReturnType<typeof ratios>} rows
 * @returns {string}
 */
export function ratioTable(title, rows) {
  const lines = rows.map((row) => {
    const time = `${row.seconds.toFixed(1)} s (${row.fastest.toFixed(1)} to ${row.slowest.toFixed(1)})`;
    const memory = `${(row.peak / 1e6).toFixed(0)} MB`;
    return `| ${row.version} | ${time} | ${row.timesAsLong.toFixed(2)} | ${memory} | ${row.timesTheMemory.toFixed(2)} |`;
  });
  return [`| ${title} | time | ratio | peak memory | ratio |`, "|---|---|---|---|---|", ...lines].join("\n");
}
