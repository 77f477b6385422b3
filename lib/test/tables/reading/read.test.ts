import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { openDatabase } from "../../../tables/database.js";
import type { QualityFinding } from "../../../tables/reading/quality.js";
import { loadTable } from "../../../tables/reading/read.js";
import { folderWith, shopSchema } from "../files.js";

const HEADER = "ID,arm,bought,spend,day,town";
const ROWS = ["a,mail,1,10.5,2024-02-29,Bern", "b,none,0,,,Basel", "c,mail,0,0,2024-03-01,Bern"];
const opened = openDatabase();
after(async () => (await opened).close());

/** Reads a shop table with this content and returns what the reader is told. */
async function load(content: string | Uint8Array, file = "shop.csv"): Promise<readonly QualityFinding[]> {
  return (await loadTable(await opened, shopSchema(), join(folderWith({ [file]: content }), file))).findings;
}

function lines(...rows: readonly string[]): string {
  return `${[HEADER, ...rows].join("\n")}\n`;
}

/** Asserts that the rows, after three sound ones unless they replace them, are refused with this sentence. */
async function refused(content: string | Uint8Array, message: string | RegExp): Promise<void> {
  await assert.rejects(load(content), { name: "DataError", message });
}

test("a sound table arrives typed under snake_case names", async () => {
  const findings = await load(lines(...ROWS));
  const { columns } = await (await opened).query("SELECT * FROM shop ORDER BY record_number");
  assert.deepEqual(columns, {
    record_number: Float64Array.of(2, 3, 4),
    id: ["a", "b", "c"],
    arm: ["mail", "none", "mail"],
    bought: Float64Array.of(1, 0, 0),
    spend: Float64Array.of(10.5, Number.NaN, 0),
    day: ["2024-02-29", null, "2024-03-01"],
    town: ["Bern", "Basel", "Bern"],
  });
  assert.deepEqual(
    findings.map((f) => [f.column, f.rule, f.count, f.place, f.grade]),
    [
      ["spend", "missing value", 1, "line 3", "repair"],
      ["day", "missing value", 1, "line 3", "repair"],
    ],
  );
});

test("comma, semicolon, TAB and | with BOM, CRLF and quotes give the same table", async () => {
  const database = await opened;
  await load(lines(...ROWS));
  const expected = await database.query("SELECT * FROM shop ORDER BY record_number");
  for (const delimiter of [",", ";", "\t", "|"]) {
    const quoted = [HEADER, ...ROWS].map((row) => row.split(",").map((cell) => (cell ? `"${cell}"` : "")));
    await load(`\ufeff${quoted.map((cells) => cells.join(delimiter)).join("\r\n")}\r\n`, "shop.txt");
    assert.deepEqual(await database.query("SELECT * FROM shop ORDER BY record_number"), expected);
  }
});

test("a last line without a line end is read", async () => {
  await load(lines(...ROWS).trimEnd());
  assert.equal((await (await opened).query("SELECT * FROM shop")).rows, 3);
});

test("columns in another order and columns of the reader's own do not matter", async () => {
  const content =
    "note,town,day,spend,bought,arm,ID\nx,Bern,2024-02-29,1,1,mail,a\ny,Bern,2024-02-29,1,1,none,b\n";
  const file = join(folderWith({ "shop.csv": content }), "shop.csv");
  const { unusedColumns, rows } = await loadTable(await opened, shopSchema(), file);
  assert.deepEqual(unusedColumns, ["note"]);
  assert.equal(rows, 2);
});

test("dates with the day first are read when one day shows it", async () => {
  await load(lines("a,mail,1,1,29-02-2024,Bern", "b,none,0,1,03-04-2024,Bern"));
  const { columns } = await (await opened).query("SELECT day FROM shop ORDER BY record_number");
  assert.deepEqual(columns.day, ["2024-02-29", "2024-04-03"]);
});

test("whole numbers may be written 3.0, as programs do when a column has empty cells", async () => {
  await load(lines("a,mail,1.0,1e2,,Bern", "b,none,0.0, 7 ,,Bern"));
  const { columns } = await (await opened).query("SELECT bought, spend FROM shop ORDER BY record_number");
  assert.deepEqual(columns, { bought: Float64Array.of(1, 0), spend: Float64Array.of(100, 7) });
});

test("no file is refused", async () => {
  const missing = loadTable(await opened, shopSchema(), join(folderWith(), "shop.csv"));
  await assert.rejects(missing, { name: "DataError", message: "shop.csv: there is no such file" });
});

test("a folder instead of a file is refused", async () => {
  const folder = folderWith();
  mkdirSync(join(folder, "shop.csv"));
  const opening = loadTable(await opened, shopSchema(), join(folder, "shop.csv"));
  await assert.rejects(opening, { message: "shop.csv: is a folder, expected a file" });
});

test("an empty file is refused", () => refused("", "shop.csv: the file is empty"));

test("a file of blank lines is refused", () =>
  refused("\n\n", "shop.csv line 1: expected the column names, got a blank line"));

test("a header without rows is refused", () =>
  refused(`${HEADER}\n`, "shop.csv: there is only a header, no rows"));

test("a zip file is refused when it is no spreadsheet", () =>
  refused(
    Buffer.from("PK\u0003\u0004"),
    'shop.csv: cannot be read as an .xlsx spreadsheet; save it again, or as "CSV UTF-8"',
  ));

test("UTF-8 with a damaged letter is refused with its line, and not taken for Latin-1", () =>
  refused(
    Buffer.concat([Buffer.from(lines(...ROWS, "d,mail,1,1,,Z\u00fcrich,")), Buffer.from([0xfc, 0x0a])]),
    /shop\.csv line 6: .*/,
  ));

test("a wrong delimiter is named as what it looks like", () =>
  refused(
    lines(...ROWS).replaceAll(",", "#"),
    'shop.csv line 1: one column was found, "ID#arm#bought#spend#day#town"; expected 6 columns with , ; TAB or | between them',
  ));

test("missing columns are all named", () =>
  refused(
    "ID,arm,bought,spend\na,mail,1,1\n",
    'shop.csv line 1: column "day" is missing\nshop.csv line 1: column "town" is missing',
  ));

test("a column that is there twice is refused", () =>
  refused(
    `${HEADER},spend\n`,
    'shop.csv line 1: column "spend" is there 2 times (columns 4 and 7); give each a name of its own',
  ));

test("a quote within a name of the header is a letter of it", async () => {
  for (const name of ['5" screen', 'screen of 5"']) {
    const content = `ID,arm,${name},bought,spend,day,"town"\na,mail,x,1,1,,Bern\nb,none,"y",0,1,,Basel\n`;
    const path = join(folderWith({ "shop.csv": content }), "shop.csv");
    assert.deepEqual((await loadTable(await opened, shopSchema(), path)).unusedColumns, [name]);
  }
});

test("a row with too many cells is refused", () =>
  refused(
    lines(...ROWS, "d,mail,1,1,,Bern,x"),
    /^shop\.csv line 5: 7 cells, the header has 6, in "d,mail,1,1,,Bern,x"$/,
  ));

test("a row with too few cells is refused", () =>
  refused(lines("a,mail,1", ...ROWS), /^shop\.csv line 2: 3 cells, the header has 6, in "a,mail,1"$/));

test("a quote that is never closed is refused", () =>
  refused(
    lines(...ROWS, '"d,mail,1,1,,Bern'),
    /^shop\.csv line 5: a quote is not closed at the end of its cell, in/,
  ));

test("line ends of two kinds are refused", () =>
  refused(
    lines(...ROWS).replace("\n", "\r\n"),
    /shop\.csv: cannot be read as delimited text: lines end in different ways/,
  ));

test("letters in a number are refused with line, column and value", () =>
  refused(
    lines(...ROWS, "d,mail,1,twelve,,Bern", "e,mail,1,1.2.3,,Bern"),
    'shop.csv line 5, column "spend": expected a number, got "twelve" (2 rows)',
  ));

test("an infinite or undefined number is refused", async () => {
  for (const value of ["inf", "nan", "1e999"]) {
    const hint = value === "nan" ? "; if it means an empty cell, declare missing_as: [nan]" : "";
    const message = `shop.csv line 2, column "spend": expected a number${hint}, got "${value}"`;
    await refused(lines(`a,mail,1,${value},,Bern`, "b,none,0,1,,Bern"), message);
  }
});

test("a fraction in a column of whole numbers is refused", () =>
  refused(
    lines("a,mail,0.5,1,,Bern", ...ROWS),
    'shop.csv line 2, column "bought": expected a whole number, got "0.5"',
  ));

test("after a quoted line break the place is a record, before it a line", async () => {
  const rows = ["x,mail,a,1,,Bern", 'y,mail,1,1,,"Be\nrn"', "z,mail,1,b,,Bern"];
  const first = 'shop.csv line 2, column "bought": expected a whole number, got "a"';
  await refused(lines(...rows), `${first}\nshop.csv record 4, column "spend": expected a number, got "b"`);
});

test("after a blank line the place is a record", () =>
  refused(
    lines(ROWS[0], "", "b,none,x,1,,Bern"),
    /^shop\.csv record 3, column "bought": expected a whole number, got "x"$/,
  ));

test("a very long cell is refused and not shown", async () => {
  const message = /^shop\.csv line 2, column "town": a cell of more than 10,000 characters, got "x{80}…"$/;
  await refused(lines(`d,mail,1,1,,${"x".repeat(1_000_000)}`, ...ROWS), message);
});

test("a cell that is too long for the engine is refused, too", () =>
  refused(
    lines(...ROWS, `d,mail,1,1,,${"x".repeat(3_000_000)}`),
    /^shop\.csv line 5: a cell of more than 10,000 characters, in "d,mail,1,1,,x{68}…"$/,
  ));

test("a day that does not exist is refused", () =>
  refused(
    lines("a,mail,1,1,2024-02-30,Bern", ...ROWS),
    'shop.csv line 2, column "day": expected a date YYYY-MM-DD, got "2024-02-30"',
  ));

test("dates of two forms in one column are refused", () =>
  refused(
    lines(...ROWS, "d,mail,1,1,31-12-2024,Bern"),
    /line 5, column "day": expected a date YYYY-MM-DD, got "31-12-2024"$/,
  ));

test("dates that could be day or month first are refused", () =>
  refused(
    lines("a,mail,1,1,03-04-2024,Bern", "b,none,0,1,,Bern"),
    'shop.csv line 2, column "day": day or month first? No day is above 12; declare "dates" in the schema, or write YYYY-MM-DD, got "03-04-2024"',
  ));

test("a text where a date belongs is refused", () =>
  refused(
    lines("a,mail,1,1,today,Bern", "b,none,0,1,,Bern"),
    /column "day": expected a date such as 2024-02-29, got "today"$/,
  ));

test("an outcome that is not 0 or 1 is refused", () =>
  refused(lines(...ROWS, "d,mail,2,1,,Bern"), 'shop.csv line 5, column "bought": expected 0 or 1, got "2"'));

test("a missing outcome is refused", () =>
  refused(
    lines(...ROWS, "d,mail,,1,,Bern"),
    'shop.csv line 5, column "bought": missing value, got an empty cell',
  ));

test("a key that is there twice is refused at the second", () =>
  refused(
    lines(...ROWS, ROWS[1]),
    'shop.csv line 5, column "ID": expected every key once, and this one came before, got "b"',
  ));

test("a treatment without a control group is refused", () =>
  refused(
    lines(ROWS[0], ROWS[2]),
    'shop.csv all rows, column "arm": the control group has no customers, got "none"',
  ));

test("an arm without customers is refused", () =>
  refused(lines(ROWS[1]), 'shop.csv all rows, column "arm": this arm has no customers, got "mail"'));

test("an arm that the schema does not know is refused", () =>
  refused(
    lines(...ROWS, "d,phone,1,1,,Bern"),
    'shop.csv line 5, column "arm": expected mail or none, got "phone"',
  ));

test("everything that stops comes at once", () =>
  refused(lines(...ROWS, "b,phone,2,1,,Bern"), /bought[\s\S]*arm|arm[\s\S]*bought/));

test("values out of range are counted with the first of them", async () => {
  const findings = await load(lines(...ROWS, "d,mail,1,-5,,Bern", "e,mail,1,2000,,Bern"));
  const range = findings.find(({ rule }) => rule === "expected 0 to 1000");
  assert.deepEqual([range?.count, range?.place, range?.value, range?.grade], [2, "line 5", "-5", "repair"]);
});

test("other spellings, misspelt levels and unknown ones are told apart", async () => {
  const findings = await load(
    lines(...ROWS, "d,mail,1,1,,berne", "e,mail,1,1,,Basle", "f,mail,1,1,,Rome", "g,mail,1,1,,BASEL "),
  );
  const levels = findings.filter(({ column }) => column === "town").map((f) => [f.value, f.rule, f.meant]);
  assert.deepEqual(levels, [
    ["berne", "other spelling", "Bern"],
    ["Basle", "unknown level", "Basel"],
    ["Rome", "unknown level", null],
    ["BASEL ", "other spelling", "Basel"],
  ]);
});

test("many unknown levels are listed up to twenty, the others in one line", async () => {
  const many = Array.from({ length: 25 }, (_, i) => `x${i},mail,1,1,,town number ${i}`);
  const towns = (await load(lines(...ROWS, ...many))).filter(({ column }) => column === "town");
  assert.equal(towns.length, 21);
  assert.equal(towns[20].value, "5 more levels");
  assert.equal(
    towns.reduce((sum, { count }) => sum + count, 0),
    25,
  );
});
