import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { parseSchema } from "../../tables/contract/schema-reader.js";
import { openDatabase } from "../../tables/database.js";
import { loadParquet, writeParquet } from "../../tables/parquet.js";
import { loadTable } from "../../tables/reading/read.js";
import { openWorkspace } from "../../tables/workspace.js";
import { csvText } from "../../tables/write.js";
import type { Table } from "../../types.js";
import { folderWith } from "./files.js";

function oneText(value: string | null): Table {
  return { name: "t", rows: 1, columns: { a: [value], b: Float64Array.of(1) } };
}

test("numbers stand in the shortest form that reads back, missing ones are empty", () => {
  const columns = { n: Float64Array.of(0.1, 1e21, -5, Number.NaN), t: ["a", null, "c", "d"] };
  assert.equal(csvText({ name: "t", rows: 4, columns }), "n,t\n0.1,a\n1e+21,\n-5,c\n,d\n");
});

test("a cell with a delimiter, a quote or a line break is quoted", () => {
  assert.equal(csvText(oneText('a,"b"\nc')), 'a,b\n"a,""b""\nc",1\n');
});

test("a text that a spreadsheet would run gets one apostrophe", () => {
  assert.equal(csvText(oneText("=cmd|' /C calc'!A0")), "a,b\n'=cmd|' /C calc'!A0,1\n");
  for (const start of ["+", "-", "@", "'="])
    assert.equal(csvText(oneText(`${start}1`)), `a,b\n'${start}1,1\n`);
});

test("an apostrophe that hides no formula is left alone", () => {
  assert.equal(csvText(oneText("'tis")), "a,b\n'tis,1\n");
});

test("a row of one missing cell is no blank line", () => {
  assert.equal(csvText({ name: "t", rows: 1, columns: { a: [null] } }), 'a\n""\n');
});

test("a column of another length is refused", () => {
  const table = { name: "t", rows: 2, columns: { a: ["x"] } };
  assert.throws(() => csvText(table), /table "t", column "a": 1 rows of 2/);
});

test("an infinite number is refused", () => {
  const table = { name: "t", rows: 1, columns: { a: Float64Array.of(Number.POSITIVE_INFINITY) } };
  assert.throws(() => csvText(table), /t\.a, row 1: Infinity has no place in a table/);
});

test("a NUL character is refused", () => {
  assert.throws(() => csvText(oneText("a\0b")), /t\.a, row 1: a NUL character has no place in a text file/);
});

test("writing makes the folder and leaves nothing else behind", () => {
  const out = folderWith();
  openWorkspace({ CAMPAIGN_LAB_OUT: out }).writeCsv("reports/tables/t.csv", oneText("x"));
  assert.equal(readFileSync(join(out, "reports/tables/t.csv"), "utf8"), "a,b\nx,1\n");
  assert.deepEqual(readdirSync(join(out, "reports/tables")), ["t.csv"]);
});

test("a table that cannot be written leaves the old file as it was", () => {
  const out = folderWith({ "t.csv": "old" });
  const infinite = { name: "t", rows: 1, columns: { a: Float64Array.of(Number.NEGATIVE_INFINITY) } };
  assert.throws(() => openWorkspace({ CAMPAIGN_LAB_OUT: out }).writeCsv("t.csv", infinite));
  assert.equal(readFileSync(join(out, "t.csv"), "utf8"), "old");
});

const ROUND_TRIP = parseSchema(
  `
tables:
  t:
    { title: t, file: t.csv, family: test, currency: EUR, grain: row, key: [id], assignment: none, source: test, columns: {
      id: { type: integer, meaning: id, role: id, missing: never },
      n: { type: number, meaning: number, role: value, missing: unknown },
      day: { type: date, meaning: day, role: time, missing: unknown },
      moment: { type: datetime, meaning: moment, role: time, missing: unknown },
      price: { type: money, meaning: price, role: value, missing: unknown },
      a: { type: text, meaning: text, role: feature, missing: unknown },
      b: { type: text, meaning: text, role: feature, missing: unknown } } }`,
  "t.yaml",
).tables[0];

// Weighted towards what breaks files: quotes, delimiters, line breaks, apostrophes, formula signs, blanks.
const hostile = fc.string({ unit: fc.constantFrom(..."'\"=+-@,;|\t\r\n \\a1é"), maxLength: 8 });
const text = fc.oneof(
  hostile,
  fc.string({ unit: "binary", maxLength: 8 }).filter((t) => !t.includes("\0")),
  fc.constant(null),
);
const iso = fc
  .date({ min: new Date("1900-01-01"), max: new Date("2100-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString());
const missing = fc.constant(null);
// An empty text is written like a missing one, and CSV cannot tell 0 from -0.
const cell = fc.record({
  n: fc.double({ noDefaultInfinity: true }).map((n) => n + 0),
  day: fc.oneof(
    iso.map((day) => day.slice(0, 10)),
    missing,
  ),
  moment: fc.oneof(
    iso.map((moment) => moment.slice(0, 19).replace("T", " ")),
    missing,
  ),
  price: fc.integer({ min: -1e9, max: 1e9 }).map((cents) => cents / 100),
  a: text.map((value) => value || null),
  b: text.map((value) => value || null),
});

/** The same table in other files. */
const AS_FILES: Readonly<Record<string, (table: Table) => string | Buffer>> = {
  "t.csv": csvText,
  "t.tsv": tabSeparated,
  "t.csv.gz": (table) => gzipSync(csvText(table)),
  "t.txt": (table) => Buffer.from(`\ufeff${csvText(table)}`, "utf16le"),
};

/** The cells as csvText writes them, each in quotes and with tabs between them. */
function tabSeparated({ name, rows, columns }: Table): string {
  const lines = Array.from({ length: rows }, (_, row) =>
    Object.values(columns).map((column) => {
      const cell = csvText({ name, rows: 1, columns: { x: column.slice(row, row + 1) } }).slice(2, -1);
      return cell.startsWith('"') ? cell : `"${cell}"`;
    }),
  );
  return `${[Object.keys(columns), ...lines].map((line) => line.join("\t")).join("\n")}\n`;
}

for (const [file, asFile] of Object.entries(AS_FILES)) {
  test(`what was written reads back the same from ${file}, whatever the texts contain`, async () => {
    const path = join(folderWith(), file);
    const database = await openDatabase();
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 6 }), async (cells) => {
        const columns = {
          id: Float64Array.from(cells, (_, i) => i),
          n: Float64Array.from(cells, (c) => c.n),
          day: cells.map((c) => c.day),
          moment: cells.map((c) => c.moment),
          price: Float64Array.from(cells, (c) => c.price),
          a: cells.map((c) => c.a),
          b: cells.map((c) => c.b),
        };
        writeFileSync(path, asFile({ name: "t", rows: cells.length, columns }));
        await loadTable(database, ROUND_TRIP, path);
        const back = await database.query(
          "SELECT id, n, day, moment, price, a, b FROM t ORDER BY record_number",
        );
        assert.deepEqual(back.columns, columns);
      }),
      { numRuns: 75, seed: 1 },
    );
    database.close();
  });
}

test("Parquet keeps types, missing values and order", async () => {
  const out = folderWith();
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: out });
  const database = await openDatabase();
  const columns = { n: Float64Array.of(0.1, Number.NaN, 3), zip: ["01234", null, ""] };
  await database.load("places", { name: "places", rows: 3, columns });
  await writeParquet(workspace, database, { table: "places", path: "data/processed/it's.parquet" });
  await loadParquet(workspace, database, { table: "again", path: "data/processed/it's.parquet" });
  assert.deepEqual((await database.query("SELECT * FROM again")).columns, columns);
  assert.deepEqual(readdirSync(join(out, "data/processed")), ["it's.parquet"]);
  database.close();
});

test("a Parquet file that cannot be written leaves nothing behind", async () => {
  const out = folderWith();
  const workspace = openWorkspace({ CAMPAIGN_LAB_OUT: out });
  const database = await openDatabase();
  const written = writeParquet(workspace, database, { table: "nothing", path: "data/x.parquet" });
  await assert.rejects(written, /nothing does not exist/);
  assert.ok(!existsSync(join(out, "data/x.parquet")));
  database.close();
});
