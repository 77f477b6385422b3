import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { clusterProfile, nameSegments } from "../../customers/profile.js";
import { near } from "../near.js";

test("a profile gives size, means and differences in standard deviations", () => {
  const profile = clusterProfile(Int32Array.of(0, 0, 1), {
    spend: Float64Array.of(9, 11, 4),
    age: Float64Array.of(30, 40, 20),
  });
  // Spend: mean 8, deviations 1, 3, -4, so the standard deviation is sqrt(26 / 3) = 2.943920.
  assert.equal(profile.length, 2);
  assert.deepEqual([profile[0]!.cluster, profile[0]!.n, profile[1]!.n], [0, 2, 1]);
  near(profile[0]!.share, 2 / 3, 1e-15);
  assert.deepEqual(profile[0]!.means, { spend: 10, age: 35 });
  near(profile[0]!.differences.spend!, 2 / 2.94392, 1e-6);
  near(profile[1]!.differences.spend!, -4 / 2.94392, 1e-6);
});

test("shares add up to 1, and so do weighted differences to 0", () => {
  const customers = fc.array(fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: 0, max: 900 })), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(customers, (rows) => {
      // Three more customers, so that each cluster has one and spend is not constant.
      const all = [...rows, [0, 0], [1, 1], [2, 2]] as const;
      const profile = clusterProfile(
        Int32Array.from(all, ([label]) => label),
        { spend: Float64Array.from(all, ([, spend]) => spend) },
      );
      near(
        profile.reduce((sum, row) => sum + row.share, 0),
        1,
        1e-12,
      );
      near(
        profile.reduce((sum, row) => sum + row.share * row.differences.spend!, 0),
        0,
        1e-9,
      );
    }),
  );
});

test("three segments are high spend, middle and low spend by rank", () => {
  const profile = clusterProfile(Int32Array.of(0, 1, 2), { spend: Float64Array.of(10, 900, 50) });
  assert.deepEqual(nameSegments(profile, "spend"), ["low spend", "high spend", "middle"]);
});

test("2 to 8 segments have different names that run from high to low", () => {
  for (let k = 2; k <= 8; k++) {
    const labels = Int32Array.from({ length: k }, (_, row) => row);
    const names = nameSegments(
      clusterProfile(labels, { spend: Float64Array.from(labels, (l) => -l) }),
      "spend",
    );
    assert.equal(new Set(names).size, k);
    assert.match(names[0]!, /high/);
    assert.match(names[k - 1]!, /low/);
    assert.equal(names.includes("middle"), k % 2 === 1);
  }
});

test("five segments have a middle between the two middles", () => {
  const labels = Int32Array.of(0, 1, 2, 3, 4);
  const profile = clusterProfile(labels, { spend: Float64Array.of(5, 4, 3, 2, 1) });
  assert.deepEqual(nameSegments(profile, "spend"), [
    "high spend",
    "upper middle",
    "middle",
    "lower middle",
    "low spend",
  ]);
});

test("of equal spend the smaller cluster number ranks first", () => {
  const profile = clusterProfile(Int32Array.of(1, 0, 1, 0), { spend: Float64Array.of(1, 1, 3, 3) });
  assert.deepEqual(nameSegments(profile, "spend"), ["high spend", "low spend"]);
});

test("a constant column is named, because no cluster differs in it", () => {
  assert.throws(
    () =>
      clusterProfile(Int32Array.of(0, 1), { spend: Float64Array.of(1, 2), country: Float64Array.of(7, 7) }),
    /column "country" is constant \(7\)/,
  );
});

test("a missing value is named", () => {
  assert.throws(
    () => clusterProfile(Int32Array.of(0, 1), { spend: Float64Array.of(1, NaN) }),
    /column "spend", row 2: expected a finite number, got NaN/,
  );
});

test("nine segments have no names", () => {
  const labels = Int32Array.from({ length: 9 }, (_, row) => row);
  const profile = clusterProfile(labels, { spend: Float64Array.from(labels) });
  assert.throws(() => nameSegments(profile, "spend"), /segment names: expected 2 to 8 clusters, got 9/);
});

test("the column that names must be in the profile", () => {
  const profile = clusterProfile(Int32Array.of(0, 1), { spend: Float64Array.of(1, 2) });
  assert.throws(() => nameSegments(profile, "revenue"), /the profile has no column "revenue"/);
});
