import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { campaignEconomics, liftOverBaseline } from "../../decisions/campaign-economics.js";
import type { Group } from "../../experiments/rates/group.js";
import { seededRandom } from "../../statistics/random.js";
import { near, nearRelative } from "../near.js";

test("ten contacts for 2 each and three orders of 50, by hand", () => {
  const economics = campaignEconomics({
    responders: 3,
    customers: 10,
    valuePerResponse: 50,
    costPerContact: 2,
  });
  // 150 came in for 20: 7.5 for each unit, 130 left, 13 a contact.
  assert.deepEqual(economics, { response: 0.3, roas: 7.5, roi: 6.5, profitPerContact: 13 });
});

test("a campaign pays back exactly when ROI and profit are not negative", () => {
  const positive = fc.double({ min: 0.01, max: 1000, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 500 }), positive, positive, (responders, value, cost) => {
      const campaign = { responders, customers: 500, valuePerResponse: value, costPerContact: cost };
      const { roas, roi, profitPerContact } = campaignEconomics(campaign);
      assert.equal(roi, roas - 1);
      near(profitPerContact, roi * cost, 1e-9 * value);
    }),
  );
});

test("without responses the cost is lost", () => {
  const economics = campaignEconomics({
    responders: 0,
    customers: 4,
    valuePerResponse: 50,
    costPerContact: 3,
  });
  assert.deepEqual(economics, { response: 0, roas: 0, roi: -1, profitPerContact: -3 });
});

test("economics that cannot be computed are refused", () => {
  const campaign = { responders: 3, customers: 10, valuePerResponse: 50, costPerContact: 2 };
  assert.throws(
    () => campaignEconomics({ ...campaign, costPerContact: 0 }),
    /cost per contact: .* above 0, got 0/,
  );
  assert.throws(
    () => campaignEconomics({ ...campaign, costPerContact: Number.NaN }),
    /cost per contact: .* got NaN/,
  );
  assert.throws(
    () => campaignEconomics({ ...campaign, customers: 0 }),
    /campaign: .* customers above 0, got 0/,
  );
  assert.throws(
    () => campaignEconomics({ ...campaign, responders: 11 }),
    /campaign: 11 conversions of 10 customers/,
  );
  assert.throws(() => campaignEconomics({ ...campaign, responders: 2.5 }), /campaign: .* got 2.5/);
  assert.throws(
    () => campaignEconomics({ ...campaign, valuePerResponse: Number.NaN }),
    /value per response: .* NaN/,
  );
});

function group(conversions: number, customers: number): Group {
  return { conversions, customers };
}

test("half of the segment against a third of everybody is a lift of 1.5, by hand", () => {
  nearRelative(liftOverBaseline(group(5, 10), group(10, 30)).estimate, 1.5, 1e-12);
});

// Delta method written out for s / (w s + (1 - w) r): the derivatives of its logarithm by s and by r are
// (1 - w) r / (s b) and -(1 - w) / b, with b the baseline.
test("the interval agrees with the delta method on the lift itself when customers are many", () => {
  const [segment, overall] = [group(98_000, 640_000), group(330_000, 2_221_000)];
  const { low, estimate, high } = liftOverBaseline(segment, overall);
  const w = 640 / 2221;
  const [s, r, b] = [98 / 640, 232 / 1581, 330 / 2221];
  const variance =
    (((1 - w) * r) / (s * b)) ** 2 * ((s * (1 - s)) / 640_000) +
    ((1 - w) / b) ** 2 * ((r * (1 - r)) / 1_581_000);
  const factor = Math.exp(1.959964 * Math.sqrt(variance));
  near(low, estimate / factor, 1e-5);
  near(high, estimate * factor, 1e-5);
});

test("95 of 100 intervals hold the true lift when segment and rest are drawn again and again", () => {
  const random = seededRandom("lift");
  const [customers, others, rate, otherRate, rounds] = [160, 40, 0.3, 0.2, 4000];
  const share = customers / (customers + others);
  const truth = rate / (share * rate + (1 - share) * otherRate);
  const responders = (n: number, p: number): number => {
    let count = 0;
    for (let i = 0; i < n; i++) count += Number(random.chance(p));
    return count;
  };
  let covered = 0;
  for (let round = 0; round < rounds; round++) {
    const segment = group(responders(customers, rate), customers);
    const overall = group(segment.conversions + responders(others, otherRate), customers + others);
    const { low, high } = liftOverBaseline(segment, overall);
    if (low <= truth && truth <= high) covered++;
  }
  near(covered / rounds, 0.95, 0.02);
});

const segmentAndRest = fc
  .tuple(fc.integer({ min: 2, max: 3000 }), fc.integer({ min: 2, max: 3000 }))
  .chain(([n, m]) =>
    fc.tuple(
      fc.constant(n),
      fc.integer({ min: 1, max: n - 1 }),
      fc.constant(m),
      fc.integer({ min: 1, max: m - 1 }),
    ),
  );

test("the lift lies in its interval, below the largest possible one", () => {
  fc.assert(
    fc.property(segmentAndRest, ([n, x, m, y]) => {
      const { low, estimate, high } = liftOverBaseline(group(x, n), group(x + y, n + m));
      assert.ok(0 < low && low < estimate && estimate < high && high < (n + m) / n);
      nearRelative(estimate, x / n / ((x + y) / (n + m)), 1e-12);
    }),
  );
});

test("the shares of two segments times their lifts add up to 1", () => {
  fc.assert(
    fc.property(segmentAndRest, ([n, x, m, y]) => {
      const overall = group(x + y, n + m);
      const [one, other] = [liftOverBaseline(group(x, n), overall), liftOverBaseline(group(y, m), overall)];
      near((one.estimate * n + other.estimate * m) / (n + m), 1, 1e-12);
    }),
  );
});

test("a segment that is not a proper part of the campaign is refused", () => {
  const overall = group(10, 30);
  assert.throws(
    () => liftOverBaseline(group(10, 30), overall),
    /outside the segment: .* customers above 0, got 0/,
  );
  assert.throws(
    () => liftOverBaseline(group(3, 40), overall),
    /outside the segment: .* customers above 0, got -10/,
  );
  assert.throws(() => liftOverBaseline(group(11, 12), overall), /outside the segment: .* 0 or more, got -1/);
  assert.throws(
    () => liftOverBaseline(group(0, 12), overall),
    /expected conversions in both groups, got 0 and 10/,
  );
  assert.throws(() => liftOverBaseline(group(1, Number.NaN), overall), /segment: .* got NaN/);
});
