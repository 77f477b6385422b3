import assert from "node:assert/strict";
import { after, test } from "node:test";
import { analyseExperiment } from "../../../experiments/analysis/analyse.js";
import type { ExperimentAnalysis } from "../../../experiments/analysis/result.js";
import { asTable, type ReportTable, shownRows } from "../../../report/report-table.js";
import {
  bayesShown,
  effectsShown,
  gatesShown,
  segmentsShown,
} from "../../../report/views/experiment-shown.js";
import {
  abGates,
  abTest,
  abTestBayes,
  abTestSegments,
  verdictTable,
} from "../../../report/views/experiment-tables.js";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { openDatabase } from "../../../tables/database.js";
import { experimentSummary } from "../../../tables/features/experiment.js";
import { csvText } from "../../../tables/write.js";
import type { ExperimentCell, ExperimentSummary } from "../../../types.js";

const opened = openDatabase();
after(async () => (await opened).close());

const { tables } = parseSchema(
  `
tables:
  mail:
    title: t
    file: mail.csv
    family: test
    currency: EUR
    grain: one row per customer
    assignment: random
    source: made by the test
    columns:
      id: { type: integer, meaning: number, role: id, missing: never }
      store: { type: text, meaning: store, role: id, missing: not known }
      arm: { type: text, meaning: arm, role: treatment, levels: [mail, none], control: none, missing: never }
      bought: { type: integer, meaning: 1 bought, role: outcome, levels: [0, 1], missing: never }
      spend: { type: money, meaning: spend, role: value, covariate: before, missing: not known }
      gone: { type: integer, meaning: 1 left, role: outcome, levels: [0, 1], metric: guardrail, better: lower, margin: 0.02, missing: not asked }
      before: { type: number, meaning: visits, role: feature, missing: not known }
      town: { type: text, meaning: town, role: segment, levels: [Bern, Basel], missing: not known }
`,
  "mail.yaml",
);
const [schema] = tables;

/** Customer i of each arm: what differs from the usual 30 + 30, of which every third bought, is in `change`. */
interface Customer {
  readonly arm: string | null;
  readonly bought: number;
  readonly spend: number | null;
  readonly gone: number | null;
  readonly before: number | null;
  readonly town: string | null;
  readonly store: string | null;
}

function customers(
  counts: { readonly mail: number; readonly none: number },
  change: (customer: Customer, i: number) => Partial<Customer> = () => ({}),
): Customer[] {
  const arms = [...Array(counts.mail).fill("mail"), ...Array(counts.none).fill("none")];
  return arms.map((arm, i) => {
    const usual = {
      ...{ arm, bought: Number(i % 3 === 0), spend: (i * 7) % 11, gone: Number(i % 10 === 0) },
      ...{ before: i % 5, town: i % 2 ? "Bern" : "Basel", store: null },
    };
    return { ...usual, ...change(usual, i) };
  });
}

const EVEN = { mail: 30, none: 30 };
const ofArm =
  (arm: string, change: Partial<Customer>) =>
  (one: Customer): Partial<Customer> =>
    one.arm === arm ? change : {};

/** Tables that cannot answer everything, with what the result must say about it. */
const CASES: readonly {
  readonly what: string;
  readonly rows: readonly Customer[];
  readonly unit?: boolean;
  readonly says: RegExp;
}[] = [
  { what: "an empty arm", rows: customers({ mail: 0, none: 30 }), says: /nobody in arm "mail" has a value/ },
  { what: "an arm of one", rows: customers({ mail: 1, none: 12 }), says: /two customers or more, got 1/ },
  {
    what: "no conversions in the control",
    rows: customers(EVEN, ofArm("none", { bought: 0, gone: 0 })),
    says: /expected conversions in both groups/,
  },
  {
    what: "no conversions at all",
    rows: customers(EVEN, () => ({ bought: 0, gone: 0, spend: 0 })),
    says: /do not vary within the arms/,
  },
  { what: "all converted", rows: customers(EVEN, () => ({ bought: 1, gone: 1 })), says: /60 of 60|30 of 30/ },
  {
    what: "a control mean below zero",
    rows: customers(EVEN, (one, i) => ({ spend: one.arm === "none" ? -(i % 7) : i % 7 })),
    says: /needs a control above zero, got -/,
  },
  {
    what: "a control mean that may be zero",
    rows: customers(EVEN, (one, i) => (one.arm === "none" ? { spend: i % 20 === 10 ? 9 : 0 } : {})),
    says: /no relative difference is too large/,
  },
  {
    what: "a segment of one customer",
    rows: customers(EVEN, (_, i) => ({ town: i === 0 ? null : "Bern" })),
    says: /nobody in arm "none" has a value/,
  },
  {
    what: "a guardrail that nobody has",
    rows: customers(EVEN, () => ({ gone: null })),
    says: /gone is not measured: cannot be judged/,
  },
  {
    what: "a guardrail that one arm has",
    rows: customers(EVEN, ofArm("mail", { gone: null })),
    says: /not estimable because nobody in arm "mail" has a value/,
  },
  {
    what: "a covariate that nobody has",
    rows: customers(EVEN, () => ({ before: null })),
    says: /is known of fewer than two customers/,
  },
  {
    what: "rows without an arm",
    rows: customers(EVEN, (_, i) => (i < 5 ? { arm: null } : {})),
    says: /5 of 60 rows have no known arm/,
  },
  {
    what: "three stores",
    rows: customers(EVEN, (_, i) => ({ store: i < 30 ? "s0" : `s${1 + (i % 2)}` })),
    unit: true,
    says: /expected 4 or more in both arms together, got/,
  },
  {
    what: "a store an arm and many alone",
    rows: customers({ mail: 30, none: 30 }, (_, i) => ({ store: i < 28 ? "s" : `t${i}` })),
    unit: true,
    says: /randomisation inference/,
  },
  {
    what: "five stores against forty",
    rows: customers({ mail: 20, none: 160 }, (_, i) => ({ store: `s${Math.floor(i / 4)}` })),
    unit: true,
    says: /randomisation inference/,
  },
  {
    what: "two stores against two",
    rows: customers({ mail: 20, none: 20 }, (_, i) => ({ store: `s${Math.floor(i / 10)}` })),
    unit: true,
    says: /open interval: 6 assignments are too few/,
  },
];

async function summaryOf(rows: readonly Customer[], unit = false): Promise<ExperimentSummary> {
  const database = await opened;
  await database.run(
    "CREATE OR REPLACE TABLE mail (id INTEGER, store STRING, arm STRING, bought INTEGER, spend DECIMAL(18,2), gone INTEGER, before DOUBLE, town STRING)",
  );
  const cell = (value: number | string | null): string =>
    typeof value === "string" ? `'${value}'` : String(value ?? "NULL");
  const texts = rows.map(({ store, arm, bought, spend, gone, before, town }, i) =>
    [i, store, arm, bought, spend, gone, before, town].map(cell).join(", "),
  );
  await database.run(`INSERT INTO mail VALUES ${texts.map((text) => `(${text})`).join(", ")}`);
  const plan = { ...schema.plan, randomisedBy: unit ? "store" : null };
  return experimentSummary(database, { ...schema, plan });
}

function tablesOf(analysis: ExperimentAnalysis): ReportTable[] {
  const one = [analysis];
  return [
    ...[abTest(one), abTestSegments(one), abTestBayes(one), abGates(one), verdictTable(one)],
    ...[gatesShown(analysis), effectsShown(analysis), bayesShown(analysis)],
    ...["bought", "spend", "gone"].map((metric) => segmentsShown(analysis, metric)),
  ];
}

/** Every cell as it is shown and as it stands in the file. */
function printed(analysis: ExperimentAnalysis): string {
  const texts = tablesOf(analysis).map((table) => {
    const shown = shownRows(table, 1000).map((row) => row.join(" | "));
    return [...shown, csvText(asTable(table))].join("\n");
  });
  return [...texts, ...analysis.assumptions].join("\n");
}

for (const { what, rows, unit, says } of CASES) {
  test(`${what}: said in words, and no number that is none`, async () => {
    const text = printed(analyseExperiment(await summaryOf(rows, unit)));
    assert.match(text, says);
    assert.doesNotMatch(text, /NaN|Infinity|∞|undefined|null|\[object/);
  });
}

test("without a random assignment no table speaks of an effect or of a cause", async () => {
  const summary = await summaryOf(customers(EVEN));
  const analysis = analyseExperiment({ ...summary, assignment: "self-chosen" });
  const words = tablesOf(analysis).flatMap(({ title, columns }) => [
    title,
    ...columns.map(({ label }) => label),
  ]);
  for (const text of [printed(analysis), ...words]) {
    assert.doesNotMatch(text, /\beffects?\b|\bcaused?\b|chance alone/i);
  }
  assert.match(printed(analysis), /descriptive only: nobody tossed a coin/);
});

test("the table states what must hold for each difference", async () => {
  const table = abTest([analyseExperiment(await summaryOf(customers(EVEN)))]);
  const assumptions = table.columns.find(({ name }) => name === "assumptions")!.values;
  assert.match(
    String(assumptions[0]),
    /^chance alone decided who was in which arm; .*do not influence each other/,
  );
});

function withCell(summary: ExperimentSummary, change: Partial<ExperimentCell>): ExperimentSummary {
  const cells = summary.cells.map((cell) =>
    cell.metric === "bought" && cell.arm === "mail" && cell.segment === null ? { ...cell, ...change } : cell,
  );
  return { ...summary, cells };
}

/** Sums that no table has, and options that mean nothing. */
const IMPOSSIBLE: readonly (readonly [string, Partial<ExperimentCell>, RegExp])[] = [
  [
    "more conversions than customers",
    { sum: 31 },
    /^bought, arm "mail": group "treated": 31 conversions of 30 customers$/,
  ],
  ["a negative count", { sum: -1 }, /expected a whole number of conversions, 0 or more, got -1$/],
  ["negative customers", { n: -30 }, /expected a whole number of customers above 0, got -30$/],
  ["a count that is not whole", { sum: 2.5 }, /expected a whole number of conversions, 0 or more, got 2.5$/],
  ["customers that are NaN", { n: Number.NaN }, /expected a whole number of customers above 0, got NaN$/],
  ["conversions that are NaN", { sum: Number.NaN }, /expected a whole number of conversions, .*got NaN$/],
];

for (const [what, change, message] of IMPOSSIBLE) {
  test(`${what}: a RangeError`, async () => {
    const summary = withCell(await summaryOf(customers(EVEN)), change);
    assert.throws(() => analyseExperiment(summary), { name: "RangeError", message });
  });
}

test("an empty table and a confidence of 95 are RangeErrors", async () => {
  const summary = await summaryOf(customers(EVEN));
  assert.throws(
    () => analyseExperiment(summary, { confidence: 95 }),
    /^RangeError: confidence: expected .* got 95$/,
  );
  const arms = summary.arms.map((arm) => ({ ...arm, customers: 0 }));
  assert.throws(
    () => analyseExperiment({ ...summary, arms }),
    /^RangeError: sample ratio: nobody is in any arm$/,
  );
});
