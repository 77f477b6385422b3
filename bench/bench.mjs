import { help, readArguments, refuse } from "../scripts/arguments.mjs";
import { Problem } from "../scripts/problem.mjs";
import { endChildrenWithThisProcess } from "../scripts/processes.mjs";
import { setUp } from "../scripts/setup.mjs";
import { benchCoverage } from "./coverage.mjs";
import { benchExperiment } from "./experiment.mjs";
import { benchPermutation } from "./permutation.mjs";
import { benchPipeline } from "./pipeline.mjs";
import { benchShrinkage } from "./shrinkage.mjs";

/** What can be measured, in the order in which it is. */
const BENCHES = ["permutation", "shrinkage", "coverage", "experiment", "pipeline"];

const OPTIONS = {
  only: { value: "NAMES", text: `of ${BENCHES.join(", ")}, some, joined by commas` },
  seeds: {
    value: "N",
    text: "samples of each world in which coverage is counted (2000; fewer are printed and not written)",
  },
  topics: { value: "NAMES", text: "only these files of bench/coverage, printed and not written" },
  rows: { value: "N,N", text: "sizes of the generated table (1000000,10000000)" },
  rounds: { value: "N", text: "how often each program runs; the middle one counts (3)" },
  keep: { value: "DIR", text: "keep the generated tables and what is made of them here, and use them again" },
  help: { text: "this text" },
};

/**
 * npm run bench: sets up, then measures speed and memory beside the peers that this machine has, and counts how often
 * intervals hold the truth. No time is judged; that all did the same work is. Coverage is held against its target, and what
 * misses it is a line of the table and no error.
 *
 * @param {string[]} argv
 * @returns {Promise<number>}
 */
export async function main(argv) {
  const { values, rest } = readArguments(argv, OPTIONS);
  refuse(rest, OPTIONS);
  if (values.help) {
    console.log(
      help(
        "npm run bench --",
        "measures campaign-lab: coverage of its intervals, speed and memory beside its peers",
        OPTIONS,
      ),
    );
    return 0;
  }
  const sizes = (values.rows ?? "1000000,10000000").split(",").map((text) => wholeNumber("rows", text));
  const rounds = wholeNumber("rounds", values.rounds ?? "3");
  const seeds = wholeNumber("seeds", values.seeds ?? "2000");
  endChildrenWithThisProcess();
  await setUp("npm run bench");
  const plan = { sizes, rounds, keep: values.keep };
  const only = names(values.only, BENCHES) ?? BENCHES;
  if (only.includes("permutation")) await benchPermutation({ rounds });
  if (only.includes("shrinkage")) benchShrinkage({ rounds });
  if (only.includes("coverage")) await benchCoverage({ seeds, topics: names(values.topics) });
  if (only.includes("experiment")) await benchExperiment(plan);
  if (only.includes("pipeline")) await benchPipeline(plan);
  return 0;
}

/**
 * @param {string | undefined} text names joined by commas
 * @param {readonly string[]} [known]
 * @returns {string[] | undefined}
 */
function names(text, known) {
  const given = text?.split(",");
  const unknown = known && given?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Problem(`--only: "${unknown}" is none of ${known?.join(", ")}`);
  return given;
}

/**
 * @param {string} option
 * @param {string} text
 * @returns {number}
 */
function wholeNumber(option, text) {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1) return number;
  throw new Problem(`--${option}: expected a whole number of at least 1, got "${text}"`);
}
