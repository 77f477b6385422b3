import type { Random } from "../../statistics/random.js";
import { DAY } from "../calendar.js";
import { rounded } from "../columns.js";
import {
  ARMS,
  type Arm,
  type Buyer,
  CATEGORIES,
  discountOf,
  GENDERS,
  phaseOf,
  purchaseProbability,
  QUANTITIES,
  SEGMENTS,
  TEST,
} from "./rules.js";

/** A sale as it is drawn, before anybody knows which arm the customer is in. */
export interface Sale {
  /** Days after 1 January 2020. */
  readonly day: number;
  /** Months from January 2020. */
  readonly month: number;
  /** Position in CATEGORIES. */
  readonly category: number;
  readonly unitPrice: number;
  readonly quantity: number;
  /** Takes one unit more at the test's price. */
  readonly oneMore: boolean;
  readonly channel: string;
  /** Whether it happens in each of the two worlds. Outside of the test and the two months after it both are true. */
  readonly happens: Readonly<Record<Arm, boolean>>;
}

export interface Customer extends Buyer {
  readonly arm: Arm;
  readonly region: string;
  /** Days after 1 January 2020; below 0 is before it. */
  readonly joined: number;
  readonly leaves: number;
  readonly sales: readonly Sale[];
}

/** What one sale brings in one world, in US dollars. */
type Receipt = Readonly<Record<"quantity" | "discount" | "goods" | "revenue" | "profit", number>>;

/** Days from 1 January 2020 to the first day of each half of a month; the last one is 1 January 2024. */
export const HALVES: readonly number[] = Array.from({ length: 97 }, (_, half) => {
  const date = Date.UTC(2020, Math.floor(half / 2), half % 2 === 0 ? 1 : 16);
  return (date - Date.UTC(2020, 0, 1)) / DAY;
});
/** Customers joined between 1 January 2019 and the end of April 2023, more of them every year. */
const JOINING = { first: -365, days: 1581 };
const DAYS_PER_MONTH = 30.4375;

export function drawCustomer(random: Random): Customer {
  const buyer: Buyer = {
    segment: random.pick(
      [...SEGMENTS.keys()],
      SEGMENTS.map((segment) => segment.share),
    ),
    age: 18 + random.below(58),
    gender: random.pick(GENDERS, [49, 49, 2]),
    income: 100 * Math.round(Math.max(15_000, random.normal(55_000, 20_000)) / 100),
  };
  const joined = JOINING.first + Math.floor(JOINING.days * Math.sqrt(random.next()));
  const leaves = joined + Math.ceil(random.exponential(DAYS_PER_MONTH / SEGMENTS[buyer.segment].churn));
  return {
    ...buyer,
    arm: random.pick(ARMS),
    region: random.pick(["North", "South", "East", "West"]),
    joined,
    leaves,
    sales: drawSales({ ...buyer, joined, leaves }, random),
  };
}

/** At most one sale in each half of a month. One uniform number decides it in both worlds. */
function drawSales(buyer: Buyer & Pick<Customer, "joined" | "leaves">, random: Random): Sale[] {
  const sales: Sale[] = [];
  for (let half = 0; half < HALVES.length - 1; half++) {
    if (HALVES[half] < buyer.joined || HALVES[half + 1] > buyer.leaves) continue;
    const month = Math.floor(half / 2);
    const luck = random.next();
    const happens = {
      control: luck < purchaseProbability(buyer, month, "control"),
      test: luck < purchaseProbability(buyer, month, "test"),
    };
    if (happens.control || happens.test) sales.push({ ...drawBasket(buyer, half, random), month, happens });
  }
  return sales;
}

function drawBasket(buyer: Buyer, half: number, random: Random): Omit<Sale, "month" | "happens"> {
  const category = random.below(CATEGORIES.length);
  const price = CATEGORIES[category].price * SEGMENTS[buyer.segment].prices;
  return {
    day: HALVES[half] + random.below(HALVES[half + 1] - HALVES[half]),
    category,
    unitPrice: Math.max(1, rounded(random.gamma(16, price / 16), 2)),
    quantity: random.pick(QUANTITIES.units, QUANTITIES.weights),
    oneMore: random.chance(TEST.extraUnit),
    channel: random.pick(["Store", "Online", "App"], [45, 35, 20]),
  };
}

/** A sale's numbers in one of the two worlds. Revenue is after the discount; goods are paid in full. */
export function receipt(sale: Sale, arm: Arm): Receipt {
  const discount = discountOf(sale.month, arm);
  const extra = arm === "test" && phaseOf(sale.month) === "test" && sale.oneMore ? 1 : 0;
  const quantity = sale.quantity + extra;
  const list = quantity * sale.unitPrice;
  const goods = rounded(list * CATEGORIES[sale.category].goods, 2);
  const revenue = rounded(list * (1 - discount), 2);
  return { quantity, discount, goods, revenue, profit: rounded(revenue - goods, 2) };
}
