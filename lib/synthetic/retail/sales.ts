import type { Random } from "../../statistics/random.js";
import type { Table } from "../../types.js";
import { calendar } from "../calendar.js";
import { type Customer, drawCustomer, type Receipt, receipt, type Sale } from "./customers.js";
import { CATEGORIES, phaseOf } from "./rules.js";
import { customerTruth, totals } from "./truth.js";

/** Sales, everybody who was in the discount test, and the truth about the same customers in the same order. */
export interface RetailTables {
  readonly sales: Table;
  readonly customers: Table;
  readonly truth: Table;
}

/** The day on which a coin put every customer into an arm, and the test's first day. */
const ASSIGNED = "2023-05-01";

/**
 * Four years of a shop with a randomised discount test, and the truth behind it.
 *
 * The shop follows everybody who had joined by the end of April 2023, in growing numbers, until they leave for good,
 * which they do not announce. On 1 May 2023 a coin puts each of them, those who have left included, into the test arm
 * (20 % off until the end of August) or the control arm. `customers` has them all, buyers or not; `sales` has buyers
 * only. Nobody buys twice in one half of a month. Amounts are US dollars.
 *
 * Built in: the test sells 1.15 times the revenue per assigned customer, with 1.25 times the purchases and 0.76 times
 * the profit, and a dip of a quarter in the two months after it; 12 % of the customers bring a quarter of the revenue;
 * demand peaks in November and December and dips in March and April, where 15 % off for everybody fills the dip from
 * 2022 on; ages 30 to 45 and incomes of 60,000 and more spend more; women respond more to both discounts. The rules
 * are in rules.ts. The table has no faults to clean.
 *
 * `rows` counts sales. Customers are drawn until their sales make exactly that number; one who would exceed it is
 * drawn again, so the last few tend to have few sales. 10,000 rows are some 1,050 customers.
 *
 * Coupling: one uniform number decides about a purchase in both worlds, so nobody loses one during the test and
 * nobody wins one after it. Data could never tell this from another coupling.
 *
 * Throws RangeError when `rows` is not a whole number of at least 100.
 *
 * @example
 * const { sales, customers, truth } = retailSales({ random: seededRandom("retail") });
 * sales.rows; // 10000
 */
export function retailSales({ rows = 10_000, random }: { rows?: number; random: Random }): RetailTables {
  if (!Number.isInteger(rows) || rows < 100) {
    throw new RangeError(`retail sales rows: expected a whole number of at least 100, got ${rows}`);
  }
  const customers = drawCustomers(rows, random).sort((a, b) => a.joined - b.joined);
  return {
    sales: salesTable(customers),
    customers: customerTable(customers),
    truth: customerTruth(customers, customers.map(customerId)),
  };
}

function drawCustomers(rows: number, random: Random): Customer[] {
  const customers: Customer[] = [];
  let left = rows;
  while (left > 0) {
    const customer = drawCustomer(random);
    const sales = seenSales(customer).length;
    if (sales > left) continue;
    customers.push(customer);
    left -= sales;
  }
  return customers;
}

/** The half of the truth that the shop sees. */
function seenSales({ sales, arm }: Customer): Sale[] {
  return sales.filter((sale) => sale.happens[arm]);
}

function customerId(_: Customer, position: number): string {
  return `C${String(position + 1).padStart(5, "0")}`;
}

interface SalesRow {
  readonly sale: Sale;
  readonly receipt: Receipt;
  readonly customer: Customer;
  readonly id: string;
}

function salesTable(customers: readonly Customer[]): Table {
  const rows: SalesRow[] = customers
    .flatMap((customer, position) =>
      seenSales(customer).map((sale) => {
        return { sale, receipt: receipt(sale, customer.arm), customer, id: customerId(customer, position) };
      }),
    )
    .sort((a, b) => a.sale.day - b.sale.day);
  const numbers = (value: (row: SalesRow) => number): Float64Array => Float64Array.from(rows, value);
  const date = calendar("2020-01-01");
  return {
    name: "retail_sales",
    rows: rows.length,
    columns: {
      transaction_id: rows.map((_, i) => `T${String(i + 1).padStart(6, "0")}`),
      date: rows.map((row) => date(row.sale.day)),
      customer_id: rows.map((row) => row.id),
      age: numbers((row) => row.customer.age),
      gender: rows.map((row) => row.customer.gender),
      income: numbers((row) => row.customer.income),
      category: rows.map((row) => CATEGORIES[row.sale.category].name),
      unit_price: numbers((row) => row.sale.unitPrice),
      quantity: numbers((row) => row.receipt.quantity),
      discount: numbers((row) => row.receipt.discount),
      cost_of_goods: numbers((row) => row.receipt.goods),
      revenue: numbers((row) => row.receipt.revenue),
      profit: numbers((row) => row.receipt.profit),
      campaign_arm: rows.map((row) => (phaseOf(row.sale.month) === "test" ? row.customer.arm : null)),
      channel: rows.map((row) => row.sale.channel),
      region: rows.map((row) => row.customer.region),
    },
  };
}

function customerTable(customers: readonly Customer[]): Table {
  const date = calendar("2020-01-01");
  const inTest = customers.map((customer) => totals(customer, customer.arm, "test"));
  const after = customers.map((customer) => totals(customer, customer.arm, "after"));
  return {
    name: "retail_customers",
    rows: customers.length,
    columns: {
      customer_id: customers.map(customerId),
      arm: customers.map((customer) => customer.arm),
      assigned_date: customers.map(() => ASSIGNED),
      joined_date: customers.map((customer) => date(customer.joined)),
      age: Float64Array.from(customers, (customer) => customer.age),
      gender: customers.map((customer) => customer.gender),
      income: Float64Array.from(customers, (customer) => customer.income),
      region: customers.map((customer) => customer.region),
      revenue_before_test: Float64Array.from(customers, (c) => totals(c, c.arm, "before").revenue),
      bought: Float64Array.from(inTest, ({ sales }) => Number(sales > 0)),
      sales_in_test: Float64Array.from(inTest, ({ sales }) => sales),
      revenue_in_test: Float64Array.from(inTest, ({ revenue }) => revenue),
      profit_in_test: Float64Array.from(inTest, ({ profit }) => profit),
      revenue_after_test: Float64Array.from(after, ({ revenue }) => revenue),
      profit_after_test: Float64Array.from(after, ({ profit }) => profit),
    },
  };
}
