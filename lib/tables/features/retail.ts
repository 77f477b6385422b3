import type { Table } from "../../types.js";
import type { Database } from "../database.js";

/** The cleaned table that everything here is made from: one row per sale, buyers only. */
const CLEAN = "retail_sales_clean";

/**
 * Sales by month: year, month (1 to 12), row_count (sales), revenue in US dollars, and season: the month's revenue over
 * that of the mean month of its year, 1 for an ordinary month, so that the growth of the shop is taken out.
 *
 * A year that is not over is compared with its own months only, and a month without a sale has no row. Sales without a
 * date are left out.
 *
 * @example
 * (await monthlySales(database)).rows; // 48
 */
export function monthlySales(database: Database): Promise<Table> {
  return database.query(
    `SELECT year, month, row_count, revenue,
  CAST(revenue AS DOUBLE) * COUNT(*) OVER (PARTITION BY year)
    / CAST(SUM(revenue) OVER (PARTITION BY year) AS DOUBLE) AS season
FROM (
  SELECT YEAR(date) AS year, MONTH(date) AS month,
    COUNT(*) AS row_count, SUM(CAST(revenue AS DECIMAL(18,2))) AS revenue
  FROM ${CLEAN}
  WHERE date IS NOT NULL
  GROUP BY YEAR(date), MONTH(date)
) AS months
ORDER BY year, month`,
    {},
    "monthly_sales",
  );
}

/**
 * What each buyer is like and bought: customer_id, age and income as they were at the earliest, gender ("not known"
 * where it is missing), purchases, those of them at_a_discount, and revenue in US dollars. Customers who never bought
 * are not in the sales, so a mean of these is one of buyers.
 *
 * @example
 * const buyers = await spendByDemographics(database);
 */
export function spendByDemographics(database: Database): Promise<Table> {
  return database.query(
    `SELECT customer_id, MIN(age) AS age, COALESCE(MIN(gender), 'not known') AS gender, MIN(income) AS income,
  COUNT(*) AS purchases,
  CAST(SUM(CASE WHEN discount > 0 THEN 1 ELSE 0 END) AS BIGINT) AS at_a_discount,
  SUM(CAST(revenue AS DECIMAL(18,2))) AS revenue
FROM ${CLEAN}
GROUP BY customer_id
ORDER BY customer_id`,
    {},
    "spend_by_demographics",
  );
}
