import { mean, variance } from "../../statistics/quantiles.js";
import type { Table } from "../../types.js";
import {
  type Checker,
  checker,
  fourErrorsOfMean,
  type GeneratorCheck,
  levelChecks,
  momentChecks,
  outsideOf,
  shareOf,
} from "../self-check.js";
import { numbersIn, type SyntheticTables, textsIn } from "../tables.js";
import { agreementChecks } from "./agreement.js";
import { BANK_LEVELS } from "./customers.js";
import { BANK_GROUPS, unsubscribing } from "./rules.js";

/** The campaign whose size ours follows: responses and customers of both groups. */
const PUBLISHED = {
  control: { responses: 123, customers: 2_556 },
  treated: { responses: 401, customers: 2_444 },
};

const MOMENTS = {
  age: { mean: 43.5, sd: Math.sqrt((52 ** 2 - 1) / 12), kurtosis: 1.8 },
  income: { mean: 70_000, sd: 20_000 },
  tenure_years: { mean: 5, sd: 5, kurtosis: 9 },
  spend_last_month: { mean: 200, sd: 200, kurtosis: 9 },
  credit_score: { mean: 700, sd: 50 },
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
    ...levelChecks(check, data, BANK_LEVELS),
    ...armChecks(check, { data, truth }),
    ...agreementChecks(check, { data, truth }),
    ...groupChecks(check, truth),
  ];
}

function columnChecks(check: Checker, data: Table): GeneratorCheck[] {
  const [income, tenure, highValue, segment, before, now, responded] = [
    ...["income", "tenure_years", "is_high_value", "customer_segment"],
    ...["spend_last_month", "spend_this_month", "responded"],
  ].map((name) => numbersIn(data, name));
  const wrongHighValue = highValue.filter((flag, i) => flag !== Number(income[i] > 90_000 && tenure[i] > 5));
  const extra = now.map((spend, i) => spend - before[i]).filter((_, i) => responded[i] === 1);
  const inRange = (column: string, [low, high]: readonly number[]): GeneratorCheck =>
    check.exactly(`${column}: outside of ${low} to ${high}`, 0, outsideOf(data, column, low, high));
  return [
    inRange("age", [18, 69]),
    check.exactly("income: below 15,000", 0, outsideOf(data, "income", 15_000, Infinity)),
    inRange("days_since_last_purchase", [1, 364]),
    inRange("credit_score", [300, 850]),
    ...Object.entries(MOMENTS).flatMap(([column, moments]) =>
      momentChecks(check, column, numbersIn(data, column), moments),
    ),
    ...momentChecks(check, "extra spend after a response", extra, { mean: 100, sd: 50 }),
    check.exactly("is_high_value: not as its rule says", 0, wrongHighValue.length),
    check.exactly("customer_segment: segments", 4, new Set(segment).size),
  ];
}

function armChecks(check: Checker, { data, truth }: SyntheticTables): GeneratorCheck[] {
  const mailed = numbersIn(data, "received_campaign");
  const rate = (column: string, arm: 0 | 1, expected: number, ...published: number[]): GeneratorCheck => {
    const values = numbersIn(data, column).filter((_, i) => mailed[i] === arm);
    const what = `${column}: ${arm === 1 ? "mailed" : "left alone"}`;
    return check.rate(what, expected, mean(values), values.length, ...published);
  };
  const { control, treated } = PUBLISHED;
  const [newcomer, , longStanding] = BANK_GROUPS.map(unsubscribing);
  const leaving = (1 - LONG_STANDING) * newcomer.treated + LONG_STANDING * longStanding.treated;
  const propensity = numbersIn(truth, "true_propensity");
  return [
    check.rate("received_campaign: share mailed", 0.5, mean(mailed), data.rows),
    check.exactly("true_propensity: other than 0.5", 0, propensity.filter((p) => p !== 0.5).length),
    rate("responded", 0, control.responses / control.customers, control.customers),
    rate("responded", 1, treated.responses / treated.customers, treated.customers),
    rate("unsubscribed", 0, newcomer.control),
    rate("unsubscribed", 1, leaving),
  ];
}

function groupChecks(check: Checker, truth: Table): GeneratorCheck[] {
  const shares = [1 - LONG_STANDING - RECENT, RECENT, LONG_STANDING];
  const effects = [0.195, 0.09, -0.06];
  const groups = textsIn(truth, "customer_group");
  return BANK_GROUPS.flatMap((group, g) => {
    const members = numbersIn(truth, "effect").filter((_, i) => groups[i] === group);
    const tolerance = fourErrorsOfMean(Math.sqrt(variance(members)), members.length);
    const share = shareOf(truth, "customer_group", group);
    return [
      check.rate(`${group}: share`, shares[g], share, truth.rows),
      check.within(`${group}: mean effect`, effects[g], mean(members), tolerance),
    ];
  });
}
