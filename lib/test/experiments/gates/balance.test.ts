import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { balanceGate, covariateDifferences } from "../../../experiments/gates/balance.js";
import { momentsOf } from "../../../experiments/moments.js";
import { seededRandom } from "../../../statistics/random.js";
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

test("with a unit there is no p-value and a quarter of a standard deviation is the limit", () => {
  const balance = covariate("age", { none: [1, 3, 2, 2], mail: [1, 3, 2, 3] });
  const gate = balanceGate({ balance, control: "none", unit: "store" });
  assert.deepEqual([gate.passed, gate.pValue, gate.limit], [false, null, 0.25]);
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
