import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { contactPolicy } from "../../decisions/contact-policy.js";
import {
  type CampaignCustomers,
  decisionStability,
  segmentResults,
} from "../../decisions/decision-stability.js";
import { seededRandom } from "../../statistics/random.js";
import { near } from "../near.js";

test("segments are counted in the order in which they occur, by hand", () => {
  const results = segmentResults({
    segments: ["b", "a", "b"],
    responded: [1, 0, 0],
    orderValues: [30, 5, 10],
  });
  assert.deepEqual(results, [
    { segment: "b", customers: 2, responders: 1, averageOrderValue: 20 },
    { segment: "a", customers: 1, responders: 0, averageOrderValue: 5 },
  ]);
});

/** Seven customers of a with three responders, three of b with one: a is above the average of 0.4, b below. */
const TEN: CampaignCustomers = {
  segments: ["a", "a", "a", "a", "a", "a", "a", "b", "b", "b"],
  responded: [1, 1, 1, 0, 0, 0, 0, 1, 0, 0],
  orderValues: [9, 9, 9, 9, 9, 9, 9, 9, 9, 9],
};

/** The share of all ways to leave out two of ten customers in which the segment's decision is the other one. */
function flippedByCounting(segment: string, decision: string): number {
  let flips = 0;
  for (let first = 0; first < 10; first++) {
    for (let second = first + 1; second < 10; second++) {
      const kept = <T>(values: ArrayLike<T>): T[] =>
        Array.from(values).filter((_, i) => i !== first && i !== second);
      const part = {
        segments: kept(TEN.segments),
        responded: kept(TEN.responded),
        orderValues: kept(TEN.orderValues),
      };
      const row = contactPolicy(segmentResults(part), 1).find((other) => other.segment === segment);
      if (row!.decision !== decision) flips++;
    }
  }
  return flips / 45;
}

test("the share of flips agrees with all 45 subsamples of eight of ten", () => {
  const subsamples = 20_000;
  const rows = decisionStability(TEN, { costPerContact: 1, random: seededRandom("ten"), subsamples });
  assert.deepEqual(
    rows.map(({ segment, decision }) => [segment, decision]),
    [
      ["a", "CONTACT"],
      ["b", "DO_NOT_CONTACT"],
    ],
  );
  for (const { segment, decision, flipped } of rows) {
    const exact = flippedByCounting(segment, decision);
    assert.ok(exact > 0.05 && exact < 0.5);
    near(flipped, exact, 4 * Math.sqrt((exact * (1 - exact)) / subsamples));
  }
});

/** One entry a customer from counts: the published clusters of the CRM table. */
function published(): CampaignCustomers {
  const counts = [
    ["high spend", 695, 168, 66.0431],
    ["middle", 640, 98, 27.6927],
    ["low spend", 886, 64, 9.4586],
  ] as const;
  const each = <T>(entry: (count: (typeof counts)[number], i: number) => T): T[] =>
    counts.flatMap((count) => Array.from({ length: count[1] }, (_, i) => entry(count, i)));
  return {
    segments: each(([segment]) => segment),
    responded: each(([, , responders], i) => Number(i < responders)),
    orderValues: each(([, , , orderValue]) => orderValue),
  };
}

test("the published decision for the middle segment hangs on noise, the other two do not", () => {
  const rows = decisionStability(published(), { costPerContact: 3, random: seededRandom("stability") });
  const [high, middle, low] = rows;
  assert.deepEqual([high!.flipped, low!.flipped], [0, 0]);
  assert.equal(middle!.decision, "CONTACT");
  assert.ok(middle!.flipped > 0.1 && middle!.flipped < 0.35);
  assert.equal(middle!.subsamples, 200);
});

test("the same seed gives the same flips", () => {
  const flips = () => decisionStability(TEN, { costPerContact: 1, random: seededRandom(3), subsamples: 50 });
  assert.deepEqual(flips(), flips());
});

test("flips are shares, and the counted segments hold every customer", () => {
  const customer = fc.tuple(fc.constantFrom("a", "b", "c"), fc.integer({ min: 0, max: 1 }), fc.nat(99));
  fc.assert(
    fc.property(fc.array(customer, { minLength: 1 }), (rows) => {
      const [segments, responded, orderValues] = [
        rows.map((r) => r[0]),
        rows.map((r) => r[1]),
        rows.map((r) => r[2]),
      ];
      const results = segmentResults({ segments, responded, orderValues });
      assert.equal(
        results.reduce((sum, result) => sum + result.customers, 0),
        rows.length,
      );
    }),
  );
  for (const { flipped } of decisionStability(TEN, { costPerContact: 1, random: seededRandom(4) })) {
    assert.ok(flipped >= 0 && flipped <= 1);
  }
});

// Two of four: the pairs with only the cheap customer of "few" flip it (2), one pair holds nobody of it, 3 keep it.
test("a segment that only some subsamples hold is judged on those, by hand", () => {
  const customers = {
    segments: ["few", "few", "rest", "rest"],
    responded: [1, 1, 1, 1],
    orderValues: [1, 9, 9, 9],
  };
  const rule = { roiAbove: 0, liftAbove: 0 };
  const options = { costPerContact: 3, random: seededRandom(5), rule, subsamples: 3000, share: 0.5 };
  const [few, rest] = decisionStability(customers, options);
  near(few!.subsamples, 2500, 4 * Math.sqrt(3000 * (5 / 6) * (1 / 6)));
  near(few!.flipped, 2 / 5, 4 * Math.sqrt(0.24 / 2500));
  assert.equal(rest!.flipped, 0);
});

test("arrays that do not fit and values that are not what they should be are refused", () => {
  assert.throws(() => segmentResults({ ...TEN, responded: [1] }), /one entry each .* got 10, 1, 10/);
  assert.throws(() => segmentResults({ segments: [], responded: [], orderValues: [] }), /got 0, 0, 0/);
  const responded = [...Array<number>(9).fill(0), 2];
  assert.throws(() => segmentResults({ ...TEN, responded }), /responded: expected 0 or 1, got 2 at index 9/);
  const orderValues = [Number.NaN, ...Array<number>(9).fill(1)];
  assert.throws(() => segmentResults({ ...TEN, orderValues }), /order value: .* got NaN at index 0/);
});

test("options out of range are refused", () => {
  const options = { costPerContact: 1, random: seededRandom(1) };
  assert.throws(
    () => decisionStability(TEN, { ...options, share: 1 }),
    /share: expected a fraction .* got 1/,
  );
  assert.throws(() => decisionStability(TEN, { ...options, subsamples: 0 }), /subsamples: .* got 0/);
  assert.throws(
    () => decisionStability(TEN, { ...options, costPerContact: 0 }),
    /cost per contact: .* got 0/,
  );
  const silent = { ...TEN, responded: Array<number>(10).fill(0) };
  assert.throws(() => decisionStability(silent, options), /at least one responder, got 0 of 10/);
});
