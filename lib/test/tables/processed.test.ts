import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { seededRandom } from "../../statistics/random.js";
import { bankCampaign } from "../../synthetic/bank/campaign.js";
import { crmCustomers } from "../../synthetic/shop/customers.js";
import { cleanTable } from "../../tables/cleaning/clean-table.js";
import { numbersOf } from "../../tables/columns.js";
import { tableSchema } from "../../tables/contract/schema.js";
import { openDatabase } from "../../tables/database.js";
import { crmFileNames, makeCrmFeatures } from "../../tables/features/crm-features.js";
import { loadCleaned, loadExperiment, loadProcessed, loadSource, loadTruth } from "../../tables/processed.js";
import { saveCleaned, saveProcessed } from "../../tables/save.js";
import { openWorkspace } from "../../tables/workspace.js";
import { csvText } from "../../tables/write.js";
import { near } from "../near.js";
import { folderWith, withoutKeyFigures } from "./files.js";

// The tables of notebook 01: the schema holds their key figures, and refuses others.
const bank = bankCampaign({ rows: 5_000, random: seededRandom("bank campaign") });
const shop = crmCustomers({ rows: 2_240, random: seededRandom("shop customers") });

/** A workspace whose data/raw holds both synthetic tables, as notebook 01 leaves it. */
function afterNotebookOne(environment: NodeJS.ProcessEnv = {}) {
  const out = folderWith();
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: out, ...environment });
  for (const table of [bank.data, bank.truth, shop.data, shop.truth]) {
    workspace.writeCsv(`data/raw/${table.name}.csv`, table);
  }
  return { out, workspace: { ...workspace, schema: withoutKeyFigures(workspace.schema) } };
}

test("what one notebook saves the next one loads, whole and in order", async () => {
  const { out, workspace } = afterNotebookOne();
  const database = await openDatabase();
  await loadSource(workspace, database, "campaign_data");
  await loadSource(workspace, database, "marketing_campaign");
  const [cleanedBank, cleanedShop] = [
    await cleanTable(database, tableSchema(workspace.schema, "campaign_data")),
    await cleanTable(database, tableSchema(workspace.schema, "marketing_campaign")),
  ];
  await makeCrmFeatures(database);
  const paths = await saveCleaned(workspace, database, [cleanedBank, cleanedShop]);
  const features = { table: "crm_features", file: "customers_master", names: crmFileNames(cleanedShop) };
  paths.push(...(await saveProcessed(workspace, database, features)));
  assert.deepEqual(
    paths.filter((path) => !existsSync(join(out, path))),
    [],
  );
  const loaded = await loadProcessed(workspace, await openDatabase(), "campaign_data");
  assert.equal(loaded.rows, 5_000);
  assert.deepEqual(numbersOf(loaded, "responded"), bank.data.columns.responded);
  database.close();
});

test("the cleaned table's experiment is summed up from its file, and a table without arms has none", async () => {
  const { workspace } = afterNotebookOne();
  const database = await openDatabase();
  await loadSource(workspace, database, "campaign_data");
  const cleaned = await cleanTable(database, tableSchema(workspace.schema, "campaign_data"));
  await saveCleaned(workspace, database, [cleaned]);
  const summary = await loadExperiment(workspace, await openDatabase(), "campaign_data");
  assert.deepEqual(
    summary?.arms.map(({ customers }) => customers),
    [2_486, 2_514],
  );
  const [control, treated] = summary?.cells ?? [];
  assert.deepEqual([control.sum, treated.sum], [113, 420]);
  assert.equal(await loadExperiment(workspace, database, "retail_sales"), undefined);
  database.close();
});

test("a cleaned table has the name again that features are made from, and a missing one names its notebook", async () => {
  const { workspace } = afterNotebookOne();
  const database = await openDatabase();
  await loadSource(workspace, database, "campaign_data");
  const cleaned = await cleanTable(database, tableSchema(workspace.schema, "campaign_data"));
  await saveCleaned(workspace, database, [cleaned]);
  const next = await openDatabase();
  await loadCleaned(workspace, next, "campaign_data");
  const { columns } = await next.query("SELECT COUNT(*) AS customers FROM campaign_data_clean");
  assert.equal(Number(columns.customers[0]), 5_000);
  await assert.rejects(
    loadCleaned(workspace, next, "retail_sales"),
    /data\/processed\/retail_sales.parquet is not there: run notebook 02_preprocessing first/,
  );
  next.close();
  database.close();
});

test("the truth comes in the order of the customers that are asked for", async () => {
  const { workspace } = afterNotebookOne();
  const database = await openDatabase();
  const ids = bank.truth.columns.customer_id as string[];
  const customers = { name: "backwards", rows: 5_000, columns: { customer_id: [...ids].reverse() } };
  const effects = await loadTruth(workspace, database, {
    customers,
    truth: "truth_campaign_data",
    column: "effect",
  });
  assert.deepEqual([...effects!], [...(bank.truth.columns.effect as Float64Array)].reverse());
  database.close();
});

test("the truth may be an expression of its columns: what was spent more by being mailed", async () => {
  const { workspace } = afterNotebookOne();
  const database = await openDatabase();
  const more = { truth: "truth_campaign_data", column: "spend_treated - spend_control" };
  const effects = await loadTruth(workspace, database, { ...more, customers: bank.data });
  const [treated, control] = ["spend_treated", "spend_control"].map(
    (name) => bank.truth.columns[name] as Float64Array,
  );
  assert.equal(effects?.length, 5_000);
  effects.forEach((effect, row) => {
    near(effect, treated[row] - control[row], 1e-9);
  });
  database.close();
});

test("nobody knows the truth of a reader's own table", async () => {
  const own = folderWith({ "campaign_data.csv": csvText(bank.data) });
  const { workspace } = afterNotebookOne({ CAMPAIGN_LAB_DATA: own });
  const asked = { customers: bank.data, truth: "truth_campaign_data", column: "effect" };
  assert.equal(await loadTruth(workspace, await openDatabase(), asked), undefined);
});

test("a customer who is not in the truth is named", async () => {
  const { workspace } = afterNotebookOne();
  const customers = { name: "c", rows: 1, columns: { customer_id: ["CUST99999"] } };
  const asked = { customers, truth: "truth_campaign_data", column: "effect" };
  await assert.rejects(
    async () => loadTruth(workspace, await openDatabase(), asked),
    /truth_campaign_data: customer CUST99999 is not there/,
  );
});

test("a table that is not there yet says which notebook makes it", async () => {
  const { workspace } = afterNotebookOne();
  await assert.rejects(
    async () => loadProcessed(workspace, await openDatabase(), "customers_master"),
    /data\/processed\/customers_master.parquet is not there: run notebook 02_preprocessing first/,
  );
});
