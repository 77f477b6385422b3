import { createRequire } from "node:module";
import { median } from "./measure.mjs";

const LEVELS = { campaign: 10, channel: 5, segment: 4 };

/**
 * The time in which the hierarchical model of 10 campaigns × 5 channels × 4 segments is fitted, with the interval of every
 * cell; each round has effects of its own.
 *
 * @param {{ rounds: number }} plan
 */
export function benchShrinkage({ rounds }) {
  const require = createRequire(import.meta.url);
  const { shrinkCells } = require("../lib/dist/experiments/bayes/crossed.js");
  const { seededRandom } = require("../lib/dist/statistics/random.js");
  const random = seededRandom("shrinkage bench");
  const seconds = Array.from({ length: rounds }, () => {
    const cells = cellsOf(random);
    const begin = performance.now();
    shrinkCells(cells, { unit: "points" });
    return (performance.now() - begin) / 1000;
  });
  const what = `${Object.values(LEVELS).reduce((product, count) => product * count)} cells shrunk`;
  console.log(`${what} (${Object.keys(LEVELS).join(" x ")}): campaign-lab ${median(seconds).toFixed(3)} s`);
}

/** @param {import("../lib/dist/statistics/random.js").Random} random */
function cellsOf(random) {
  const effects = Object.entries(LEVELS).map(([factor, count]) =>
    Array.from({ length: count }, (_, i) => ({ factor, level: String(i), effect: random.normal(0, 0.7) })),
  );
  const [campaigns, channels, segments] = effects;
  return campaigns.flatMap((campaign) =>
    channels.flatMap((channel) =>
      segments.map((segment) => {
        const own = [campaign, channel, segment];
        const truth = own.reduce((sum, { effect }) => sum + effect, random.normal(0, 1));
        const levels = Object.fromEntries(own.map(({ factor, level }) => [factor, level]));
        return { levels, estimate: random.normal(truth, 1), standardError: 1, n: 100 };
      }),
    ),
  );
}
