import type { Random } from "../../statistics/random.js";
import type { Table } from "../../types.js";
import { calendar } from "../calendar.js";
import { expectRows } from "../columns.js";
import { tableOf } from "../tables.js";
import { type Customer, drawCustomer, receipt, type Sale } from "./customers.js";
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
  expectRows("retail sales", rows, 100);
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

function salesTable(customers: readonly Customer[]): Table {
  const date = calendar("2020-01-01");
  const rows = customers.flatMap((customer, position) =>
    seenSales(customer).map((sale) => {
      return { sale, ...receipt(sale, customer.arm), customer, id: customerId(customer, position) };
    }),
  );
  return tableOf(
    "retail_sales",
    rows.sort((a, b) => a.sale.day - b.sale.day),
    {
      transaction_id: (_, i) => `T${String(i + 1).padStart(6, "0")}`,
      date: ({ sale }) => date(sale.day),
      customer_id: ({ id }) => id,
      age: ({ customer }) => customer.age,
      gender: ({ customer }) => customer.gender,
      income: ({ customer }) => customer.income,
      category: ({ sale }) => CATEGORIES[sale.category].name,
      unit_price: ({ sale }) => sale.unitPrice,
      quantity: ({ quantity }) => quantity,
      discount: ({ discount }) => discount,
      cost_of_goods: ({ goods }) => goods,
      revenue: ({ revenue }) => revenue,
      profit: ({ profit }) => profit,
      campaign_arm: ({ sale, customer }) => (phaseOf(sale.month) === "test" ? customer.arm : null),
      channel: ({ sale }) => sale.channel,
      region: ({ customer }) => customer.region,
    },
  );
}

function customerTable(customers: readonly Customer[]): Table {
  const date = calendar("2020-01-01");
  const rows = customers.map((customer) => {
    const [before, test, after] = (["before", "test", "after"] as const).map((phase) =>
      totals(customer, customer.arm, phase),
    );
    return { ...customer, before, test, after };
  });
  return tableOf("retail_customers", rows, {
    customer_id: customerId,
    arm: ({ arm }) => arm,
    assigned_date: () => ASSIGNED,
    joined_date: ({ joined }) => date(joined),
    age: ({ age }) => age,
    gender: ({ gender }) => gender,
    income: ({ income }) => income,
    region: ({ region }) => region,
    revenue_before_test: ({ before }) => before.revenue,
    bought: ({ test }) => Number(test.sales > 0),
    sales_in_test: ({ test }) => test.sales,
    revenue_in_test: ({ test }) => test.revenue,
    profit_in_test: ({ test }) => test.profit,
    revenue_after_test: ({ after }) => after.revenue,
    profit_after_test: ({ after }) => after.profit,
  });
}
