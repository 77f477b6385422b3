import type { Table } from "../../types.js";
import { calendar } from "../calendar.js";
import { type Customer, cents, HALVES, receipt } from "./customers.js";
import { type Arm, lifetimeValue, type Phase, phaseOf, SEGMENTS } from "./rules.js";

/** Sales of one customer in one world during one phase, in US dollars. */
export interface Totals {
  readonly sales: number;
  readonly revenue: number;
  readonly profit: number;
}

/** What a customer buys during one phase, in one of the two worlds. */
export function totals(customer: Customer, arm: Arm, phase: Phase): Totals {
  const receipts = customer.sales
    .filter((sale) => phaseOf(sale.month) === phase && sale.happens[arm])
    .map((sale) => receipt(sale, arm));
  return {
    sales: receipts.length,
    revenue: cents(receipts.reduce((sum, { revenue }) => sum + revenue, 0)),
    profit: cents(receipts.reduce((sum, { profit }) => sum + profit, 0)),
  };
}

/**
 * Both potential outcomes of every assigned customer, during the test and in the two months after it, and what nobody
 * sees: the true segment, the hazard of leaving, the day of it and the lifetime value.
 */
export function customerTruth(customers: readonly Customer[], ids: readonly string[]): Table {
  const date = calendar("2020-01-01");
  const outcomes = customers.map(bothWorlds);
  const numbers = (name: string): Float64Array => Float64Array.from(outcomes, (outcome) => outcome[name]);
  const end = HALVES[HALVES.length - 1];
  return {
    name: "truth_retail_customers",
    rows: customers.length,
    columns: {
      customer_id: ids,
      true_segment: customers.map(({ segment }) => SEGMENTS[segment].name),
      true_propensity: Float64Array.from(customers, () => 0.5),
      ...Object.fromEntries(Object.keys(outcomes[0]).map((name) => [name, numbers(name)])),
      churn_hazard: Float64Array.from(customers, ({ segment }) => SEGMENTS[segment].churn),
      churn_date: customers.map(({ leaves }) => (leaves < end ? date(leaves) : null)),
      true_lifetime_value: Float64Array.from(customers, (customer) =>
        customer.leaves < end ? 0 : cents(lifetimeValue(customer)),
      ),
    },
  };
}

function bothWorlds(customer: Customer): Readonly<Record<string, number>> {
  const [control, test] = [totals(customer, "control", "test"), totals(customer, "test", "test")];
  const [laterControl, laterTest] = [totals(customer, "control", "after"), totals(customer, "test", "after")];
  return {
    bought_control: Number(control.sales > 0),
    bought_test: Number(test.sales > 0),
    sales_control: control.sales,
    sales_test: test.sales,
    revenue_control: control.revenue,
    revenue_test: test.revenue,
    effect_revenue: cents(test.revenue - control.revenue),
    profit_control: control.profit,
    profit_test: test.profit,
    effect_profit: cents(test.profit - control.profit),
    revenue_after_control: laterControl.revenue,
    revenue_after_test: laterTest.revenue,
    pull_forward: cents(laterTest.revenue - laterControl.revenue),
    profit_after_control: laterControl.profit,
    profit_after_test: laterTest.profit,
  };
}
