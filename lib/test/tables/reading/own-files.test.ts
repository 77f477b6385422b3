import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { tableSchema } from "../../../tables/contract/schema.js";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { NoTableRecognised, recognise } from "../../../tables/reading/own-files.js";
import { folderWith, SHOP_SCHEMA } from "../files.js";

/** Ours: the shop as the lab would have it, with rows and key figures of its own data. */
const ours = parseSchema(
  SHOP_SCHEMA.replace(
    "    columns:",
    "    rows: 3\n    shares: { mail: 0.5, none: 0.5 }\n    followed_until: 2024-01-31\n    population: everybody\n    key_figures: { spent: { sum: spend, is: 10.5 } }\n    columns:",
  ),
  "ours.yaml",
);
const found = (names: readonly string[], schema?: string) => {
  const files = Object.fromEntries(names.map((name) => [name, "x"]));
  const folder = folderWith(schema === undefined ? files : { ...files, "data_schema.yaml": schema });
  return { folder, ...recognise({ ours, folder }) };
};

test("a file belongs to a table in every form that is read, in any case", () => {
  const forms = ["csv", "TSV", "txt", "csv.gz", "tsv.GZ", "txt.gz", "parquet", "xlsx"];
  for (const name of forms.map((form) => `Shop.${form}`)) {
    const { folder, files } = found([name]);
    assert.deepEqual([...files], [["shop", join(folder, name)]]);
  }
});

test("a file in a form that is not read is not used", () => {
  const { notUsed } = found(["shop.csv", "shop.xls", "shop.zip", "shop.parquet.gz", "shop.csv.bak"]);
  assert.deepEqual(notUsed, ["shop.csv.bak", "shop.parquet.gz", "shop.xls", "shop.zip"]);
});

test("the schema's file name counts without its ending", () => {
  const mine = SHOP_SCHEMA.replace("  shop:", "  my_test:").replace(
    "file: shop.csv",
    "file: Test 2024.csv.gz",
  );
  const { files, schema } = found(["test 2024.parquet"], mine);
  assert.deepEqual([...files.keys()], ["my_test"]);
  assert.deepEqual(
    schema.tables.map(({ name }) => name),
    ["my_test", "shop"],
  );
});

test("what we say about our data is not said about the reader's", () => {
  const { rows, population, keyFigures, source, plan } = tableSchema(found(["shop.csv"]).schema, "shop");
  assert.deepEqual([rows, population, keyFigures, source], [null, null, [], "your own file"]);
  assert.deepEqual(
    [plan.shares, plan.followedUntil],
    [null, null],
    "ours was planned, the reader's is not known",
  );
});

test("what the reader says about their data stays", () => {
  const { source } = tableSchema(found(["shop.csv"], SHOP_SCHEMA).schema, "shop");
  assert.equal(source, "made by the test");
});

test("a file that the reader's schema describes under another name is not also ours", () => {
  const { files } = found(["shop.csv"], SHOP_SCHEMA.replace("  shop:", "  my_shop:"));
  assert.deepEqual([...files.keys()], ["my_shop"]);
});

test("a foreign key of the reader's may lead to one of our tables", () => {
  const mine = SHOP_SCHEMA.replace("  shop:", "  my_shop:")
    .replace("file: shop.csv", "file: my_shop.csv")
    .replace("    columns:", "    foreign_keys: [{ columns: [id], table: shop }]\n    columns:");
  assert.equal(found(["my_shop.csv"], mine).schema.tables[0].foreignKeys[0].table, "shop");
});

test("one of our tables without all of our columns is refused", () => {
  const without = SHOP_SCHEMA.replace(/ {6}(spend|town):.*\n/g, "");
  assert.throws(() => found(["shop.csv"], without), {
    name: "DataError",
    message:
      "data_schema.yaml: table shop is one of the lab's own; give yours another name or declare spend, town",
  });
});

test("an optional column of ours may be left out, and is then one without values", () => {
  const optional = SHOP_SCHEMA.replace("role: value,", "role: value, optional: true,");
  const without = SHOP_SCHEMA.replace(/ {6}spend:.*\n/, "");
  const folder = folderWith({ "shop.csv": "x", "data_schema.yaml": without });
  const { schema } = recognise({ ours: parseSchema(optional, "ours.yaml"), folder });
  assert.deepEqual(
    tableSchema(schema, "shop").columns.map(({ name }) => name),
    ["id", "arm", "bought", "day", "town", "spend"],
  );
});

const sheets = (first: string, second: string): string =>
  SHOP_SCHEMA.replace("    columns:", `    sheet: ${first}\n    columns:`).replace("  shop:", "  one:") +
  SHOP_SCHEMA.replace("\ntables:\n", "")
    .replace("    columns:", `    sheet: ${second}\n    columns:`)
    .replace("  shop:", "  two:");

test("two tables may be two sheets of one file", () => {
  const { files } = found(["shop.xlsx"], sheets("A", "B"));
  assert.deepEqual([...files.keys()], ["one", "two"]);
});

test("one file for two tables is refused", () => {
  assert.throws(() => found(["shop.xlsx"], sheets("A", "A")), {
    name: "DataError",
    message: "shop.xlsx: belongs to two tables, one and two; keep one",
  });
});

test("two files for one table are refused, also when one of them is packed", () => {
  assert.throws(
    () => found(["shop.csv", "shop.csv.gz"]),
    /table shop: shop\.csv and shop\.csv\.gz both belong/,
  );
});

test("when no file belongs to a table, the files that could be read are told apart", () => {
  const folder = folderWith({ "orders.csv.gz": "x", "notes.md": "x", "sales.xlsx": "x" });
  assert.throws(
    () => recognise({ ours, folder }),
    (error: unknown) => {
      assert.ok(error instanceof NoTableRecognised);
      assert.deepEqual(error.paths, [join(folder, "orders.csv.gz"), join(folder, "sales.xlsx")]);
      assert.match(error.message, /Found notes\.md, orders\.csv\.gz, sales\.xlsx; expected shop with one of/);
      return true;
    },
  );
});
