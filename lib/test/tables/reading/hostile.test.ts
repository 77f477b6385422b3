import assert from "node:assert/strict";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { openDatabase } from "../../../tables/database.js";
import { loadTable } from "../../../tables/reading/read.js";
import { csvText } from "../../../tables/write.js";
import { folderWith, SHOP_SCHEMA, shopSchema } from "../files.js";

const HEADER = "ID,arm,bought,spend,day,town";
const SOUND = ["a,mail,1,10.5,2024-02-29,Bern", "b,none,0,,,Basel"];
const opened = openDatabase();
after(async () => (await opened).close());

function lines(...rows: readonly string[]): string {
  return `${[HEADER, ...rows].join("\n")}\n`;
}

function utf16(text: string): Buffer {
  return Buffer.from(text, "utf16le");
}

const wide = Array.from({ length: 300 }, (_, i) => `extra ${i}`);
const evil = `a"; DROP TABLE shop; --`;

/** A file that is refused: what it is, its content, and the one sentence that the reader gets. */
const REFUSED: readonly (readonly [string, string | Uint8Array, string])[] = [
  ["an empty file", "", "shop.csv: the file is empty"],
  ["a file of blanks", "   \n  \n", "shop.csv line 1: expected the column names, got a blank line"],
  ["a header only", `${HEADER}\n`, "shop.csv: there is only a header, no rows"],
  [
    "ragged rows",
    lines(...SOUND, "c,mail", "d,mail,1,1,,Bern,x,y"),
    'shop.csv line 4: 2 cells, the header has 6, in "c,mail"\nshop.csv line 5: 8 cells, the header has 6, in "d,mail,1,1,,Bern,x,y"',
  ],
  [
    "a NUL character",
    lines(...SOUND, "c,mail,1,1,,B\0rn"),
    'shop.csv line 4: a NUL character, so this is not delimited text; save it as "CSV UTF-8"',
  ],
  [
    "a field of 10 MB",
    lines(...SOUND, `c,mail,1,1,,${"x".repeat(10_000_000)}`),
    `shop.csv line 4: a cell of more than 10,000 characters, in "c,mail,1,1,,${"x".repeat(68)}…"`,
  ],
  [
    "a quoted field of 10 MB",
    lines(...SOUND, `c,mail,1,1,,"${"x".repeat(10_000_000)}"`),
    `shop.csv line 4: a cell of more than 10,000 characters, in "c,mail,1,1,,"${"x".repeat(67)}…"`,
  ],
  [
    "a column that is there twice",
    `${HEADER},town\n`,
    'shop.csv line 1: column "town" is there 2 times (columns 6 and 7); give each a name of its own',
  ],
  [
    "half a gzip file",
    gzipSync(lines(...SOUND)).subarray(0, 40),
    "shop.csv: cannot be unpacked: it ends too early; copy it again",
  ],
  [
    "an .xlsx that is none",
    "PK\u0003\u0004 and then nothing",
    'shop.csv: cannot be read as an .xlsx spreadsheet; save it again, or as "CSV UTF-8"',
  ],
  [
    "a line break in quotes before the fault",
    lines('a,mail,1,1,,"Be\nrn"', "b,none,x,1,,Bern"),
    'shop.csv record 3, column "bought": expected a whole number, got "x"',
  ],
  [
    "all customers treated",
    lines(SOUND[0]),
    'shop.csv all rows, column "arm": the control group has no customers, got "none"',
  ],
  [
    "an outcome that is always missing",
    lines("a,mail,,1,,Bern", "b,none,,1,,Bern"),
    'shop.csv line 2, column "bought": missing value, got an empty cell (2 rows)',
  ],
  [
    "inf",
    lines(...SOUND, "c,mail,1,inf,,Bern"),
    'shop.csv line 4, column "spend": expected a number, got "inf"',
  ],
  [
    "nan",
    lines(...SOUND, "c,mail,1,nan,,Bern"),
    'shop.csv line 4, column "spend": expected a number; if it means an empty cell, declare missing_as: [nan], got "nan"',
  ],
  [
    "1e999",
    lines(...SOUND, "c,mail,1,-1e999,,Bern"),
    'shop.csv line 4, column "spend": expected a number, got "-1e999"',
  ],
  [
    "thousands separators",
    lines(...SOUND, 'c,mail,1,"1,234",,Bern'),
    'shop.csv line 4, column "spend": expected a number without thousands separators, got "1,234"',
  ],
  [
    "line ends of two kinds",
    lines(...SOUND).replace("\n", "\r\n"),
    "shop.csv: cannot be read as delimited text: lines end in different ways, LF and CRLF",
  ],
  [
    "SQL in a cell of numbers",
    lines(...SOUND, "c,mail,1,1); DROP TABLE shop; --,,Bern"),
    'shop.csv line 4, column "spend": expected a number, got "1); DROP TABLE shop; --"',
  ],
  [
    "an outcome of 2",
    lines(...SOUND, "c,mail,2,1,,Bern"),
    'shop.csv line 4, column "bought": expected 0 or 1, got "2"',
  ],
];

/** A file that is read: what it is, its content, and the towns found in it. */
const READ: readonly (readonly [string, string | Uint8Array, readonly (string | null)[]])[] = [
  [
    "a cell that a spreadsheet would run",
    lines(...SOUND, 'c,mail,1,1,,"=HYPERLINK(""x"")"'),
    ["Bern", "Basel", '=HYPERLINK("x")'],
  ],
  [
    "a column of SQL, quotes and semicolons",
    `${HEADER},"${evil.replaceAll('"', '""')}"\n${SOUND.map((row) => `${row},1`).join("\n")}\n`,
    ["Bern", "Basel"],
  ],
  ["UTF-16 without a byte order mark", utf16(lines(...SOUND)), ["Bern", "Basel"]],
  [
    "300 columns that nobody asked for",
    `${HEADER},${wide}\n${SOUND.map((row) => `${row},${wide}`).join("\n")}\n`,
    ["Bern", "Basel"],
  ],
  [
    "a blank line, and lines of blanks in cells",
    lines(SOUND[0], "", "b,none,0, ,  ,Basel"),
    ["Bern", "Basel"],
  ],
  ["a feature that is always missing", lines("a,mail,1,,,", "b,none,0,,,"), [null, null]],
  [
    "CRLF, BOM and no last line end",
    `\ufeff${lines(...SOUND)
      .replaceAll("\n", "\r\n")
      .trimEnd()}`,
    ["Bern", "Basel"],
  ],
];

/** Asserts that nothing of a refused file is left, and that the next file is read. */
async function assertUsable(): Promise<void> {
  const database = await opened;
  const { columns } = await database.query("SELECT table_name FROM information_schema.tables");
  assert.deepEqual(columns.table_name, []);
  const path = join(folderWith({ "shop.csv": lines(...SOUND) }), "shop.csv");
  assert.equal((await loadTable(database, shopSchema(), path)).rows, 2);
  await database.run("DROP VIEW shop");
}

async function assertRefused(path: string, message: string): Promise<void> {
  const loading = loadTable(await opened, shopSchema(), path);
  await assert.rejects(loading, { name: "DataError", message });
  await assertUsable();
}

for (const [what, content, message] of REFUSED) {
  test(`${what} is refused in one sentence`, () =>
    assertRefused(join(folderWith({ "shop.csv": content }), "shop.csv"), message));
}

for (const [what, content, towns] of READ) {
  test(`${what}: read`, async () => {
    const path = join(folderWith({ "shop.csv": content }), "shop.csv");
    await loadTable(await opened, shopSchema(), path);
    const { columns } = await (await opened).query("SELECT town FROM shop ORDER BY record_number");
    assert.deepEqual(columns.town, towns);
    await (await opened).run("DROP VIEW shop");
    await assertUsable();
  });
}

test("a folder with the file's name is refused", async () => {
  const path = join(folderWith(), "shop.csv");
  mkdirSync(path);
  await assertRefused(path, "shop.csv: is a folder, expected a file");
});

const isRoot = process.getuid?.() === 0 ? "root may read everything" : false;
test("a file that must not be read is refused", { skip: isRoot }, async () => {
  const path = join(folderWith({ "shop.csv": lines(...SOUND) }), "shop.csv");
  chmodSync(path, 0o000);
  await assertRefused(path, "shop.csv: no permission to read it");
});

test("blanks, letters of all kinds, quotes and signs of patterns in a path do no harm", async () => {
  const folder = folderWith({ "my 'date\"n' [1]*/ö é 数据 {a,b}?/shop.csv": lines(...SOUND) });
  const path = join(folder, "my 'date\"n' [1]*/ö é 数据 {a,b}?/shop.csv");
  assert.equal((await loadTable(await opened, shopSchema(), path)).rows, 2);
  await (await opened).run("DROP VIEW shop");
});

test("a column of the schema may be called like SQL", async () => {
  const schema = parseSchema(SHOP_SCHEMA.replace("file: ID", `file: '${evil}'`), "shop.yaml").tables[0];
  const content = lines(...SOUND).replace("ID", `"${evil.replaceAll('"', '""')}"`);
  const path = join(folderWith({ "shop.csv": content }), "shop.csv");
  assert.equal((await loadTable(await opened, schema, path)).rows, 2);
  await (await opened).run("DROP VIEW shop");
});

test("a cell that a spreadsheet would run is written with an apostrophe", () => {
  const table = { name: "t", rows: 1, columns: { a: ['=HYPERLINK("x")'] } };
  assert.equal(csvText(table), 'a\n"\'=HYPERLINK(""x"")"\n');
});

test("a file that is refused takes the table of the same name with it", async () => {
  const folder = folderWith({ "shop.csv": lines(...SOUND), "bad/shop.csv": lines("a,mail,x,1,,Bern") });
  await loadTable(await opened, shopSchema(), join(folder, "shop.csv"));
  await assertRefused(
    join(folder, "bad/shop.csv"),
    'shop.csv line 2, column "bought": expected a whole number, got "x"',
  );
});
