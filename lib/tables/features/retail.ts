import type { Table } from "../../types.js";
import { numbersOf } from "../columns.js";
import type { Database } from "../database.js";

/** The cleaned table that everything here is made from: one row per sale, buyers only. */
const CLEAN = "retail_sales_clean";

/**
 * Sales by month: year, month (1 to 12), row_count (sales), revenue in US dollars, and season: the month's revenue over
 * the mean of the twelve months around it, 1 for an ordinary month. Half of that mean begins six months before and half
 * ends six months after, so that a steady growth of the shop cancels out, within a year as between years. Where peaks
 * grow along, a little remains: a July comes out some 5 % low, because the Christmas in its mean is that of a larger shop.
 *
 * Season is missing in the first and the last six months, and within six months of one without a sale, which has no row.
 * What happens once, such as a sale, is in its month's season and, a twelfth of it, in its neighbours'. Sales without a
 * date are left out.
 *
 * Source: the ratio to moving average, Hyndman and Athanasopoulos 2021, Forecasting: Principles and Practice, section 3.4.
 *
 * @example
 * (await monthlySales(database)).rows; // 48
 */
export function monthlySales(database: Database): Promise<Table> {
  return database.query(
    `SELECT year, month, row_count, revenue,
  CASE WHEN months_around = 12 THEN 24 * CAST(revenue AS DOUBLE) / CAST(year_before + year_after AS DOUBLE) END AS season
FROM (
  SELECT year, month, row_count, revenue,
    LEAD(12 * year + month, 6) OVER (ORDER BY year, month)
      - LAG(12 * year + month, 6) OVER (ORDER BY year, month) AS months_around,
    SUM(revenue) OVER (ORDER BY year, month ROWS BETWEEN 6 PRECEDING AND 5 FOLLOWING) AS year_before,
    SUM(revenue) OVER (ORDER BY year, month ROWS BETWEEN 5 PRECEDING AND 6 FOLLOWING) AS year_after
  FROM (
    SELECT YEAR(date) AS year, MONTH(date) AS month,
      COUNT(*) AS row_count, SUM(CAST(revenue AS DECIMAL(18,2))) AS revenue
    FROM ${CLEAN}
    WHERE date IS NOT NULL
    GROUP BY YEAR(date), MONTH(date)
  ) AS sums
) AS months
ORDER BY year, month`,
    {},
    "monthly_sales",
  );
}

/**
 * Sales and profit in US dollars of each buyer during the discount test, with the arm: columns arm, customer_id, sales and
 * profit, for ratioByGroup. Buyers only, and the discount decides who becomes one: what a sale brings describes each arm's
 * buyers and is no effect.
 *
 * @example
 * (await salesInTest(database)).columns.arm[0]; // "control"
 */
export function salesInTest(database: Database): Promise<Table> {
  return database.query(
    `SELECT campaign_arm AS arm, customer_id, COUNT(*) AS sales, SUM(CAST(profit AS DECIMAL(18,2))) AS profit
FROM ${CLEAN}
WHERE campaign_arm IS NOT NULL AND profit IS NOT NULL
GROUP BY campaign_arm, customer_id
ORDER BY campaign_arm, customer_id`,
    {},
    "sales_in_test",
  );
}

/**
 * The seasons that are known, ready for meansByGroup: by month, "1" to "12". Undefined when some month has fewer than two,
 * and so no interval over years.
 *
 * @example
 * const seasons = knownSeasons(await monthlySales(database));
 */
export function knownSeasons(
  sales: Table,
): { measure: string; values: Float64Array; group: string[]; unit: string } | undefined {
  const [season, month] = [numbersOf(sales, "season"), numbersOf(sales, "month")];
  const known = Array.from(season.keys()).filter((row) => !Number.isNaN(season[row]));
  const group = known.map((row) => String(month[row]));
  const twice = [...new Set(group)].every((one) => group.filter((other) => other === one).length > 1);
  const values = Float64Array.from(known, (row) => season[row]);
  return twice && known.length > 0 ? { measure: "season", values, group, unit: "ratio" } : undefined;
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
