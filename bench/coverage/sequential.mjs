// False alarms of the sequential methods in tests without an effect that are looked at all the time (the world says when), up
// to 100,000 customers: how often an interval ever leaves out the truth, or an e-value ever reaches 20.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { boundary } = require("../../lib/dist/experiments/sequential/boundary.js");
const {
  sequentialDifferenceInMeans,
  sequentialDifferenceInRates,
} = require("../../lib/dist/experiments/sequential/confidence-sequence.js");
const { eProcess, logEValue } = require("../../lib/dist/experiments/sequential/e-process.js");

/** @typedef {import("../../lib/dist/statistics/random.js").Random} Random */

const CUSTOMERS = 100_000;
const ALPHA = 0.05;
const PRIOR = 100;

/** Squared boundary of every number of customers. */
const limits = Float64Array.from({ length: CUSTOMERS + 1 }, (_, n) =>
  n === 0 ? Infinity : boundary(n, { alpha: ALPHA, tightestAt: 5000, sides: "two-sided" }) ** 2,
);

/**
 * One test with a confidence sequence, looked at after every customer. A crossing found by the short formula is asked of the
 * library itself.
 * @param {{ rate: number, share: number, scale: "absolute" | "relative" }} cell share: treated customers of all
 * @param {Random} random
 */
function everyCustomer({ rate, share, scale }, random) {
  const customers = [0, 0];
  const conversions = [0, 0];
  const wanted = scale === "relative" ? 100 : 10;
  for (let n = 1; n <= CUSTOMERS; n++) {
    const draw = random.next();
    const arm = draw < share ? 1 : 0;
    customers[arm]++;
    if (arm === 1 ? draw < share * rate : draw < share + (1 - share) * rate) conversions[arm]++;
    if (conversions[0] < wanted || conversions[1] < wanted) continue;
    const [control, treated] = [conversions[0] / customers[0], conversions[1] / customers[1]];
    const weight = scale === "relative" ? (treated / control) ** 2 : 1;
    const variance =
      (treated * (1 - treated)) / customers[1] + (weight * control * (1 - control)) / customers[0];
    if ((treated - control) ** 2 <= limits[n] * variance) continue;
    const groups = [1, 0].map((i) => ({ customers: customers[i], conversions: conversions[i] }));
    const { low, high } = sequentialDifferenceInRates(groups[0], groups[1], { scale });
    if (low > 0 || high < 0) return { falseAlarm: 1 };
  }
  return { falseAlarm: 0 };
}

/**
 * One test with the e-process, looked at after every conversion, which is as good as after every customer: nothing changes
 * in between. The e-value at the end is compared with the library's.
 * @param {{ rate: number, share: number }} cell
 * @param {Random} random
 */
function everyConversion({ rate, share }, random) {
  const conversions = { treated: 0, control: 0 };
  let evidence = 1;
  const step = Math.log1p(-rate);
  let n = 0;
  for (;;) {
    n += 1 + Math.floor(Math.log(1 - random.next()) / step);
    if (n > CUSTOMERS || evidence >= 1 / ALPHA) break;
    const arm = random.next() < share ? "treated" : "control";
    const chance = arm === "treated" ? share : 1 - share;
    const learned = (PRIOR * chance + conversions[arm]) / (PRIOR + conversions.treated + conversions.control);
    evidence *= learned / chance;
    conversions[arm]++;
  }
  const inLibrary = logEValue(conversions, share);
  if (Math.abs(inLibrary - Math.log(evidence)) > 1e-6)
    throw new Error(`e-value ${evidence}, library ${inLibrary}`);
  return { falseAlarm: evidence >= 1 / ALPHA ? 1 : 0 };
}

/**
 * One test of spend, looked at after every purchase: 5 % buy, for an amount with an exponential distribution. The short formula
 * only says which looks to ask the library about, which may find them too early.
 * @param {{ share: number, scale: "absolute" | "relative" }} cell
 * @param {Random} random
 */
function everyPurchase({ share, scale }, random) {
  const arms = [0, 1].map(() => ({ n: 0, sum: 0, sumSquares: 0, sumCubes: 0 }));
  const varianceOfMean = (/** @type {typeof arms[number]} */ arm) =>
    (arm.sumSquares - arm.sum ** 2 / arm.n) / arm.n / (arm.n - 1);
  for (let n = 1; n <= CUSTOMERS; n++) {
    const arm = arms[random.next() < share ? 1 : 0];
    arm.n++;
    if (random.next() >= 0.05) continue;
    const spend = -50 * Math.log(1 - random.next());
    arm.sum += spend;
    arm.sumSquares += spend ** 2;
    arm.sumCubes += spend ** 3;
    if (arms[0].n < 2 || arms[1].n < 2 || arms[0].sum === 0) continue;
    const [control, treated] = [arms[0].sum / arms[0].n, arms[1].sum / arms[1].n];
    const weight = scale === "relative" ? (treated / control) ** 2 : 1;
    const variance = varianceOfMean(arms[1]) + weight * varianceOfMean(arms[0]);
    if ((treated - control) ** 2 <= limits[n] * variance) continue;
    const { low, high } = sequentialDifferenceInMeans(arms[1], arms[0], { scale, unit: "NZD" });
    if (low > 0 || high < 0) return { falseAlarm: 1 };
  }
  return { falseAlarm: 0 };
}

/**
 * The e-process of a campaign with an effect, looked at after every conversion: the first of its intervals that leaves out the
 * true ratio, or else the last one. Which one that is says the evidence against the true ratio.
 * @param {{ rate: number, share: number, ratio: number }} cell
 * @param {Random} random
 */
function everyInterval({ rate, share, ratio }, random) {
  const conversions = { treated: 0, control: 0 };
  const chance = (share * ratio) / (share * ratio + 1 - share);
  const step = Math.log1p(-rate * (share * ratio + 1 - share));
  let [n, evidence] = [0, 1];
  while (n <= CUSTOMERS && evidence < 1 / ALPHA) {
    n += 1 + Math.floor(Math.log(1 - random.next()) / step);
    const arm = random.next() < chance ? "treated" : "control";
    const prior = arm === "treated" ? share : 1 - share;
    const learned = (PRIOR * prior + conversions[arm]) / (PRIOR + conversions.treated + conversions.control);
    evidence *= learned / (arm === "treated" ? chance : 1 - chance);
    conversions[arm]++;
  }
  const [treated, control] = [conversions.treated, conversions.control].map((count) => ({
    customers: CUSTOMERS,
    conversions: count,
  }));
  const { low, high } = eProcess(treated, control, { share });
  return { low, high, truth: ratio };
}

const cells = [0.005, 0.05, 0.5].flatMap((rate) =>
  [1, 4, 10].map((ratio) => ({ rate, ratio, share: ratio / (1 + ratio) })),
);

const ofRates = cells.flatMap((cell) => {
  const world = `rate ${cell.rate * 100} %, control : treated 1 : ${cell.ratio}, looked at after every one of ${CUSTOMERS} customers`;
  const target = { low: 0, high: ALPHA };
  return [
    {
      ...{
        method: "asymptotic confidence sequence",
        estimand: "false alarms, difference of rates",
        world,
        target,
      },
      draw: (/** @type {Random} */ random) => everyCustomer({ ...cell, scale: "absolute" }, random),
    },
    {
      ...{
        method: "asymptotic confidence sequence",
        estimand: "false alarms, relative difference",
        world,
        target,
      },
      draw: (/** @type {Random} */ random) => everyCustomer({ ...cell, scale: "relative" }, random),
    },
    {
      ...{ method: "Bernoulli e-process", estimand: "false alarms, ratio of rates", world, target },
      draw: (/** @type {Random} */ random) => everyConversion(cell, random),
    },
  ];
});

const ofSpend = [1, 4, 10].flatMap((ratio) =>
  /** @type {const} */ (["absolute", "relative"]).map((scale) => ({
    method: "asymptotic confidence sequence",
    estimand: `false alarms, ${scale} difference of means`,
    world: `spend, 5 % buy, control : treated 1 : ${ratio}, looked at after every purchase of ${CUSTOMERS} customers`,
    target: { low: 0, high: ALPHA },
    draw: (/** @type {Random} */ random) => everyPurchase({ share: ratio / (1 + ratio), scale }, random),
  })),
);

const ofRatio = [1, 10].map((ratio) => ({
  method: "Bernoulli e-process",
  estimand: "ratio of rates",
  world: `ratio 1.25, rate 5 %, control : treated 1 : ${ratio}, looked at after every conversion of ${CUSTOMERS} customers`,
  target: { low: 1 - ALPHA, high: 1 },
  draw: (/** @type {Random} */ random) =>
    everyInterval({ rate: 0.05, share: ratio / (1 + ratio), ratio: 1.25 }, random),
}));

export const worlds = [...ofRates, ...ofSpend, ...ofRatio];
