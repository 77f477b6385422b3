// Coverage of the intervals of lib/experiments/rates, counted over the outcomes and not simulated (but for the difference of
// two effects). Of large groups only the bulk of each binomial is counted: less than 1e-12 of the probability is left out.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { differenceInEffects } = require("../../lib/dist/experiments/arms.js");
const { differenceInRates } = require("../../lib/dist/experiments/rates/differences.js");
const { conversionRate } = require("../../lib/dist/experiments/rates/intervals.js");
const { nonInferiority } = require("../../lib/dist/experiments/rates/non-inferiority.js");
const { relativeDifference, relativeLift } = require("../../lib/dist/experiments/rates/ratios.js");
const {
  binomialLower,
  binomialProbability,
  binomialUpper,
} = require("../../lib/dist/statistics/binomial.js");

/**
 * @typedef {import("../../lib/dist/experiments/rates/intervals.js").RateMethod} RateMethod
 * @typedef {{ customers: number, rate: number }} Arm
 * @typedef {{ treated: Arm, control: Arm }} Cell
 * @typedef {{ low: number, high: number }} Interval
 * @typedef {(treated: { customers: number, conversions: number }, control: { customers: number, conversions: number }) => Interval} Method
 */

const RATES = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5];
const ENOUGH = { low: 0.945, high: 0.97 };
/** Below 20 expected conversions an interval may be too wide: no upper limit is claimed. */
const FEW = { low: 0.945, high: 1 };
const TOO_NARROW =
  "known to be too narrow, which a warning says below ten conversions; there to be compared with";

/**
 * The outcomes of a binomial with their probabilities, without the tails that are below 1e-12 together.
 *
 * @param {Arm} arm
 * @param {number} fewest conversions and non-conversions; the other outcomes are left out, and these scaled up
 */
function outcomesOf({ customers, rate }, fewest) {
  const mode = Math.max(fewest, Math.min(customers - fewest, Math.floor((customers + 1) * rate)));
  const top = binomialProbability(mode, customers, rate);
  const odds = rate / (1 - rate);
  const below = [];
  for (let p = top, x = mode; x > fewest && p > 1e-15; below.push(p)) p *= x / ((customers - x-- + 1) * odds);
  const above = [];
  for (let p = top, x = mode; x < customers - fewest && p > 1e-15; above.push(p))
    p *= ((customers - x) * odds) / ++x;
  const weights = [...below.reverse(), top, ...above];
  const total = fewest === 0 ? 1 : weights.reduce((sum, weight) => sum + weight, 0);
  return { first: mode - below.length, weights: weights.map((weight) => weight / total) };
}

/**
 * The probability that the interval holds the truth. For each outcome of the treated the outcomes of the control group
 * that do are neighbours, and both ends of that run move up with the treated: the ends fall with the control's conversions
 * and rise with the treated's.
 *
 * @param {Cell} cell @param {number} truth @param {Method} method @param {number} fewest
 */
function sweep({ treated, control }, truth, method, fewest) {
  const [ofTreated, ofControl] = [outcomesOf(treated, fewest), outcomesOf(control, fewest)];
  const upTo = [0];
  for (const weight of ofControl.weights) upTo.push(upTo[upTo.length - 1] + weight);
  const last = ofControl.weights.length;
  let [from, to, covered] = [0, 0, 0];
  ofTreated.weights.forEach((weight, i) => {
    const intervalAt = (/** @type {number} */ j) =>
      method(
        { customers: treated.customers, conversions: ofTreated.first + i },
        { customers: control.customers, conversions: ofControl.first + j },
      );
    while (from < last && intervalAt(from).low > truth) from += 1;
    while (to < last && intervalAt(to).high >= truth) to += 1;
    covered += weight * Math.max(0, upTo[to] - upTo[from]);
  });
  return covered;
}

/**
 * The same for intervals whose ends jump where there are few conversions: every pair of outcomes by itself.
 *
 * @param {Cell} cell @param {number} truth @param {Method} method @param {number} fewest
 */
function everyPair({ treated, control }, truth, method, fewest) {
  const [ofTreated, ofControl] = [outcomesOf(treated, fewest), outcomesOf(control, fewest)];
  let covered = 0;
  ofTreated.weights.forEach((weight, i) => {
    ofControl.weights.forEach((other, j) => {
      const { low, high } = method(
        { customers: treated.customers, conversions: ofTreated.first + i },
        { customers: control.customers, conversions: ofControl.first + j },
      );
      if (low <= truth && truth <= high) covered += weight * other;
    });
  });
  return covered;
}

/** Every pair of arm sizes (the smaller one treated: swapping arms mirrors an interval) with every pair of rates. */
function grid(/** @type {number[]} */ sizes) {
  return sizes.flatMap((small, i) =>
    sizes.slice(i).flatMap((large) =>
      RATES.flatMap((rate) =>
        RATES.map((other) => ({
          treated: { customers: small, rate },
          control: { customers: large, rate: other },
        })),
      ),
    ),
  );
}

const fewestExpected = (/** @type {Cell} */ { treated, control }) =>
  Math.min(treated.customers * treated.rate, control.customers * control.rate);

/**
 * Mean and smallest coverage over cells. The width is that at the expected outcome, on average.
 *
 * @param {Cell[]} cells
 * @param {{ method: Method, truthOf: (treated: number, control: number) => number, fewest?: number, count?: typeof sweep }} options
 */
function overCells(cells, { method, truthOf, fewest = 0, count = sweep }) {
  const shares = cells.map((cell) =>
    count(cell, truthOf(cell.treated.rate, cell.control.rate), method, fewest),
  );
  const expected = (/** @type {Arm} */ { customers, rate }) => ({
    customers,
    conversions: Math.max(1, Math.round(customers * rate)),
  });
  const widths = cells.map(({ treated, control }) => {
    const { low, high } = method(expected(treated), expected(control));
    return high - low;
  });
  return { coverage: mean(shares), minimum: Math.min(...shares), width: mean(widths), cells: cells.length };
}

const mean = (/** @type {number[]} */ values) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The smallest coverage over all rates: between two ends the covered outcomes stay the same, and the coverage is least at an end. */
function everywhere(/** @type {RateMethod} */ method) {
  const sizes = [
    ...Array.from({ length: 500 }, (_, i) => i + 1),
    ...Array.from({ length: 15 }, (_, i) => 600 + 100 * i),
  ];
  let [smallest, cells] = [1, 0];
  for (const customers of sizes) {
    const ends = Array.from({ length: customers + 1 }, (_, conversions) =>
      conversionRate({ customers, conversions }, { method }),
    );
    const rates = ends.flatMap(({ low, high }) => [low, high]).sort((a, b) => a - b);
    let [first, last] = [0, 0];
    for (let k = 1; k < rates.length; k += 1) {
      const middle = (rates[k - 1] + rates[k]) / 2;
      while (ends[first].high < middle) first += 1;
      while (last < customers && ends[last + 1].low <= middle) last += 1;
      for (const rate of [rates[k - 1], rates[k]]) {
        const below = first === 0 ? 0 : binomialLower(first - 1, customers, rate);
        const above = last === customers ? 0 : binomialUpper(last + 1, customers, rate);
        smallest = Math.min(smallest, 1 - below - above);
        cells += 1;
      }
    }
  }
  return { smallest, cells };
}

/** @param {RateMethod} method @param {(expected: number) => boolean} belongs */
function singleRates(method, belongs) {
  const cells = [50, 100, 200, 500, 1000, 2000]
    .flatMap((customers) => RATES.map((rate) => ({ customers, rate })))
    .filter(({ customers, rate }) => belongs(customers * rate));
  const fewest = method === "Wald" ? 1 : 0;
  const found = cells.map((arm) => {
    const { first, weights } = outcomesOf(arm, fewest);
    return weights.reduce(
      ({ share, width }, weight, i) => {
        const { low, high } = conversionRate(
          { customers: arm.customers, conversions: first + i },
          { method },
        );
        const holds = low <= arm.rate && arm.rate <= high;
        return { share: share + (holds ? weight : 0), width: width + weight * (high - low) };
      },
      { share: 0, width: 0 },
    );
  });
  const shares = found.map(({ share }) => share);
  const width = mean(found.map((cell) => cell.width));
  return { coverage: mean(shares), minimum: Math.min(...shares), width, cells: cells.length };
}

const METHODS = /** @type {const} */ (["Wilson", "Clopper-Pearson", "Jeffreys", "Agresti-Coull", "Wald"]);
const rateWorlds = METHODS.flatMap((method) => [
  {
    method,
    estimand: "rate",
    world: "n 50 to 2,000, rates 0.5 to 50 %, 20 expected conversions or more",
    target: method === "Clopper-Pearson" ? { low: 0.95, high: 1 } : ENOUGH,
    exact: () => singleRates(method, (expected) => expected >= 20),
    ...(method === "Wald" ? { expected: TOO_NARROW } : {}),
  },
  {
    method,
    estimand: "rate",
    world: `n 50 to 2,000, rates 0.5 to 50 %, fewer expected conversions${method === "Wald" ? ", given one" : ""}; no upper limit`,
    target: method === "Clopper-Pearson" ? { low: 0.95, high: 1 } : FEW,
    exact: () => singleRates(method, (expected) => expected < 20),
    ...(method === "Wald" ? { expected: TOO_NARROW } : {}),
  },
]);
const exactWorld = {
  method: "Clopper-Pearson",
  estimand: "rate",
  world: "smallest coverage at any rate from 0 to 1, every n to 500, every 100 to 2,000",
  target: { low: 0.95, high: 1 },
  exact: () => {
    const { smallest, cells } = everywhere("Clopper-Pearson");
    return { coverage: smallest, minimum: smallest, width: Number.NaN, cells };
  },
};

const ALL = grid([50, 200, 1_000, 10_000, 100_000]);
const difference = (/** @type {number} */ p, /** @type {number} */ q) => p - q;
const differenceWorlds = /** @type {const} */ (["Newcombe", "score", "Agresti-Caffo"]).flatMap((method) => {
  /** @type {Method} */
  const interval = (treated, control) => differenceInRates(treated, control, { method });
  const shared = { method, estimand: "difference of rates" };
  const text = "arms of 50 to 100,000, equal and unequal, rates 0.5 to 50 %";
  const cells = (/** @type {boolean} */ enough) =>
    ALL.filter((cell) => fewestExpected(cell) >= 20 === enough);
  const exact = (/** @type {boolean} */ enough) => () =>
    overCells(cells(enough), { method: interval, truthOf: difference });
  return [
    {
      ...shared,
      world: `${text}, 20 expected conversions or more in each`,
      target: ENOUGH,
      exact: exact(true),
    },
    {
      ...shared,
      world: `${text}, fewer expected conversions; no upper limit`,
      target: FEW,
      exact: exact(false),
    },
  ];
});

/** @type {readonly { method: string, estimand: string, interval: Method, truthOf: (p: number, q: number) => number }[]} */
const OTHERS = [
  {
    method: "Wald",
    estimand: "difference of rates",
    interval: (treated, control) => differenceInRates(treated, control, { method: "Wald" }),
    truthOf: difference,
  },
  { method: "Katz log", estimand: "ratio of rates", interval: relativeLift, truthOf: (p, q) => p / q },
  .../** @type {const} */ (["delta", "Fieller"]).map((method) => ({
    method,
    estimand: "relative difference of rates",
    interval: /** @type {Method} */ ((treated, control) => relativeDifference(treated, control, { method })),
    truthOf: (/** @type {number} */ p, /** @type {number} */ q) => p / q - 1,
  })),
];
const otherWorlds = OTHERS.flatMap(({ method, estimand, interval, truthOf }) => {
  const options = { method: interval, truthOf, fewest: 1 };
  const enough = grid([200, 1_000, 10_000]).filter((cell) => fewestExpected(cell) >= 20);
  const few = grid([50, 200, 1_000]).filter(({ treated, control }) =>
    [treated, control].every(({ customers, rate }) => customers * rate >= 5 && customers * rate < 20),
  );
  return [
    {
      method,
      estimand,
      world: "arms of 200 to 10,000, equal and unequal, 20 expected conversions or more in each",
      target: ENOUGH,
      exact: () => overCells(enough, options),
    },
    {
      method,
      estimand,
      world: "arms of 50 to 1,000, 5 to 20 expected conversions in each, given one in each; no upper limit",
      target: FEW,
      exact: () => overCells(few, { ...options, count: everyPair }),
      ...(method === "Wald" || method === "delta" ? { expected: TOO_NARROW } : {}),
    },
  ];
});

/** The truth at the margin itself, where a guardrail that passes is a false alarm: the coverage is 1 minus their rate. */
const marginWorlds = /** @type {const} */ ([
  { better: "higher", worse: -1, expected: "conversions" },
  { better: "lower", worse: 1, expected: "complaints" },
]).flatMap(({ better, worse, expected }) => {
  const cells = [200, 1_000, 10_000].flatMap((small) =>
    [1, 4].flatMap((times) =>
      [0.02, 0.05, 0.1, 0.25, 0.5].map((rate) => ({
        treated: { customers: small, rate: rate + worse * Math.min(0.02, rate / 2) },
        control: { customers: times * small, rate },
        margin: Math.min(0.02, rate / 2),
      })),
    ),
  );
  const exact = (/** @type {boolean} */ enough) => () => {
    const chosen = cells.filter((cell) => fewestExpected(cell) >= 20 === enough);
    const shares = chosen.map((cell) => {
      const { margin } = cell;
      const interval = /** @type {Method} */ (
        (treated, control) => nonInferiority(treated, control, { margin, better })
      );
      return sweep(cell, worse * margin, interval, 0);
    });
    return { coverage: mean(shares), minimum: Math.min(...shares), width: Number.NaN, cells: chosen.length };
  };
  const shared = { method: "score", estimand: `non-inferiority, ${better} is better` };
  const text = `truly worse by the margin, arms of 200 to 40,000, 1:1 and 1:4`;
  return [
    { ...shared, world: `${text}, 20 expected ${expected} or more`, target: ENOUGH, exact: exact(true) },
    {
      ...shared,
      world: `${text}, fewer expected ${expected}; no upper limit`,
      target: FEW,
      exact: exact(false),
    },
  ];
});

/** Two segments of one campaign, each with its effect: 8 and 3 points. */
const differenceOfEffects = {
  method: "MOVER",
  estimand: "difference of two effects",
  world: "rates of 18, 10, 8 and 5 %, groups of 300, 200, 400 and 100",
  draw: (/** @type {import("../../lib/dist/statistics/random.js").Random} */ random) => {
    const group = (/** @type {number} */ customers, /** @type {number} */ rate) => {
      let conversions = 0;
      for (let i = 0; i < customers; i += 1) conversions += Number(random.chance(rate));
      return { customers, conversions };
    };
    const one = differenceInRates(group(300, 0.18), group(200, 0.1));
    const other = differenceInRates(group(400, 0.08), group(100, 0.05));
    const { low, high } = differenceInEffects(one, other);
    return { low, high, truth: 0.05 };
  },
};

export const worlds = [
  ...[...rateWorlds, exactWorld, ...differenceWorlds, ...otherWorlds, ...marginWorlds],
  differenceOfEffects,
];
