import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { balanceGate, covariateDifferences } from "../../../experiments/gates/balance.js";
import { momentsOf } from "../../../experiments/moments.js";
import { normalUpperTail } from "../../../statistics/normal.js";
import { type Random, seededRandom } from "../../../statistics/random.js";
import { near } from "../../near.js";

function covariate(name: string, arms: Readonly<Record<string, readonly number[]>>) {
  return Object.entries(arms).map(([arm, values]) => ({ covariate: name, arm, ...momentsOf(values) }));
}

test("a difference of 1 over a standard deviation of 1.2910, by hand", () => {
  // 1 3 and 2 4 together: mean 2.5, squares 5, variance 5/3; z = 0.7746 / √(1/2 + 1/2), two-sided p 0.4386.
  const [one] = covariateDifferences(covariate("age", { mail: [2, 4], none: [1, 3] }), "none");
  near(one.standardised, 1 / Math.sqrt(5 / 3), 1e-12);
  near(one.pValue, 0.4386, 5e-5);
  assert.equal(one.pCorrected, one.pValue);
});

test("several arms and covariates: largest first, corrected over all of them", () => {
  const differences = covariateDifferences(
    [
      ...covariate("age", { none: [1, 3, 2, 2], mail: [1, 3, 2, 3], call: [1, 3, 2, 2] }),
      ...covariate("tenure", { none: [1, 3, 2, 2], mail: [8, 9, 8, 9], call: [1, 2, 2, 2] }),
    ],
    "none",
  );
  assert.deepEqual(
    differences.map((one) => `${one.covariate} ${one.arm}`),
    ["tenure mail", "tenure call", "age mail", "age call"],
  );
  // Four p-values under Benjamini and Yekutieli: the smallest times 4 (1 + 1/2 + 1/3 + 1/4).
  near(differences[0].pCorrected, differences[0].pValue * 4 * (25 / 12), 1e-12);
});

test("a level that occurs in one arm only is as unlikely as reshuffling makes it", () => {
  const values = (flag: number) => Array.from({ length: 30 }, () => flag);
  const gate = balanceGate({
    balance: covariate("region = North", { none: values(0), mail: values(1) }),
    control: "none",
    unit: null,
  });
  assert.deepEqual([gate.passed, gate.vetoes], [false, false]);
  assert.match(gate.reading, /\(region = North, mail\)$/);
});

test("the gate raises a false alarm in at most about one of a hundred honest experiments", () => {
  const random = seededRandom("balance");
  const sample = () => Array.from({ length: 50 }, () => random.normal(0, 1));
  let alarms = 0;
  for (let world = 0; world < 400; world++) {
    const balance = ["a", "b", "c"].flatMap((name) => covariate(name, { none: sample(), mail: sample() }));
    if (!balanceGate({ balance, control: "none", unit: null }).passed) alarms++;
  }
  assert.ok(alarms <= 400 * 0.01 + 3 * Math.sqrt(400 * 0.01 * 0.99), `${alarms} alarms in 400`);
});

/** Each inner list is a cluster's customers. */
function inClusters(name: string, arms: Readonly<Record<string, readonly (readonly number[])[]>>) {
  return Object.entries(arms).map(([arm, clusters]) => ({
    ...{ covariate: name, arm, ...momentsOf(clusters.flat()) },
    clusters: clusters.map((values) => {
      const sum = values.reduce((a, b) => a + b);
      return { size: values.length, clusters: 1, sum, sumSquares: sum * sum };
    }),
  }));
}

test("clusters of one customer have the customers' p-value", () => {
  const alone = (values: readonly number[]) => values.map((value) => [value]);
  const arms = { mail: [2, 4, 4, 7], none: [1, 3, 2] };
  const [one] = covariateDifferences(
    inClusters("age", { mail: alone(arms.mail), none: alone(arms.none) }),
    "none",
  );
  near(one.pValue, covariateDifferences(covariate("age", arms), "none")[0].pValue, 1e-12);
});

test("three against three stores: the deviation is that of all 20 assignments", () => {
  const stores = [[3, 5], [1, 2, 2], [8], [0, 1], [4, 4, 4, 5], [9, 7]];
  const mean = stores.flat().reduce((a, b) => a + b) / stores.flat().length;
  const scores = stores.map((values) => values.reduce((sum, value) => sum + value - mean, 0));
  const sums = scores.flatMap((_, a) =>
    scores.flatMap((_, b) =>
      scores.flatMap((_, c) => (a < b && b < c ? [scores[a] + scores[b] + scores[c]] : [])),
    ),
  );
  const deviation = Math.sqrt(sums.reduce((sum, one) => sum + one * one, 0) / 20);
  const [one] = covariateDifferences(
    inClusters("age", { mail: stores.slice(0, 3), none: stores.slice(3) }),
    "none",
  );
  const z = Math.abs(scores[0] + scores[1] + scores[2]) / deviation;
  near(one.pValue, 2 * normalUpperTail(z), 1e-12);
});

/** Stores whose customers resemble one another: standard deviation 1 between them and 2 within. */
function stores(random: Random, { count, size, shift = 0 }: { count: number; size: number; shift?: number }) {
  return Array.from({ length: count }, () => {
    const level = random.normal(shift, 1);
    return Array.from({ length: size }, () => random.normal(level, 2));
  });
}

test("six against six honest stores pass, whatever their customers share", () => {
  const random = seededRandom("honest stores");
  const six = { count: 6, size: 20 };
  let alarms = 0;
  for (let world = 0; world < 400; world++) {
    const balance = ["a", "b", "c"].flatMap((name) =>
      inClusters(name, { none: stores(random, six), mail: stores(random, six) }),
    );
    if (!balanceGate({ balance, control: "none", unit: "store" }).passed) alarms++;
  }
  assert.ok(alarms <= 400 * 0.01 + 3 * Math.sqrt(400 * 0.01 * 0.99), `${alarms} alarms in 400`);
});

test("27,000 customers of 9,000 households that differ by a tenth of a standard deviation do not pass", () => {
  const random = seededRandom("shifted households");
  const [none, mail] = [0, 0.22].map((shift) => stores(random, { count: 4500, size: 3, shift }));
  const gate = balanceGate({
    balance: inClusters("age", { none, mail }),
    control: "none",
    unit: "household",
  });
  assert.equal(gate.passed, false);
  assert.ok(gate.statistic! < 0.25, `${gate.statistic}`);
  assert.match(gate.method, /reshuffling whole clusters/);
});

test("with a unit, sums of customers alone or a handful of clusters cannot be checked", () => {
  const sums = covariate("age", { none: [1, 3, 2, 2], mail: [1, 3, 2, 3] });
  const gate = balanceGate({ balance: sums, control: "none", unit: "store" });
  assert.deepEqual([gate.passed, gate.pValue, gate.statistic], [null, null, null]);
  assert.match(gate.reading, /^not checked: whole clusters \(store\) were assigned, and only sums/);
  const few = inClusters("age", { none: [[1], [2, 3]], mail: [[4], [5]] });
  const { reading } = balanceGate({ balance: few, control: "none", unit: "store" });
  assert.equal(reading, "not checked: no difference could stand out between 4 clusters (store)");
});

test("swapping the arms turns the sign; a shift or a new unit changes nothing", () => {
  const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(values, values, (a, b) => {
      const of = (mail: readonly number[], none: readonly number[]) =>
        covariateDifferences(covariate("age", { mail, none }), "none")[0];
      near(of(b, a).standardised, -of(a, b).standardised, 1e-12);
      const moved = (list: readonly number[]) => list.map((value) => 10 * value + 7);
      near(of(moved(a), moved(b)).pValue, of(a, b).pValue, 1e-9);
    }),
  );
});

test("a number that is the same for all is balanced; one that nobody in an arm has is left out", () => {
  const [one] = covariateDifferences(covariate("country", { mail: [1, 1], none: [1, 1] }), "none");
  assert.deepEqual([one.standardised, one.pValue], [0, 1]);
  const unknown = { covariate: "age", arm: "mail", n: 0, sum: 0, sumSquares: 0 };
  assert.deepEqual(covariateDifferences([unknown, ...covariate("age", { none: [1, 2] })], "none"), []);
  assert.match(balanceGate({ balance: [], control: "none", unit: null }).reading, /^not checked/);
});

test("a covariate without the control arm is a RangeError", () => {
  assert.throws(() => covariateDifferences(covariate("age", { mail: [1, 2] }), "none"), {
    name: "RangeError",
    message: 'balance: nothing known of "age" in "none"',
  });
});
