import { textLiteral } from "../literals.js";

/** Names of the three tables in the database, as loaded or cleaned. */
export interface CallTables {
  readonly customers: string;
  readonly calls: string;
  readonly sales: string;
}

/** One statement of the way to call_features: what it does, and the view or table that it makes. */
export interface FeatureStep {
  readonly rule: string;
  readonly makes: string;
  readonly sql: string;
}

/** Days from the account's day on in which a sale counts; the day after the last of them no longer does. */
const SALE_WINDOW_DAYS = 45;

/**
 * The joins before call_features, one view each: accounts with their window and their part of a shared phone; each sale
 * and each call with its customer and its timing; sales and calls by customer. A sale or call belongs to one customer
 * or to none, and its timing is one of those that the join report counts.
 */
export function callJoins(tables: CallTables, until: string): FeatureStep[] {
  return [
    accountsOf(tables.customers, until),
    customerSales(tables.sales),
    salesByCustomer(),
    customerCalls(tables.calls),
    callsByCustomer(),
  ];
}

function accountsOf(customers: string, until: string): FeatureStep {
  return {
    rule: "each account's 45 days, and from when to when a shared phone is its own",
    makes: "call_accounts",
    sql: `SELECT
  accounts.*,
  account_on + ${SALE_WINDOW_DAYS} AS answer_on,
  CAST(account_on + ${SALE_WINDOW_DAYS - 1} > CAST(${textLiteral(until)} AS DATE) AS INTEGER) AS pending,
  ROW_NUMBER() OVER by_phone AS place_at_phone,
  LEAD(account_at) OVER by_phone AS next_account_at,
  COUNT(*) OVER (PARTITION BY phone_number_hashed) AS accounts_at_phone
FROM (
  SELECT
    user_id,
    phone_number_hashed,
    account_creation_datetime AS account_at,
    CAST(account_creation_datetime AS DATE) AS account_on
  FROM ${customers}
) AS accounts
WINDOW by_phone AS (PARTITION BY phone_number_hashed ORDER BY account_at NULLS LAST, user_id)`,
  };
}

function customerSales(sales: string): FeatureStep {
  return {
    rule: "each sale with its customer, and when it was, seen from the account's day",
    makes: "customer_sales",
    sql: `SELECT
  sales.user_id,
  sales.sale_datetime AS sold_at,
  sales.sticker_price,
  CASE
    WHEN accounts.user_id IS NULL THEN 'no customer'
    WHEN sales.sale_datetime IS NULL OR accounts.account_on IS NULL THEN 'no date'
    WHEN CAST(sales.sale_datetime AS DATE) < accounts.account_on THEN 'before the account'
    WHEN CAST(sales.sale_datetime AS DATE) < accounts.answer_on THEN 'within 45 days'
    ELSE 'later'
  END AS timing
FROM ${sales} AS sales
LEFT JOIN call_accounts AS accounts ON sales.user_id = accounts.user_id`,
  };
}

function salesByCustomer(): FeatureStep {
  return {
    rule: "the first sale since the account, and the first within 45 days",
    makes: "sales_by_customer",
    sql: `SELECT
  user_id,
  MIN(sold_at) AS first_sale_at,
  MIN(sold_at) FILTER (WHERE timing = 'within 45 days') AS sold_at,
  MIN_BY(sticker_price, sold_at) FILTER (WHERE timing = 'within 45 days') AS sold_price
FROM customer_sales
WHERE timing IN ('within 45 days', 'later')
GROUP BY user_id`,
  };
}

function customerCalls(calls: string): FeatureStep {
  return {
    rule: "each call with the account that its phone belonged to, and whether it came in time to cause a sale",
    makes: "customer_calls",
    sql: `SELECT
  accounts.user_id,
  calls.phone_number_hashed,
  calls.ob_call_datetime AS called_at,
  calls.contacted,
  CASE
    WHEN accounts.user_id IS NULL THEN 'no customer'
    WHEN calls.ob_call_datetime IS NULL OR accounts.account_at IS NULL THEN 'no date'
    WHEN calls.ob_call_datetime < accounts.account_at THEN 'before the account'
    WHEN calls.ob_call_datetime >= sales.first_sale_at THEN 'after a sale'
    WHEN CAST(calls.ob_call_datetime AS DATE) < accounts.answer_on THEN 'in time'
    ELSE 'later'
  END AS timing
FROM ${calls} AS calls
LEFT JOIN call_accounts AS accounts
  ON calls.phone_number_hashed = accounts.phone_number_hashed
  AND (accounts.place_at_phone = 1 OR calls.ob_call_datetime >= accounts.account_at)
  AND (accounts.next_account_at IS NULL OR COALESCE(calls.ob_call_datetime < accounts.next_account_at, TRUE))
LEFT JOIN sales_by_customer AS sales ON accounts.user_id = sales.user_id`,
  };
}

function callsByCustomer(): FeatureStep {
  return {
    rule: "calls counted by customer: all of them, and those in time",
    makes: "calls_by_customer",
    sql: `SELECT
  user_id,
  COUNT(*) AS attempts,
  CAST(SUM(contacted) AS BIGINT) AS contacts,
  MIN(called_at) AS first_dial_at,
  COUNT(*) FILTER (WHERE timing = 'in time') AS attempts_in_time,
  CAST(SUM(contacted) FILTER (WHERE timing = 'in time') AS BIGINT) AS contacts_in_time
FROM customer_calls
WHERE user_id IS NOT NULL
GROUP BY user_id`,
  };
}
