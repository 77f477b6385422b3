import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { meanWithInterval } from "../../experiments/means/levels.js";
import { channelRatios, ratioByGroup } from "../../experiments/ratios.js";
import { bootstrap } from "../../statistics/bootstrap.js";
import { seededRandom } from "../../statistics/random.js";
import { near, nearRelative } from "../near.js";

const all = (rows: number): string[] => Array.from({ length: rows }, () => "all");

test("three rows by hand: residuals -1, 0 and 1, standard error √(3/2 · 2) / 30, t of two degrees 4.3027", () => {
  const [{ ratio, ...sums }] = ratioByGroup({
    numerator: [1, 2, 3],
    denominator: [10, 10, 10],
    group: all(3),
  });
  assert.deepEqual(sums, { group: "all", numerator: 6, denominator: 30, clusters: 3 });
  near(ratio.estimate, 0.2, 1e-15);
  near(ratio.high - ratio.estimate, 4.302652729749462 * (Math.sqrt(3) / 30), 1e-12);
});

// Eight communes of Lehtonen and Pahkinen, Practical Methods for Design and Analysis of Complex Surveys, page 102:
// unemployed persons and households; the book's ratio is .16028905.
const UNEMPLOYED = [4123, 760, 721, 142, 187, 331, 127, 219];
const HOUSEHOLDS = [26881, 4896, 3730, 556, 1463, 1946, 834, 932];

// statsmodels 0.15.0: WLS(y / x, ones, weights=x).fit(cov_type="cluster", cov_kwds={"groups": c}), which is the ratio
// of sums with the linearised variance; SciPy's t quantile.
test("the textbook's communes agree with statsmodels, as single rows and in clusters", () => {
  const input = { numerator: UNEMPLOYED, denominator: HOUSEHOLDS, group: all(8) };
  const [{ ratio }] = ratioByGroup(input);
  near(ratio.estimate, 0.16028905, 5e-9);
  near(ratio.low, 0.14520185125678575, 1e-10);
  near(ratio.high, 0.17537625631390152, 1e-10);
  const [clustered] = ratioByGroup({ ...input, cluster: ["a", "a", "b", "b", "c", "c", "d", "e"] });
  assert.equal(clustered.clusters, 5);
  near(clustered.ratio.low, 0.13886732501795918, 1e-10);
  near(clustered.ratio.high, 0.1817107825527281, 1e-10);
});

/** Users with one to four rows each, whose clicks go up with a habit of their own. */
function users(count: number): { clicks: number[]; impressions: number[]; user: string[] } {
  const random = seededRandom("clicks");
  const rows = Array.from({ length: count }, (_, user) => {
    const habit = 0.02 + 0.1 * random.next();
    return Array.from({ length: 1 + random.below(4) }, () => {
      const impressions = 50 + random.below(200);
      return { user: `u${user}`, impressions, clicks: Math.round(impressions * habit) };
    });
  }).flat();
  return {
    clicks: rows.map((row) => row.clicks),
    impressions: rows.map((row) => row.impressions),
    user: rows.map((row) => row.user),
  };
}

test("a bootstrap of whole users finds the same interval, and rows taken for users a narrower one", () => {
  const { clicks, impressions, user } = users(300);
  const input = { numerator: clicks, denominator: impressions, group: all(clicks.length) };
  const [{ ratio }] = ratioByGroup({ ...input, cluster: user });
  const rowsOf = Array.from({ length: 300 }, (_, i) =>
    user.flatMap((name, row) => (name === `u${i}` ? [row] : [])),
  );
  const ctr = (drawn: Int32Array): { ctr: number } => {
    const rows = Array.from(drawn).flatMap((i) => rowsOf[i]);
    const sum = (values: number[]): number => rows.reduce((total, row) => total + values[row], 0);
    return { ctr: sum(clicks) / sum(impressions) };
  };
  const drawn = bootstrap(300, ctr, { rounds: 2_000, random: seededRandom(2), unit: "fraction" }).ctr;
  nearRelative(ratio.high - ratio.low, drawn.high - drawn.low, 0.08);
  near(ratio.low, drawn.low, 0.1 * (ratio.high - ratio.low));
  const [rowsAsUsers] = ratioByGroup(input);
  assert.ok(rowsAsUsers.ratio.high - rowsAsUsers.ratio.low < 0.8 * (ratio.high - ratio.low));
});

test("with a denominator of one a row, the ratio is the mean with Student's interval", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 30 }), (values) => {
      const ones = values.map(() => 1);
      const [{ ratio }] = ratioByGroup({ numerator: values, denominator: ones, group: all(values.length) });
      const { estimate, low, high } = meanWithInterval(values, "x");
      near(ratio.estimate, estimate, 1e-12);
      near(ratio.low, low, 1e-9);
      near(ratio.high, high, 1e-9);
    }),
    { numRuns: 100, seed: 1 },
  );
});

test("a user's rows may be split or added up: the result is the same", () => {
  const split = ratioByGroup({
    numerator: [1, 2, 4, 5],
    denominator: [2, 3, 5, 9],
    group: all(4),
    cluster: ["u", "u", "v", "w"],
  });
  const added = ratioByGroup({ numerator: [3, 4, 5], denominator: [5, 5, 9], group: all(3) });
  nearRelative(split[0].ratio.low, added[0].ratio.low, 1e-12);
});

const SUMS = {
  name: "channel_sums",
  rows: 5,
  columns: {
    group: ["Email", "Email", "Email", "SMS", "SMS"],
    user_id: ["u", "v", "w", "u", "v"],
    test_group: ["A", "A", "B", "A", "A"],
    row_count: Float64Array.of(1, 3, 5, 2, 2),
    conversions: Float64Array.of(1, 2, 9, 1, 1),
    clicks: Float64Array.of(10, 20, 0, 4, 6),
    impressions: Float64Array.of(100, 200, 500, 50, 50),
    spend_usd: Float64Array.of(5, 10, 0, 2, 2),
    revenue_usd: Float64Array.of(40, 50, 900, 3, 5),
  },
};

test("channel ratios are of the users who were served", () => {
  const found = channelRatios(SUMS, { heldOut: "B" }).map(({ measure, groups }) => [
    measure,
    ...groups.map(({ estimate }) => estimate.estimate),
  ]);
  assert.deepEqual(found, [
    ["conversion_rate", 3 / 4, 2 / 4],
    ["cost_per_conversion", 5, 2],
    ["ctr", 0.1, 0.1],
    ["roas", 6, 2],
  ]);
});

test("a ratio that every user shares has an interval without width", () => {
  const [, cost] = channelRatios(SUMS, { heldOut: "B" });
  const { estimate, low, high, method, n, unit } = cost.groups[0].estimate;
  assert.deepEqual([estimate, low, high, method, n, unit], [5, 5, 5, "linearised ratio", 2, "USD"]);
});

test("a denominator of zero is an error that names the group", () => {
  const input = { numerator: [1, 2, 3, 4], denominator: [1, 1, 0, 0], group: ["a", "a", "b", "b"] };
  assert.throws(() => ratioByGroup(input), /group "b": the denominator adds up to 0, expected more than 0/);
});

test("missing values are counted and refused", () => {
  const input = { numerator: [1, Number.NaN, Number.NaN], denominator: [1, 1, 1], group: all(3) };
  assert.throws(
    () => ratioByGroup(input),
    /2 of 3 values of numerator are missing or infinite, first in row 2/,
  );
});

test("an infinite value is refused like a missing one", () => {
  const input = { numerator: [1, 2, 3], denominator: [1, 1, Number.POSITIVE_INFINITY], group: all(3) };
  assert.throws(
    () => ratioByGroup(input),
    /1 of 3 values of denominator are missing or infinite, first in row 3/,
  );
});

test("a hole in the numbers is refused", () => {
  const numerator = [1, undefined, 3] as number[];
  assert.throws(
    () => ratioByGroup({ numerator, denominator: [1, 1, 1], group: all(3) }),
    /1 of 3 values of numerator are missing or infinite, first in row 2/,
  );
});

test("where nobody converted the ratio is zero without width, as documented", () => {
  const [{ ratio }] = ratioByGroup({ numerator: [0, 0], denominator: [3, 4], group: all(2) });
  assert.deepEqual([ratio.estimate, ratio.low, ratio.high], [0, 0, 0]);
});

test("a row without a user is refused", () => {
  const input = { numerator: [1, 2], denominator: [1, 1], group: all(2), cluster: ["u", null] };
  assert.throws(
    () => ratioByGroup(input),
    /1 of 2 values of cluster are missing or infinite, first in row 2/,
  );
});

test("columns of different length are refused", () => {
  assert.throws(
    () => ratioByGroup({ numerator: [1], denominator: [1, 2], group: all(2) }),
    /1 values of numerator for 2 groups/,
  );
});

test("one user has no interval", () => {
  const input = { numerator: [1, 2], denominator: [1, 1], group: all(2), cluster: ["u", "u"] };
  assert.throws(() => ratioByGroup(input), /group "all": one cluster has no interval/);
});

test("channel ratios need somebody who was served", () => {
  assert.throws(
    () =>
      channelRatios(
        { ...SUMS, rows: 5, columns: { ...SUMS.columns, test_group: all(5) } },
        { heldOut: "all" },
      ),
    /all users of channel_sums were held out/,
  );
});
