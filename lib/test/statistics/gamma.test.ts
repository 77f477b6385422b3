import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { gammaLower, gammaUpper, logGamma } from "../../statistics/gamma.js";
import { near, nearRelative } from "../near.js";

test("logGamma of n + 1 is the logarithm of n factorial", () => {
  let factorial = 1;
  for (let n = 1; n <= 20; n++) {
    factorial *= n;
    near(logGamma(n + 1), Math.log(factorial), 1e-13 * Math.max(1, Math.log(factorial)));
  }
});

// mpmath, 40 digits.
const LOG_GAMMA: readonly (readonly [x: number, expected: number])[] = [
  [0.1, 2.252712651734206],
  [0.5, 0.5723649429247001],
  [1.5, -0.12078223763524522],
  [2.5, 0.2846828704729192],
  [10, 12.801827480081469],
  [100, 359.1342053695754],
  [1000, 5905.220423209181],
  [100000, 1051287.7089736569],
  [1000000, 12815504.569147611],
  [100000000, 1742068066.1038346],
  [1e-5, 11.512919692895826],
  [1e-10, 23.025850929882736],
  [1, 0],
  [2, 0],
  [1.000001, -5.772148423874147e-7],
  [2.000001, 4.2278465762452923e-7],
  [2.0001, 4.2281658112919945e-5],
];

for (const [x, expected] of LOG_GAMMA) {
  test(`logGamma(${x}) agrees with mpmath`, () => {
    // Near the zeros at 1 and 2 the error is absolute.
    if (Math.abs(expected) < 1e-3) near(logGamma(x), expected, 1e-14);
    else nearRelative(logGamma(x), expected, 1e-13);
  });
}

// erf(x) = P(1/2, x^2) and erfc(x) = Q(1/2, x^2). mpmath, 40 digits.
const ERF: readonly (readonly [x: number, expected: number])[] = [
  [0.1, 0.1124629160182849],
  [0.5, 0.5204998778130465],
  [1, 0.8427007929497149],
  [2, 0.9953222650189527],
  [3, 0.9999779095030014],
  [1e-10, 1.1283791670955126e-10],
  [1e-20, 1.1283791670955125e-20],
];
const ERFC: readonly (readonly [x: number, expected: number])[] = [
  [0.5, 0.4795001221869535],
  [1, 0.15729920705028513],
  [2, 0.004677734981047266],
  [3, 2.209049699858544e-5],
  [4, 1.541725790028002e-8],
  [5, 1.537459794428035e-12],
  [6, 2.1519736712498913e-17],
  [10, 2.088487583762545e-45],
];

for (const [x, expected] of ERF) {
  test(`gammaLower gives the error function of ${x}`, () => {
    nearRelative(gammaLower(0.5, x * x), expected, 1e-12);
  });
}

for (const [x, expected] of ERFC) {
  test(`gammaUpper gives the complementary error function of ${x}`, () => {
    nearRelative(gammaUpper(0.5, x * x), expected, 1e-12);
  });
}

test("for a whole shape the upper function is a sum of Poisson probabilities", () => {
  for (const [shape, x] of [
    [1, 0.3],
    [3, 9],
    [9, 4],
    [12, 12.9],
    [40, 75],
  ] as const) {
    let probability = Math.exp(-x);
    let sum = 0;
    for (let k = 0; k < shape; k++) {
      sum += probability;
      probability *= x / (k + 1);
    }
    nearRelative(gammaUpper(shape, x), sum, 1e-12);
  }
});

test("lower and upper function add up to 1, also where series and fraction meet", () => {
  const shape = fc.double({ min: 0.001, max: 1e5, noNaN: true });
  const ratio = fc.double({ min: 0, max: 3, noNaN: true });
  fc.assert(
    fc.property(shape, ratio, (a, r) => {
      near(gammaLower(a, a * r) + gammaUpper(a, a * r), 1, 1e-15);
    }),
  );
  near(gammaLower(30, 31 - 1e-9), gammaLower(30, 31 + 1e-9), 1e-9);
});

test("the lower function grows with x", () => {
  const x = fc.double({ min: 0, max: 100, noNaN: true });
  fc.assert(
    fc.property(x, x, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      assert.ok(gammaLower(25, low) <= gammaLower(25, high) * (1 + 1e-12));
    }),
  );
});

test("the functions reach both ends of their range", () => {
  assert.equal(gammaLower(2, 0), 0);
  assert.equal(gammaUpper(2, 0), 1);
  assert.equal(gammaLower(20, 0), 0);
  assert.equal(gammaLower(2, Infinity), 1);
  assert.equal(gammaUpper(2, Infinity), 0);
});

test("a shape of a million million still ends", () => {
  // The median of a gamma variable is near shape - 1/3: Q(a, a) is 1/2 - 1 / (3 sqrt(2 pi a)) (DLMF 8.11.12).
  near(gammaUpper(1e12, 1e12), 0.5 - 1 / (3 * Math.sqrt(2 * Math.PI * 1e12)), 1e-9);
});

test("what has no answer is refused", () => {
  assert.throws(() => logGamma(0), /logGamma: expected a finite x above 0, got 0/);
  assert.throws(() => logGamma(Number.NaN), /got NaN/);
  assert.throws(() => gammaLower(0, 1), /gammaLower: expected a shape above 0 and at most 1e12, got 0/);
  assert.throws(() => gammaUpper(1e13, 1), /gammaUpper: expected a shape above 0 and at most 1e12, got 1/);
  assert.throws(() => gammaUpper(1, -1), /gammaUpper: expected x of 0 or more, got -1/);
  assert.throws(() => gammaLower(1, Number.NaN), /gammaLower: expected x of 0 or more, got NaN/);
});
