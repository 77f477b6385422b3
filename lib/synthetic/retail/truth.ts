import type { Table } from "../../types.js";
import { calendar } from "../calendar.js";
import { rounded, sum } from "../columns.js";
import { tableOf } from "../tables.js";
import { type Customer, HALVES, receipt } from "./customers.js";
import { ARMS, type Arm, lifetimeValue, type Phase, phaseOf, SEGMENTS } from "./rules.js";

/** Sales of one customer in one world during one phase, in US dollars. */
type Totals = Readonly<Record<"sales" | "revenue" | "profit", number>>;

/** What a customer buys during one phase, in one of the two worlds. */
export function totals(customer: Customer, arm: Arm, phase: Phase): Totals {
  const receipts = customer.sales
    .filter((sale) => phaseOf(sale.month) === phase && sale.happens[arm])
    .map((sale) => receipt(sale, arm));
  return {
    sales: receipts.length,
    revenue: rounded(sum(receipts.map(({ revenue }) => revenue)), 2),
    profit: rounded(sum(receipts.map(({ profit }) => profit)), 2),
  };
}

/**
 * Both potential outcomes of every assigned customer, during the test and in the two months after it, and what nobody
 * sees: the true segment, the hazard of leaving, the day of it and the lifetime value.
 */
export function customerTruth(customers: readonly Customer[], ids: readonly string[]): Table {
  const date = calendar("2020-01-01");
  const end = HALVES[HALVES.length - 1];
  const rows = customers.map((customer) => {
    const [control, test] = ARMS.map((arm) => totals(customer, arm, "test"));
    const [laterControl, laterTest] = ARMS.map((arm) => totals(customer, arm, "after"));
    return { ...customer, control, test, laterControl, laterTest };
  });
  return tableOf("truth_retail_customers", rows, {
    customer_id: (_, i) => ids[i],
    true_segment: ({ segment }) => SEGMENTS[segment].name,
    true_propensity: () => 0.5,
    bought_control: ({ control }) => Number(control.sales > 0),
    bought_test: ({ test }) => Number(test.sales > 0),
    sales_control: ({ control }) => control.sales,
    sales_test: ({ test }) => test.sales,
    revenue_control: ({ control }) => control.revenue,
    revenue_test: ({ test }) => test.revenue,
    effect_revenue: ({ control, test }) => rounded(test.revenue - control.revenue, 2),
    profit_control: ({ control }) => control.profit,
    profit_test: ({ test }) => test.profit,
    effect_profit: ({ control, test }) => rounded(test.profit - control.profit, 2),
    revenue_after_control: ({ laterControl }) => laterControl.revenue,
    revenue_after_test: ({ laterTest }) => laterTest.revenue,
    pull_forward: ({ laterControl, laterTest }) => rounded(laterTest.revenue - laterControl.revenue, 2),
    profit_after_control: ({ laterControl }) => laterControl.profit,
    profit_after_test: ({ laterTest }) => laterTest.profit,
    churn_hazard: ({ segment }) => SEGMENTS[segment].churn,
    churn_date: ({ leaves }) => (leaves < end ? date(leaves) : null),
    true_lifetime_value: (customer) => (customer.leaves < end ? 0 : rounded(lifetimeValue(customer), 2)),
  });
}
