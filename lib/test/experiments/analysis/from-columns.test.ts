import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { type ExperimentColumns, summaryFromColumns } from "../../../experiments/analysis/from-columns.js";
import { eight, eightSummary, metric } from "./examples.js";

test("eight customers by hand: arms with the control first, shares, sums, and sums with the covariate", () => {
  assert.deepEqual(eightSummary.arms, [
    { arm: "control", customers: 4, plannedShare: 0.5 },
    { arm: "mail", customers: 4, plannedShare: 0.5 },
  ]);
  const spend = eightSummary.cells.find(
    (cell) => cell.metric === "spend" && cell.arm === "mail" && cell.segment === null,
  );
  assert.deepEqual(spend, {
    ...{ metric: "spend", arm: "mail", segment: null, level: null },
    ...{ n: 4, sum: 36, sumSquares: 536, sumCubes: 9216 },
    joint: { n: 4, sumY: 36, sumYY: 536, sumX: 34, sumXX: 428, sumXY: 476 },
    ...{ pending: 0, missing: 0 },
  });
});

test("segments have a cell for each level and arm; a row without a level is in one of its own, the last", () => {
  const young = eightSummary.cells.filter((cell) => cell.metric === "bought" && cell.segment === "age");
  assert.deepEqual(
    young.map(({ level, arm, n, sum }) => [level, arm, n, sum]),
    [
      ["old", "control", 1, 0],
      ["old", "mail", 2, 0],
      ["young", "control", 2, 1],
      ["young", "mail", 2, 2],
      ["not known", "control", 1, 0],
      ["not known", "mail", 0, 0],
    ],
  );
});

test("the balance counts numbers as they are and every level of a text as a rate", () => {
  const balance = eightSummary.balance.filter(({ arm }) => arm === "mail");
  assert.deepEqual(
    balance.map(({ covariate, n, sum }) => [covariate, n, sum]),
    [
      ["spend_before", 4, 34],
      ["region = N", 4, 2],
      ["region = S", 4, 2],
    ],
  );
});

test("open windows are pending, what has no value is missing, and a row without an arm is only counted", () => {
  const { cells, arms, withoutArm } = summaryFromColumns({
    ...{ name: "test", control: "control", arm: ["mail", "mail", "mail", "control", null] },
    metrics: [
      { ...metric("bought"), values: [1, Number.NaN, 0, 0, 1], closed: [true, true, false, true, true] },
    ],
  });
  const mail = cells.find(({ arm }) => arm === "mail")!;
  assert.deepEqual([mail.n, mail.sum, mail.pending, mail.missing], [1, 1, 1, 1]);
  assert.equal(arms.find(({ arm }) => arm === "control")!.customers, 1);
  assert.equal(withoutArm, 1);
});

const EVERYBODY = { segment: null, level: null };

/** So many households of two in each arm, the first row of each old; every household spends its own amount. */
function households(mail: number, control: number) {
  const arms = [...Array(mail).fill("mail"), ...Array(control).fill("control")];
  const rows = arms.flatMap((arm, i) => [0, 1].map((member) => ({ arm, i, member })));
  return summaryFromColumns({
    ...{ name: "test", control: "control", arm: rows.map(({ arm }) => arm) },
    metrics: [{ ...metric("spend", { kind: "mean", unit: "NZD" }), values: rows.map(({ i }) => i) }],
    segments: { age: rows.map(({ member }) => (member === 0 ? "old" : "young")) },
    unit: { name: "household", values: rows.map(({ i }) => `h${i}`) },
  });
}

test("a row without a unit is a unit of its own, which is never in several arms", () => {
  const { arms, clusters, balance, severalArms } = summaryFromColumns({
    ...{ name: "test", control: "control", arm: ["mail", "mail", "mail", "control", "control"] },
    metrics: [{ ...metric("spend", { kind: "mean", unit: "NZD" }), values: [1, 2, 4, 8, 16] }],
    covariates: { age: Float64Array.from([20, 30, 40, 50, Number.NaN]) },
    unit: { name: "household", values: ["a", null, null, "b", "b"] },
  });
  assert.deepEqual(
    arms.map(({ customers }) => customers),
    [1, 3],
  );
  assert.deepEqual(
    clusters.map(({ arm, size, sum }) => [arm, size, sum]),
    [
      ["control", 2, 24],
      ["mail", 1, 1],
      ["mail", 1, 2],
      ["mail", 1, 4],
    ],
  );
  assert.deepEqual(balance[0].clusters, [{ size: 1, clusters: 1, sum: 50, sumSquares: 2500 }]);
  assert.deepEqual(severalArms, { units: 2, inSeveral: 0 });
});

test("ten units of which one is much larger are worth few: each has a cell of its own", () => {
  const sizes = [...Array(9).fill(1), 30, ...Array(12).fill(2)];
  const rows = sizes.flatMap((size: number, i) => Array(size).fill(i) as number[]);
  const { clusters } = summaryFromColumns({
    ...{ name: "test", control: "control", arm: rows.map((i) => (i < 10 ? "mail" : "control")) },
    metrics: [{ ...metric("spend", { kind: "mean", unit: "NZD" }), values: rows }],
    unit: { name: "store", values: rows.map(String) },
  });
  assert.equal(clusters.length, 22);
});

test("with fewer than ten units in an arm each has a cell of its own; with more they are added up by size", () => {
  const counted = (mail: number, control: number) =>
    households(mail, control)
      .clusters.filter(({ segment }) => segment === null)
      .map(({ arm, size, clusters }) => [arm, size, clusters]);
  assert.deepEqual(counted(10, 12), [
    ["control", 2, 12],
    ["mail", 2, 10],
  ]);
  assert.equal(counted(9, 40).length, 49);
  assert.ok(counted(9, 40).every(([, , clusters]) => clusters === 1));
  // So many would not be small: then there is a warning in the result instead.
  assert.equal(counted(9, 992).length, 2);
});

test("in a level of a segment a unit's rows there are its cluster", () => {
  const { clusters } = households(10, 10);
  assert.deepEqual(
    clusters.map(({ arm, level, size, clusters: count }) => [arm, level, size, count]),
    [null, "old", "young"].flatMap((level) =>
      ["control", "mail"].map((arm) => [arm, level, level === null ? 2 : 1, 10]),
    ),
  );
});

test("a unit is counted once: by size, with the totals of its members, and named where it is in several arms", () => {
  const { arms, clusters, severalArms } = summaryFromColumns({
    ...{ name: "test", control: "control", arm: ["mail", "mail", "mail", "control", "control"] },
    metrics: [{ ...metric("spend", { kind: "mean", unit: "NZD" }), values: [1, 2, 4, 8, 16] }],
    unit: { name: "household", values: ["a", "a", "b", "b", "c"] },
  });
  assert.deepEqual(
    arms.map(({ customers }) => customers),
    [2, 2],
  );
  assert.deepEqual(
    clusters.filter(({ arm }) => arm === "mail"),
    [
      { metric: "spend", arm: "mail", ...EVERYBODY, size: 1, clusters: 1, sum: 4, sumSquares: 16 },
      { metric: "spend", arm: "mail", ...EVERYBODY, size: 2, clusters: 1, sum: 3, sumSquares: 9 },
    ],
  );
  assert.deepEqual(severalArms, { units: 3, inSeveral: 1 });
});

test("permuting the rows gives the same bytes", () => {
  const rows = eight.arm.map((_, row) => row);
  fc.assert(
    fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (order) => {
      const at = <T>(column: ArrayLike<T>): T[] => order.map((row) => column[row]);
      const permuted: ExperimentColumns = {
        ...eight,
        arm: at(eight.arm),
        metrics: eight.metrics.map((one) => ({ ...one, values: at(one.values) })),
        covariates: {
          spend_before: Float64Array.from(at(eight.covariates!.spend_before as Float64Array)),
          region: at(eight.covariates!.region as string[]),
        },
        segments: { age: at(eight.segments!.age) },
      };
      assert.equal(JSON.stringify(summaryFromColumns(permuted)), JSON.stringify(eightSummary));
    }),
    { numRuns: 30 },
  );
});

const tiny = { name: "test", control: "control", arm: ["mail", "control"] };
const WRONG: readonly (readonly [Partial<ExperimentColumns> & Pick<ExperimentColumns, "metrics">, string])[] =
  [
    [{ metrics: [{ ...metric("bought"), values: [1] }] }, 'experiment: 1 values of "bought" for 2 rows'],
    [{ metrics: [{ ...metric("bought"), values: [1, 2] }] }, "bought in row 2: expected 0 or 1, got 2"],
    [
      { metrics: [{ ...metric("spend", { kind: "mean" }), values: [1, Number.POSITIVE_INFINITY] }] },
      "spend in row 2: expected a finite number, got Infinity",
    ],
    [{ metrics: [], control: "none" }, 'experiment: nobody is in the control arm "none"'],
    [
      { metrics: [{ ...metric("bought", { covariate: "age" }), values: [1, 0] }] },
      'experiment: expected a column of numbers as covariate "age"',
    ],
  ];

for (const [wrong, message] of WRONG) {
  test(`a RangeError says "${message}"`, () => {
    assert.throws(() => summaryFromColumns({ ...tiny, ...wrong }), { name: "RangeError", message });
  });
}
