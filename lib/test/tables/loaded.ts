import { join } from "node:path";
import { type TableSchema, tableSchema } from "../../tables/contract/schema.js";
import { type Database, openDatabase } from "../../tables/database.js";
import { loadTable } from "../../tables/reading/read.js";
import { checkoutSchema, folderWith } from "./files.js";

/** A table of the checkout's schema, without the figures that only the whole synthetic table has. */
export function schemaOf(table: string): TableSchema {
  return { ...tableSchema(checkoutSchema(), table), keyFigures: [] };
}

/** A database into which a file with this content was loaded as the schema's table. */
export async function databaseWith(schema: TableSchema, content: string): Promise<Database> {
  const database = await openDatabase();
  await loadTable(database, schema, join(folderWith({ "table.csv": content }), "table.csv"));
  return database;
}

/** CRM customers who differ in a few columns from one plain customer. */
export function crmText(...customers: readonly Record<string, number | string>[]): string {
  const plain: Record<string, number | string> = Object.fromEntries(
    schemaOf("marketing_campaign").columns.map(({ file }) => [file, 1]),
  );
  Object.assign(plain, {
    Year_Birth: 1970,
    Education: "PhD",
    Marital_Status: "Single",
    Dt_Customer: "2014-01-31",
  });
  const rows = customers.map((customer, i) => Object.values({ ...plain, ID: i + 1, ...customer }).join(","));
  return `${[Object.keys(plain).join(","), ...rows].join("\n")}\n`;
}
