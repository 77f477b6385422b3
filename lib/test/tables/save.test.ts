import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cleanTable } from "../../tables/cleaning/clean-table.js";
import { openDatabase } from "../../tables/database.js";
import { loadTable } from "../../tables/reading/read.js";
import { saveCleaned, saveProcessed, writeRaw } from "../../tables/save.js";
import { openWorkspace } from "../../tables/workspace.js";
import { folderWith } from "./files.js";
import { crmText, databaseWith, schemaOf } from "./loaded.js";

const crm = schemaOf("marketing_campaign");
const customers = crmText(
  { Income: "", Marital_Status: "=YOLO" },
  { Income: 30 },
  { Year_Birth: 1899, Income: 10 },
);

/** Cleans and saves the customers into a folder of its own. */
async function saved(text: string) {
  const out = folderWith();
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: out });
  const database = await databaseWith(crm, text);
  const cleaned = await cleanTable(database, crm);
  const paths = await saveCleaned(workspace, database, [cleaned]);
  const read = (path: string): string => readFileSync(join(out, path), "utf8");
  return { database, workspace, cleaned, paths, read };
}

test("a cleaned table and its rows set aside have the columns of their file, with flags, record and reason", async () => {
  const { database, paths, read } = await saved(customers);
  assert.deepEqual(paths, [
    "data/interim/marketing_campaign_clean.csv",
    "data/interim/set_aside_marketing_campaign.csv",
    "data/processed/marketing_campaign.parquet",
  ]);
  const clean = read(paths[0]).split("\n");
  assert.match(clean[0], /^ID,Year_Birth,Education,.*,Response,income_missing$/);
  assert.match(clean[1], /^1,1970,Phd,'=Yolo,/);
  assert.equal(clean.length, 4);
  const aside = read(paths[1]).split("\n");
  assert.match(aside[0], /^record_number,ID,Year_Birth,Education,.*,Response,reason$/);
  assert.match(aside[1], /^4,3,1899,PhD,Single,10.0,.*,year_birth outside of 1945 to 2007$/);
  database.close();
});

test("a second run writes the same bytes, and so does the table in another form", async () => {
  const first = await saved(customers);
  const tabs = customers.replaceAll(",", "\t").replaceAll("2014-01-31", "31-01-2014");
  for (const text of [customers, tabs]) {
    const again = await saved(text);
    for (const path of first.paths.slice(0, 2)) assert.equal(again.read(path), first.read(path));
    again.database.close();
  }
  first.database.close();
});

test("a cleaned file can be given back as the table that it came from", async () => {
  const { database, workspace, read } = await saved(customers);
  const again = await openDatabase();
  const path = workspace.find("data/interim/marketing_campaign_clean.csv");
  const { unusedColumns } = await loadTable(again, crm, path);
  assert.deepEqual(unusedColumns, ["income_missing"]);
  const columns = "id, education, marital_status, income, dt_customer, response";
  const [back, clean] = [
    await again.query(`SELECT ${columns} FROM marketing_campaign`),
    await database.query(`SELECT ${columns} FROM marketing_campaign_clean`),
  ];
  assert.deepEqual(back, clean);
  assert.ok(!read("data/interim/marketing_campaign_clean.csv").includes("record_number"));
  database.close();
  again.close();
});

test("a table of features is written for people and for the next notebook, under the names that are asked for", async () => {
  const { database, workspace, cleaned, read } = await saved(customers);
  const paths = await saveProcessed(workspace, database, {
    table: cleaned.table,
    file: "customers_master",
    names: { id: "ID", income: "Income" },
  });
  assert.deepEqual(paths, ["data/processed/customers_master.csv", "data/processed/customers_master.parquet"]);
  // Incomes 10 and 30 are known, so their median 20 is filled in; then the 1st and 99th percentile of 20 and 30.
  assert.equal(read(paths[0]), "ID,Income\n1,20.1\n2,29.9\n");
  database.close();
});

/** One row of a table, its truth, and a table of another family, as a generator makes them. */
const made = ["retail_customers", "truth_retail_customers", "customer_history"].map((name) => ({
  name,
  rows: 1,
  columns: { any: ["x"] },
}));

test("synthetic tables are written under their files' names", () => {
  const out = folderWith();
  const names = writeRaw(openWorkspace({ CAMPAIGN_LAB_OUT: out }), made);
  assert.deepEqual(
    names,
    made.map(({ name }) => name),
  );
  assert.deepEqual(readdirSync(join(out, "data/raw")).sort(), [
    "CustomerHistory.csv",
    "retail_customers.csv",
    "truth_retail_customers.csv",
  ]);
  assert.equal(readFileSync(join(out, "data/raw/CustomerHistory.csv"), "utf8"), "any\nx\n");
});

test("a table that the reader brought is not written over, and its truth is not made up", () => {
  const [out, data] = [folderWith(), folderWith({ "Retail_Customers.tsv": "x" })];
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: out, CAMPAIGN_LAB_DATA: data });
  assert.deepEqual(writeRaw(workspace, made), ["customer_history"]);
  assert.deepEqual(readdirSync(join(out, "data/raw")), ["CustomerHistory.csv"]);
});

test("a table that the schema does not know has no file", () => {
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: folderWith() });
  const unknown = { ...made[0], name: "sales" };
  assert.throws(() => writeRaw(workspace, [unknown]), /table "sales": not in the schema/);
});
