import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { copyCsv, copyQuery } from "../../tables/copy.js";
import { openDatabase } from "../../tables/database.js";
import { openWorkspace } from "../../tables/workspace.js";
import { folderWith } from "./files.js";

async function databaseOfShops() {
  const database = await openDatabase();
  await database.run(`CREATE TABLE shops AS SELECT * FROM (VALUES
  (1, '=HYPERLINK("x")', 0.1e0 + 0.2e0, 28352.20, DATE '2020-01-02'),
  (2, '''@home', 1e-7, 5, NULL),
  (3, 'plain, "quoted"', NULL, NULL, NULL),
  (4, '', 12, 0.05, NULL),
  (5, '''quoted''', -3, 1, NULL)) AS v(id, name, rate, price, day)`);
  return database;
}

test("a copied table has the names that are asked for, whole numbers and cells that no spreadsheet runs", async () => {
  const out = folderWith();
  const database = await databaseOfShops();
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: out });
  const names = { id: "ID", name: 'The "name"', rate: "rate", price: "Price", day: "day" };
  await copyCsv(workspace, database, { table: "shops", path: "data/it's/shops.csv", names });
  assert.equal(
    readFileSync(join(out, "data/it's/shops.csv"), "utf8"),
    `ID,"The ""name""",rate,Price,day
1,"'=HYPERLINK(""x"")",0.30000000000000004,28352.20,2020-01-02
2,''@home,1e-07,5.00,
3,"plain, ""quoted""",,,
4,,12.0,0.05,
5,'quoted',-3.0,1.00,
`,
  );
  assert.deepEqual(readdirSync(join(out, "data/it's")), ["shops.csv"]);
  database.close();
});

test("a table of a hundred thousand rows is copied in its order, by two threads too", async () => {
  const out = folderWith();
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: out });
  const database = await openDatabase({ threads: 2 });
  await database.run("CREATE TABLE numbers AS SELECT i AS n FROM range(300000) AS r(i)");
  await copyCsv(workspace, database, { table: "numbers", path: "n.csv", names: { n: "n" } });
  const lines = readFileSync(join(out, "n.csv"), "utf8").trimEnd().split("\n");
  assert.equal(lines.length, 300_001);
  assert.ok(lines.every((line, i) => i === 0 || line === String(i - 1)));
  database.close();
});

test("a folder that stands where the file is needed is named", async () => {
  const out = folderWith({ "x.csv/inside.txt": "" });
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: out });
  const database = await openDatabase();
  const blocked = copyQuery(workspace, database, {
    query: "SELECT 1 AS a",
    path: "x.csv",
    format: "FORMAT csv",
  });
  await assert.rejects(blocked, /^Error: cannot write x\.csv: a folder stands where the file is needed$/);
  assert.deepEqual(readdirSync(out), ["x.csv"]);
  database.close();
});

test("the engine's reason for not writing is told without its path", async () => {
  const database = await openDatabase();
  for (const [reason, told] of [
    ["No space left on device", "the disk is full"],
    ["Quota exceeded", "quota exceeded"],
  ]) {
    const run = () => Promise.reject(new Error(`IO Error: Could not write file "/secret/x.tmp": ${reason}`));
    const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: folderWith() });
    const full = copyQuery(workspace, { ...database, run }, { query: "", path: "x.csv", format: "" });
    await assert.rejects(full, new RegExp(`^Error: cannot write x.csv: ${told}$`));
  }
  database.close();
});

test("a query with a fault of its own says so, and no file is made", async () => {
  const out = folderWith();
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: out });
  const database = await openDatabase();
  const faulty = copyQuery(workspace, database, { query: "SELECT b", path: "y.csv", format: "FORMAT csv" });
  await assert.rejects(faulty, /"b" was not found/);
  assert.deepEqual(readdirSync(out), []);
  database.close();
});
