import assert from "node:assert/strict";
import test from "node:test";
import type { GroupEstimate } from "../../../experiments/bayes/between-groups.js";
import { shrinkEffects } from "../../../experiments/bayes/shrinkage.js";
import { robustCriticalValue } from "../../../experiments/bayes/shrinkage-critical-value.js";
import { NotEstimable } from "../../../experiments/not-estimable.js";
import { seededRandom } from "../../../statistics/random.js";
import { near } from "../../near.js";

const schools = [28, 8, -3, 7, -1, 1, 18, 12].map((estimate, i) => ({
  group: "ABCDEFGH"[i],
  estimate,
  standardError: [15, 10, 16, 11, 9, 11, 10, 18][i],
  n: 60,
}));

/** Groups with true effects around 5, drawn by a function, and the standard error 1. */
function drawn(count: number, effect: (random: ReturnType<typeof seededRandom>) => number, seed: number) {
  const random = seededRandom(seed);
  const truths = Array.from({ length: count }, () => 5 + effect(random));
  const groups = truths.map((truth, i) => ({
    group: `g${i}`,
    estimate: random.normal(truth, 1),
    standardError: 1,
    n: 100,
  }));
  return { truths, groups };
}

// The row of reference: eight schools (Rubin 1981) with flat tau on (0, 200].
test("eight schools: mean 7.93, tau 6.58, and the eight shrunken effects", () => {
  const { mean, betweenGroups, groups } = shrinkEffects(schools, { unit: "points", largestTau: 200 });
  near(mean.estimate, 7.93, 0.005);
  near(betweenGroups.estimate, 6.58, 0.005);
  const expected = [11.4, 7.89, 6.13, 7.64, 5.13, 6.14, 10.67, 8.46];
  groups.forEach(({ shrunk }, i) => {
    near(shrunk.estimate, expected[i], 0.005);
  });
  assert.deepEqual(
    groups.map(({ group, raw }) => [group, raw]),
    schools.map(({ group, estimate }) => [group, estimate]),
  );
});

test("eight schools hardly notice the default limit of tau", () => {
  near(shrinkEffects(schools, { unit: "points" }).betweenGroups.estimate, 6.58, 0.005);
});

test("the posterior of eight schools agrees with draws from it", () => {
  const random = seededRandom(8);
  // Rejection: tau uniform on (0, 60], kept in proportion to its likelihood with the mean integrated out.
  const weightOf = (tau: number): { weight: number; mean: number; variance: number } => {
    const weights = schools.map(({ standardError }) => 1 / (standardError ** 2 + tau ** 2));
    const variance = 1 / weights.reduce((a, b) => a + b, 0);
    const mean = variance * schools.reduce((sum, { estimate }, i) => sum + weights[i] * estimate, 0);
    const weight = schools.reduce(
      (product, { estimate }, i) =>
        product * 10 * Math.sqrt(weights[i]) * Math.exp((-weights[i] * (estimate - mean) ** 2) / 2),
      Math.sqrt(variance),
    );
    return { weight, mean, variance };
  };
  const largest = 1.001 * Math.max(...Array.from({ length: 60 }, (_, tau) => weightOf(tau).weight));
  const effects: number[] = [];
  while (effects.length < 20_000) {
    const tau = 60 * random.next();
    const { weight, mean, variance } = weightOf(tau);
    if (random.next() * largest > weight) continue;
    const kept = tau ** 2 / (tau ** 2 + 15 ** 2);
    const centre = random.normal(mean, Math.sqrt(variance));
    effects.push(random.normal(centre + kept * (28 - centre), Math.sqrt(kept) * 15));
  }
  const { shrunk } = shrinkEffects(schools, { unit: "points" }).groups[0];
  const below = (x: number): number => effects.filter((effect) => effect < x).length / effects.length;
  const fourErrors = 4 * Math.sqrt((0.025 * 0.975) / effects.length);
  near(below(shrunk.low), 0.025, fourErrors);
  near(below(shrunk.high), 0.975, fourErrors);
});

test("with equal standard errors and many groups, by hand: the mean, the variance and one share for all", () => {
  const { groups } = drawn(100, (random) => random.normal(0, 2), 1);
  const result = shrinkEffects(groups, { unit: "points" });
  const centre = groups.reduce((sum, { estimate }) => sum + estimate, 0) / 100;
  const variance = groups.reduce((sum, { estimate }) => sum + (estimate - centre) ** 2, 0) / 99;
  near(result.mean.estimate, centre, 1e-9);
  near(result.betweenGroups.estimate, Math.sqrt(variance - 1), 1e-9);
  for (const { shrinkage, raw, shrunk } of result.groups) {
    near(shrinkage, 1 / variance, 1e-6);
    near(shrunk.estimate, raw + shrinkage * (centre - raw), 1e-9);
  }
  const [{ shrunk, shrinkage }] = result.groups;
  const half = (shrunk.high - shrunk.low) / 2 / (1 - shrinkage);
  // No kurtosis leaves less than the smallest one, and a normal one of 3 lies close to the truth.
  const meanSquare = (1 / (1 - shrinkage) - 1) ** 2 * (variance - 1 + variance / 100);
  assert.ok(half > robustCriticalValue({ meanSquare, kurtosis: 1 }, 0.95));
  near(half, robustCriticalValue({ meanSquare, kurtosis: 3 }, 0.95), 0.01);
});

for (const [shape, effect] of [
  ["normal", (random: ReturnType<typeof seededRandom>) => random.normal(0, 1)],
  ["two-point", (random: ReturnType<typeof seededRandom>) => (random.chance(0.5) ? 1 : -1)],
] as const) {
  test(`200 groups with ${shape} effects: average coverage, and errors below raw and pooled`, () => {
    let covered = 0;
    const errors = { raw: 0, pooled: 0, shrunk: 0 };
    for (let seed = 0; seed < 40; seed++) {
      const { truths, groups } = drawn(200, effect, seed);
      const result = shrinkEffects(groups, { unit: "points" });
      result.groups.forEach(({ raw, shrunk }, i) => {
        covered += Number(shrunk.low <= truths[i] && truths[i] <= shrunk.high);
        errors.raw += (raw - truths[i]) ** 2;
        errors.pooled += (result.mean.estimate - truths[i]) ** 2;
        errors.shrunk += (shrunk.estimate - truths[i]) ** 2;
      });
    }
    assert.ok(covered / 8000 > 0.935 && covered / 8000 < 0.97, `covered ${covered / 8000}`);
    assert.ok(errors.shrunk < 0.6 * Math.min(errors.raw, errors.pooled));
  });
}

test("the luckiest of thirty equal groups is drawn back to the others", () => {
  for (let seed = 0; seed < 10; seed++) {
    const { groups } = drawn(30, () => 0, seed);
    const { mean, groups: answers } = shrinkEffects(groups, { unit: "points" });
    const { raw, shrunk } = answers.reduce((best, group) => (group.raw > best.raw ? group : best));
    assert.ok(shrunk.estimate - mean.estimate < (raw - mean.estimate) / 2, `seed ${seed}: ${raw}`);
    assert.ok(shrunk.low < 5 && 5 < shrunk.high, `seed ${seed}: ${shrunk.low} to ${shrunk.high}`);
  }
});

test("the order of the groups changes only the order of the answers", () => {
  for (const groups of [schools, drawn(15, (random) => random.normal(0, 1), 2).groups]) {
    const forwards = shrinkEffects(groups, { unit: "points" });
    const backwards = shrinkEffects([...groups].reverse(), { unit: "points" });
    forwards.groups.forEach(({ shrunk }, i) => {
      near(backwards.groups[groups.length - 1 - i].shrunk.low, shrunk.low, 1e-9);
    });
  }
});

test("another unit changes nothing but the scale", () => {
  for (const groups of [schools, drawn(15, (random) => random.normal(0, 1), 2).groups]) {
    const inCents = groups.map((group: GroupEstimate) => ({
      ...group,
      estimate: 100 * group.estimate,
      standardError: 100 * group.standardError,
    }));
    const cents = shrinkEffects(inCents, { unit: "cents" });
    shrinkEffects(groups, { unit: "euros" }).groups.forEach(({ shrunk, shrinkage }, i) => {
      near(cents.groups[i].shrunk.high / 100, shrunk.high, 1e-7);
      near(cents.groups[i].shrinkage, shrinkage, 1e-9);
    });
  }
});

test("identical estimates keep an interval, and three groups a warning", () => {
  const same = [1, 2, 3].map((i) => ({ group: `${i}`, estimate: 4, standardError: 1, n: 10 }));
  const { groups, mean } = shrinkEffects(same, { unit: "points" });
  near(mean.estimate, 4, 1e-9);
  assert.ok(groups[0].shrunk.low < 3.5 && groups[0].shrunk.high > 4.5);
  assert.deepEqual(mean.warnings, [
    "3 groups: the intervals depend on how much groups are thought to differ at most",
  ]);
  const many = Array.from({ length: 12 }, (_, i) => ({ ...same[0], group: `${i}` }));
  assert.ok(shrinkEffects(many, { unit: "points" }).groups[0].shrunk.low < 4);
});

test("too few groups, a confidence and a limit that cannot be are named", () => {
  assert.throws(() => shrinkEffects(schools.slice(0, 2), { unit: "points" }), NotEstimable);
  assert.throws(
    () => shrinkEffects(schools, { unit: "points", confidence: 1 }),
    /confidence: expected a fraction/,
  );
  assert.throws(
    () => shrinkEffects(schools, { unit: "points", largestTau: 0 }),
    /largestTau: expected a finite number above 0, got 0/,
  );
});
