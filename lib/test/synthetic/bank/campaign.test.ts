import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { mean } from "../../../statistics/quantiles.js";
import { seededRandom } from "../../../statistics/random.js";
import { observedDifference, trueEffect } from "../../../synthetic/assignments.js";
import { bankCampaign, bankCampaignChunks, campaignByChoice } from "../../../synthetic/bank/campaign.js";
import { outcomesOf } from "../../../synthetic/bank/truth.js";
import { fourErrors } from "../../../synthetic/self-check.js";
import { numbersIn, type SyntheticTables, stacked, textsIn } from "../../../synthetic/tables.js";
import { near } from "../../near.js";

const make = (rows: number, seed: number | string): SyntheticTables =>
  bankCampaign({ rows, random: seededRandom(seed) });
const bank = make(5_000, 1);
const twin = campaignByChoice(bank, seededRandom(2));

// The published file's header, then ours.
const HEADER =
  "customer_id,age,gender,income,region,tenure_years,received_campaign,spend_last_month,channel,product_category," +
  "responded,spend_this_month,is_high_value,days_since_last_purchase,credit_score,customer_segment," +
  "household_id,unsubscribed";

/** Rows in which what is observed is not the potential outcome of the arm that was received. */
function disagreements({ data, truth }: SyntheticTables): number {
  const mailed = numbersIn(data, "received_campaign");
  const pairs = [
    ["responded", "y_control", "y_treated"],
    ["responded", "y_control_independent", "y_treated_independent"],
    ["spend_this_month", "spend_control", "spend_treated"],
    ["unsubscribed", "unsubscribed_control", "unsubscribed_treated"],
  ].map((names) => names.map((name, k) => numbersIn(k === 0 ? data : truth, name)));
  const agrees = (row: number): boolean =>
    pairs.every(
      ([seen, control, treated]) => seen[row] === (mailed[row] === 1 ? treated[row] : control[row]),
    );
  return Array.from(mailed.keys()).filter((row) => !agrees(row)).length;
}

test("columns come in the published file's order, ours behind them", () => {
  assert.equal(Object.keys(bank.data.columns).join(","), HEADER);
  assert.equal(Object.keys(twin.data.columns).join(","), HEADER);
});

test("customer numbers start at CUST00001 and grow beyond five digits", () => {
  assert.equal(bank.data.columns.customer_id[0], "CUST00001");
  assert.equal(bank.data.columns.customer_id[4_999], "CUST05000");
  assert.equal(make(100_001, 1).data.columns.customer_id[100_000], "CUST100001");
});

test("what is observed is the potential outcome of the arm, row by row, in both worlds and for the twin", () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 300 }), fc.integer(), (rows, seed) => {
      const tables = make(rows, seed);
      assert.equal(disagreements(tables), 0);
      assert.equal(disagreements(campaignByChoice(tables, seededRandom(seed + 1))), 0);
    }),
    { numRuns: 30 },
  );
});

test("effects and response types say what both potential outcomes say, in both worlds", () => {
  const names = ["lost cause", "persuadable", "do-not-disturb", "sure thing"];
  for (const world of ["", "_independent"]) {
    const control = numbersIn(bank.truth, `y_control${world}`);
    const treated = numbersIn(bank.truth, `y_treated${world}`);
    const types = Array.from(control, (y, i) => names[2 * y + treated[i]]);
    assert.deepEqual(textsIn(bank.truth, `response_type${world}`), types);
  }
  const outcomes = outcomesOf(bank.truth);
  near(mean(numbersIn(bank.truth, "effect")), trueEffect(outcomes), 1e-12);
});

test("200,000 customers respond as often as their probabilities say; the two worlds differ only in their types", () => {
  const { data, truth } = make(200_000, 3);
  const shareOf = (column: string, type: string): number =>
    textsIn(truth, column).filter((found) => found === type).length / truth.rows;
  const [control, treated] = ["control", "treated"].map((arm) => numbersIn(truth, `p_response_${arm}`));
  for (const [arm, p] of [control, treated].entries()) {
    const expected = mean(p);
    for (const world of ["", "_independent"]) {
      const found = mean(numbersIn(truth, `y_${arm === 1 ? "treated" : "control"}${world}`));
      near(found, expected, fourErrors(expected, truth.rows));
    }
    const mailed = numbersIn(data, "received_campaign");
    const seen = numbersIn(data, "responded").filter((_, i) => mailed[i] === arm);
    near(mean(seen), expected, fourErrors(expected, seen.length));
  }
  // One number for both outcomes: harmed with p0 - p1. Two independent ones: with p0 (1 - p1).
  const tied = mean(control.map((p, i) => Math.max(0, p - treated[i])));
  const independent = mean(control.map((p, i) => p * (1 - treated[i])));
  near(shareOf("response_type", "do-not-disturb"), tied, fourErrors(tied, truth.rows));
  near(
    shareOf("response_type_independent", "do-not-disturb"),
    independent,
    fourErrors(independent, truth.rows),
  );
  assert.ok(independent > 3 * tied);
});

test("within a customer group, the two outcomes of the second world have nothing to do with each other", () => {
  const { truth } = make(200_000, 4);
  const groups = textsIn(truth, "customer_group");
  const [control, treated, p] = ["y_control_independent", "y_treated_independent", "p_response_treated"].map(
    (name) => numbersIn(truth, name),
  );
  // Those who respond when left alone respond when mailed as often as their own probabilities say.
  const rows = Array.from(groups.keys()).filter((i) => groups[i] === "recent buyer" && control[i] === 1);
  const expected = mean(rows.map((i) => p[i]));
  near(mean(rows.map((i) => treated[i])), expected, fourErrors(expected, rows.length));
});

test("parts of at most 50,000 rows are the whole, to the last value", () => {
  const parts = [...bankCampaignChunks({ rows: 110_000, random: seededRandom(5) })];
  assert.deepEqual(
    parts.map(({ data }) => data.rows),
    [50_000, 50_000, 10_000],
  );
  const whole = make(110_000, 5);
  assert.deepEqual(stacked(parts.map(({ data }) => data)), whole.data);
  assert.deepEqual(stacked(parts.map(({ truth }) => truth)), whole.truth);
  assert.equal(new Set(textsIn(whole.data, "customer_id")).size, 110_000);
});

test("the twin made in parts is the twin of the whole", () => {
  const random = seededRandom("twin");
  const parts = [...bankCampaignChunks({ rows: 60_000, random: seededRandom(6) })].map((part) =>
    campaignByChoice(part, random),
  );
  const whole = campaignByChoice(make(60_000, 6), seededRandom("twin"));
  assert.deepEqual(stacked(parts.map(({ data }) => data)), whole.data);
  assert.deepEqual(stacked(parts.map(({ truth }) => truth)), whole.truth);
});

test("the twin's naive difference misses the truth by the documented 5.5 points", () => {
  const large = make(400_000, 7);
  const { data, truth } = campaignByChoice(large, seededRandom(8));
  const outcomes = outcomesOf(truth);
  const bias = observedDifference(outcomes, numbersIn(data, "received_campaign")) - trueEffect(outcomes);
  // Four standard errors of a difference of two rates, 2.7 and 19.7 %, from 200,000 customers each.
  near(bias, 0.055, Math.hypot(fourErrors(0.027, 200_000), fourErrors(0.197, 200_000)));
});

test("households hold one or two customers of one region, about 15 % share one, and arms mix within them", () => {
  const homes = new Map<string | null, number[]>();
  for (const [row, id] of textsIn(bank.data, "household_id").entries()) {
    homes.set(id, [...(homes.get(id) ?? []), row]);
  }
  const pairs = [...homes.values()].filter((rows) => rows.length > 1);
  const region = bank.data.columns.region;
  const mailed = numbersIn(bank.data, "received_campaign");
  assert.ok(pairs.every((rows) => rows.length === 2 && region[rows[0]] === region[rows[1]]));
  near((2 * pairs.length) / 5_000, 0.15, fourErrors(0.15, 5_000) + 5 / 5_000);
  const mixed = pairs.filter(([a, b]) => mailed[a] !== mailed[b]).length / pairs.length;
  near(mixed, 0.5, fourErrors(0.5, pairs.length));
});

test("the same seed gives the same table, another seed another one", () => {
  assert.deepEqual(make(50, 3), make(50, 3));
  assert.notDeepEqual(make(50, 3), make(50, 4));
});

test("a table needs rows", () => {
  assert.throws(() => make(2.5, 1), /whole number of at least 10, got 2.5/);
});

test("parts need rows as soon as the first one is asked for", () => {
  const parts = bankCampaignChunks({ rows: 9, random: seededRandom(1) });
  assert.throws(() => parts.next(), /whole number of at least 10, got 9/);
});

test("a twin needs the columns that the marketers look at", () => {
  const { income: _, ...columns } = bank.data.columns;
  assert.throws(
    () => campaignByChoice({ ...bank, data: { ...bank.data, columns } }, seededRandom(1)),
    /table campaign_data: no column of numbers "income"/,
  );
});
