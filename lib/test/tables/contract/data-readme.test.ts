import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { dataReadme } from "../../../tables/contract/data-readme.js";
import { controlOf, experimentsOf, tableSchema } from "../../../tables/contract/schema.js";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { HILLSTROM_SCHEMA } from "../examples.js";
import { checkoutSchema, SHOP_SCHEMA } from "../files.js";

const page = dataReadme(parseSchema(SHOP_SCHEMA, "shop.yaml"));

test("data/README.md is the page of the schema as it is (else: npm run report)", () => {
  const kept = readFileSync(resolve(__dirname, "../../../../../data/README.md"), "utf8");
  assert.ok(dataReadme(checkoutSchema()) === kept, "data_schema.yaml has changed since");
});

test("the page has a section for every table and a row for every column", () => {
  const { tables } = checkoutSchema();
  const whole = dataReadme({ tables });
  assert.equal(whole.match(/^## /gm)?.length, tables.length);
  const columns = tables.reduce((sum, table) => sum + table.columns.length, 0);
  assert.equal(whole.match(/^\| `/gm)?.length, columns);
});

test("a column's row says name, type, meaning, values, missing, role and cleaning", () => {
  const rows = [
    "| `id`, in the file `ID` | text | customer number | any | never | id | none |",
    "| `arm` | text | arm of the test | mail, none | never | treatment, control none | none |",
    "| `spend` | number, EUR | spend | 0 to 1000 | nothing spent | value, success metric | none |",
    "| `town` | text | town | Bern, Basel | not known | segment | one spelling for each level |",
  ];
  for (const row of rows) assert.ok(page.includes(row), row);
});

test("a section says how groups were made and which one is the control", () => {
  assert.ok(page.includes("- Groups: at random; `arm` = none is the control group"));
  assert.ok(dataReadme(checkoutSchema()).includes("none: nothing in this table is the effect of a campaign"));
  const chosen = SHOP_SCHEMA.replace("assignment: random", "assignment: self-chosen");
  assert.match(dataReadme(parseSchema(chosen, "x")), /- Groups: chosen by the customers themselves/);
});

test("a table without a key, with people, period and key figures says so", () => {
  const hillstrom = dataReadme(parseSchema(HILLSTROM_SCHEMA, "x"));
  for (const line of [
    "- In it: customers who bought within the last twelve months",
    "- Grain: one row per customer, without a key",
    "- Rows: as many as the file has",
    "- Period: two weeks after the e-mail, 2008",
    "- visited without an e-mail: 0.106167 (mean of `visit` where `segment` is No E-Mail)",
  ]) {
    assert.ok(hillstrom.includes(`${line}\n`), line);
  }
});

test("a table that belongs to another one says by which columns", () => {
  const foreign = "    foreign_keys: [{ columns: [id], table: shop, to: [id] }]\n    columns:";
  const linked = dataReadme(parseSchema(SHOP_SCHEMA.replace("    columns:", foreign), "x"));
  assert.match(linked, /\n- Belongs to: `id` is `id` of `shop`\n/);
});

test("a column that a file may lack says so where it says what an empty cell means", () => {
  const optional = SHOP_SCHEMA.replace("role: time,", "role: time, optional: true,");
  assert.match(
    dataReadme(parseSchema(optional, "x")),
    /\| `day` \| date \| day of the purchase \| any \| no purchase; the column may be absent \| time \|/,
  );
});

test("a bar in a text does not break the table", () => {
  const barred = SHOP_SCHEMA.replace("meaning: town", 'meaning: "town | city"');
  assert.ok(dataReadme(parseSchema(barred, "x")).includes("town \\| city"));
});

test("experiments are the tables with a treatment, without the truth of others", () => {
  assert.deepEqual(experimentsOf(checkoutSchema()), [
    "campaign_data",
    "campaign_by_choice",
    "channel_performance",
    "retail_customers",
  ]);
});

test("the control of a table is the level left alone, and a table without a treatment has none", () => {
  assert.equal(controlOf(tableSchema(checkoutSchema(), "channel_performance")), "B");
  assert.throws(
    () => controlOf(tableSchema(checkoutSchema(), "retail_sales")),
    /no control group: retail_sales has no treatment/,
  );
});
