import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { simulatedPower } = require("../../lib/dist/experiments/planning/simulated-power.js");
const { seededRandom } = require("../../lib/dist/statistics/random.js");

const SEGMENTS = [
  { segment: "new", share: 0.4, baseline: 0.2, effect: 0.2 },
  { segment: "old", share: 0.6, baseline: 0.2, effect: 0.05 },
];
const CAMPAIGN = { segment: "new", customers: 300 };

/** So many rounds that the error of the truth is a fiftieth of the width of an interval from a hundred. */
const TRUTH = simulatedPower(SEGMENTS, { ...CAMPAIGN, rounds: 100_000, random: seededRandom("truth") });

/** @param {"overall" | "differs"} which */
const world = (which) => ({
  method: "simulation, Wilson",
  estimand: which === "overall" ? "power, overall effect" : "power, difference between segments",
  world: "300 customers, effects of 20 and 5 points, 100 rounds",
  /** @param {import("../../lib/dist/statistics/random.js").Random} random */
  draw: (random) => {
    const { low, high } = simulatedPower(SEGMENTS, { ...CAMPAIGN, rounds: 100, random })[which];
    return { low, high, truth: TRUTH[which].estimate };
  },
});

/** The Monte Carlo interval of a simulated power. */
export const worlds = [world("overall"), world("differs")];
