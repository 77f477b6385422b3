import assert from "node:assert/strict";
import test from "node:test";
import { shrinkEffects } from "../../../experiments/bayes/shrinkage.js";
import { type NamedGroup, shrinkRates } from "../../../experiments/bayes/shrinkage-rates.js";
import { NotEstimable } from "../../../experiments/not-estimable.js";
import { betaLower } from "../../../statistics/beta.js";
import { seededRandom } from "../../../statistics/random.js";
import { near } from "../../near.js";

const groupsOf = (counts: readonly (readonly [customers: number, conversions: number])[]): NamedGroup[] =>
  counts.map(([customers, conversions], i) => ({ group: `g${i}`, customers, conversions }));

const segments = groupsOf([
  [120, 12],
  [80, 4],
  [20, 0],
  [300, 36],
]);

test("the shrunk rates are those of effects with the common rate's sampling variance", () => {
  const variance = 0.1 * 0.9;
  const estimates = segments.map(({ group, customers, conversions }) => ({
    group,
    estimate: conversions / customers,
    standardError: Math.sqrt(variance / customers),
    n: customers,
  }));
  const effects = shrinkEffects(estimates, { unit: "fraction", largestTau: 0.3 });
  shrinkRates(segments).groups.forEach(({ shrunk, shrinkage }, i) => {
    near(shrunk.estimate, effects.groups[i].shrunk.estimate, 1e-12);
    near(shrinkage, effects.groups[i].shrinkage, 1e-12);
  });
});

test("a group of 20 without a conversion gets a rate above 0 with an interval within 0 and 1", () => {
  const { raw, shrunk, shrinkage } = shrinkRates(segments).groups[2];
  assert.equal(raw, 0);
  assert.ok(shrunk.estimate > 0.03 && shrunk.estimate < 0.09, `${shrunk.estimate}`);
  assert.ok(shrunk.low > 0 && shrunk.high < 0.25 && shrinkage > 0.5);
});

test("many large groups: the interval is that of the Beta-Binomial posterior whose prior has their mean and variance", () => {
  const random = seededRandom(5);
  // True rates from Beta(20, 180): mean 0.1, prior worth 200 customers.
  const counts = Array.from({ length: 400 }, (): [number, number] => {
    const [a, b] = [random.gamma(20, 1), random.gamma(180, 1)];
    let conversions = 0;
    for (let customer = 0; customer < 300; customer++) conversions += Number(random.next() * (a + b) < a);
    return [300, conversions];
  });
  const { groups } = shrinkRates(groupsOf(counts));
  for (const at of [0, 100, 200, 300]) {
    const [alpha, beta] = [20 + counts[at][1], 480 - counts[at][1]];
    near(groups[at].shrunk.estimate, alpha / 500, 0.004);
    near(betaLower(groups[at].shrunk.low, alpha, beta), 0.025, 0.02);
    near(betaLower(groups[at].shrunk.high, alpha, beta), 0.975, 0.02);
  }
});

test("rates of those who did not convert are the mirror image", () => {
  const mirrored = segments.map((group) => ({ ...group, conversions: group.customers - group.conversions }));
  const { groups } = shrinkRates(mirrored);
  shrinkRates(segments).groups.forEach(({ shrunk, shrinkage }, i) => {
    near(groups[i].shrunk.estimate, 1 - shrunk.estimate, 1e-9);
    near(groups[i].shrunk.low, 1 - shrunk.high, 1e-9);
    near(groups[i].shrinkage, shrinkage, 1e-9);
  });
});

test("ten times the customers: less shrinkage and shorter intervals", () => {
  const tenfold = segments.map(({ group, customers, conversions }) => ({
    group,
    customers: 10 * customers,
    conversions: 10 * conversions,
  }));
  const { groups } = shrinkRates(tenfold);
  shrinkRates(segments).groups.forEach(({ shrunk, shrinkage }, i) => {
    assert.ok(groups[i].shrinkage < shrinkage);
    assert.ok(groups[i].shrunk.high - groups[i].shrunk.low < shrunk.high - shrunk.low);
  });
});

test("groups in which all or none converted stay within 0 and 1", () => {
  const { groups, mean } = shrinkRates(
    groupsOf([
      [3, 0],
      [2, 2],
      [4, 0],
      [1, 1],
    ]),
  );
  for (const { low, high } of [mean, ...groups.map(({ shrunk }) => shrunk)]) {
    assert.ok(low >= 0 && high <= 1 && low < high);
  }
});

test("without any conversion, or with two groups, there is no answer", () => {
  assert.throws(
    () =>
      shrinkRates(
        groupsOf([
          [10, 0],
          [20, 0],
          [5, 0],
        ]),
      ),
    NotEstimable,
  );
  assert.throws(
    () =>
      shrinkRates(
        groupsOf([
          [10, 0],
          [20, 0],
          [5, 0],
        ]),
      ),
    /0 of 35 customers converted/,
  );
  assert.throws(
    () =>
      shrinkRates(
        groupsOf([
          [10, 10],
          [20, 20],
          [5, 5],
        ]),
      ),
    /35 of 35 customers converted/,
  );
  assert.throws(
    () =>
      shrinkRates(
        groupsOf([
          [10, 1],
          [20, 3],
        ]),
      ),
    NotEstimable,
  );
  assert.throws(() => shrinkRates([]), /expected 3 groups or more, got 0/);
});

test("counts that cannot be are named", () => {
  assert.throws(
    () =>
      shrinkRates(
        groupsOf([
          [10, 1],
          [20, 30],
          [5, 1],
        ]),
      ),
    /group "g1": 30 conversions of 20 customers/,
  );
  assert.throws(
    () =>
      shrinkRates(
        groupsOf([
          [10, 1],
          [20, 3],
          [0, 0],
        ]),
      ),
    /group "g2": expected a whole number of customers above 0/,
  );
  assert.throws(() => shrinkRates(segments, { confidence: 0 }), /confidence: expected a fraction/);
});
