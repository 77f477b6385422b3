import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { sampleRatioGate, sampleRatioTest } from "../../../experiments/gates/srm.js";
import type { ExperimentSummary } from "../../../types.js";
import { near, nearRelative } from "../../near.js";

const EVEN = [1, 1];

test("three customers who all fell into the first of two arms: two of eight deals are as far, by hand", () => {
  const { pValue, method, expected, statistic } = sampleRatioTest([3, 0], EVEN);
  near(pValue, 2 / 8, 1e-14);
  assert.equal(method, "exact multinomial");
  assert.deepEqual(expected, [1.5, 1.5]);
  near(statistic, 3, 1e-14);
});

// numbers.md 2.6, row "SRM": counts, planned shares, p-value and half a unit of its last printed digit.
const REFERENCE = [
  [[1000, 1200], EVEN, 2.0079e-5, 5e-10],
  [[135, 115], EVEN, 0.205903211, 5e-10],
  [[310, 98], [0.75, 0.25], 0.647434186, 5e-10],
  [[500, 500, 600], [0.34, 0.33, 0.33], 0.000592638, 5e-10],
  [[502, 498], EVEN, 0.8993432, 5e-8],
  [[600, 400], EVEN, 2.5396e-10, 5e-15],
  [[9463, 7681], EVEN, 3.5e-42, 5e-44],
  [[821588, 815482], EVEN, 1.82e-6, 5e-9],
] as const;

for (const [counts, shares, pValue, tolerance] of REFERENCE) {
  test(`SRM of [${counts.join(", ")}] at ${shares.join("/")} is the reference's ${pValue}`, () => {
    near(sampleRatioTest(counts, shares).pValue, pValue, tolerance);
  });
}

test("SRM of [0, 10, 10] at .34/.33/.33 is the reference's .005790624 by chi-square, and smaller when counted", () => {
  const shares = [0.34, 0.33, 0.33];
  near(sampleRatioTest([0, 10, 10], shares, { method: "chi-square" }).pValue, 0.005790624, 5e-10);
  const { pValue, method } = sampleRatioTest([0, 10, 10], shares);
  assert.equal(method, "exact multinomial");
  nearRelative(pValue, countedDeals([0, 10, 10], shares), 1e-10);
});

test("the two large counts of the reference have its chi-square", () => {
  near(sampleRatioTest([9463, 7681], EVEN).statistic, 185.23, 0.005);
  near(sampleRatioTest([821588, 815482], EVEN).statistic, 22.7744, 5e-5);
});

/** A second way: every table of three arms, its probability by a product of binomial coefficients. */
function countedDeals(counts: readonly number[], shares: readonly number[]): number {
  const total = counts[0] + counts[1] + counts[2];
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
  const probability = (a: number, b: number): number =>
    choose(total, a) * choose(total - a, b) * shares[0] ** a * shares[1] ** b * shares[2] ** (total - a - b);
  const observed = probability(counts[0], counts[1]) * (1 + 1e-9);
  let sum = 0;
  for (let a = 0; a <= total; a++) {
    for (let b = 0; b <= total - a; b++) {
      if (probability(a, b) <= observed) sum += probability(a, b);
    }
  }
  return sum;
}

test("exact p-values agree with a count of all tables, and the order of the arms does not matter", () => {
  const arm = fc.integer({ min: 0, max: 12 });
  const share = fc.integer({ min: 1, max: 5 });
  fc.assert(
    fc.property(fc.tuple(arm, arm, arm), fc.tuple(share, share, share), (counts, weights) => {
      fc.pre(counts.some((count) => count > 0));
      const weight = weights.reduce((sum, one) => sum + one);
      const { pValue } = sampleRatioTest(counts, weights);
      nearRelative(
        pValue,
        countedDeals(
          counts,
          weights.map((one) => one / weight),
        ),
        1e-9,
      );
      nearRelative(sampleRatioTest([...counts].reverse(), [...weights].reverse()).pValue, pValue, 1e-9);
    }),
    { numRuns: 50 },
  );
});

test("exact and chi-square agree where there are many customers", () => {
  const exact = sampleRatioTest([5150, 4850], EVEN, { method: "exact multinomial" }).pValue;
  // The two tables as likely as the observed one hold 0.00018; chi-square counts half of that.
  near(sampleRatioTest([5150, 4850], EVEN).pValue, exact - 0.00009, 5e-6);
});

test("few customers in too many arms to count get the chi-square test", () => {
  const counts = Array.from({ length: 30 }, (_, arm) => arm % 3);
  assert.equal(
    sampleRatioTest(
      counts,
      counts.map(() => 1),
    ).method,
    "chi-square",
  );
});

function gateOf(
  treated: number,
  control: number,
  plannedShare: number | null,
  assignment = "random" as Assignment,
) {
  const arms = [
    { arm: "control", customers: control, plannedShare },
    { arm: "mail", customers: treated, plannedShare },
  ];
  return sampleRatioGate({ arms, assignment });
}

type Assignment = ExperimentSummary["assignment"];

test("a mismatch fails and vetoes, and names the sizes; without a plan it asks for one", () => {
  const gate = gateOf(1200, 1000, 0.5);
  assert.deepEqual([gate.passed, gate.vetoes, gate.limit], [false, true, 0.001]);
  assert.match(gate.reading, /control has 1,000 \(planned 1,100\), mail has 1,200 \(planned 1,100\)$/);
  assert.match(gateOf(1200, 1000, null).reading, /declare `shares` if others were planned$/);
  assert.equal(gateOf(1020, 1000, 0.5).passed, true);
});

test("without a coin and without a plan there is nothing to test; a plan is tested all the same", () => {
  const gate = gateOf(9000, 1000, null, "self-chosen");
  assert.deepEqual([gate.passed, gate.pValue], [null, null]);
  assert.match(gate.reading, /^not checked/);
  assert.equal(gateOf(9000, 1000, 0.5, "by rule").passed, false);
});

const WRONG = [
  [[10], [1], "sample ratio: expected two arms or more, got 1"],
  [[10, 5], [1], "sample ratio: 1 shares for 2 arms"],
  [[10, -1], EVEN, "sample ratio: expected a whole number of customers, 0 or more, got -1"],
  [[10, 2.5], EVEN, "sample ratio: expected a whole number of customers, 0 or more, got 2.5"],
  [[10, Number.NaN], EVEN, "sample ratio: expected a whole number of customers, 0 or more, got NaN"],
  [[10, 5], [1, 0], "sample ratio: expected planned shares above 0, got 0"],
  [[0, 0], EVEN, "sample ratio: nobody is in any arm"],
] as const;

for (const [counts, shares, message] of WRONG) {
  test(`a RangeError says "${message}"`, () => {
    assert.throws(() => sampleRatioTest(counts, shares), { name: "RangeError", message });
  });
}

test("too many tables for the exact method are a RangeError", () => {
  assert.throws(
    () => sampleRatioTest([1000, 1000, 1000, 1000], [1, 1, 1, 1], { method: "exact multinomial" }),
    {
      message: "sample ratio: 4000 customers in 4 arms are too many to count exactly",
    },
  );
});

test("a plan for some arms only is a RangeError", () => {
  const arms = [
    { arm: "control", customers: 10, plannedShare: 0.5 },
    { arm: "mail", customers: 10, plannedShare: null },
  ];
  assert.throws(() => sampleRatioGate({ arms, assignment: "random" }), {
    message: 'sample ratio: arm "mail" has no planned share and others have one',
  });
});
