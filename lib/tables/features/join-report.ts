import type { Table } from "../../types.js";
import type { Database } from "../database.js";
import type { CallTables } from "./call-joins.js";

/** What each number of a join report counts, and the rows that it counts. */
const COUNTS = {
  customersIn: ["customers in", "$customers"],
  customersOut: ["customers out", "call_features"],
  customersWithoutPhone: ["customers without a phone", "call_features WHERE has_phone = 0"],
  accountsSharingPhone: [
    "accounts that share their phone with another one",
    "call_accounts WHERE phone_number_hashed IS NOT NULL AND accounts_at_phone > 1",
  ],
  accountsWithoutDate: ["accounts without a date", "call_accounts WHERE account_on IS NULL"],
  callsIn: ["calls in", "$calls"],
  callsOfCustomers: ["calls to customers", "customer_calls WHERE user_id IS NOT NULL"],
  callsOfNobody: ["calls to a phone that is no customer's", "customer_calls WHERE user_id IS NULL"],
  callsWithoutDate: [
    "calls without a date, or to an account without one",
    "customer_calls WHERE timing = 'no date'",
  ],
  callsBeforeAccount: ["calls before the account", "customer_calls WHERE timing = 'before the account'"],
  callsTooLate: [
    "calls to customers after a sale, or after the 45 days",
    "customer_calls WHERE timing IN ('after a sale', 'later')",
  ],
  salesIn: ["sales in", "$sales"],
  salesOfNobody: ["sales to no customer of the table", "customer_sales WHERE timing = 'no customer'"],
  salesWithoutDate: [
    "sales without a date, or to an account without one",
    "customer_sales WHERE timing = 'no date'",
  ],
  salesBeforeAccount: [
    "sales before the account's day",
    "customer_sales WHERE timing = 'before the account'",
  ],
  salesWithin45Days: ["sales within 45 days", "customer_sales WHERE timing = 'within 45 days'"],
  salesRepeated: [
    "of them second sales, not counted again",
    `(
    SELECT ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY sold_at) AS place
    FROM customer_sales WHERE timing = 'within 45 days'
  ) AS places WHERE place > 1`,
  ],
  salesLater: ["sales after the 45 days", "customer_sales WHERE timing = 'later'"],
  sold: ["customers who bought within 45 days", "call_features WHERE sold = 1"],
  attempted: ["customers dialled", "call_features WHERE attempted = 1"],
  contacted: ["customers reached", "call_features WHERE contacted = 1"],
  attemptedBeforeSale: [
    "customers dialled in time to cause a sale",
    "call_features WHERE attempted_before_sale = 1",
  ],
  contactedBeforeSale: [
    "customers reached in time to cause a sale",
    "call_features WHERE contacted_before_sale = 1",
  ],
  soldBeforeDial: ["customers who bought before the first dial", "call_features WHERE sold_before_dial = 1"],
  unsoldOnDay3: [
    "customers with a phone who had not bought by the end of day 3",
    "call_features WHERE unsold_on_day_3 = 1",
  ],
  highCredit: ["customers with high credit", "call_features WHERE high_credit = 1"],
  highIncome: ["customers with high income", "call_features WHERE high_income = 1"],
  pending: ["accounts whose 45 days are not over", "call_features WHERE pending = 1"],
} as const;

/** What joining customers, calls and sales kept, left out and found odd, in rows: see joinTable. */
export type JoinReport = Readonly<Record<keyof typeof COUNTS, number>>;

/** Counts what makeCallFeatures did, from the views and the table that it made. */
export async function countJoins(database: Database, tables: CallTables): Promise<JoinReport> {
  const counts = Object.entries(COUNTS).map(([name, [, from]]) => {
    const rows = from.replace(/\$(customers|calls|sales)/, (_, table: keyof CallTables) => tables[table]);
    return `(SELECT COUNT(*) FROM ${rows}) AS ${name}`;
  });
  const { columns } = await database.query(`SELECT ${counts.join(",\n  ")}`);
  const found = Object.keys(COUNTS).map((name) => [name, Number(columns[name][0])]);
  return Object.fromEntries(found) as JoinReport;
}

/**
 * The report as a table, whole or of some of its counts: what was counted, and how many rows.
 *
 * @example
 * joinTable(report).columns.what[0]; // "customers in"
 */
export function joinTable(
  report: JoinReport,
  names: readonly (keyof JoinReport)[] = Object.keys(COUNTS) as (keyof JoinReport)[],
): Table {
  const what = names.map((name) => COUNTS[name][0]);
  const rows = Float64Array.from(names, (name) => report[name]);
  return { name: "call_joins", rows: names.length, columns: { what, rows } };
}
