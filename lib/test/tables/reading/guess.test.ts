import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
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

/** The proposal for one file with its table, and the columns of it as they are read. */
async function proposed(name: string, content: string) {
  const path = join(folderWith({ [name]: content }), name);
  const { found, schema } = await proposeSchema(await opened, [path]);
  const [table] = parseSchema(String(schema), "starter").tables;
  const loaded = await loadTable(await opened, table, path);
  return { found, schema: String(schema), table, loaded };
}

test("yes and no stay texts, with their levels, and so do numbers that begin with 0 and codes", async () => {
  const { found, table } = await proposed(
    "a.csv",
    "bought,zip,code,phone\nyes,01234,CUS1,21 345\nno,9000,CUS2,21 346\nno,9000,CUS3,21 347\n",
  );
  assert.deepEqual(found, ["a.csv: bought text, zip text, code text, phone text"]);
  assert.deepEqual(table.columns[0].levels, ["no", "yes"]);
});

test("decimal commas are declared where columns are separated by semicolons", async () => {
  const { table, loaded } = await proposed("a.csv", "n;x;paid\n1;3,5;1.234,50 €\n2;0,25;3,00 €\n");
  assert.equal(table.decimal, ",");
  const types = table.columns.map(({ type }) => type);
  assert.deepEqual([types, loaded.rows], [["integer", "number", "money"], 2]);
});

test("dates whose order cannot be known are read day first, with a comment", async () => {
  const { schema, table } = await proposed(
    "a.csv",
    "n,day,sure\n1,03/04/2024,13.04.2024\n2,05/06/2024,01.04.2024\n",
  );
  assert.deepEqual(
    table.columns.map(({ type, dates }) => [type, dates]),
    [
      ["integer", null],
      ["date", "day-month-year"],
      ["date", null],
    ],
  );
  assert.match(
    schema,
    / {6}day: .*dates: day-month-year.* # or month-day-year: no day is above 12, so say which\n/,
  );
});

test("spellings of one level are one level", async () => {
  const { table, loaded } = await proposed("a.csv", "n,town\n1,Bern\n2,BERN\n3,Bern\n4,Basel\n");
  assert.deepEqual(table.columns[1].levels, ["Basel", "Bern"]);
  assert.deepEqual(
    loaded.findings.map(({ kind, value }) => [kind, value]),
    [["other spelling", "BERN"]],
  );
});

test("columns without values, names or both are texts", async () => {
  const { table } = await proposed("a.csv", ",n,empty\n1,2,\n2,3,\n");
  assert.deepEqual(
    table.columns.map(({ file, type }) => [file, type]),
    [
      ["", "integer"],
      ["n", "integer"],
      ["empty", "text"],
    ],
  );
});

test("two columns of one name are a line that says so", async () => {
  const path = join(folderWith({ "a.csv": "n,m,n\n1,2,3\n" }), "a.csv");
  assert.deepEqual(await proposeSchema(await opened, [path]), {
    found: ['a.csv line 1: column "n" is there 2 times (columns 1 and 3); give each a name of its own'],
    schema: null,
  });
});

test("a file that its proposal cannot read is said to be so, and why", async () => {
  const path = join(folderWith({ "a.csv": "n,m\n1,2\n3\n4,5\n" }), "a.csv");
  const { schema } = await proposeSchema(await opened, [path]);
  assert.match(
    String(schema),
    /\n {2}a:\n {4}# The file cannot be read so yet:\n {4}# {3}a\.csv line 3: 1 cells, the header has 2, in "3"\n/,
  );
  assert.equal(parseSchema(String(schema), "starter").tables.length, 1);
});

test("any table of plain cells is read by its proposal", async () => {
  const cell = fc.constantFrom(
    "",
    " ",
    "1",
    "-2.5",
    "3,5",
    "007",
    "$1,234.5",
    "1.234",
    "yes",
    "NO",
    "03/04/2024",
  );
  const others = fc.constantFrom(
    "13.02.2024",
    "2024-02-29",
    "2024-02-29 10:00",
    "0:28:11",
    "NA",
    "a;b",
    "'=1",
  );
  const rows = fc.array(fc.tuple(cell, others, fc.oneof(cell, others)), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(";", "\t"), async (lines, delimiter) => {
      const quoted = lines.map((line) => line.map((one) => `"${one}"`).join(delimiter));
      const { loaded } = await proposed("a.csv", [["x", "y", "z"].join(delimiter), ...quoted].join("\n"));
      assert.equal(loaded.rows, lines.length);
    }),
    { numRuns: 10, seed: 1 },
  );
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
