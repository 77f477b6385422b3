import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { tableSchema } from "../../tables/contract/schema.js";
import { openWorkspace } from "../../tables/workspace.js";
import { checkoutSchema, folderWith, SHOP_SCHEMA } from "./files.js";

test("what this run has made is found before what the run before it made", () => {
  const out = folderWith({ "data/raw/a.csv": "new" });
  const previous = folderWith({ "data/raw/a.csv": "old", "data/raw/b.csv": "old" });
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: out, CAMPAIGN_LAB_PREVIOUS: previous });
  assert.equal(workspace.find("data/raw/a.csv"), join(out, "data/raw/a.csv"));
  assert.equal(workspace.find("data/raw/b.csv"), join(previous, "data/raw/b.csv"));
  assert.deepEqual(workspace.list("data/raw"), ["a.csv", "b.csv"]);
});

test("a folder that nobody has made yet has no files", () => {
  assert.deepEqual(openWorkspace({ CAMPAIGN_LAB_OUT: folderWith() }).list("reports/tables"), []);
});

test("a file that is not there names the notebook that makes it", () => {
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: folderWith() });
  const makers: Record<string, string> = {
    "data/raw/campaign_data.csv": "01_synthetic_data",
    "data/raw/truth_channel_performance.csv": "01_synthetic_data",
    "data/interim/marketing_campaign_clean.csv": "02_preprocessing",
    "data/interim/set_aside_channel_performance.csv": "02_preprocessing",
    "data/processed/customers_master.parquet": "02_preprocessing",
    "data/processed/outbound_customers.parquet": "02_preprocessing",
    "data/processed/call_history.parquet": "02_preprocessing",
    // A table of the reader's may be called anything.
    "data/processed/cluster_labels.parquet": "02_preprocessing",
    "data/processed/claims_01.json": "01_synthetic_data",
    "data/processed/claims_02.json": "02_preprocessing",
    "data/processed/claims_03.json": "03_uplift_analysis",
    "data/processed/claims_04.json": "04_segmentation",
  };
  for (const [path, notebook] of Object.entries(makers)) {
    assert.throws(() => workspace.find(path), {
      message: `${path} is not there: run notebook ${notebook} first`,
    });
  }
});

test("a file is written whole: a failure leaves the old one and no remains", () => {
  const out = folderWith({ "taken/inside.txt": "x", "a.txt": "old" });
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: out });
  workspace.write("a.txt", "new");
  assert.equal(readFileSync(join(out, "a.txt"), "utf8"), "new");
  assert.throws(
    () => workspace.write("taken", "x"),
    /cannot write taken: a folder stands where the file is needed/,
  );
  assert.deepEqual(readdirSync(out).sort(), ["a.txt", "taken"]);
});

test("an out folder that cannot be made is a sentence", () => {
  const out = folderWith({ blocked: "a file" });
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: join(out, "blocked") });
  const message = "cannot write data/raw/a.csv: a file stands where a folder is needed";
  assert.throws(() => workspace.write("data/raw/a.csv", "x"), { message });
});

test("a path never leads out of the run's folder", () => {
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: folderWith() });
  assert.throws(
    () => workspace.write("../a.txt", "x"),
    /path "\.\.\/a\.txt": expected one inside the run's folder/,
  );
  assert.throws(() => workspace.find("/etc/hosts"), /expected one inside the run's folder/);
});

test("without a folder of the reader everything is synthetic", () => {
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: folderWith({ "data/raw/campaign_data.csv": "x" }) });
  assert.equal(workspace.own, false);
  assert.equal(workspace.source("campaign_data").synthetic, true);
  assert.deepEqual(workspace.notUsed, []);
});

test("the reader's table is used, the others stay synthetic, strange files are listed", () => {
  const out = folderWith({ "data/raw/campaign_data.csv": "x", "data/raw/truth_campaign_data.csv": "x" });
  const data = folderWith({
    "Marketing_Campaign.TXT": "x",
    "notes.md": "x",
    "sales.csv": "x",
    ".hidden": "x",
  });
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: out, CAMPAIGN_LAB_DATA: data });
  assert.equal(workspace.own, true);
  assert.deepEqual(workspace.notUsed, ["notes.md", "sales.csv"]);
  const own = { path: join(data, "Marketing_Campaign.TXT"), synthetic: false };
  assert.deepEqual(workspace.source("marketing_campaign"), own);
  assert.equal(workspace.source("campaign_data").synthetic, true);
  assert.equal(workspace.source("truth_campaign_data").synthetic, true);
  assert.deepEqual(["marketing_campaign", "campaign_data"].map(workspace.isSynthetic), [false, true]);
});

test("nobody knows the truth of the reader's table", () => {
  const data = folderWith({ "marketing_campaign.csv": "x" });
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: folderWith(), CAMPAIGN_LAB_DATA: data });
  assert.throws(
    () => workspace.source("truth_marketing_campaign"),
    /marketing_campaign is your own table, so nobody knows/,
  );
});

test("the reader's schema adds its table and leaves ours", () => {
  const data = folderWith({ "shop.csv": "x", "data_schema.yaml": SHOP_SCHEMA });
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: folderWith(), CAMPAIGN_LAB_DATA: data });
  assert.equal(workspace.schema.tables[0].name, "shop");
  assert.equal(workspace.schema.tables.length, checkoutSchema().tables.length + 1);
  assert.deepEqual(workspace.notUsed, []);
});

test("a schema elsewhere is taken by its own name", () => {
  const schema = join(folderWith({ "mine.yaml": SHOP_SCHEMA }), "mine.yaml");
  const environment = { CAMPAIGN_LAB_DATA: folderWith({ "shop.csv": "x" }), CAMPAIGN_LAB_SCHEMA: schema };
  assert.equal(openWorkspace(environment).source("shop").synthetic, false);
  const wrong = { ...environment, CAMPAIGN_LAB_SCHEMA: "nowhere.yaml" };
  assert.throws(() => openWorkspace(wrong), /schema nowhere\.yaml: there is no such file/);
});

test("a definition of the reader's without its file does not touch ours", () => {
  const mine = SHOP_SCHEMA.replace("  shop:", "  campaign_data:");
  const data = folderWith({ "marketing_campaign.csv": "x", "data_schema.yaml": mine });
  const { schema } = openWorkspace({ CAMPAIGN_LAB_DATA: data });
  const ours = tableSchema(checkoutSchema(), "campaign_data");
  assert.deepEqual(tableSchema(schema, "campaign_data"), ours);
});

test("a folder without any table names its files and what was expected", () => {
  const data = folderWith({ "orders.csv": "x", "customers.xlsx": "x" });
  assert.throws(() => openWorkspace({ CAMPAIGN_LAB_DATA: data }), {
    name: "NoTableRecognised",
    message:
      /no file belongs to a table\. Found customers\.xlsx, orders\.csv; expected campaign_data or .* with one of \.csv, /,
  });
});

test("an empty folder says so", () => {
  assert.throws(
    () => openWorkspace({ CAMPAIGN_LAB_DATA: folderWith() }),
    /Found no files; expected campaign_data/,
  );
});

test("two files for one table are refused", () => {
  const data = folderWith({ "campaign_data.csv": "x", "campaign_data.tsv": "x" });
  assert.throws(
    () => openWorkspace({ CAMPAIGN_LAB_DATA: data }),
    /table campaign_data: campaign_data\.csv and campaign_data\.tsv both belong to it; keep one/,
  );
});

test("a data folder that is a file or not there is refused", () => {
  const folder = folderWith({ "a.csv": "x" });
  assert.throws(
    () => openWorkspace({ CAMPAIGN_LAB_DATA: join(folder, "a.csv") }),
    /data folder a\.csv: is a file; give the/,
  );
  assert.throws(
    () => openWorkspace({ CAMPAIGN_LAB_DATA: join(folder, "b") }),
    /data folder b: there is no such folder/,
  );
});
