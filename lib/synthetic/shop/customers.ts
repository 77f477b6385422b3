import type { Random } from "../../statistics/random.js";
import { calendar } from "../calendar.js";
import { clamped, drawLevels, expectRows, logistic, rounded, sum } from "../columns.js";
import { type SyntheticTables, tableOf } from "../tables.js";

/** How the three true segments of the synthetic CRM table live and buy. Amounts are in monetary units. */
export interface Segment {
  readonly name: string;
  readonly weight: number;
  /** Yearly income, children at home, visits to the site a month, spend on the six product groups in two years. */
  readonly typical: Readonly<Record<"income" | "children" | "visits" | "spend", number>>;
  readonly purchases: Readonly<Record<"deals" | "web" | "catalog" | "store", number>>;
  /** Probability of accepting one earlier campaign. */
  readonly accepts: number;
  /** Log odds of accepting the last one, before recency and earlier acceptances are counted. */
  readonly leaning: number;
  /** Probability of still being a customer a year later. */
  readonly keeps: number;
}

export const SEGMENTS: readonly Segment[] = [
  {
    name: "high",
    weight: 29,
    typical: { income: 73_000, children: 0.25, visits: 3, spend: 1_250 },
    purchases: { deals: 1.5, web: 5.2, catalog: 5.8, store: 8.4 },
    accepts: 0.14,
    leaning: -1.0,
    keeps: 0.85,
  },
  {
    name: "middle",
    weight: 29,
    typical: { income: 57_000, children: 1.1, visits: 5.6, spend: 560 },
    purchases: { deals: 3.6, web: 5.8, catalog: 2.4, store: 7.2 },
    accepts: 0.05,
    leaning: -1.35,
    keeps: 0.75,
  },
  {
    name: "low",
    weight: 42,
    typical: { income: 35_000, children: 1.2, visits: 6.4, spend: 95 },
    purchases: { deals: 2.0, web: 2.1, catalog: 0.6, store: 3.2 },
    accepts: 0.02,
    leaning: -2.0,
    keeps: 0.6,
  },
];

/** The six product groups, and how much of a basket each tends to be. */
const BASKET: Readonly<Record<string, number>> = {
  MntWines: 5,
  MntFruits: 0.5,
  MntMeatProducts: 2.6,
  MntFishProducts: 0.7,
  MntSweetProducts: 0.5,
  MntGoldProds: 0.9,
};
const EDUCATION = { Graduation: 50, PhD: 22, Master: 17, "2n Cycle": 9, Basic: 2 };
const MARITAL = { Married: 39, Together: 26, Single: 21, Divorced: 10, Widow: 4 };
/** The earlier campaigns in the order of the file. */
const EARLIER = [3, 4, 5, 1, 2];

const enrolment = calendar("2012-07-30");

/** What one customer looks like, under the file's own column names. */
type Customer = Record<string, number | string>;

/**
 * A CRM table that looks like the public "marketing campaign" table: 29 columns, three true segments, and
 * the same dirt (missing incomes, an income of 666,666, births before 1901, odd marital levels).
 *
 * The last campaign's response was **not** randomised and nobody was left alone, as in the original: no
 * number in this table is the effect of a campaign. The truth holds each customer's segment and what the customer will
 * be worth (see lifetimeValue).
 *
 * Throws RangeError when `rows` is not a whole number of at least 100.
 *
 * @example
 * crmCustomers({ rows: 2_240, random: seededRandom(1) }).data.rows; // 2240
 */
export function crmCustomers({ rows, random }: { rows: number; random: Random }): SyntheticTables {
  expectRows("CRM", rows, 100);
  const ids = random.shuffle(Array.from(random.sample(rows * 5, rows)));
  const weights = SEGMENTS.map(({ weight }) => weight);
  const segments = ids.map(() => random.pick(SEGMENTS, weights));
  const customers = segments.map((segment, i) => drawCustomer(ids[i], segment, random));
  const truth = tableOf("truth_marketing_campaign", customers, {
    id: ({ ID }) => ID,
    true_segment: (_, i) => segments[i].name,
    segment_number: (_, i) => SEGMENTS.indexOf(segments[i]),
    true_lifetime_value: (customer, i) => lifetimeValue(customer, segments[i]),
  });
  soil(customers, random);
  const columns = Object.keys(customers[0]).map((name) => [name, (customer: Customer) => customer[name]]);
  return { data: tableOf("marketing_campaign", customers, Object.fromEntries(columns)), truth };
}

function drawCustomer(id: number, segment: Segment, random: Random): Customer {
  const children = Math.min(3, Math.round(random.gamma(2, segment.typical.children / 2)));
  const kids = Math.min(2, random.below(children + 1));
  return {
    ID: id,
    Year_Birth: Math.round(clamped(random.normal(1969, 11.5), 1940, 1996)),
    Education: drawLevels(1, EDUCATION, random)[0],
    Marital_Status: drawLevels(1, MARITAL, random)[0],
    Income: Math.max(1_730, Math.round(random.normal(segment.typical.income, 9_500))),
    Kidhome: kids,
    Teenhome: Math.min(2, children - kids),
    Dt_Customer: enrolment(random.below(700)),
    ...behaviour(segment, random),
  };
}

function behaviour(segment: Segment, random: Random): Customer {
  const recency = random.below(100);
  const products = Object.keys(BASKET);
  const taste = products.map((product) => random.gamma(BASKET[product], 1));
  const spend = random.gamma(4, segment.typical.spend / 4) / sum(taste);
  const accepted = EARLIER.map((n) => random.chance(n === 2 ? segment.accepts / 4 : segment.accepts));
  return {
    Recency: recency,
    ...Object.fromEntries(products.map((name, i) => [name, Math.round(spend * taste[i])])),
    NumDealsPurchases: count(segment.purchases.deals, random),
    NumWebPurchases: count(segment.purchases.web, random),
    NumCatalogPurchases: count(segment.purchases.catalog, random),
    NumStorePurchases: count(segment.purchases.store, random),
    NumWebVisitsMonth: Math.min(20, count(segment.typical.visits, random)),
    ...Object.fromEntries(EARLIER.map((n, i) => [`AcceptedCmp${n}`, Number(accepted[i])])),
    Complain: Number(random.chance(0.01)),
    Z_CostContact: 3,
    Z_Revenue: 11,
    Response: Number(random.chance(responseProbability(segment, accepted, recency))),
  };
}

/** Earlier acceptances and a recent purchase go with a response; nothing here is an effect of being contacted. */
function responseProbability(segment: Segment, accepted: readonly boolean[], recency: number): number {
  const earlier = accepted.filter(Boolean).length;
  return logistic(segment.leaning + 1.25 * earlier - 0.02 * recency);
}

/**
 * Margin still to come from a customer, in today's monetary units: each coming year brings the yearly spend of the last
 * two years at a margin of 30 %, as long as the customer stays, discounted by 10 % a year. Customers of a segment leave
 * with the same probability every year.
 */
function lifetimeValue(customer: Customer, { keeps }: Segment): number {
  const yearly = sum(Object.keys(BASKET).map((product) => Number(customer[product]))) / 2;
  // The sum of (keeps / 1.1)^year over the years 1, 2, 3 and so on.
  const years = keeps / (1.1 - keeps);
  return rounded(0.3 * yearly * years, 2);
}

function count(mean: number, random: Random): number {
  return Math.round(random.gamma(2.5, mean / 2.5));
}

/** The faults of the original, at fixed counts on random rows. */
function soil(customers: Customer[], random: Random): void {
  const rows = random.shuffle(Array.from(customers.keys()));
  const next = (): Customer => customers[rows.pop()!];
  for (let i = 0; i < 24; i++) next().Income = Number.NaN;
  next().Income = 666_666;
  for (const year of [1893, 1899, 1900]) next().Year_Birth = year;
  for (const level of ["Alone", "Alone", "Alone", "Absurd", "Absurd", "YOLO", "YOLO"]) {
    next().Marital_Status = level;
  }
}
