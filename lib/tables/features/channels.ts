import type { Table } from "../../types.js";
import { numbersOf } from "../columns.js";
import type { ColumnType } from "../contract/schema.js";
import type { Database } from "../database.js";
import { textLiteral } from "../literals.js";
import { medianFill, type TypedColumn } from "../medians.js";
import type { Rows } from "../percentiles.js";

/** The cleaned table that everything here is made from. Its flag spend_usd_missing marks spend that was filled in. */
const CLEAN = "channel_performance_clean";
/** Spend that was reported. What cleaning filled in is a guess, and no ratio is to rest on it. */
const REPORTED_SPEND = "CASE WHEN spend_usd_missing = 0 THEN CAST(spend_usd AS DECIMAL(18,2)) END";

/**
 * Users by the month in which they were first seen, and what they did in that month, the month after it and so on: rows,
 * different users, conversions, rows whose conversions are not known (they are not in the sum), and revenue in US dollars.
 *
 * `cohort` is YYYY-MM, `months_since` counts calendar months. Late months of late cohorts are not over: compare cohorts
 * at the same age only.
 *
 * @example
 * const cohorts = await channelCohorts(database);
 */
export function channelCohorts(database: Database): Promise<Table> {
  return database.query(
    `SELECT SUBSTR(CAST(first_seen_date AS STRING), 1, 7) AS cohort,
  12 * (YEAR(date) - YEAR(first_seen_date)) + MONTH(date) - MONTH(first_seen_date) AS months_since,
  COUNT(*) AS row_count,
  COUNT(DISTINCT user_id) AS users,
  CAST(COALESCE(SUM(conversions), 0) AS BIGINT) AS conversions,
  COUNT(*) - COUNT(conversions) AS unknown_conversions,
  SUM(CAST(revenue_usd AS DECIMAL(18,2))) AS revenue_usd
FROM ${CLEAN}
WHERE first_seen_date IS NOT NULL AND date IS NOT NULL
GROUP BY cohort, months_since
ORDER BY cohort, months_since`,
    {},
    "channel_cohorts",
  );
}

/**
 * What each user did and cost in each group, for ratios with users as the independent units: conversions, clicks,
 * impressions, spend and revenue in US dollars, one row per group, user and test group.
 *
 * Only rows with spend, conversions and revenue all reported are added up, so that numerator and denominator of every
 * ratio are about the same rows: `row_count` counts them, and what the table has beyond their sum was left out. Of a
 * file without any revenue, which need not be reported then, there is no column revenue_usd.
 *
 * @example
 * channelRatios(await channelSums(database, "channel"), { heldOut: "B" });
 */
export async function channelSums(database: Database, by: "channel" | "region" | "segment"): Promise<Table> {
  const sums = await database.query(
    `SELECT ${by} AS "group", user_id, test_group, COUNT(*) AS row_count,
  CAST(SUM(conversions) AS BIGINT) AS conversions,
  CAST(SUM(clicks) AS BIGINT) AS clicks,
  CAST(SUM(impressions) AS BIGINT) AS impressions,
  SUM(spend) AS spend_usd,
  SUM(CAST(revenue_usd AS DECIMAL(18,2))) AS revenue_usd
FROM (SELECT *, ${REPORTED_SPEND} AS spend FROM ${CLEAN}) AS reported
WHERE spend IS NOT NULL AND conversions IS NOT NULL
  AND (revenue_usd IS NOT NULL OR (SELECT COUNT(revenue_usd) FROM ${CLEAN}) = 0)
GROUP BY ${by}, user_id, test_group
ORDER BY "group" NULLS LAST, user_id, test_group`,
    {},
    `channel_sums_by_${by}`,
  );
  const { revenue_usd: _, ...columns } = sums.columns;
  return numbersOf(sums, "revenue_usd").every(Number.isNaN) ? { ...sums, columns } : sums;
}

/**
 * Cost per conversion in US dollars by channel, and of all channels in the last row, under four ways to treat missing
 * spend and conversions of the users who were served: rows with both known; nothing for what is missing; the median of
 * all rows; the median of the row's channel. `incomplete` counts the rows that the four treat differently.
 *
 * The rows are the same: where the four disagree, the number is made by the treatment. Spend has a heavy tail, so a
 * median is far below what a typical missing row cost in total, and conversions are mostly 0, so their median is 0.
 *
 * Throws RangeError when a channel has no conversions.
 *
 * @example
 * const table = await kpiByImputation(database, { heldOut: "B" });
 */
export async function kpiByImputation(
  database: Database,
  { heldOut }: { readonly heldOut: string },
): Promise<Table> {
  const table = "channel_served";
  await database.run(
    `CREATE OR REPLACE VIEW ${table} AS
SELECT channel, conversions, ${REPORTED_SPEND} AS spend FROM ${CLEAN}
WHERE channel IS NOT NULL AND test_group <> ${textLiteral(heldOut)}`,
  );
  const ratios = Object.entries(await imputations({ database, table })).map(
    ([name, { spend, conversions }]) =>
      `CAST(SUM(${spend}) AS DOUBLE) / NULLIF(SUM(${conversions}), 0) AS ${name}`,
  );
  const result = await database.query(
    `SELECT COALESCE(channel, 'all channels') AS channel, COUNT(*) - COUNT(spend + conversions) AS incomplete,
  ${ratios.join(",\n  ")}
FROM ${table}
GROUP BY GROUPING SETS ((channel), ())
ORDER BY GROUPING(channel), channel NULLS LAST`,
    {},
    "kpi_by_imputation",
  );
  const without = numbersOf(result, "complete_cases").findIndex(Number.isNaN);
  if (without === -1) return result;
  throw new RangeError(
    `cost per conversion: no conversion with known spend in ${result.columns.channel[without]}`,
  );
}

/** What to add up for spend and for conversions under each treatment of what is missing. */
async function imputations(rows: Rows): Promise<Record<string, { spend: string; conversions: string }>> {
  const channel: TypedColumn = { column: "channel", type: "text" };
  const filled = async (column: string, type: ColumnType, group?: TypedColumn): Promise<string> =>
    `COALESCE(${column}, ${(await medianFill(rows, { column, type }, group)).sql})`;
  return {
    complete_cases: {
      spend: "CASE WHEN conversions IS NOT NULL THEN spend END",
      conversions: "CASE WHEN spend IS NOT NULL THEN conversions END",
    },
    zero_filled: { spend: "spend", conversions: "conversions" },
    median_filled: {
      spend: await filled("spend", "money"),
      conversions: await filled("conversions", "integer"),
    },
    grouped_median: {
      spend: await filled("spend", "money", channel),
      conversions: await filled("conversions", "integer", channel),
    },
  };
}
