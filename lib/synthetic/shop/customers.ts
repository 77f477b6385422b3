import type { Random } from "../../statistics/random.js";
import type { Table } from "../../types.js";
import type { SyntheticTables } from "../tables.js";

/** How the three true segments of the synthetic CRM table live and buy. Amounts are in monetary units. */
export interface Segment {
  readonly name: string;
  readonly weight: number;
  readonly income: number;
  /** Typical spend on the six product groups in two years. */
  readonly spend: number;
  readonly purchases: {
    readonly deals: number;
    readonly web: number;
    readonly catalog: number;
    readonly store: number;
  };
  readonly visits: number;
  readonly children: number;
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
    income: 73_000,
    spend: 1_250,
    purchases: { deals: 1.5, web: 5.2, catalog: 5.8, store: 8.4 },
    visits: 3,
    children: 0.25,
    accepts: 0.14,
    leaning: -1.0,
    keeps: 0.85,
  },
  {
    name: "middle",
    weight: 29,
    income: 57_000,
    spend: 560,
    purchases: { deals: 3.6, web: 5.8, catalog: 2.4, store: 7.2 },
    visits: 5.6,
    children: 1.1,
    accepts: 0.05,
    leaning: -1.35,
    keeps: 0.75,
  },
  {
    name: "low",
    weight: 42,
    income: 35_000,
    spend: 95,
    purchases: { deals: 2.0, web: 2.1, catalog: 0.6, store: 3.2 },
    visits: 6.4,
    children: 1.2,
    accepts: 0.02,
    leaning: -2.0,
    keeps: 0.6,
  },
];

const BASKET = [
  "MntWines",
  "MntFruits",
  "MntMeatProducts",
  "MntFishProducts",
  "MntSweetProducts",
  "MntGoldProds",
];
const BASKET_SHAPE = [5, 0.5, 2.6, 0.7, 0.5, 0.9];
const EDUCATION = ["Graduation", "PhD", "Master", "2n Cycle", "Basic"];
const MARITAL = ["Married", "Together", "Single", "Divorced", "Widow"];
const FIRST_DAY = Date.UTC(2012, 6, 30);
const DAY = 86_400_000;

/** What one customer looks like, under the file's own column names. */
type Customer = Record<string, number | string | null>;

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
  if (!Number.isInteger(rows) || rows < 100) {
    throw new RangeError(`CRM rows: expected a whole number of at least 100, got ${rows}`);
  }
  const ids = random.shuffle(Array.from(random.sample(rows * 5, rows)));
  const segments = ids.map(() =>
    random.pick(
      SEGMENTS,
      SEGMENTS.map((s) => s.weight),
    ),
  );
  const customers = segments.map((segment, i) => drawCustomer(ids[i], segment, random));
  const values = customers.map((customer, i) => lifetimeValue(customer, segments[i]));
  soil(customers, random);
  return { data: asTable("marketing_campaign", customers), truth: truthTable(ids, segments, values) };
}

function drawCustomer(id: number, segment: Segment, random: Random): Customer {
  const children = Math.min(3, Math.round(random.gamma(2, segment.children / 2)));
  const kids = Math.min(2, random.below(children + 1));
  return {
    ID: id,
    Year_Birth: Math.round(Math.min(1996, Math.max(1940, random.normal(1969, 11.5)))),
    Education: random.pick(EDUCATION, [50, 22, 17, 9, 2]),
    Marital_Status: random.pick(MARITAL, [39, 26, 21, 10, 4]),
    Income: Math.max(1_730, Math.round(random.normal(segment.income, 9_500))),
    Kidhome: kids,
    Teenhome: Math.min(2, children - kids),
    Dt_Customer: new Date(FIRST_DAY + random.below(700) * DAY).toISOString().slice(0, 10),
    ...behaviour(segment, random),
  };
}

function behaviour(segment: Segment, random: Random): Customer {
  const recency = random.below(100);
  const taste = BASKET_SHAPE.map((shape) => random.gamma(shape, 1));
  const spend = random.gamma(4, segment.spend / 4) / taste.reduce((a, b) => a + b, 0);
  const accepted = [3, 4, 5, 1, 2].map((n) => random.chance(n === 2 ? segment.accepts / 4 : segment.accepts));
  return {
    Recency: recency,
    ...Object.fromEntries(BASKET.map((name, i) => [name, Math.round(spend * taste[i])])),
    NumDealsPurchases: count(segment.purchases.deals, random),
    NumWebPurchases: count(segment.purchases.web, random),
    NumCatalogPurchases: count(segment.purchases.catalog, random),
    NumStorePurchases: count(segment.purchases.store, random),
    NumWebVisitsMonth: Math.min(20, count(segment.visits, random)),
    ...Object.fromEntries([3, 4, 5, 1, 2].map((n, i) => [`AcceptedCmp${n}`, Number(accepted[i])])),
    Complain: Number(random.chance(0.01)),
    Z_CostContact: 3,
    Z_Revenue: 11,
    Response: Number(random.chance(responseProbability(segment, accepted, recency))),
  };
}

/** Earlier acceptances and a recent purchase go with a response; nothing here is an effect of being contacted. */
function responseProbability(segment: Segment, accepted: readonly boolean[], recency: number): number {
  const earlier = accepted.filter(Boolean).length;
  return 1 / (1 + Math.exp(-(segment.leaning + 1.25 * earlier - 0.02 * recency)));
}

/**
 * Margin still to come from a customer, in today's monetary units: each coming year brings the yearly spend of the last
 * two years at a margin of 30 %, as long as the customer stays, discounted by 10 % a year. Customers of a segment leave
 * with the same probability every year.
 */
function lifetimeValue(customer: Customer, { keeps }: Segment): number {
  const yearly = BASKET.reduce((sum, product) => sum + Number(customer[product]), 0) / 2;
  // The sum of (keeps / 1.1)^year over the years 1, 2, 3 and so on.
  const years = keeps / (1.1 - keeps);
  return Math.round(100 * 0.3 * yearly * years) / 100;
}

function count(mean: number, random: Random): number {
  return Math.round(random.gamma(2.5, mean / 2.5));
}

/** The faults of the original, at fixed counts on random rows. */
function soil(customers: Customer[], random: Random): void {
  const rows = random.shuffle(Array.from(customers.keys()));
  const next = (): Customer => customers[rows.pop()!];
  for (let i = 0; i < 24; i++) next().Income = null;
  next().Income = 666_666;
  for (const year of [1893, 1899, 1900]) next().Year_Birth = year;
  for (const level of ["Alone", "Alone", "Alone", "Absurd", "Absurd", "YOLO", "YOLO"]) {
    next().Marital_Status = level;
  }
}

function asTable(name: string, customers: readonly Customer[]): Table {
  const columns = Object.keys(customers[0]).map((column) => {
    const values = customers.map((customer) => customer[column]);
    const isText = values.some((value) => typeof value === "string");
    return [
      column,
      isText ? (values as string[]) : Float64Array.from(values, (v) => (v === null ? Number.NaN : Number(v))),
    ];
  });
  return { name, rows: customers.length, columns: Object.fromEntries(columns) };
}

function truthTable(ids: readonly number[], segments: readonly Segment[], values: readonly number[]): Table {
  const columns = {
    id: Float64Array.from(ids),
    true_segment: segments.map((segment) => segment.name),
    segment_number: Float64Array.from(segments, (segment) => SEGMENTS.indexOf(segment)),
    true_lifetime_value: Float64Array.from(values),
  };
  return { name: "truth_marketing_campaign", rows: ids.length, columns };
}
