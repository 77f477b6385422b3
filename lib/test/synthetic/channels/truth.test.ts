import assert from "node:assert/strict";
import test from "node:test";
import { campaignTruth, rowTruth } from "../../../synthetic/channels/truth.js";
import type { User, UserDay } from "../../../synthetic/channels/users.js";

const user = (id: string, served: boolean): User => ({
  id,
  campaign: 0,
  channel: 0,
  segment: 0,
  region: 0,
  habit: 1,
  control: 0.1,
  treated: 0.2,
  served,
  gender: "Other",
  days: [],
  firstSeen: -3,
  basket: 40,
});
const day = (of: User, bought: [boolean, boolean], basket: number, spend: number): UserDay => ({
  user: of,
  day: 31,
  boughtControl: bought[0],
  boughtTreated: bought[1],
  basket,
  impressions: 9,
  clicks: 1,
  spend,
});

// Two served users and one held out. Served: one purchase won of 30, one that comes anyway of 50, spend 4 + 2 + 6.
const [ann, bob, cid] = [user("ann", true), user("bob", true), user("cid", false)];
const days = [
  day(ann, [false, true], 30, 4),
  day(ann, [false, false], 20, 2),
  day(bob, [true, true], 50, 6),
  day(cid, [false, true], 70, 9),
];
const cell = (column: string): unknown => campaignTruth(days).columns[column][0];

test("a campaign of three users by hand: two won purchases, one of them among the served", () => {
  assert.deepEqual(
    ["users", "users_served", "effect_per_user", "revenue", "incremental_revenue", "cost"].map(cell),
    [3, 2, 0.666667, 80, 30, 12],
  );
  assert.deepEqual(["naive_roas", "incremental_roas", "margin", "profit", "verdict"].map(cell), [
    6.6667,
    2.5,
    0.5,
    3,
    "continue",
  ]);
});

test("the verdict follows cost: above half of the extra revenue optimise, above all of it stop", () => {
  const verdict = (spend: number): unknown =>
    campaignTruth([day(ann, [false, true], 30, spend)]).columns.verdict[0];
  assert.deepEqual([14.99, 15, 29.99, 30].map(verdict), ["continue", "optimise", "optimise", "stop"]);
});

test("a row holds both worlds, and money only where a purchase is", () => {
  const { columns } = rowTruth(days);
  assert.deepEqual([...(columns.conversions_control as Float64Array)], [0, 0, 1, 0]);
  assert.deepEqual([...(columns.conversions_treated as Float64Array)], [1, 0, 1, 1]);
  assert.deepEqual([...(columns.effect as Float64Array)], [1, 0, 0, 1]);
  assert.deepEqual([...(columns.revenue_control as Float64Array)], [0, 0, 50, 0]);
  assert.deepEqual([...(columns.revenue_treated as Float64Array)], [30, 0, 50, 70]);
  assert.deepEqual(columns.date, Array(4).fill("2023-02-01"));
});
