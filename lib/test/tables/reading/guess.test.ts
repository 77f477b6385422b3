import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { openDatabase } from "../../../tables/database.js";
import { proposeSchema } from "../../../tables/reading/guess.js";
import { loadTable } from "../../../tables/reading/read.js";
import { referenceFile } from "../examples.js";
import { folderWith } from "../files.js";

const opened = openDatabase();
after(async () => (await opened).close());

const MAIL = `Customer;Group;bought;Paid;joined;seen;length;note
c-1;mail;1;$1,028.50;2024-02-29;2024-02-29 10:00:00;0:28:11;a
c-2;none;0;$3.00;2024-03-01;2024-02-29 10:00:01;0:00:09;b
c-3;mail;0;;2024-03-01;2024-02-29 10:00:02;1:00:00;a
`;

test("types, levels and a key are guessed from the values, and the schema reads the file", async () => {
  const path = join(folderWith({ "Mail test.csv": MAIL }), "Mail test.csv");
  const { found, schema } = await proposeSchema(await opened, [path]);
  assert.deepEqual(found, [
    "Mail test.csv: Customer text, Group text, bought integer, Paid money, joined date, seen datetime, " +
      "length duration, note text",
  ]);
  const [table] = parseSchema(String(schema), "starter").tables;
  assert.deepEqual(table.key, ["customer"]);
  const levels = table.columns.map((column) => column.levels);
  assert.deepEqual(levels, [null, ["mail", "none"], ["0", "1"], null, null, null, null, ["a", "b"]]);
  const loaded = await loadTable(await opened, table, path);
  assert.deepEqual(
    loaded.findings.map(({ column, kind }) => [column, kind]),
    [["paid", "missing"]],
  );
});

test("texts with many different values have no levels", async () => {
  const rows = Array.from({ length: 26 }, (_, i) => `${i % 13},${String.fromCharCode(97 + (i % 13))}`);
  const path = join(folderWith({ "a.csv": ["n,letter", ...rows].join("\n") }), "a.csv");
  const [table] = parseSchema(String((await proposeSchema(await opened, [path])).schema), "x").tables;
  assert.deepEqual(
    table.columns.map(({ levels }) => levels),
    [null, null],
  );
  assert.deepEqual(table.key, []);
});

test("a file that cannot be read is a line, and the others are proposed", async () => {
  const folder = folderWith({ "a.csv": "n\n1\n", "b.xlsx": "no spreadsheet" });
  const { found, schema } = await proposeSchema(
    await opened,
    ["a.csv", "b.xlsx"].map((f) => join(folder, f)),
  );
  assert.equal(found[0], "a.csv: n integer");
  assert.match(found[1], /^b\.xlsx: is not a spreadsheet, as its name says/);
  assert.equal(parseSchema(String(schema), "x").tables.length, 1);
  assert.equal((await proposeSchema(await opened, [join(folder, "b.xlsx")])).schema, null);
});

const hillstrom = referenceFile("hillstrom.csv.gz");

test("the starter schema of a real file reads it as it is", { skip: hillstrom.skip }, async () => {
  const { schema } = await proposeSchema(await opened, [hillstrom.path]);
  const [table] = parseSchema(String(schema), "starter").tables;
  assert.equal(table.name, "hillstrom");
  assert.deepEqual(table.columns.find(({ name }) => name === "segment")?.levels, [
    "Mens E-Mail",
    "No E-Mail",
    "Womens E-Mail",
  ]);
  const { rows, findings } = await loadTable(await opened, table, hillstrom.path);
  assert.deepEqual([rows, findings], [64_000, []]);
});
