import assert from "node:assert/strict";
import test from "node:test";
import {
  checkGroups,
  type GroupEstimate,
  pauleMandel,
  precisionWeighted,
  qProfile,
} from "../../../experiments/bayes/between-groups.js";
import { NotEstimable } from "../../../experiments/not-estimable.js";
import { chiSquareLower } from "../../../statistics/chi-square.js";
import { near } from "../../near.js";

const groupsOf = (estimates: readonly number[], standardErrors: readonly number[]): GroupEstimate[] =>
  estimates.map((estimate, i) => ({ group: `g${i}`, estimate, standardError: standardErrors[i], n: 50 }));

test("two groups by hand: weights 1 and 1/4 of 1 and 4", () => {
  const { mean, variance, heterogeneity } = precisionWeighted(groupsOf([1, 4], [1, 2]), 0);
  near(mean, 1.6, 1e-12);
  near(variance, 0.8, 1e-12);
  near(heterogeneity, 0.36 + 2.4 ** 2 / 4, 1e-12);
});

test("with equal standard errors, Paule and Mandel's variance is the sample variance less the noise", () => {
  // 1, 4, 7, 12: mean 6, variance 66/3 = 22.
  near(pauleMandel(groupsOf([1, 4, 7, 12], [2, 2, 2, 2])), 22 - 4, 1e-9);
});

test("groups that differ less than their noise have no variance between them", () => {
  assert.equal(pauleMandel(groupsOf([1, 1.1, 0.9], [2, 2, 2])), 0);
});

test("at both ends of the Q-profile, Cochran's Q leaves 2.5 % in its tail", () => {
  const groups = groupsOf([1, 4, 7, 12, -6], [1, 2, 1.5, 0.5, 1]);
  const { low, high } = qProfile(groups, 0.95);
  near(chiSquareLower(precisionWeighted(groups, low).heterogeneity, 4), 0.975, 1e-9);
  near(chiSquareLower(precisionWeighted(groups, high).heterogeneity, 4), 0.025, 1e-9);
});

test("estimates in cents have 10,000 times the variance", () => {
  const inCents = groupsOf([100, 400, 700, 1200], [100, 200, 200, 100]);
  const inEuros = groupsOf([1, 4, 7, 12], [1, 2, 2, 1]);
  near(pauleMandel(inCents) / 10_000, pauleMandel(inEuros), 1e-8);
});

test("two groups cannot say how much groups differ", () => {
  assert.throws(() => checkGroups(groupsOf([1, 2], [1, 1])), NotEstimable);
  assert.throws(() => checkGroups(groupsOf([1, 2], [1, 1])), /expected 3 groups or more, got 2/);
});

test("a group without variance is named", () => {
  assert.throws(() => checkGroups(groupsOf([1, 2, 3], [1, 0, 1])), NotEstimable);
  assert.throws(() => checkGroups(groupsOf([1, 2, 3], [1, 0, 1])), /group "g1" has no variance/);
});

test("numbers that cannot be are named", () => {
  assert.throws(
    () => checkGroups(groupsOf([1, Number.NaN, 3], [1, 1, 1])),
    /group "g1": expected a finite estimate/,
  );
  assert.throws(
    () => checkGroups(groupsOf([1, 2, 3], [1, 1, -1])),
    /group "g2": expected a standard error above 0, got -1/,
  );
  assert.throws(
    () => checkGroups(groupsOf([1, 2, 3], [1, 1, Number.NaN])),
    /group "g2": expected a standard error/,
  );
  const empty = groupsOf([1, 2, 3], [1, 1, 1]).map((group) => ({ ...group, n: 0 }));
  assert.throws(() => checkGroups(empty), /group "g0": expected a number of customers above 0, got 0/);
});
