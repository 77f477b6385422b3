import { trueEffect } from "../assignments.js";
import {
  checker,
  fourErrors,
  fourErrorsOfMean,
  type GeneratorCheck,
  levelChecks,
  momentChecks,
} from "../self-check.js";
import { numbersIn } from "../tables.js";
import type { OutboundCalls } from "./campaign.js";
import { CUSTOMER_LEVELS, INCOME } from "./customers.js";
import { type ObservedCustomers, observedCustomers } from "./observed.js";

/** Customers of the published table, to which its counts refer. */
const PUBLISHED = 12_010;

/** The published rates of a sale within 45 days: of all customers who were treated so, or of a half or fifth of them. */
const RATES: readonly (readonly [what: string, rate: number, group: Group])[] = [
  ["all customers", 4_421 / 12_010, {}],
  ["not attempted", 1_165 / 4_012, { attempted: 0 }],
  ["attempted", 3_256 / 7_998, { attempted: 1 }],
  ["contacted", 2_725 / 6_278, { contacted: 1 }],
  ["low credit, not attempted", 329 / 2_044, { attempted: 0, highCredit: 0 }],
  ["low credit, contacted", 1_402 / 3_122, { contacted: 1, highCredit: 0 }],
  ["high credit, not attempted", 836 / 1_968, { attempted: 0, highCredit: 1 }],
  ["high credit, contacted", 1_323 / 3_156, { contacted: 1, highCredit: 1 }],
  ["low income, not attempted", 953 / 3_193, { attempted: 0, highIncome: 0 }],
  ["low income, contacted", 2_166 / 5_005, { contacted: 1, highIncome: 0 }],
  ["high income, not attempted", 212 / 819, { attempted: 0, highIncome: 1 }],
  ["high income, contacted", 559 / 1_273, { contacted: 1, highIncome: 1 }],
];

/** Levels whose counts are published. */
const { CensusGeoRegionAddress, LeadSource, AgeCategory, InboundCallContact } = CUSTOMER_LEVELS;
const PUBLISHED_LEVELS = { CensusGeoRegionAddress, LeadSource, AgeCategory, InboundCallContact };

/**
 * What the outbound calls promise: the published counts, shares and rates, and the true effect.
 *
 * The published figures are one draw, too; ours may differ from them by four standard errors of a draw of the same size.
 * Every dial counts here, as published. Throws RangeError when one of the groups has no customer.
 */
export function callChecks(tables: OutboundCalls): GeneratorCheck[] {
  return [
    ...customerChecks(tables),
    ...callCountChecks(tables),
    ...rateChecks(tables),
    ...effectChecks(tables),
  ];
}

function customerChecks({ customers, sales }: OutboundCalls): GeneratorCheck[] {
  const check = checker("F5", "customer_history");
  const income = numbersIn(customers, "Income");
  const negative = 5.8 * (customers.rows / PUBLISHED);
  return [
    check("columns", 51, Object.keys(customers.columns).length, 0),
    ...levelChecks(check, customers, PUBLISHED_LEVELS),
    ...momentChecks(check, "Income", { values: income, ...INCOME }),
    check("negative incomes", negative, income.filter((usd) => usd < 0).length, 4 * Math.sqrt(negative)),
    checker("F5", "sale_history")("sales", scaled(5_610, customers.rows), sales.rows, 0),
  ];
}

function callCountChecks(tables: OutboundCalls): GeneratorCheck[] {
  const { customers, calls } = tables;
  const check = checker("F5", "call_history");
  const { attempted, contacted } = observedCustomers(tables);
  const [dialled, reached] = [sum(attempted), sum(contacted)];
  const share = 6_278 / 7_998;
  return [
    check("customers dialled", scaled(7_998, customers.rows), dialled, 0),
    check("share of them reached", share, reached / dialled, fourErrors(share, dialled)),
    check(
      "dials per customer dialled",
      12_000 / 7_998,
      calls.rows / dialled,
      fourErrorsOfMean(0.88, dialled),
    ),
  ];
}

function rateChecks(tables: OutboundCalls): GeneratorCheck[] {
  const check = checker("F5", "customer_history");
  const seen = observedCustomers(tables);
  const rate = (group: Group): { rate: number; n: number } => rateOf(seen, group);
  const rates = RATES.map(([what, expected, group]) => {
    const { rate: found, n } = rate(group);
    return check(`sold within 45 days: ${what}`, expected, found, fourErrors(expected, n));
  });
  const [attempted, others] = [rate({ attempted: 1 }), rate({ attempted: 0 })];
  const published = 3_256 / 7_998 - 1_165 / 4_012;
  const tolerance = fourErrors(4_421 / PUBLISHED, attempted.n, others.n);
  return [
    ...rates,
    check("attempted minus not attempted", published, attempted.rate - others.rate, tolerance),
  ];
}

/** The effect that the rules give, beside which the published difference is to be seen. */
function effectChecks({ truth }: OutboundCalls): GeneratorCheck[] {
  const check = checker("F5", "truth_customer_history");
  const eligible = numbersIn(truth, "eligible");
  const reached = eligible.map((value, i) => value * numbersIn(truth, "contact_if_attempted")[i]);
  const outcomes = {
    control: numbersIn(truth, "sold_not_attempted"),
    treated: numbersIn(truth, "sold_attempted"),
  };
  return [
    check(
      "mean effect of the attempt",
      0.06,
      trueEffect(outcomes, eligible),
      fourErrors(0.06, sum(eligible)),
    ),
    check("mean effect where reached", 0.079, trueEffect(outcomes, reached), fourErrors(0.079, sum(reached))),
  ];
}

type Group = Partial<Record<keyof ObservedCustomers, number>>;

function rateOf(seen: ObservedCustomers, group: Group): { rate: number; n: number } {
  const wanted = Object.entries(group) as [keyof ObservedCustomers, number][];
  const rows = Array.from(seen.sold.keys()).filter((row) =>
    wanted.every(([flag, value]) => seen[flag][row] === value),
  );
  if (rows.length === 0) throw new RangeError(`rate of a sale: no customer with ${JSON.stringify(group)}`);
  return { rate: rows.filter((row) => seen.sold[row] === 1).length / rows.length, n: rows.length };
}

function scaled(published: number, rows: number): number {
  return Math.round((published / PUBLISHED) * rows);
}

function sum(values: Iterable<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}
