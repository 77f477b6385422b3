import { type Database, openDatabase } from "../../../tables/database.js";
import { type CallFeatures, makeCallFeatures } from "../../../tables/features/calls.js";
import { rowAt } from "../files.js";

export interface Shop {
  /** User, account moment, phone; then credit score and income, 600 and 50000 when left out. */
  readonly accounts: readonly (readonly [string, string | null, string | null, (number | null)?, number?])[];
  /** Phone, moment, reached. */
  readonly calls?: readonly (readonly [string | null, string | null, number])[];
  /** User, moment; the price is 100 for the first sale, 200 for the second and so on. */
  readonly sales?: readonly (readonly [string, string | null])[];
}

/** A database with the three tables as cleaning makes them, the columns that the joins need. */
export async function shopWith({ accounts, calls = [], sales = [] }: Shop): Promise<Database> {
  const database = await openDatabase();
  const cell = (value: string | number | null): string =>
    typeof value === "string" ? `'${value}'` : String(value);
  const fill = async (
    table: string,
    definition: string,
    rows: readonly (readonly (string | number | null)[])[],
  ) => {
    await database.run(`CREATE TABLE ${table} (${definition})`);
    for (const row of rows) await database.run(`INSERT INTO ${table} VALUES (${row.map(cell).join(", ")})`);
  };
  await fill(
    "customer_history_clean",
    "user_id STRING, account_creation_datetime TIMESTAMP, phone_number_hashed STRING, credit_score_1 DOUBLE, income DOUBLE",
    accounts.map(([user, moment, phone, credit = 600, income = 50_000]) => [
      user,
      moment,
      phone,
      credit,
      income,
    ]),
  );
  await fill(
    "call_history_clean",
    "phone_number_hashed STRING, ob_call_datetime TIMESTAMP, contacted BIGINT",
    calls.map((call) => [...call]),
  );
  await fill(
    "sale_history_clean",
    "user_id STRING, sale_datetime TIMESTAMP, sticker_price DECIMAL(18,2)",
    sales.map(([user, moment], i) => [user, moment, 100 * (i + 1)]),
  );
  return database;
}

/** The features of a shop, one object a customer, and the report. */
export async function featuresOf(
  shop: Shop,
  until?: string,
): Promise<CallFeatures & { readonly customers: Record<string, number | string | null>[] }> {
  const database = await shopWith(shop);
  const features = await makeCallFeatures(database, { until });
  const table = await database.query("SELECT * FROM call_features");
  database.close();
  return { ...features, customers: Array.from({ length: table.rows }, (_, row) => rowAt(table, row)) };
}

export const MARCH_1 = "2018-03-01 13:30:00";
