import { type CleanedTable, fileNames } from "../cleaning/clean-table.js";
import type { Database } from "../database.js";
import { textLiteral } from "../literals.js";

/** A feature: its name in files, its SQL over the cleaned columns and the features before it, unit and meaning. */
export interface Feature {
  readonly name: string;
  readonly file: string;
  readonly sql: string;
  readonly unit: string;
  readonly meaning: string;
}

/** A feature that files call by its own name. */
export function feature(name: string, sql: string, unit: string, meaning: string): Feature {
  return { name, file: name, sql, unit, meaning };
}

/** Spend on the six product groups, and purchases by the four channels. */
const SPEND = ["wines", "fruits", "meat_products", "fish_products", "sweet_products", "gold_prods"];
const PURCHASES = ["deals_purchases", "web_purchases", "catalog_purchases", "store_purchases"];
const [SPEND_COLUMNS, PURCHASE_COLUMNS] = [
  SPEND.map((group) => `mnt_${group}`),
  PURCHASES.map((way) => `num_${way}`),
];

/** The published analysis counts a month as this many days, */
const DAYS_PER_MONTH = "30.44";
/** and takes this share of revenue to be left after costs. */
const MARGIN = "0.30";
const ACCEPTED = [1, 2, 3, 4, 5].map((n) => `accepted_cmp${n} = 1`).join(" OR ");
const TENURE_DAYS = "DATE_DIFF('day', dt_customer, CAST($snapshot AS DATE))";
const AOV = share("total_spend", "total_purchases");

/** The features that need nothing but the cleaned columns. */
const FIRST_FEATURES: readonly Feature[] = [
  feature("age", "$snapshot_year - year_birth", "years", "year of the snapshot minus year of birth"),
  feature(
    "total_spend",
    SPEND_COLUMNS.join(" + "),
    "monetary units in two years",
    "spend on all six product groups",
  ),
  feature("total_purchases", PURCHASE_COLUMNS.join(" + "), "purchases", "purchases by all four channels"),
  feature(
    "tenure_months",
    `ROUND(${TENURE_DAYS} / CAST('${DAYS_PER_MONTH}' AS DOUBLE), 2)`,
    `months of ${DAYS_PER_MONTH} days`,
    "time from enrolment to the snapshot",
  ),
  feature(
    "accepted_earlier",
    `CASE WHEN ${ACCEPTED} THEN 1 ELSE 0 END`,
    "0 or 1",
    "1 accepted the offer of any of the five earlier campaigns",
  ),
].map(publishedFile);

/** The features made from the first ones. */
const SECOND_FEATURES: readonly Feature[] = [
  feature(
    "aov",
    AOV,
    "monetary units per purchase",
    "average order value: total spend by total purchases, 0 without purchases",
  ),
  ...SPEND_COLUMNS.map((column) => shareFeature(column, "total_spend")),
  ...PURCHASE_COLUMNS.map((column) => shareFeature(column, "total_purchases")),
  feature(
    "web_conversion_proxy",
    "num_web_purchases / NULLIF(num_web_visits_month, 0)",
    "purchases per visit",
    "web purchases by web visits of the last month; two periods, so not a rate; missing without visits",
  ),
  feature(
    "clv_proxy",
    `${AOV} * (total_purchases / NULLIF(tenure_months, 0)) * 12 * CAST('${MARGIN}' AS DOUBLE)`,
    "monetary units per year",
    `AOV × purchases per month of tenure × 12 × a margin of ${MARGIN}; the past carried on, not a forecast`,
  ),
].map(publishedFile);

/** All features of crm_features, in the order of its columns. */
export const CRM_FEATURES: readonly Feature[] = [...FIRST_FEATURES, ...SECOND_FEATURES];

/** The ten measures that the published analysis clusters customers by. */
export const CLUSTER_MEASURES: readonly string[] = [
  ...["recency", "total_purchases", "total_spend", "aov", "age", "income"],
  ...PURCHASES.map((way) => `share_${way}`),
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
  return { ...fileNames(cleaned), ...Object.fromEntries(CRM_FEATURES.map(({ name, file }) => [name, file])) };
}

/** One column by a total, 0 where the total is 0: nobody's basket without purchases has shares. */
function share(part: string, total: string): string {
  return `COALESCE(${part} / NULLIF(${total}, 0), 0)`;
}

/** mnt_wines by total_spend is share_wines. */
function shareFeature(column: string, total: string): Feature {
  const name = column.replace(/^[a-z]+_/, "share_");
  return feature(name, share(column, total), "fraction", `${column} by ${total}, 0 without any`);
}

/** total_spend is TotalSpend in the published files. */
function publishedFile(one: Feature): Feature {
  const title = one.name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return { ...one, file: title.replace(/^Aov$|^Clv/, (name) => name.toUpperCase()) };
}

function listOf(features: readonly Feature[]): string {
  return features.map(({ name, sql }) => `\n    ${sql} AS ${name}`).join(",");
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
