import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { summaryFromColumns } from "../../../experiments/analysis/from-columns.js";
import { varianceOf } from "../../../experiments/moments.js";
import { seededRandom } from "../../../statistics/random.js";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { openDatabase } from "../../../tables/database.js";
import { experimentSummary } from "../../../tables/features/experiment.js";
import { discountExperiment } from "../../../tables/features/experiment-discount.js";
import { exactSum } from "../../../tables/features/experiment-sums.js";
import type { Column, ExperimentCell, ExperimentSummary } from "../../../types.js";
import { near, nearRelative } from "../../near.js";
import { HILLSTROM_SCHEMA, KAG_SCHEMA, referenceFile } from "../examples.js";
import { schemaOf } from "../loaded.js";

const opened = openDatabase();
const threaded = openDatabase({ threads: 4 });
after(async () => {
  (await opened).close();
  (await threaded).close();
});

/** A test with a guardrail, a covariate, a window, households, levels and bands. */
const TEST_SCHEMA = `
tables:
  mail:
    title: t
    file: mail.csv
    family: test
    currency: EUR
    grain: one row per customer
    assignment: random
    source: made by the test
    shares: { none: 0.5, mail: 0.5 }
    assigned_on: assigned
    followed_until: 2024-01-31
    columns:
      id: { type: integer, meaning: number, role: id, missing: never }
      household: { type: text, meaning: household, role: id, missing: not known }
      assigned: { type: date, meaning: day, role: time, missing: never }
      arm: { type: text, meaning: arm, role: treatment, levels: [mail, none], control: none, missing: never }
      bought: { type: integer, meaning: 1 bought, role: outcome, levels: [0, 1], window: 20, missing: never }
      spend: { type: money, meaning: spend, role: value, covariate: before, missing: not known }
      before: { type: number, unit: visits, meaning: visits, role: feature, bands: [1, 3], missing: not known }
      town: { type: text, meaning: town, role: segment, levels: [Bern, Basel], missing: not known }
      clicks: { type: integer, meaning: clicks, role: feature, after_assignment: true, levels: [0, 1], missing: none }
`;
const schema = parseSchema(TEST_SCHEMA, "mail.yaml").tables[0];
const byHousehold = { ...schema, plan: { ...schema.plan, randomisedBy: "household" } };

const ROWS = [
  "1, 'h1', DATE '2024-01-01', 'none', 1, 10.10, 0.5, 'Bern', 0",
  "2, 'h1', DATE '2024-01-11', 'none', 0, 20.20, 1, 'Basel', 0",
  "3, 'h2', DATE '2024-01-12', 'mail', 1, 30.30, 3, 'Bern', 1",
  "4, 'h2', DATE '2024-01-01', 'mail', 1, 0.10, NULL, NULL, 1",
  "5, NULL, DATE '2024-01-01', 'mail', 0, NULL, 2.5, 'Basel', 0",
];

async function fill(rows: readonly string[]): Promise<void> {
  const types =
    "id INTEGER, household STRING, assigned DATE, arm STRING, bought INTEGER, spend DECIMAL(18,2), before DOUBLE, town STRING, clicks INTEGER";
  for (const database of [await opened, await threaded]) {
    await database.run(`CREATE OR REPLACE TABLE mail (${types})`);
    if (rows.length > 0)
      await database.run(`INSERT INTO mail VALUES ${rows.map((row) => `(${row})`).join(", ")}`);
  }
}

function cellOf(
  summary: ExperimentSummary,
  metric: string,
  arm: string,
  level: string | null = null,
): ExperimentCell {
  const found = summary.cells.find((c) => c.metric === metric && c.arm === arm && c.level === level);
  assert.ok(found, `${metric} ${arm} ${level}`);
  return found;
}

test("each arm's customers are counted and added up, cents exactly, the control first", async () => {
  await fill(ROWS);
  const summary = await experimentSummary(await opened, schema);
  assert.deepEqual(summary.arms, [
    { arm: "none", customers: 2, plannedShare: 0.5 },
    { arm: "mail", customers: 3, plannedShare: 0.5 },
  ]);
  assert.deepEqual(cellOf(summary, "spend", "none"), {
    metric: "spend",
    arm: "none",
    segment: null,
    level: null,
    n: 2,
    sum: 30.3,
    sumSquares: 510.05,
    sumCubes: 9272.709,
    joint: { n: 2, sumY: 30.3, sumYY: 510.05, sumX: 1.5, sumXX: 1.25, sumXY: 25.25 },
    pending: 0,
    missing: 0,
  });
  assert.deepEqual(
    [summary.unit, summary.clusters, summary.severalArms, summary.withoutArm],
    [null, [], null, 0],
  );
});

test("a metric is a rate or a mean with the schema's unit, purpose, covariate and window", async () => {
  await fill(ROWS);
  const { metrics } = await experimentSummary(await opened, schema);
  const rules = { purpose: "success", purposeDeclared: false, better: "higher", margin: null };
  assert.deepEqual(metrics, [
    { name: "bought", kind: "rate", unit: "fraction", ...rules, covariate: null, windowDays: 20 },
    { name: "spend", kind: "mean", unit: "EUR", ...rules, covariate: "before", windowDays: null },
  ]);
});

test("who was assigned less than a window before the last day is pending, on that day no longer", async () => {
  await fill(ROWS);
  const summary = await experimentSummary(await opened, schema);
  const counts = ({ n, sum, pending, missing }: ExperimentCell) => [n, sum, pending, missing];
  assert.deepEqual(counts(cellOf(summary, "bought", "none")), [2, 1, 0, 0]);
  assert.deepEqual(counts(cellOf(summary, "bought", "mail")), [2, 1, 1, 0]);
  assert.deepEqual(counts(cellOf(summary, "spend", "mail")), [2, 30.4, 0, 1]);
  // Nobody knows until when a reader's own customers were followed.
  const own = { ...schema, plan: { ...schema.plan, followedUntil: null } };
  assert.deepEqual(
    counts(cellOf(await experimentSummary(await opened, own), "bought", "mail")),
    [3, 2, 0, 0],
  );
});

test("a customer without a covariate is in the sums, and not in the joint ones", async () => {
  await fill(ROWS);
  const { n, joint } = cellOf(await experimentSummary(await opened, schema), "spend", "mail");
  assert.deepEqual([n, joint], [2, { n: 1, sumY: 30.3, sumYY: 918.09, sumX: 3, sumXX: 9, sumXY: 90.9 }]);
});

test("segments are levels and bands known before; those not known are a level of their own, and last", async () => {
  await fill(ROWS);
  const { cells } = await experimentSummary(await opened, schema, { metrics: ["spend"] });
  const levels = cells
    .filter(({ arm }) => arm === "mail")
    .map(({ level, n, missing }) => [level, n, missing]);
  assert.deepEqual(levels, [
    [null, 2, 1],
    ["under 1 visits", 0, 0],
    ["1 to under 3 visits", 0, 1],
    ["3 or more visits", 1, 0],
    ["not known", 1, 0],
    ["Bern", 1, 0],
    ["Basel", 0, 1],
    ["not known", 1, 0],
  ]);
  const some = await experimentSummary(await opened, schema, { segments: ["town"] });
  assert.deepEqual([...new Set(some.cells.map(({ segment }) => segment))], [null, "town"]);
});

test("households are added up first, and a customer without one is a unit alone", async () => {
  await fill(ROWS);
  const summary = await experimentSummary(await opened, byHousehold);
  assert.deepEqual(
    summary.clusters
      .filter(({ metric, segment }) => metric === "spend" && segment !== "before")
      .map(({ metric: _, ...rest }) => Object.values(rest)),
    [
      ["none", null, null, 2, 1, 30.3, 918.09],
      ["mail", null, null, 2, 1, 30.4, 924.16],
      ["none", "town", "Basel", 1, 1, 20.2, 408.04],
      ["none", "town", "Bern", 1, 1, 10.1, 102.01],
      ["mail", "town", "Bern", 1, 1, 30.3, 918.09],
      ["mail", "town", "not known", 1, 1, 0.1, 0.1 ** 2],
    ],
  );
  assert.deepEqual(
    summary.arms.map(({ customers }) => customers),
    [1, 2],
  );
  assert.deepEqual([summary.unit, summary.severalArms], ["household", { units: 2, inSeveral: 0 }]);
  const bought = summary.clusters.filter(({ metric, segment }) => metric === "bought" && segment === null);
  assert.deepEqual(
    bought.map(({ arm, size, clusters, sum }) => [arm, size, clusters, sum]),
    [
      ["none", 2, 1, 1],
      ["mail", 1, 1, 0],
      ["mail", 1, 1, 1],
    ],
  );
});

test("a household in two arms is a unit in each, and told", async () => {
  await fill([...ROWS, "6, 'h1', DATE '2024-01-01', 'mail', 0, 1.00, 1, 'Bern', 0"]);
  const { severalArms, arms } = await experimentSummary(await opened, byHousehold);
  assert.deepEqual(
    [severalArms, arms.map(({ customers }) => customers)],
    [{ units: 2, inSeveral: 1 }, [1, 3]],
  );
});

test("the balance has every number and level known before, and no clicks", async () => {
  await fill(ROWS);
  const { balance } = await experimentSummary(await opened, schema);
  assert.deepEqual(
    balance.map((one) => Object.values(one)),
    [
      ["before", "none", 2, 1.5, 1.25],
      ["before", "mail", 2, 5.5, 15.25],
      ["town = Bern", "none", 2, 1, 1],
      ["town = Bern", "mail", 2, 1, 1],
      ["town = Basel", "none", 2, 1, 1],
      ["town = Basel", "mail", 2, 1, 1],
    ],
  );
});

test("nobody without an arm is lost: they are counted apart, and in no cell", async () => {
  await fill([
    ...ROWS,
    "6, 'h6', DATE '2024-01-01', NULL, 1, 1.00, 1, 'Bern', 0",
    ROWS[0].replace("'none'", "'sms'"),
  ]);
  const summary = await experimentSummary(await opened, schema);
  assert.deepEqual([summary.withoutArm, summary.arms.map(({ customers }) => customers)], [2, [2, 3]]);
  assert.equal(cellOf(summary, "spend", "none").sum, 30.3);
});

test("an empty table, an empty arm and an outcome without a value have cells with n 0", async () => {
  await fill([]);
  const empty = await experimentSummary(await opened, byHousehold);
  assert.deepEqual(
    empty.cells.map(({ n, sum, missing, joint }) => [n, sum, missing, joint]),
    Array(4).fill([0, 0, 0, null]),
  );
  assert.deepEqual([empty.clusters, empty.severalArms], [[], { units: 0, inSeveral: 0 }]);
  assert.deepEqual(
    empty.arms.map(({ customers }) => customers),
    [0, 0],
  );
  await fill(ROWS.slice(0, 1).map((row) => row.replace("10.10", "NULL")));
  const one = await experimentSummary(await opened, schema);
  assert.deepEqual(cellOf(one, "spend", "none", "Bern").missing, 1);
  assert.deepEqual(
    [cellOf(one, "bought", "mail", "Bern").n, cellOf(one, "bought", "none", "Bern").n],
    [0, 1],
  );
});

/** A random table, once as columns and once as rows of SQL. */
function randomMail(rows: number): { columns: Record<string, Column>; sql: string[] } {
  const random = seededRandom("experiment");
  const draw = <T>(make: () => T): T[] => Array.from({ length: rows }, make);
  const perhaps = (value: number): number => (random.next() < 0.1 ? Number.NaN : value);
  const oneOf = (...levels: (string | null)[]): string | null => random.pick(levels);
  const columns: Record<string, Column> = {
    household: draw(() => (random.next() < 0.1 ? null : `h${Math.floor((random.next() * rows) / 2)}`)),
    arm: draw(() => oneOf("none", "mail", "none")),
    day: draw(() => `2024-01-0${1 + Math.floor(random.next() * 9)}`),
    bought: Float64Array.from(draw(() => perhaps(random.next() < 0.2 ? 1 : 0))),
    spend: Float64Array.from(draw(() => perhaps(Math.round(random.next() * 1e5) / 100))),
    before: Float64Array.from(draw(() => perhaps(1e3 + random.next() * 5))),
    town: draw(() => oneOf("Bern", "Basel", null)),
  };
  const { household, arm, day, bought, spend, before, town } = columns;
  const cell = (value: number | string | null): string => {
    if (value === null || Number.isNaN(value)) return "NULL";
    return typeof value === "string" ? `'${value}'` : String(value);
  };
  const sql = draw(() => "").map((_, i) =>
    [
      i,
      cell(household[i]),
      `DATE '${day[i]}'`,
      cell(arm[i]),
      cell(bought[i]),
      cell(spend[i]),
      cell(before[i]),
      cell(town[i]),
      0,
    ].join(", "),
  );
  return { columns, sql };
}

test("arrays in memory give the same summary", async () => {
  const { columns, sql } = randomMail(400);
  await fill(sql);
  const plan = { ...byHousehold.plan, followedUntil: "2024-01-25" };
  const summary = await experimentSummary(await opened, { ...byHousehold, plan }, { segments: ["town"] });
  const [bought, spend] = summary.metrics;
  const closed = (columns.day as string[]).map((day) => day <= "2024-01-05");
  const expected = summaryFromColumns({
    name: "mail",
    control: "none",
    arm: columns.arm as string[],
    metrics: [
      { ...bought, values: columns.bought as Float64Array, closed },
      { ...spend, values: columns.spend as Float64Array },
    ],
    covariates: { before: columns.before, town: columns.town },
    segments: { town: (columns.town as (string | null)[]).map((town) => town ?? "not known") },
    unit: { name: "household", values: columns.household as (string | null)[] },
  });
  const same = (found: readonly object[], those: readonly object[]): void => {
    const texts = (one: object) =>
      JSON.stringify(Object.values(one).filter((v) => typeof v === "string" || v === null));
    const keyOf = (one: object) => texts(one) + ("size" in one ? one.size : "");
    assert.deepEqual(found.map(keyOf).sort(), those.map(keyOf).sort());
    const byKey = new Map(those.map((one) => [keyOf(one), one]));
    for (const one of found) nearEvery(one, byKey.get(keyOf(one)) ?? {});
  };
  same(summary.cells.map(flat), expected.cells.map(flat));
  same(summary.clusters, expected.clusters);
  same(summary.balance.map(withoutClusters), expected.balance.map(withoutClusters));
  same(summary.balance.flatMap(clustersOfOne), expected.balance.flatMap(clustersOfOne));
  assert.deepEqual(summary.severalArms, expected.severalArms);
  assert.deepEqual(
    summary.arms.map(({ customers }) => customers),
    expected.arms.map(({ customers }) => customers),
  );
});

test("few households have a cell each, from a table and from arrays alike, in every level", async () => {
  const { columns, sql } = randomMail(60);
  await fill(sql);
  const summary = await experimentSummary(await opened, byHousehold, {
    metrics: ["spend"],
    segments: ["town"],
  });
  const expected = summaryFromColumns({
    name: "mail",
    control: "none",
    arm: columns.arm as string[],
    metrics: [{ ...summary.metrics[0], values: columns.spend as Float64Array }],
    covariates: { before: columns.before },
    segments: { town: columns.town as (string | null)[] },
    unit: { name: "household", values: columns.household as (string | null)[] },
  });
  const sorted = ({ clusters }: ExperimentSummary) =>
    clusters
      .map((cell) => ({
        ...{ ...cell, sum: cell.sum.toFixed(6), sumSquares: cell.sumSquares.toPrecision(6) },
      }))
      .map((cell) => JSON.stringify(cell))
      .sort();
  assert.deepEqual(sorted(summary), sorted(expected));
  const alone = (level: string | null): boolean =>
    summary.clusters.every((cell) => cell.level !== level || cell.clusters === 1);
  assert.deepEqual([alone(null), alone("not known")], [false, true]);
});

type Balance = ExperimentSummary["balance"][number];

function withoutClusters({ clusters: _, ...sums }: Balance): object {
  return sums;
}

function clustersOfOne({ covariate, arm, clusters = [] }: Balance): object[] {
  return clusters.map((cell) => ({ covariate, arm, ...cell }));
}

/** A cell with its joint sums beside the others. */
function flat({ joint, ...cell }: ExperimentCell): object {
  const sums = Object.entries(joint ?? {}).map(([name, sum]) => [`joint ${name}`, sum]);
  return { ...cell, ...Object.fromEntries(sums) };
}

function nearEvery(found: object, expected: object): void {
  for (const [name, value] of Object.entries(expected)) {
    if (typeof value === "number") nearRelative(Number(Reflect.get(found, name)), value, 1e-12);
  }
}

test("any order of the rows and any number of threads give the same bytes", async () => {
  const { sql } = randomMail(300);
  await fill(sql);
  const expected = JSON.stringify(await experimentSummary(await opened, byHousehold));
  const order = fc.shuffledSubarray(sql, { minLength: sql.length, maxLength: sql.length });
  await fc.assert(
    fc.asyncProperty(order, async (rows) => {
      await fill(rows);
      for (const database of [await opened, await threaded]) {
        assert.equal(JSON.stringify(await experimentSummary(database, byHousehold)), expected);
      }
    }),
    { numRuns: 5 },
  );
});

test("a sum of doubles keeps its digits at any size, and one of whole numbers all of them", async () => {
  const database = await opened;
  const sumOf = async (values: readonly number[]): Promise<number> => {
    const rows = values.map((value) => `(${value.toExponential()})`).join(", ");
    const sizes = values.map(Math.abs);
    const smallest = values.every(Number.isInteger) ? null : Math.min(...sizes);
    const amount = { sql: "y", parts: 1, largest: Math.max(...sizes), smallest, rows: values.length };
    const sql = `SELECT ${exactSum("y", [amount])} AS sum FROM (VALUES ${rows}) AS given(y)`;
    return Number((await database.query(sql)).columns.sum[0]);
  };
  for (const scale of [1e-200, 1e-9, 1, 1e9, 1e200]) {
    nearRelative(await sumOf([0.1 * scale, 0.2 * scale, -0.25 * scale]), 0.05 * scale, 1e-14);
  }
  nearRelative(await sumOf([1e90, -1e90, 0.1, 0.2, -0.25]), 0.05, 1e-9);
  assert.equal(await sumOf([2 ** 53, -(2 ** 53), 3, 1]), 4);
  assert.equal(await sumOf([1e40, -1e40, 3, 1]), 4);
  assert.equal(await sumOf([0, 0]), 0);
});

test("an outlier leaves the sums of a segment without it alone", async () => {
  const database = await opened;
  for (const [rows, outlier, type] of [
    [5000, "9999999.00", "DECIMAL(18,2)"],
    [5000, "999999999.00", "DECIMAL(18,2)"],
    [100_000, "99999999.00", "DECIMAL(18,2)"],
    [100_000, "9999999999999999.99", "DECIMAL(18,2)"],
    [5000, "1e60", "DOUBLE"],
  ] as const) {
    await database.run(`CREATE OR REPLACE TABLE mail AS SELECT i AS id, CAST(NULL AS STRING) AS household,
  DATE '2024-01-01' AS assigned, CASE WHEN i % 2 = 0 THEN 'mail' ELSE 'none' END AS arm, 0 AS bought,
  CASE WHEN i = 0 THEN CAST('${outlier}' AS ${type}) ELSE 3 + i % 7 * CAST('0.1' AS ${type}) END AS spend,
  0.5e0 AS before, CASE WHEN i % 3 = 0 THEN 'Bern' ELSE 'Basel' END AS town, 0 AS clicks FROM range(${rows}) AS r(i)`);
    const table =
      type === "DOUBLE"
        ? parseSchema(TEST_SCHEMA.replace("type: money", "type: number"), "m").tables[0]
        : schema;
    const summary = await experimentSummary(database, table, { metrics: ["spend"], segments: ["town"] });
    const cell = cellOf(summary, "spend", "mail", "Basel");
    const { columns } = await database.query(`SELECT VAR_SAMP(CAST(spend AS DOUBLE)) AS variance,
  SUM(CAST(spend AS DOUBLE) ** 3) AS cubes FROM mail WHERE arm = 'mail' AND town = 'Basel'`);
    nearRelative(varianceOf(cell), Number(columns.variance[0]), 1e-9);
    nearRelative(cell.sumCubes, Number(columns.cubes[0]), 1e-12);
  }
});

test("a value that is too large to be cubed and added up is refused by its column", async () => {
  const database = await opened;
  await fill(ROWS.slice(0, 3));
  await database.run("UPDATE mail SET before = 1e200 WHERE id = 1");
  await assert.rejects(
    experimentSummary(database, schema),
    /^RangeError: mail\.before: a value of size 1e\+200 is too large to add up$/,
  );
});

const hillstrom = referenceFile("hillstrom.csv.gz");

// numbers.md, Hillstrom: sizes, and the differences of visit and spend between the men's arm and none.
test("Hillstrom's three arms have their published sums", { skip: hillstrom.skip }, async () => {
  const database = await opened;
  const table = parseSchema(HILLSTROM_SCHEMA, "hillstrom.yaml").tables[0];
  await database.run(
    `CREATE OR REPLACE TABLE hillstrom AS SELECT * FROM read_csv('${hillstrom.path.replaceAll("'", "''")}')`,
  );
  const summary = await experimentSummary(database, table);
  assert.deepEqual(
    summary.arms.map(({ arm, customers }) => [arm, customers]),
    [
      ["No E-Mail", 21_306],
      ["Mens E-Mail", 21_307],
      ["Womens E-Mail", 21_387],
    ],
  );
  const meanOf = (metric: string, arm: string): number => {
    const { sum, n } = cellOf(summary, metric, arm);
    return sum / n;
  };
  near(meanOf("visit", "Mens E-Mail") - meanOf("visit", "No E-Mail"), 0.07659, 5e-7);
  near(meanOf("visit", "Womens E-Mail") - meanOf("visit", "No E-Mail"), 0.045233, 5e-7);
  near(meanOf("spend", "Mens E-Mail") - meanOf("spend", "No E-Mail"), 0.769827, 5e-7);
  const squaredError = ["Mens E-Mail", "No E-Mail"].reduce((total, arm) => {
    const { n, sum, sumSquares } = cellOf(summary, "spend", arm);
    return total + (sumSquares - sum ** 2 / n) / (n - 1) / n;
  }, 0);
  near(Math.sqrt(squaredError), 0.145247, 5e-7);
  // 7 classes of spend, twice 2 flags, 3 kinds of place, 2 of newbie, 3 channels.
  assert.equal(summary.cells.length, 3 * 3 * (1 + 7 + 2 + 2 + 3 + 2 + 3));
});

test("the discount test adds what the customer earned in the two months after it", async () => {
  const database = await opened;
  await database.run(
    `CREATE OR REPLACE TABLE retail_customers AS
SELECT 'C1' AS customer_id, 'test' AS arm, DATE '2023-05-01' AS assigned_date, DATE '2020-01-01' AS joined_date, 30 AS age,
  'Male' AS gender, 20000 AS income, 'North' AS region, 1.00 AS revenue_before_test, 1 AS bought, 1 AS sales_in_test,
  9.00 AS revenue_in_test, 10.10 AS profit_in_test, 1.00 AS revenue_after_test, -0.30 AS profit_after_test`,
  );
  const summary = await discountExperiment(database, schemaOf("retail_customers"));
  const { n, sum, pending } = cellOf(summary, "profit_to_october", "test");
  assert.deepEqual([n, sum, pending], [1, 9.8, 0]);
  const metric = summary.metrics.find(({ name }) => name === "profit_to_october");
  assert.deepEqual([metric?.purpose, metric?.windowDays], ["success", 183]);
  const deciding = summary.metrics.filter(({ purpose }) => purpose !== "descriptive");
  assert.deepEqual([summary.name, deciding], ["retail_customers", [metric]]);
  await assert.rejects(discountExperiment(database, schema), /^RangeError: mail: no value "profit_in_test"$/);
});

test("a metric or segment that the table cannot have is refused, and a table without a treatment", async () => {
  const database = await opened;
  await assert.rejects(
    experimentSummary(database, schema, { metrics: ["clicks"] }),
    /^RangeError: mail: metric "clicks" is not one of those that the schema has: bought, spend$/,
  );
  await assert.rejects(
    experimentSummary(database, schema, { segments: ["clicks"] }),
    /^RangeError: mail: segment "clicks" is not one of those that the schema has: before, town$/,
  );
  const kag = parseSchema(KAG_SCHEMA, "kag.yaml").tables[0];
  await assert.rejects(
    experimentSummary(database, kag),
    /no control group: kag_conversion_data has no treatment/,
  );
});
