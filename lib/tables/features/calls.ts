import { type CleanedTable, fileNames } from "../cleaning/clean-table.js";
import type { Database } from "../database.js";
import { numberLiteral } from "../literals.js";
import { percentiles } from "../percentiles.js";
import { type CallTables, callJoins, type FeatureStep } from "./call-joins.js";
import { type Feature, feature } from "./crm-features.js";
import { countJoins, type JoinReport } from "./join-report.js";

/** Advocates dial for the first time on this day, the account's day being 0: comparing can begin at its end. */
const FIRST_DIAL_DAY = 3;

/**
 * What call_features adds to the customer's own columns, in the order of its columns. Flags that need to know when the
 * account was made are missing where that is not known.
 */
export const CALL_FEATURES: readonly Feature[] = [
  feature("account_on", "accounts.account_on", "day", "day on which the account was made"),
  feature("answer_on", "accounts.answer_on", "day", "first day on which all 45 days of the account are over"),
  flag("pending", "accounts.pending", "the data end before the account's 45 days do: 0 in sold may become 1"),
  flag("sold", oneIfDated("sales.sold_at IS NOT NULL"), "a sale on the account's day or one of the next 44"),
  feature("sold_at", "sales.sold_at", "moment", "the first such sale"),
  feature("sold_price", "sales.sold_price", "USD", "sticker price of the first such sale"),
  feature("attempts", "COALESCE(calls.attempts, 0)", "dials", "all dials to the customer"),
  feature("contacts", "COALESCE(calls.contacts, 0)", "dials", "dials that reached somebody"),
  feature("first_dial_at", "calls.first_dial_at", "moment", "the first dial"),
  flag("attempted", one("calls.attempts > 0"), "dialled, whenever: the published count"),
  flag("contacted", one("calls.contacts > 0"), "reached, whenever: the published count"),
  flag(
    "attempted_before_sale",
    oneIfDated("calls.attempts_in_time > 0"),
    "dialled within 45 days, before any sale",
  ),
  flag(
    "contacted_before_sale",
    oneIfDated("calls.contacts_in_time > 0"),
    "reached within 45 days, before any sale",
  ),
  flag(
    "sold_before_dial",
    oneIfDated("sales.first_sale_at <= calls.first_dial_at"),
    "bought before the first dial, or in its moment",
  ),
  flag(
    "unsold_on_day_3",
    oneIfDated(`accounts.phone_number_hashed IS NOT NULL
    AND COALESCE(CAST(sales.first_sale_at AS DATE) > accounts.account_on + ${FIRST_DIAL_DAY}, TRUE)`),
    "has a phone and had not bought by the end of day 3, the day of the first dials",
  ),
  flag(
    "has_phone",
    one("accounts.phone_number_hashed IS NOT NULL"),
    "a phone is known, so a dial is possible",
  ),
  flag(
    "high_credit",
    above("credit_score_1", "$middle_credit"),
    "credit above the median; missing without one",
  ),
  flag("high_income", above("income", "$high_income"), "income in the highest fifth; missing without one"),
];

/** The table of customers with what was done and what came of it, and how it was made. */
export interface CallFeatures {
  readonly table: string;
  readonly rows: number;
  /** Last day that the data cover, YYYY-MM-DD. */
  readonly until: string;
  /** Above these a customer counts as high: the median credit score, the 80th percentile of the incomes in USD. */
  readonly cutOffs: { readonly credit: number; readonly income: number };
  readonly steps: readonly FeatureStep[];
  readonly report: JoinReport;
}

const CLEANED: CallTables = {
  customers: "customer_history_clean",
  calls: "call_history_clean",
  sales: "sale_history_clean",
};

/**
 * Makes `call_features`: one row per customer with the customer's own columns and those of CALL_FEATURES, ordered by
 * user_id. Calls are joined by phone hash, sales by user_id. The tables are those that cleanTables makes, with its
 * flags, unless `tables` names others: what cleaning set aside is not here, and a value that it filled in counts.
 *
 * A call to a phone that several accounts share belongs to the account that was made last before the call, and to the
 * first of them when it came before all: every call is counted once, every customer is one row. Leave pending accounts
 * out of rates, also those that have bought already: among them a sale is known sooner than its absence. high_credit
 * and high_income are relative to the customers of this table.
 *
 * Attempted and contacted count every dial, as published, also one after the sale, which cannot have caused it. Over all
 * customers attempted_before_sale is no better: whoever bought before a dial could come counts as not dialled, which
 * makes the others look good (immortal time). Compare among those with unsold_on_day_3 = 1, for whom both were
 * possible. What is left between dialled and not is still no effect: advocates chose the eager.
 *
 * `until` is the last day that the data cover; without it, the last day on which one of the tables has a row.
 * Throws RangeError when no customer has a credit score, or none an income.
 *
 * @example
 * const { report } = await makeCallFeatures(database);
 * report.customersOut === report.customersIn; // true
 */
export async function makeCallFeatures(
  database: Database,
  { tables = CLEANED, until }: { tables?: CallTables; until?: string } = {},
): Promise<CallFeatures> {
  const lastDay = until ?? (await lastDayOf(database, tables));
  const customers = { database, table: tables.customers };
  const [credit] = await percentiles(customers, "credit_score_1", [0.5]);
  const [income] = await percentiles(customers, "income", [0.8]);
  const cutOffs = { credit, income };
  const steps = [...callJoins(tables, lastDay), featureStep(tables.customers, cutOffs)];
  for (const { makes, sql } of steps) {
    const kind = makes === "call_features" ? "TABLE" : "VIEW";
    await database.run(`CREATE OR REPLACE ${kind} ${makes} AS ${sql}`);
  }
  const report = await countJoins(database, tables);
  return { table: "call_features", rows: report.customersOut, until: lastDay, cutOffs, steps, report };
}

/** The columns of call_features with their names in files: the customer's as in their file, the others as they are. */
export function callFileNames(cleaned: CleanedTable): Record<string, string> {
  return {
    ...fileNames(cleaned),
    ...Object.fromEntries(CALL_FEATURES.map(({ name, file }) => [name, file])),
  };
}

function featureStep(customers: string, cutOffs: CallFeatures["cutOffs"]): FeatureStep {
  const columns = CALL_FEATURES.map(({ name, sql }) => `  ${sql} AS ${name}`).join(",\n");
  return {
    rule: "one row per customer, with sales and calls where there are any",
    makes: "call_features",
    sql: `SELECT
  customers.*,
${columns}
FROM ${customers} AS customers
JOIN call_accounts AS accounts ON customers.user_id = accounts.user_id
LEFT JOIN sales_by_customer AS sales ON customers.user_id = sales.user_id
LEFT JOIN calls_by_customer AS calls ON customers.user_id = calls.user_id
ORDER BY customers.user_id`
      .replace("$middle_credit", numberLiteral(cutOffs.credit))
      .replace("$high_income", numberLiteral(cutOffs.income)),
  };
}

async function lastDayOf(database: Database, { customers, calls, sales }: CallTables): Promise<string> {
  const { columns } = await database.query(`SELECT CAST(MAX(moment) AS DATE) AS last_day FROM (
  SELECT MAX(account_creation_datetime) AS moment FROM ${customers}
  UNION ALL SELECT MAX(ob_call_datetime) FROM ${calls}
  UNION ALL SELECT MAX(sale_datetime) FROM ${sales}
) AS moments`);
  return String(columns.last_day[0]);
}

function flag(name: string, sql: string, meaning: string): Feature {
  return feature(name, sql, "0 or 1", `1: ${meaning}`);
}

function one(condition: string): string {
  return `CASE WHEN ${condition} THEN 1 ELSE 0 END`;
}

/** Missing where nobody knows when the account was made. */
function oneIfDated(condition: string): string {
  return `CASE WHEN accounts.account_on IS NULL THEN NULL WHEN ${condition} THEN 1 ELSE 0 END`;
}

function above(column: string, limit: string): string {
  return `CASE WHEN customers.${column} > ${limit} THEN 1 WHEN customers.${column} IS NOT NULL THEN 0 END`;
}
