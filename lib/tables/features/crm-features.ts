import { type CleanedTable, fileNames } from "../cleaning/clean-table.js";
import type { Database } from "../database.js";
import { textLiteral } from "../literals.js";

/** Spend on the six product groups. */
export const CRM_SPEND: readonly string[] = [
  "mnt_wines",
  "mnt_fruits",
  "mnt_meat_products",
  "mnt_fish_products",
  "mnt_sweet_products",
  "mnt_gold_prods",
];

/** Purchases by the four channels. */
export const CRM_PURCHASES: readonly string[] = [
  "num_deals_purchases",
  "num_web_purchases",
  "num_catalog_purchases",
  "num_store_purchases",
];

/** A feature: its name in files, its SQL over the cleaned columns and the features before it, unit and meaning. */
export interface Feature {
  readonly name: string;
  readonly file: string;
  readonly sql: string;
  readonly unit: string;
  readonly meaning: string;
}

/** The published analysis counts a month as this many days, */
const DAYS_PER_MONTH = "30.44";
/** and takes this share of revenue to be left after costs. */
const MARGIN = "0.30";

/** The features that need nothing but the cleaned columns. */
const FIRST_FEATURES: readonly Feature[] = [
  {
    name: "age",
    file: "Age",
    sql: "$snapshot_year - year_birth",
    unit: "years",
    meaning: "year of the snapshot minus year of birth",
  },
  {
    name: "total_spend",
    file: "TotalSpend",
    sql: CRM_SPEND.join(" + "),
    unit: "monetary units in two years",
    meaning: "spend on all six product groups",
  },
  {
    name: "total_purchases",
    file: "TotalPurchases",
    sql: CRM_PURCHASES.join(" + "),
    unit: "purchases",
    meaning: "purchases by all four channels",
  },
  {
    name: "tenure_months",
    file: "TenureMonths",
    sql: `ROUND(DATE_DIFF('day', dt_customer, CAST($snapshot AS DATE)) / CAST('${DAYS_PER_MONTH}' AS DOUBLE), 2)`,
    unit: `months of ${DAYS_PER_MONTH} days`,
    meaning: "time from enrolment to the snapshot",
  },
  {
    name: "accepted_earlier",
    file: "AcceptedEarlier",
    sql: `CASE WHEN ${[1, 2, 3, 4, 5].map((n) => `accepted_cmp${n} = 1`).join(" OR ")} THEN 1 ELSE 0 END`,
    unit: "0 or 1",
    meaning: "1 accepted the offer of any of the five earlier campaigns",
  },
];

/** The features made from the first ones. */
const SECOND_FEATURES: readonly Feature[] = [
  {
    name: "aov",
    file: "AOV",
    sql: share("total_spend", "total_purchases"),
    unit: "monetary units per purchase",
    meaning: "average order value: total spend by total purchases, 0 without purchases",
  },
  ...CRM_SPEND.map((column) => shareFeature(column, "total_spend")),
  ...CRM_PURCHASES.map((column) => shareFeature(column, "total_purchases")),
  {
    name: "web_conversion_proxy",
    file: "WebConversionProxy",
    sql: "num_web_purchases / NULLIF(num_web_visits_month, 0)",
    unit: "purchases per visit",
    meaning:
      "web purchases by web visits of the last month; two periods, so not a rate; missing without visits",
  },
  {
    name: "clv_proxy",
    file: "CLVProxy",
    sql: `${share("total_spend", "total_purchases")} * (total_purchases / NULLIF(tenure_months, 0)) * 12 * CAST('${MARGIN}' AS DOUBLE)`,
    unit: "monetary units per year",
    meaning: `AOV × purchases per month of tenure × 12 × a margin of ${MARGIN}; the past carried on, not a forecast`,
  },
];

/** All features of crm_features, in the order of its columns. */
export const CRM_FEATURES: readonly Feature[] = [...FIRST_FEATURES, ...SECOND_FEATURES];

/** The ten measures that the published analysis clusters customers by. */
export const CLUSTER_MEASURES: readonly string[] = [
  "recency",
  "total_purchases",
  "total_spend",
  "aov",
  "age",
  "income",
  ...CRM_PURCHASES.map((column) => `share_${column.replace("num_", "")}`),
];

/** The table of features, the day it is about, and how it was made. */
export interface CrmFeatures {
  readonly table: string;
  readonly rows: number;
  /** The day from which ages and tenures are counted, YYYY-MM-DD. */
  readonly snapshot: string;
  readonly sql: string;
}

/**
 * Makes `crm_features` from `marketing_campaign_clean`: every cleaned column and the features of CRM_FEATURES, in file order.
 *
 * The snapshot is the last enrolment plus the largest recency in days, as in the published analysis. On the
 * public file it is 2014-10-06, and the mean of total_spend is 598.412, of clv_proxy 177.342.
 *
 * @example
 * const { snapshot } = await makeCrmFeatures(database);
 */
export async function makeCrmFeatures(database: Database): Promise<CrmFeatures> {
  const latest = await database.query(
    "SELECT MAX(dt_customer) AS enrolled, MAX(recency) AS recency FROM marketing_campaign_clean",
  );
  const snapshot = addDays(String(latest.columns.enrolled[0]), Number(latest.columns.recency[0]));
  const sql = `SELECT customers.*,${listOf(SECOND_FEATURES)}
FROM (
  SELECT *,${listOf(FIRST_FEATURES)}
  FROM marketing_campaign_clean
) AS customers
ORDER BY record_number`
    .replaceAll("$snapshot_year", snapshot.slice(0, 4))
    .replaceAll("$snapshot", textLiteral(snapshot));
  await database.run(`CREATE OR REPLACE TABLE crm_features AS ${sql}`);
  const rows = (await database.query("SELECT COUNT(*) AS n FROM crm_features")).columns.n[0];
  return { table: "crm_features", rows: Number(rows), snapshot, sql };
}

/** The columns of crm_features with the names that the published files give them: "ID", "MntWines", "TotalSpend". */
export function crmFileNames(cleaned: CleanedTable): Record<string, string> {
  const features = CRM_FEATURES.map(({ name, file }): [string, string] => [name, file]);
  return { ...fileNames(cleaned), ...Object.fromEntries(features) };
}

/** One column by a total, 0 where the total is 0: nobody's basket without purchases has shares. */
function share(part: string, total: string): string {
  return `COALESCE(${part} / NULLIF(${total}, 0), 0)`;
}

/** mnt_wines by total_spend is share_wines, ShareWines in files. */
function shareFeature(column: string, total: string): Feature {
  const words = column.split("_").slice(1);
  const title = words.map((word) => word[0].toUpperCase() + word.slice(1)).join("");
  return {
    name: `share_${words.join("_")}`,
    file: `Share${title}`,
    sql: share(column, total),
    unit: "fraction",
    meaning: `${column} by ${total}, 0 without any`,
  };
}

function listOf(features: readonly Feature[]): string {
  return features.map(({ name, sql }) => `\n    ${sql} AS ${name}`).join(",");
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
