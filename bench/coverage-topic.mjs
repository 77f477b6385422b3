import { createRequire } from "node:module";

/**
 * A world in which the truth is known.
 *
 * @typedef {{
 *   readonly method: string, readonly estimand: string, readonly world: string,
 *   readonly draw?: (random: import("../lib/dist/statistics/random.js").Random) => Sample | readonly Sample[],
 *   readonly exact?: () => { coverage: number, minimum: number, width: number, cells: number },
 *   readonly draws?: number, readonly target?: { low: number, high: number }, readonly expected?: string,
 *   readonly needs?: string }} World
 *   `draws` is how many samples suffice, where each of them holds many intervals; `expected` is why the target is missed;
 *   `needs` names the file of reference data without which the world cannot be drawn
 */

/**
 * One interval and what it should hold, or whether a test gave a false alarm, or which share of what it found is false.
 *
 * @typedef {{ low: number, high: number, truth: number } | { falseAlarm: number } | { falseDiscoveryShare: number }} Sample
 */

/**
 * One line of coverage.csv. `share` is the coverage of an interval or the rate of false alarms or discoveries; `minimum` is
 * there where it was enumerated: the worst of `cells` truths. `intervals` counts those of all samples together.
 *
 * @typedef {{ topic: string, method: string, estimand: string, world: string, samples: number | string,
 *   intervals: number | null, share: number,
 *   monte_carlo_error: number | null, minimum: number | null, width: number | null, target_low: number, target_high: number,
 *   reached: "yes" | "no", note: string }} Row
 */

const { seededRandom } = createRequire(import.meta.url)("../lib/dist/statistics/random.js");
const TARGET = { low: 0.935, high: 0.965 };
/** A miss is drawn anew with so many times as many samples. */
const CLOSER_LOOK = 10;

const [topic, seeds] = process.argv.slice(2);
const { worlds } = await import(`./coverage/${topic}.mjs`);
const known = /** @type {World[]} */ (worlds).filter(({ needs }) => needs === undefined);
const missing = /** @type {World[]} */ (worlds).filter(({ needs }) => needs !== undefined);
const rows = known.map((world) => measured(world, Number(seeds)));
console.log(JSON.stringify({ rows, missing: missing.map(({ world, needs }) => `${world}: ${needs}`) }));

/**
 * @param {World} world
 * @param {number} samples
 * @returns {Row}
 */
function measured(world, samples) {
  if (world.exact) return enumerated(world, world.exact());
  const enough = Math.min(samples, world.draws ?? samples);
  const first = simulated(world, enough);
  return first.reached === "yes" ? first : simulated(world, CLOSER_LOOK * enough);
}

/**
 * @param {World} world
 * @param {{ coverage: number, minimum: number, width: number, cells: number }} found
 * @returns {Row}
 */
function enumerated(world, { coverage, minimum, width, cells }) {
  const { low, high } = world.target ?? TARGET;
  const numbers = {
    samples: `exact, ${cells} cells`,
    intervals: null,
    share: coverage,
    monte_carlo_error: null,
    minimum,
    width,
  };
  return row(world, numbers, coverage >= low && coverage <= high);
}

/**
 * @param {World} world
 * @param {number} samples
 * @returns {Row}
 */
function simulated(world, samples) {
  const random = seededRandom(`${world.method}, ${world.estimand}, ${world.world}, ${samples}`);
  let [sum, squares, widths, intervals, isError] = [0, 0, 0, 0, false];
  for (let sample = 0; sample < samples; sample += 1) {
    const drawn = [world.draw?.(random) ?? []].flat();
    const shares = drawn.map(shareOf);
    const share = shares.reduce((total, one) => total + one, 0) / shares.length;
    sum += share;
    squares += share * share;
    isError = !("low" in drawn[0]);
    intervals += isError ? 0 : drawn.length;
    widths += drawn.reduce((total, one) => total + ("low" in one ? one.high - one.low : 0), 0) / drawn.length;
  }
  const share = sum / samples;
  const monte_carlo_error = Math.sqrt(Math.max(0, squares / samples - share * share) / samples);
  const { low, high } = world.target ?? TARGET;
  // A rate of errors may exceed its limit by chance; an interval has its room in the target.
  const room = isError ? 3 * monte_carlo_error : 0;
  const width = isError || !Number.isFinite(widths) ? null : widths / samples;
  const counted = { samples, intervals: isError ? null : intervals, share, monte_carlo_error };
  return row(world, { ...counted, minimum: null, width }, share >= low - room && share <= high + room);
}

/**
 * @param {Sample} sample
 * @returns {number}
 */
function shareOf(sample) {
  if ("falseAlarm" in sample) return sample.falseAlarm;
  if ("falseDiscoveryShare" in sample) return sample.falseDiscoveryShare;
  return sample.low <= sample.truth && sample.truth <= sample.high ? 1 : 0;
}

/**
 * @param {World} world
 * @param {Pick<Row, "samples" | "intervals" | "share" | "monte_carlo_error" | "minimum" | "width">} numbers
 * @param {boolean} reached
 * @returns {Row}
 */
function row({ method, estimand, world, target = TARGET, expected = "" }, numbers, reached) {
  const limits = { target_low: target.low, target_high: target.high };
  return {
    topic,
    method,
    estimand,
    world,
    ...numbers,
    ...limits,
    reached: reached ? "yes" : "no",
    note: reached ? "" : expected,
  };
}
