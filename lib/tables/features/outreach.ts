import type { Table } from "../../types.js";
import type { Database } from "../database.js";

/** How far the call centre got with a customer. The contacted are among the attempted. */
const STATUSES = {
  "not attempted": "attempted = 0",
  attempted: "attempted = 1",
  contacted: "contacted = 1",
} as const;

/**
 * Customers and sales by outreach status (not attempted, attempted, contacted) from the table call_features, in the form
 * that estimatesFromSums takes. Every dial counts, as published; this describes and is no effect.
 *
 * Pending accounts are left out: among them a sale is known sooner than its absence. `pending: "with"` counts them, as
 * the published rates do. An account without a date never counts.
 *
 * @example
 * const [sold] = estimatesFromSums(await outreachSales(database, { pending: "with" }));
 * sold.groups[0].estimate.estimate; // 0.2904, not attempted, in the published file
 */
export function outreachSales(
  database: Database,
  { pending = "without" }: { pending?: "with" | "without" } = {},
): Promise<Table> {
  const counted = pending === "with" ? "sold IS NOT NULL" : "pending = 0";
  const parts = Object.entries(STATUSES).map(
    ([status, condition], place) => `SELECT ${place} AS place, '${status}' AS status,
  COUNT(*) AS n, CAST(SUM(sold) AS BIGINT) AS sum, VAR_SAMP(CAST(sold AS DOUBLE)) AS variance
FROM call_features
WHERE ${condition} AND ${counted}`,
  );
  return database.query(
    `SELECT status AS "group", 'sold' AS measure, 'fraction' AS unit, n, sum, variance
FROM (${parts.join("\nUNION ALL\n")}) AS statuses
ORDER BY place`,
    {},
    "outreach_sales",
  );
}

/**
 * The days from account to sale of every sale whose customer is known, in days_to_sale, least first: 0 on the account's
 * day, below it where the sale is dated earlier. From the views that makeCallFeatures leaves.
 *
 * @example
 * numbersOf(await saleDays(database), "days_to_sale").filter((day) => day >= 45).length; // sales that count no more
 */
export function saleDays(database: Database): Promise<Table> {
  return database.query(
    `SELECT DATE_DIFF('day', accounts.account_on, CAST(sales.sold_at AS DATE)) AS days_to_sale
FROM customer_sales AS sales
JOIN call_accounts AS accounts ON sales.user_id = accounts.user_id
WHERE sales.sold_at IS NOT NULL
ORDER BY days_to_sale`,
    {},
    "sale_days",
  );
}
