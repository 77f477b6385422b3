import { trueEffect } from "../assignments.js";
import { sum } from "../columns.js";
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

/** Published counts. */
const PUBLISHED = { customers: 12_010, dialled: 7_998, reached: 6_278, sales: 5_610, sold: 4_421 };
const PUBLISHED_LEVELS = [
  "CensusGeoRegionAddress",
  "LeadSource",
  "AgeCategory",
  "InboundCallContact",
] as const;

type Group = Partial<Record<keyof ObservedCustomers, number>>;

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

/**
 * What the outbound calls promise: the published counts, shares and rates, and the true effect.
 *
 * The published figures are one draw, too; ours may differ from them by four standard errors of a draw of the same size.
 * Every dial counts here, as published. Throws RangeError when one of the groups has no customer.
 */
export function callChecks(tables: OutboundCalls): GeneratorCheck[] {
  const seen = observedCustomers(tables);
  return [
    ...customerChecks(tables),
    ...callCountChecks(tables, seen),
    ...rateChecks(seen),
    ...effectChecks(tables),
  ];
}

function customerChecks({ customers, sales }: OutboundCalls): GeneratorCheck[] {
  const check = checker("F5", "customer_history");
  const levels = Object.fromEntries(PUBLISHED_LEVELS.map((column) => [column, CUSTOMER_LEVELS[column]]));
  const income = numbersIn(customers, "Income");
  const negative = 5.8 * (customers.rows / PUBLISHED.customers);
  const found = income.filter((dollars) => dollars < 0).length;
  return [
    check.exactly("columns", 51, Object.keys(customers.columns).length),
    ...levelChecks(check, customers, levels),
    ...momentChecks(check, "Income", income, INCOME),
    check.within("negative incomes", negative, found, 4 * Math.sqrt(negative)),
    checker("F5", "sale_history").exactly("sales", scaled(PUBLISHED.sales, customers.rows), sales.rows),
  ];
}

function callCountChecks(
  { customers, calls }: OutboundCalls,
  { attempted, contacted }: ObservedCustomers,
): GeneratorCheck[] {
  const check = checker("F5", "call_history");
  const [dialled, reached] = [sum(attempted), sum(contacted)];
  const dials = 12_000 / PUBLISHED.dialled;
  return [
    check.exactly("customers dialled", scaled(PUBLISHED.dialled, customers.rows), dialled),
    check.rate("share of them reached", PUBLISHED.reached / PUBLISHED.dialled, reached / dialled, dialled),
    check.within("dials per customer dialled", dials, calls.rows / dialled, fourErrorsOfMean(0.88, dialled)),
  ];
}

function rateChecks(seen: ObservedCustomers): GeneratorCheck[] {
  const check = checker("F5", "customer_history");
  const rates = RATES.map(([what, expected, group]) => {
    const { rate, n } = rateOf(seen, group);
    return check.rate(`sold within 45 days: ${what}`, expected, rate, n);
  });
  const [attempted, others] = [rateOf(seen, { attempted: 1 }), rateOf(seen, { attempted: 0 })];
  const published = 3_256 / 7_998 - 1_165 / 4_012;
  const tolerance = fourErrors(PUBLISHED.sold / PUBLISHED.customers, attempted.n, others.n);
  const difference = attempted.rate - others.rate;
  return [...rates, check.within("attempted minus not attempted", published, difference, tolerance)];
}

/** The effect that the rules give, beside which the published difference is to be seen. */
function effectChecks({ truth }: OutboundCalls): GeneratorCheck[] {
  const check = checker("F5", "truth_customer_history");
  const outcomes = {
    control: numbersIn(truth, "sold_not_attempted"),
    treated: numbersIn(truth, "sold_attempted"),
  };
  const contacted = numbersIn(truth, "contact_if_attempted");
  const eligible = numbersIn(truth, "eligible");
  const propensity = numbersIn(truth, "true_propensity");
  const misplaced = propensity.filter((p, i) => Number.isNaN(p) !== (eligible[i] === 0));
  const reached = eligible.map((value, i) => value * contacted[i]);
  return [
    check.exactly("true_propensity: missing where eligible, or known elsewhere", 0, misplaced.length),
    check.rate("mean effect of the attempt", 0.06, trueEffect(outcomes, eligible), sum(eligible)),
    check.rate("mean effect where reached", 0.079, trueEffect(outcomes, reached), sum(reached)),
  ];
}

function rateOf(seen: ObservedCustomers, group: Group): { rate: number; n: number } {
  const wanted = Object.entries(group) as [keyof ObservedCustomers, number][];
  const sold = seen.sold.filter((_, row) => wanted.every(([flag, value]) => seen[flag][row] === value));
  if (sold.length === 0) throw new RangeError(`rate of a sale: no customer with ${JSON.stringify(group)}`);
  return { rate: sum(sold) / sold.length, n: sold.length };
}

function scaled(published: number, rows: number): number {
  return Math.round((published / PUBLISHED.customers) * rows);
}
