import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { analyseExperiment } from "../../../experiments/analysis/analyse.js";
import { summaryFromColumns } from "../../../experiments/analysis/from-columns.js";
import type { EffectRow } from "../../../experiments/analysis/result.js";
import { seededRandom } from "../../../statistics/random.js";
import type { ExperimentSummary } from "../../../types.js";
import { near, nearRelative } from "../../near.js";
import { bank, eight, eightSummary, experiment, meanCell, metric, rateCell } from "./examples.js";

function rowsOf(summary: ExperimentSummary, segment: string | null = null): readonly EffectRow[] {
  return analyseExperiment(summary).rows.filter((row) => row.segment === segment);
}

test("eight customers by hand: half of the treated and a quarter of the others bought, spend 9 against 4 NZD", () => {
  const [bought, spend] = rowsOf(eightSummary);
  assert.deepEqual([bought.treated!.estimate, bought.control!.estimate], [0.5, 0.25]);
  near(bought.effect!.estimate, 0.25, 1e-15);
  near(bought.relative!.estimate, 1, 1e-15);
  near(spend.effect!.estimate, 5, 1e-15);
  // Variances 212/3 and 32/3 of four customers each: √(244/12).
  near(spend.effect!.standardError!, Math.sqrt(244 / 12), 1e-12);
  // Means of the covariate 8.5 and 5; its squares around 6.75 add up to 215.5, its products with spend to 245.
  near(spend.adjusted!.estimate, 5 - (245 / 215.5) * 3.5, 1e-12);
  // P(Beta(3, 3) > Beta(2, 4)) = 31/42.
  near(bought.bayes!.probabilityBetter, 31 / 42, 1e-12);
});

// numbers.md 2.5 and 2.3: 250 and 200 of 1000.
test("the reference's 250 and 200 of 1000: interval, p, probability, expected loss, and not yet under peeking", () => {
  const [row] = rowsOf(
    experiment(
      [metric("bought")],
      [rateCell("bought", "control", 200, 1000), rateCell("bought", "mail", 250, 1000)],
    ),
  );
  near(row.effect!.low, 0.013396, 5e-8);
  near(row.effect!.high, 0.086451, 5e-8);
  // Fisher's exact test, mid-p, by whole numbers.
  near(row.effect!.pValue!, 0.00746298, 5e-9);
  near(row.bayes!.probabilityBetter, 0.9962833291, 5e-11);
  near(row.bayes!.expectedLoss.treated, 2.13636e-5, 5e-11);
  near(row.bayes!.expectedLoss.control, 0.0499216, 5e-8);
  near(row.sequential!.effect!.low, -0.0082315, 5e-8);
  near(row.sequential!.effect!.pValue!, 0.132532, 5e-7);
});

test("the bank's 401 of 2,444 against 123 of 2,556: 11.60 points, and a p-value far below what a product of doubles holds", () => {
  const { rows, verdicts, gates } = analyseExperiment(bank);
  near(rows[0].effect!.estimate, 0.116, 5e-5);
  // Fisher's exact test, mid-p, by whole numbers.
  near(rows[0].effect!.pValue!, 1.86615e-42, 5e-48);
  assert.equal(rows[0].pCorrected, rows[0].effect!.pValue);
  assert.equal(gates[0].passed, true);
  assert.equal(verdicts[0].verdict, "ship");
});

test("in a world without an effect few rows of an A/A test are below 0.05, and almost none after correction", () => {
  const random = seededRandom("a/a");
  const customers = 4000;
  const pick = (levels: readonly string[]) => Array.from({ length: customers }, () => random.pick(levels));
  const spend = Float64Array.from({ length: customers }, () => random.gamma(2, 10));
  const { rows, verdicts } = analyseExperiment(
    summaryFromColumns({
      ...{ name: "a/a", control: "a", arm: pick(["a", "b", "c"]) },
      metrics: [
        { ...metric("bought"), values: spend.map(() => Number(random.chance(0.2))) },
        { ...metric("spend", { kind: "mean", unit: "NZD" }), values: spend },
      ],
      segments: { region: pick(["N", "S", "E", "W"]), age: pick(["1", "2", "3", "4", "5", "6"]) },
    }),
  );
  assert.equal(rows.length, 2 * 2 * (1 + 4 + 6));
  const below = rows.filter(({ effect }) => effect!.pValue! < 0.05).length;
  assert.ok(below <= 44 * 0.05 + 3 * Math.sqrt(44 * 0.05 * 0.95), `${below} of 44`);
  assert.equal(rows.filter(({ pCorrected }) => pCorrected! < 0.05).length, 0);
  assert.deepEqual(
    verdicts.map(({ verdict }) => verdict),
    ["undecided", "undecided"],
  );
});

test("Holm over success metrics and arms, Benjamini-Yekutieli within a metric's segments, nothing for the others", () => {
  const cells = ["control", "mail", "call"].flatMap((arm, i) => [
    rateCell("bought", arm, 200 + 25 * i, 1000),
    rateCell("visited", arm, 300 + 10 * i, 1000),
    rateCell("left", arm, 20, 1000),
    { ...rateCell("left", arm, 8 + 2 * i, 400), segment: "age", level: "young" },
    { ...rateCell("left", arm, 12 - 2 * i, 600), segment: "age", level: "old" },
  ]);
  const metrics = [
    metric("bought"),
    metric("visited"),
    metric("left", { purpose: "guardrail", better: "lower", margin: 0.02 }),
  ];
  const { rows } = analyseExperiment(experiment(metrics, cells));
  const success = rows.filter(({ purpose, segment }) => purpose === "success" && segment === null);
  assert.match(success[0].correction, /^Holm over 4 \(/);
  const smallest = Math.min(...success.map(({ effect }) => effect!.pValue!));
  near(Math.min(...success.map(({ pCorrected }) => pCorrected!)), 4 * smallest, 1e-12);
  const left = rows.filter(({ metric: name, segment }) => name === "left" && segment === null);
  assert.deepEqual(
    left.map(({ pCorrected, correction }) => [pCorrected, correction]),
    [
      [null, "none: a guardrail is judged alone, by its margin"],
      [null, "none: a guardrail is judged alone, by its margin"],
    ],
  );
  const segments = rows.filter(({ metric: name, segment }) => name === "left" && segment === "age");
  assert.match(segments[0].correction, /^Benjamini-Yekutieli over 4 \(/);
  const lowest = Math.min(...segments.map(({ effect }) => effect!.pValue!));
  near(Math.min(...segments.map(({ pCorrected }) => pCorrected!)), Math.min(1, lowest * 4 * (25 / 12)), 1e-9);
});

test("a guardrail is held against its margin in overall rows only", () => {
  const guardrail = metric("spend", { kind: "mean", unit: "NZD", purpose: "guardrail", margin: 8 });
  const { rows } = analyseExperiment({ ...eightSummary, metrics: [guardrail] });
  const { nonInferiority, effect } = rows[0];
  assert.equal(nonInferiority!.effect.sides, "greater");
  assert.ok(nonInferiority!.effect.low > effect!.low);
  assert.deepEqual([nonInferiority!.passed, nonInferiority!.failed], [true, false]);
  assert.equal(rows[1].nonInferiority, null);
});

test("where less is better the probability is that of the lower one, and the interval keeps its sign", () => {
  const cells = [rateCell("left", "control", 50, 1000), rateCell("left", "mail", 30, 1000)];
  const [up] = rowsOf(experiment([metric("left")], cells));
  const [down] = rowsOf(experiment([metric("left", { better: "lower" })], cells));
  near(down.bayes!.probabilityBetter, 1 - up.bayes!.probabilityBetter, 1e-9);
  near(down.bayes!.effect.low, up.bayes!.effect.low, 1e-9);
  near(down.bayes!.expectedLoss.treated, up.bayes!.expectedLoss.control, 1e-12);
  const amounts = [meanCell("cost", "control", [3, 5, 9]), meanCell("cost", "mail", [1, 2, 6])];
  const [cost] = rowsOf(experiment([metric("cost", { kind: "mean", better: "lower" })], amounts));
  near(cost.bayes!.effect.estimate, cost.effect!.estimate, 1e-12);
  assert.ok(cost.bayes!.probabilityBetter > 0.5);
});

/** Twins in one household buy together: 40 households an arm, twice as many customers. */
function twins(unit: boolean): ExperimentSummary {
  const random = seededRandom("twins");
  const bought = Array.from({ length: 80 }, (_, i) => Number(random.chance(i % 2 ? 0.5 : 0.3)));
  const people = bought.flatMap((value, i) => [
    { value, i },
    { value, i },
  ]);
  return summaryFromColumns({
    ...{ name: "twins", control: "control", arm: people.map(({ i }) => (i % 2 ? "mail" : "control")) },
    metrics: [{ ...metric("bought", { purpose: "success" }), values: people.map(({ value }) => value) }],
    segments: { age: people.map(({ i }) => (i < 40 ? "young" : "old")) },
    ...(unit ? { unit: { name: "household", values: people.map(({ i }) => String(i)) } } : {}),
  });
}

test("households that were assigned as a whole are what is counted: twins make the interval √2 wider", () => {
  const [alone, together] = [rowsOf(twins(false))[0], rowsOf(twins(true))[0]];
  near(together.effect!.estimate, alone.effect!.estimate, 1e-12);
  const width = ({ low, high }: { low: number; high: number }): number => high - low;
  // Student's t with 78 degrees and the divisor n - 1 add some percent to Newcombe's and Wilson's normal intervals.
  nearRelative(width(together.effect!) / width(alone.effect!), Math.SQRT2, 0.08);
  nearRelative(width(together.treated!) / width(alone.treated!), Math.SQRT2, 0.08);
  near(together.relative!.estimate, alone.relative!.estimate, 1e-12);
  assert.match(together.bayes!.effect.method, /^Student/);
  assert.ok(together.minimumEffect! > alone.minimumEffect!);
  assert.match(together.gaps[0], /^sequential reading: because it takes customers as independent/);
  assert.ok(alone.effect!.assumptions.some((one) => one.includes("no household, shared phone or store")));
  // Half of the households are young: about √2 wider again, with half the degrees of freedom.
  const [segment] = rowsOf(twins(true), "age");
  assert.equal(segment.effect!.method, "cluster-robust (CR2)");
  nearRelative(width(segment.effect!) / width(together.effect!), Math.SQRT2, 0.15);
});

test("without a random assignment every effect carries a warning and does not claim chance", () => {
  const [{ effect }] = rowsOf({ ...bank, assignment: "self-chosen" });
  assert.ok(effect!.warnings.includes("descriptive only: nobody tossed a coin"));
  assert.ok(!effect!.assumptions.some((one) => one.startsWith("chance alone")));
});

test("swapping the arms turns the sign of effect, adjusted effect and interval", () => {
  const swapped = summaryFromColumns({ ...eight, control: "mail" });
  for (const [i, row] of rowsOf(eightSummary).entries()) {
    const other = rowsOf(swapped)[i];
    for (const part of ["effect", "adjusted"] as const) {
      if (row[part] === null) continue;
      near(other[part]!.estimate, -row[part].estimate, 1e-12);
      near(other[part]!.low, -row[part].high, 1e-9);
      near(other[part]!.pValue!, row[part].pValue!, 1e-12);
    }
    near(other.bayes!.probabilityBetter, 1 - row.bayes!.probabilityBetter, 1e-12);
  }
});

test("every row has an effect or says why not, and no number in the result is NaN", () => {
  const count = fc.record({ n: fc.nat({ max: 6 }), share: fc.integer({ min: 0, max: 6 }) });
  fc.assert(
    fc.property(fc.array(count, { minLength: 4, maxLength: 4 }), ([a, b, c, d]) => {
      const arms = ["control", "mail"].map((arm) => ({ arm, customers: 6, plannedShare: null }));
      const rate = (arm: string, { n, share }: typeof a) => rateCell("bought", arm, Math.min(n, share), n);
      const mean = (arm: string, { n, share }: typeof a) => ({
        ...rateCell("spend", arm, 0, n),
        ...{ sum: n * share, sumSquares: n * share ** 2, sumCubes: n * share ** 3 },
      });
      const summary = experiment(
        [metric("bought"), metric("spend", { kind: "mean", unit: "NZD" })],
        [rate("control", a), rate("mail", b), mean("control", c), mean("mail", d)],
        { arms },
      );
      for (const row of analyseExperiment(summary).rows) {
        assert.equal(row.effect === null, row.notEstimable !== null);
        if (row.notEstimable !== null) assert.match(row.notEstimable, /^because /);
        everyNumber(row);
      }
    }),
    { numRuns: 60 },
  );
});

function everyNumber(value: unknown): void {
  if (typeof value === "number") assert.ok(!Number.isNaN(value));
  if (typeof value === "object" && value !== null) Object.values(value).forEach(everyNumber);
}

function sad(treated: readonly [number, number], control: readonly [number, number]): EffectRow {
  const cells = [rateCell("bought", "control", ...control), rateCell("bought", "mail", ...treated)];
  const arms = ["control", "mail"].map((arm) => ({ arm, customers: 40, plannedShare: null }));
  return rowsOf(experiment([metric("bought")], cells, { arms }))[0];
}

test("an empty arm, in one row or in one segment, is a stated row", () => {
  assert.equal(sad([0, 0], [3, 40]).notEstimable, 'because nobody in arm "mail" has a value');
  const [old] = rowsOf(
    {
      ...eightSummary,
      cells: eightSummary.cells.filter(({ arm, level }) => arm !== "control" || level !== "old"),
    },
    "age",
  );
  assert.equal(old.notEstimable, 'because nobody in arm "control" has a value');
});

test("a segment of one customer is a stated row for an amount", () => {
  const row = rowsOf(eightSummary, "age").find((one) => one.metric === "spend" && one.level === "old")!;
  assert.match(row.notEstimable!, /^because control: .* two customers or more, got 1$/);
});

test("no conversions in the control, in neither arm, or all converted: the effect is there, and what is not is said", () => {
  for (const [treated, control] of [
    [
      [5, 40],
      [0, 40],
    ],
    [
      [0, 40],
      [0, 40],
    ],
    [
      [40, 40],
      [40, 40],
    ],
  ] as const) {
    const row = sad(treated, control);
    assert.notEqual(row.effect, null);
    assert.ok(row.gaps.some((gap) => gap.startsWith("smallest difference to be seen: because ")));
    if (control[0] === 0) assert.ok(row.gaps.some((gap) => gap.startsWith("relative reading: because ")));
  }
});

test("an amount that nobody varies in, a control mean of 0 or below, and a covariate without variance are said", () => {
  const amount = (control: number[], treated: number[]) =>
    rowsOf(
      experiment(
        [metric("spend", { kind: "mean" })],
        [meanCell("spend", "control", control), meanCell("spend", "mail", treated)],
      ),
    )[0];
  assert.match(amount([1, 1, 1], [1, 1, 1]).notEstimable!, /do not vary within the arms/);
  assert.match(amount([-3, 1, 1], [1, 2, 1]).gaps[0], /^relative reading: because /);
  const flat = summaryFromColumns({ ...eight, covariates: { spend_before: new Float64Array(8) } });
  assert.match(rowsOf(flat)[1].gaps.join(), /adjusted reading: because the covariate is the same/);
});

test("fewer than four clusters are a stated row", () => {
  const { arm, metrics } = eight;
  const summary = summaryFromColumns({ ...eight, arm, metrics, unit: { name: "store", values: arm } });
  assert.match(rowsOf(summary)[0].notEstimable!, /expected 4 or more in both arms together, got 2$/);
});

const WRONG: readonly (readonly [string, ExperimentSummary, string])[] = [
  [
    "more conversions than customers",
    experiment(
      [metric("bought")],
      [rateCell("bought", "control", 3, 40), rateCell("bought", "mail", 41, 40)],
    ),
    'bought, arm "mail": group "treated": 41 conversions of 40 customers',
  ],
  [
    "a negative count",
    experiment(
      [metric("bought")],
      [rateCell("bought", "control", -3, 40), rateCell("bought", "mail", 4, 40)],
    ),
    'bought, arm "mail": group "control": expected a whole number of conversions, 0 or more, got -3',
  ],
  [
    "a count that is not whole",
    experiment(
      [metric("bought")],
      [rateCell("bought", "control", 3.5, 40), rateCell("bought", "mail", 4, 40)],
    ),
    'bought, arm "mail": group "control": expected a whole number of conversions, 0 or more, got 3.5',
  ],
  [
    "NaN",
    experiment(
      [metric("bought")],
      [rateCell("bought", "control", Number.NaN, 40), rateCell("bought", "mail", 4, 40)],
    ),
    'bought, arm "mail": group "control": expected a whole number of conversions, 0 or more, got NaN',
  ],
  [
    "a single arm",
    experiment([metric("bought")], [rateCell("bought", "control", 3, 40)]),
    "sample ratio: expected two arms or more, got 1",
  ],
  [
    "a control that is no arm",
    { ...bank, control: "none" },
    'experiment: the control "none" is none of its arms',
  ],
  [
    "a margin that is not above 0",
    { ...bank, metrics: [metric("accepted", { purpose: "guardrail", margin: 0 })] },
    'accepted, arm "call": margin: expected a finite number above 0, got 0',
  ],
  [
    "a segment with a conversion too many",
    experiment(
      [metric("bought")],
      [
        ...bank.cells.map((cell) => ({ ...cell, metric: "bought" })),
        { ...rateCell("bought", "control", 3, 40), segment: "age", level: "old" },
        { ...rateCell("bought", "call", 41, 40), segment: "age", level: "old" },
      ],
    ),
    'bought, arm "call", age "old": group "treated": 41 conversions of 40 customers',
  ],
];

for (const [what, summary, message] of WRONG) {
  test(`${what} is a RangeError`, () => {
    assert.throws(() => analyseExperiment(summary), { name: "RangeError", message });
  });
}

for (const confidence of [0, 1, 1.2, Number.NaN]) {
  test(`a confidence of ${confidence} is a RangeError`, () => {
    assert.throws(() => analyseExperiment(bank, { confidence }), {
      name: "RangeError",
      message: `confidence: expected a fraction above 0 and below 1, got ${confidence}`,
    });
  });
}
