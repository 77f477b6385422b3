import { mean, variance } from "../../statistics/quantiles.js";
import type { Table } from "../../types.js";
import {
  type Checker,
  checker,
  fourErrors,
  type GeneratorCheck,
  levelChecks,
  momentChecks,
  outsideOf,
  shareOf,
} from "../self-check.js";
import { numbersIn, type SyntheticTables, textsIn } from "../tables.js";
import { agreementChecks } from "./agreement.js";
import { BANK_LEVELS, HOUSEHOLD_SHARE } from "./customers.js";
import { BANK_GROUPS, unsubscribing } from "./rules.js";

/** The campaign whose size ours follows: responses and customers of both groups. */
const PUBLISHED = {
  control: { responses: 123, customers: 2_556 },
  treated: { responses: 401, customers: 2_444 },
};

/** Share with 8 years and more, from an exponential tenure of mean 5 that is rounded to one decimal. */
const LONG_STANDING = Math.exp(-7.95 / 5);
const RECENT = ((1 - LONG_STANDING) * 120) / 364;

/**
 * What the bank campaign promises: ranges, distributions and levels of its columns, a fair coin, the response rates of
 * the published campaign, and a truth that agrees with what is observed.
 */
export function bankChecks({ data, truth }: SyntheticTables): GeneratorCheck[] {
  const check = checker("F1", data.name);
  return [
    ...columnChecks(check, data),
    ...householdChecks(check, data),
    ...armChecks(check, { data, truth }),
    ...agreementChecks(check, { data, truth }),
    ...groupChecks(check, truth),
  ];
}

function columnChecks(check: Checker, data: Table): GeneratorCheck[] {
  const values = (name: string): Float64Array => numbersIn(data, name);
  const income = values("income");
  const tenure = values("tenure_years");
  const highValue = values("is_high_value");
  const wrongHighValue = highValue.filter((flag, i) => flag !== Number(income[i] > 90_000 && tenure[i] > 5));
  return [
    check("age: outside of 18 to 69", 0, outsideOf(data, "age", 18, 69), 0),
    ...momentChecks(check, "age", {
      values: values("age"),
      mean: 43.5,
      sd: Math.sqrt((52 ** 2 - 1) / 12),
      kurtosis: 1.8,
    }),
    check("income: below 15,000", 0, outsideOf(data, "income", 15_000, Number.POSITIVE_INFINITY), 0),
    ...momentChecks(check, "income", { values: income, mean: 70_000, sd: 20_000 }),
    ...momentChecks(check, "tenure_years", { values: tenure, mean: 5, sd: 5, kurtosis: 9 }),
    ...momentChecks(check, "spend_last_month", {
      values: values("spend_last_month"),
      mean: 200,
      sd: 200,
      kurtosis: 9,
    }),
    check(
      "days_since_last_purchase: outside of 1 to 364",
      0,
      outsideOf(data, "days_since_last_purchase", 1, 364),
      0,
    ),
    check("credit_score: outside of 300 to 850", 0, outsideOf(data, "credit_score", 300, 850), 0),
    ...momentChecks(check, "credit_score", { values: values("credit_score"), mean: 700, sd: 50 }),
    ...momentChecks(check, "extra spend after a response", { values: extraSpend(data), mean: 100, sd: 50 }),
    check("is_high_value: not as its rule says", 0, wrongHighValue.length, 0),
    check("customer_segment: segments", 4, new Set(values("customer_segment")).size, 0),
    ...levelChecks(check, data, BANK_LEVELS),
  ];
}

function extraSpend(data: Table): Float64Array {
  const before = numbersIn(data, "spend_last_month");
  const responded = numbersIn(data, "responded");
  return numbersIn(data, "spend_this_month")
    .map((now, i) => now - before[i])
    .filter((_, i) => responded[i] === 1);
}

function householdChecks(check: Checker, data: Table): GeneratorCheck[] {
  const regions = textsIn(data, "region");
  const members = new Map<string | null, (string | null)[]>();
  for (const [i, id] of textsIn(data, "household_id").entries()) {
    members.set(id, [...(members.get(id) ?? []), regions[i]]);
  }
  const shared = [...members.values()].filter((household) => household.length > 1);
  // One sharer of each of the five regions may be left without a partner in each part of 50,000.
  const tolerance = fourErrors(HOUSEHOLD_SHARE, data.rows) + 5 / Math.min(data.rows, 50_000);
  return [
    check(
      "household_id: customers who share one",
      HOUSEHOLD_SHARE,
      (2 * shared.length) / data.rows,
      tolerance,
    ),
    check("household_id: more than two customers", 0, shared.filter((h) => h.length > 2).length, 0),
    check("household_id: two regions in one", 0, shared.filter(([a, b]) => a !== b).length, 0),
  ];
}

function armChecks(check: Checker, { data, truth }: SyntheticTables): GeneratorCheck[] {
  const mailed = numbersIn(data, "received_campaign");
  const ofArm = (column: string, arm: number): Float64Array =>
    numbersIn(data, column).filter((_, i) => mailed[i] === arm);
  const rateCheck = (what: string, expected: number, found: Float64Array, published: number[] = []) =>
    check(what, expected, mean(found), fourErrors(expected, found.length, ...published));
  const leaves = BANK_GROUPS.map(unsubscribing);
  const [control, treated] = [PUBLISHED.control, PUBLISHED.treated];
  const propensity = numbersIn(truth, "true_propensity");
  return [
    check("received_campaign: share mailed", 0.5, mean(mailed), fourErrors(0.5, data.rows)),
    check("true_propensity: other than 0.5", 0, propensity.filter((p) => p !== 0.5).length, 0),
    rateCheck("responded: left alone", control.responses / control.customers, ofArm("responded", 0), [
      control.customers,
    ]),
    rateCheck("responded: mailed", treated.responses / treated.customers, ofArm("responded", 1), [
      treated.customers,
    ]),
    rateCheck("unsubscribed: left alone", leaves[0].control, ofArm("unsubscribed", 0)),
    rateCheck(
      "unsubscribed: mailed",
      (1 - LONG_STANDING) * leaves[0].treated + LONG_STANDING * leaves[2].treated,
      ofArm("unsubscribed", 1),
    ),
  ];
}

function groupChecks(check: Checker, truth: Table): GeneratorCheck[] {
  const shares = [1 - LONG_STANDING - RECENT, RECENT, LONG_STANDING];
  const effects = [0.195, 0.09, -0.06];
  const groups = textsIn(truth, "customer_group");
  const effect = numbersIn(truth, "effect");
  return BANK_GROUPS.flatMap((group, g) => {
    const members = effect.filter((_, i) => groups[i] === group);
    const tolerance = (4 * Math.sqrt(variance(members))) / Math.sqrt(members.length);
    return [
      check(
        `${group}: share`,
        shares[g],
        shareOf(truth, "customer_group", group),
        fourErrors(shares[g], truth.rows),
      ),
      check(`${group}: mean effect`, effects[g], mean(members), tolerance),
    ];
  });
}
