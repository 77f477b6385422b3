import type { Table } from "../../types.js";
import type { Database } from "../database.js";
import type { CallTables } from "./call-joins.js";

/** The numbers of a join report, each a number of rows; JOIN_COUNTS says of which. */
export type JoinCount =
  | "customersIn"
  | "customersOut"
  | "customersWithoutPhone"
  | "accountsSharingPhone"
  | "callsIn"
  | "callsOfCustomers"
  | "callsOfNobody"
  | "callsTooLate"
  | "salesIn"
  | "salesOfNobody"
  | "salesBeforeAccount"
  | "salesWithin45Days"
  | "salesRepeated"
  | "salesLater"
  | "sold"
  | "attempted"
  | "contacted"
  | "attemptedBeforeSale"
  | "contactedBeforeSale"
  | "soldBeforeDial"
  | "pending";

/** What joining customers, calls and sales kept, left out and found odd. */
export type JoinReport = Readonly<Record<JoinCount, number>>;

/** What each number counts, and where. */
const JOIN_COUNTS: Readonly<Record<JoinCount, { readonly what: string; readonly from: string }>> = {
  customersIn: { what: "customers in", from: "$customers" },
  customersOut: { what: "customers out", from: "call_features" },
  customersWithoutPhone: { what: "customers without a phone", from: "call_features WHERE has_phone = 0" },
  accountsSharingPhone: {
    what: "accounts that share their phone with another one",
    from: `call_accounts WHERE phone_number_hashed IS NOT NULL
    AND (earlier_account_at IS NOT NULL OR next_account_at IS NOT NULL)`,
  },
  callsIn: { what: "calls in", from: "$calls" },
  callsOfCustomers: { what: "calls to customers", from: "customer_calls WHERE user_id IS NOT NULL" },
  callsOfNobody: {
    what: "calls to a phone that is no customer's",
    from: "customer_calls WHERE user_id IS NULL",
  },
  callsTooLate: {
    what: "calls to customers after a sale, or after the 45 days",
    from: "customer_calls WHERE user_id IS NOT NULL AND in_time = 0",
  },
  salesIn: { what: "sales in", from: "$sales" },
  salesOfNobody: {
    what: "sales to no customer of the table",
    from: "customer_sales WHERE timing = 'no customer'",
  },
  salesBeforeAccount: {
    what: "sales before the account's day",
    from: "customer_sales WHERE timing = 'before the account'",
  },
  salesWithin45Days: { what: "sales within 45 days", from: "customer_sales WHERE timing = 'within 45 days'" },
  salesRepeated: {
    what: "of them second sales, not counted again",
    from: `(
    SELECT ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY sold_at) AS place
    FROM customer_sales WHERE timing = 'within 45 days'
  ) AS places WHERE place > 1`,
  },
  salesLater: { what: "sales after the 45 days", from: "customer_sales WHERE timing = 'later'" },
  sold: { what: "customers who bought within 45 days", from: "call_features WHERE sold = 1" },
  attempted: { what: "customers dialled", from: "call_features WHERE attempted = 1" },
  contacted: { what: "customers reached", from: "call_features WHERE contacted = 1" },
  attemptedBeforeSale: {
    what: "customers dialled in time to cause a sale",
    from: "call_features WHERE attempted_before_sale = 1",
  },
  contactedBeforeSale: {
    what: "customers reached in time to cause a sale",
    from: "call_features WHERE contacted_before_sale = 1",
  },
  soldBeforeDial: {
    what: "customers who bought before the first dial",
    from: "call_features WHERE sold_before_dial = 1",
  },
  pending: { what: "accounts whose 45 days are not over", from: "call_features WHERE pending = 1" },
};

/** Counts what makeCallFeatures did, from the views and the table that it made. */
export async function countJoins(database: Database, tables: CallTables): Promise<JoinReport> {
  const counts = Object.entries(JOIN_COUNTS).map(([name, { from }]) => {
    const rows = from.replace(/\$(customers|calls|sales)/, (_, table: keyof CallTables) => tables[table]);
    return `(SELECT COUNT(*) FROM ${rows}) AS ${name}`;
  });
  const { columns } = await database.query(`SELECT ${counts.join(",\n  ")}`);
  const found = Object.keys(JOIN_COUNTS).map((name) => [name, Number(columns[name][0])]);
  return Object.fromEntries(found) as JoinReport;
}

/**
 * The report as a table: what was counted, and how many rows.
 *
 * @example
 * joinTable(report).columns.what[0]; // "customers in"
 */
export function joinTable(report: JoinReport): Table {
  const names = Object.keys(JOIN_COUNTS) as JoinCount[];
  return {
    name: "call_joins",
    rows: names.length,
    columns: {
      what: names.map((name) => JOIN_COUNTS[name].what),
      rows: Float64Array.from(names, (name) => report[name]),
    },
  };
}
