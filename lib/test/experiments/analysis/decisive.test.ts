import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { analyseExperiment } from "../../../experiments/analysis/analyse.js";
import { summaryFromColumns } from "../../../experiments/analysis/from-columns.js";
import type { EffectRow, ExperimentAnalysis } from "../../../experiments/analysis/result.js";
import { eProcess } from "../../../experiments/sequential/e-process.js";
import { seededRandom } from "../../../statistics/random.js";
import type { Metric } from "../../../types.js";
import { near } from "../../near.js";
import { experiment, metric, rateCell } from "./examples.js";

const AMOUNT = { kind: "mean", unit: "USD", covariate: "before" } as const;

/** A customer of a world: what is known before (NaN if nothing is), and the outcome without and with the message. */
interface Customer {
  readonly before: number;
  readonly without: number;
  readonly with: number;
}

/** Every second customer gets the message. */
function mailed(
  customers: readonly Customer[],
  rest: Partial<Metric> = {},
  segments?: Readonly<Record<string, readonly string[]>>,
): ExperimentAnalysis {
  const values = customers.map((one, i) => (i % 2 ? one.with : one.without));
  return analyseExperiment(
    summaryFromColumns({
      ...{ name: "mail", control: "none", shares: { mail: 0.5, none: 0.5 } },
      arm: customers.map((_, i) => (i % 2 ? "mail" : "none")),
      metrics: [{ ...metric("spend", { ...AMOUNT, ...rest }), values }],
      covariates: { before: Float64Array.from(customers, ({ before }) => before) },
      segments,
    }),
  );
}

/** Spend that goes with what was spent before; half of the customers are new, and the message loses 20 USD with them. */
function halfNew(): Customer[] {
  const random = seededRandom("half new");
  return Array.from({ length: 4_000 }, (_, i) => {
    const isNew = i % 4 < 2;
    const usual = random.normal(100, 20);
    const without = usual + random.normal(0, 5);
    return { before: isNew ? Number.NaN : usual, without, with: without + (isNew ? -20 : 2) };
  });
}

test("a covariate that half of the customers lack does not change whom the verdict is about", () => {
  const { rows, verdicts } = mailed(halfNew());
  const [{ adjusted, decisive, effect, bayes, relative, pCorrected }] = rows;
  assert.equal(verdicts[0].verdict, "do not ship");
  assert.deepEqual([decisive, decisive!.n, effect!.n], [adjusted, 4_000, 4_000]);
  near(adjusted!.estimate, -9, 4 * adjusted!.standardError!);
  assert.ok(adjusted!.standardError! < effect!.standardError!);
  assert.ok(bayes!.probabilityBetter < 0.001 && relative!.high < 0 && pCorrected! < 0.001);
  assert.deepEqual(adjusted!.warnings, [
    '"before" is not known of 2,000 customers: they are compared by themselves',
  ]);
});

test("one customer without a covariate who cannot be compared leaves the plain effect to decide, and says why", () => {
  const customers = halfNew().filter(({ before }, i) => i === 0 || !Number.isNaN(before));
  const [row] = mailed(customers).rows;
  assert.deepEqual([row.adjusted, row.decisive], [null, row.effect]);
  assert.match(row.gaps[0], /^adjusted reading: because of [01] treated and [01] control customers/);
});

/** Everybody known: the noise of 20 USD is known before, that of 2 is not. */
function allKnown(effect: number, n = 4_000): Customer[] {
  const random = seededRandom("all known");
  return Array.from({ length: n }, () => {
    const before = random.normal(100, 20);
    const without = before + random.normal(0, 2);
    return { before, without, with: without + effect };
  });
}

test("relative effect, probability and smallest difference to be seen are those of the adjusted effect", () => {
  const [{ adjusted, relative, bayes, minimumEffect, sequential }] = mailed(allKnown(0.3)).rows;
  near(relative!.estimate, adjusted!.estimate / 100, 1e-4);
  assert.equal(relative!.method, "Fieller after CUPED");
  assert.equal(relative!.low > 0, adjusted!.low > 0);
  near(bayes!.effect.low, adjusted!.low, 1e-3);
  near(minimumEffect!, 2.8 * adjusted!.standardError!, 0.01);
  assert.ok(
    sequential!.effect!.warnings.includes(
      "the reading under peeking is of the difference without adjustment",
    ),
  );
});

test("a guardrail with a covariate is judged by the adjusted effect", () => {
  const guardrail = { purpose: "guardrail", margin: 1 } as const;
  const [{ nonInferiority, effect, adjusted }] = mailed(allKnown(0), guardrail).rows;
  assert.ok(effect!.low < -1 && nonInferiority!.passed);
  assert.deepEqual([nonInferiority!.effect.method, nonInferiority!.effect.sides], ["CUPED", "greater"]);
  assert.ok(nonInferiority!.effect.low > adjusted!.low);
});

test("a heavy tail is said of the adjusted effect too", () => {
  const random = seededRandom("heavy tail");
  const customers = Array.from({ length: 2_000 }, () => {
    const spend = random.chance(0.02) ? Math.exp(random.normal(4, 1.5)) : 0;
    return { before: random.next(), without: spend, with: spend };
  });
  const [{ adjusted }] = mailed(customers).rows;
  assert.match(
    adjusted!.warnings.join(),
    /interval optimistic: treated has 1,000 customers, and its skewness/,
  );
});

test("a corrected p-value is never below the one that it corrects", () => {
  const world = fc.record({ effect: fc.integer({ min: -3, max: 3 }), seed: fc.nat(), lost: fc.boolean() });
  fc.assert(
    fc.property(world, ({ effect, seed, lost }) => {
      const random = seededRandom(seed);
      const customers = allKnown(effect, 200).map((one) =>
        lost && random.chance(0.3) ? { ...one, before: Number.NaN } : one,
      );
      const region = customers.map(() => random.pick(["N", "S", "E"]));
      for (const { pCorrected, decisive, adjusted, effect: plain } of mailed(customers, {}, { region })
        .rows) {
        assert.equal(decisive, adjusted ?? plain);
        assert.ok(pCorrected! >= decisive!.pValue!);
      }
    }),
    { numRuns: 25 },
  );
});

/** Bought of 1,000 in each arm and age. */
function byAge(bought: Readonly<Record<string, readonly [number, number]>>): readonly EffectRow[] {
  const cells = Object.entries(bought).flatMap(([level, [control, mail]]) => [
    { ...rateCell("bought", "control", control, 1_000), segment: "age", level },
    { ...rateCell("bought", "mail", mail, 1_000), segment: "age", level },
  ]);
  const all = ["control", "mail"].map((arm) => rateCell("bought", arm, 500, 4_000));
  const { rows } = analyseExperiment(experiment([metric("bought")], [...all, ...cells]));
  return rows.filter(({ segment }) => segment !== null);
}

test("segments that are picked by their corrected p have an interval for it, and it leaves out 0 as p says", () => {
  const rows = byAge({ a: [100, 180], b: [100, 101], c: [100, 110], d: [100, 95] });
  assert.deepEqual(
    rows.map(({ selected }) => selected === null),
    [false, true, true, true],
  );
  const { selected, effect, pCorrected } = rows[0];
  // One of four picked, dependence unknown: 0.05 / 4 over 1 + 1/2 + 1/3 + 1/4.
  near(selected!.confidence, 1 - 0.05 / 4 / (25 / 12), 1e-12);
  assert.ok(selected!.low < effect!.low && selected!.low > 0 && pCorrected! < 0.05);
  assert.equal(selected!.estimate, effect!.estimate);
});

const SHARES = ["control", "mail"].map((arm, i) => ({
  arm,
  customers: [1_000, 3_000][i],
  plannedShare: [0.2, 0.6][i],
}));
const BOUGHT = [rateCell("bought", "control", 100, 1_000), rateCell("bought", "mail", 420, 3_000)];

test("the e-process has its p-value where the shares are planned: two arms share what is planned for both", () => {
  const call = [{ arm: "call", customers: 1_000, plannedShare: 0.2 }];
  const cells = [...BOUGHT, rateCell("bought", "call", 100, 1_000)];
  const [row] = analyseExperiment(experiment([metric("bought")], cells, { arms: [...SHARES, ...call] })).rows;
  const { pValue } = eProcess(
    { customers: 3_000, conversions: 420 },
    { customers: 1_000, conversions: 100 },
    { share: 0.75 },
  );
  near(row.sequential!.eProcessP!, pValue, 1e-12);
  const few = [rateCell("bought", "control", 0, 1_000), rateCell("bought", "mail", 9, 3_000)];
  const [early] = analyseExperiment(experiment([metric("bought")], few, { arms: SHARES })).rows;
  assert.equal(early.sequential!.effect, null);
  assert.ok(early.sequential!.eProcessP! > 0.1 && early.sequential!.eProcessP! < 1);
});

test("without planned shares, without chance and for amounts there is no e-process", () => {
  const undeclared = SHARES.map((arm) => ({ ...arm, plannedShare: null }));
  const rest = [{ arms: undeclared }, { arms: SHARES, assignment: "self-chosen" as const }];
  for (const change of rest) {
    const [row] = analyseExperiment(experiment([metric("bought")], BOUGHT, change)).rows;
    assert.equal(row.sequential!.eProcessP, null);
  }
  assert.equal(mailed(allKnown(1)).rows[0].sequential!.eProcessP, null);
});
