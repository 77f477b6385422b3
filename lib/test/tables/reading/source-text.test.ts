import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import * as xlsx from "xlsx";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { openDatabase } from "../../../tables/database.js";
import { loadTable } from "../../../tables/reading/read.js";
import { plainText } from "../../../tables/reading/source-text.js";
import { folderWith, SHOP_SCHEMA, shopSchema } from "../files.js";
import { spreadsheet } from "../spreadsheets.js";

const TEXT = "ID;town\n1;Zürich – „5 €“\n2;Biel’s\n";
const opened = openDatabase();
after(async () => (await opened).close());
// A temporary folder of this file's own, so that what is left there can be seen.
process.env.TMPDIR = folderWith();

/** What becomes of a file with this content, and how it was read. */
async function textOf(name: string, content: string | Uint8Array, sheet: string | null = null) {
  const path = join(folderWith({ [name]: content }), name);
  const source = await plainText(await opened, path, sheet);
  const text = readFileSync(source.path, "utf8");
  source.dispose();
  return {
    text,
    format: source.format,
    repairs: source.repairs,
    place: source.place,
    temporary: source.path !== path,
    left: existsSync(source.path),
  };
}

/** The text with every letter as two bytes, the low one first or last. */
function utf16(text: string, order: "LE" | "BE"): Buffer {
  const bytes = Buffer.from(text, "utf16le");
  return order === "LE" ? bytes : bytes.swap16();
}

/** Only letters that windows-1252 has. */
function windows1252(text: string): Buffer {
  const own = new Map([
    ["–", 0x96],
    ["„", 0x84],
    ["“", 0x93],
    ["€", 0x80],
    ["’", 0x92],
  ]);
  return Buffer.from(Array.from(text, (letter) => own.get(letter) ?? letter.charCodeAt(0)));
}

test("a text in UTF-8 is read where it is, and stays there", async () => {
  const { text, format, temporary, left } = await textOf("a.csv", TEXT);
  assert.deepEqual(
    { text, format, temporary, left },
    { text: TEXT, format: "UTF-8", temporary: false, left: true },
  );
});

test("every encoding becomes the same text, in a temporary file that goes away", async () => {
  const encoded = {
    "windows-1252": windows1252(TEXT),
    "UTF-16 LE": utf16(`\ufeff${TEXT}`, "LE"),
    "UTF-16 BE": utf16(`\ufeff${TEXT}`, "BE"),
    "gzip, UTF-8": gzipSync(TEXT),
    "gzip, UTF-16 LE": gzipSync(utf16(`\ufeff${TEXT}`, "LE")),
    "gzip, windows-1252": gzipSync(windows1252(TEXT)),
  };
  for (const [format, content] of Object.entries(encoded)) {
    const read = await textOf("a.csv", content);
    assert.deepEqual([read.format, read.text], [format, TEXT]);
    assert.deepEqual([read.temporary, read.left], [true, false]);
  }
});

test("UTF-16 is known without a byte order mark", async () => {
  for (const order of ["LE", "BE"] as const) {
    const { text, format } = await textOf("a.csv", utf16("ID;town\n1;Bern\n", order));
    assert.deepEqual([format, text], [`UTF-16 ${order}`, "ID;town\n1;Bern\n"]);
  }
});

test("a letter of three bytes across two blocks of a file is still UTF-8", async () => {
  const content = `${"x".repeat(1_048_575)}€`;
  assert.equal((await textOf("a.csv", content)).format, "UTF-8");
});

test("one damaged letter among sound ones does not make a file windows-1252", async () => {
  const damaged = Buffer.concat([Buffer.from(TEXT), Buffer.from([0xfc])]);
  assert.equal((await textOf("a.csv", damaged)).format, "UTF-8");
});

test("a sheet becomes text: numbers short, dates ISO, times as durations, errors as they are", async () => {
  const rows = [
    ["n", "day", "moment", "length", "flag", "error", "text"],
    [0.1, { serial: 45351, format: "dd/mm/yyyy" }, { serial: 45351.575, format: "d mmm yyyy h:mm" }],
    [1e21, null, null, { serial: 0.0195717593, format: "[h]:mm:ss" }, true, { error: 7 }, 'a,"b"'],
    [-3],
  ];
  const { text, format } = await textOf("a.xlsx", spreadsheet({ "My sheet": rows }));
  assert.equal(format, 'sheet "My sheet"');
  assert.equal(
    text,
    'n,day,moment,length,flag,error,text\n0.1,2024-02-29,2024-02-29 13:48:00,,,,\n1e+21,,,0:28:11,TRUE,#DIV/0!,"a,""b"""\n-3,,,,,,\n',
  );
});

test("blank rows and merged cells of a sheet are counted, and places are rows of the sheet", async () => {
  const rows = [[], ["a", "b"], ["x", 1], [], ["y", 2], [null, 3]];
  const { text, repairs, place } = await textOf("a.xlsx", spreadsheet({ S: rows }, ["A5:A6"]));
  assert.equal(text, "a,b\nx,1\ny,2\n,3\n");
  assert.deepEqual([1, 2, 3, 4].map(place), ["row 2", "row 3", "row 5", "row 6"]);
  assert.deepEqual(
    repairs.map(({ rule, rowsTouched, rowsBefore, rowsAfter }) => [rule, rowsTouched, rowsBefore, rowsAfter]),
    [
      ["skip rows of the sheet without any cell", 1, 4, 3],
      ["leave merged cells empty but for the first", 2, 3, 3],
    ],
  );
});

test("the sheet that is named is read, and a sheet that is not there is refused with those that are", async () => {
  const book = spreadsheet({ First: [["a"], [1]], Second: [["b"], [2]] });
  assert.equal((await textOf("a.xlsx", book)).text, "a\n1\n");
  assert.equal((await textOf("a.xlsx", book, "Second")).text, "b\n2\n");
  const message = 'a.xlsx: there is no sheet "Third", the file has "First", "Second"';
  await assert.rejects(textOf("a.xlsx", book, "Third"), { name: "DataError", message });
});

test("an empty sheet is refused", async () => {
  const message = 'a.xlsx: sheet "S" is empty';
  await assert.rejects(textOf("a.xlsx", spreadsheet({ S: [] })), { message });
});

test("dates of a spreadsheet that counts from 1904 are the same days", async () => {
  const rows = [["day"], [{ serial: 45351 - 1462, format: "yyyy-mm-dd" }]];
  const book = xlsx.read(spreadsheet({ S: rows }), { cellNF: true });
  book.Workbook = { WBProps: { date1904: true } };
  const { text } = await textOf("a.xlsx", xlsx.write(book, { type: "buffer", bookType: "xlsx" }));
  assert.equal(text, "day\n2024-02-29\n");
});

test("Parquet becomes text, and its places are rows", async () => {
  const database = await opened;
  const path = join(folderWith(), "a.parquet");
  await database.run(`COPY (SELECT 0.1 AS n, DATE '2024-02-29' AS day, 'a,"b"' AS text, NULL AS none,
    TIMESTAMP '2018-02-05 13:48:45.56' AS moment) TO '${path}' (FORMAT parquet)`);
  const { text, place, format } = await textOf("a.parquet", readFileSync(path));
  assert.equal(text, 'n,day,text,none,moment\n0.1,2024-02-29,"a,""b""",,2018-02-05 13:48:45.56\n');
  assert.deepEqual([format, place(2)], ["Parquet", "row 1"]);
});

test("a fault in a sheet or in Parquet is told by its row", async () => {
  const database = await opened;
  const header = ["ID", "arm", "bought", "spend", "day", "town"];
  const folder = folderWith({
    "shop.xlsx": spreadsheet({ S: [header, ["a", "mail", 1, 1, null, "Bern"], [], ["b", "none", 2.5]] }),
  });
  const sheet = 'shop.xlsx row 4, column "bought": expected a whole number, got "2.5"';
  await assert.rejects(loadTable(database, shopSchema(), join(folder, "shop.xlsx")), { message: sheet });
  const path = join(folder, "shop.parquet");
  const columns = "'a' AS \"ID\", 'mail' AS arm, 2.5 AS bought, 1 AS spend, NULL AS \"day\", 'Bern' AS town";
  await database.run(`COPY (SELECT ${columns}) TO '${path}' (FORMAT parquet)`);
  const parquet = 'shop.parquet row 1, column "bought": expected a whole number, got "2.5"';
  await assert.rejects(loadTable(database, shopSchema(), path), { message: parquet });
});

test("true and false of a sheet or Parquet are 1 and 0 where a whole number is expected", async () => {
  const database = await opened;
  const header = ["ID", "arm", "bought", "spend", "day", "town"];
  const rows = [
    ["a", "mail", true, 1.234, null, "TRUE"],
    ["b", "none", false, 2, null, "Bern"],
  ];
  const folder = folderWith({ "shop.xlsx": spreadsheet({ S: [header, ...rows] }) });
  const parquet = join(folder, "shop.parquet");
  await database.run(`COPY (SELECT * FROM (VALUES ('a', 'mail', true, 1.234, NULL, 'TRUE'), ('b', 'none', false, 2, NULL, 'Bern'))
    AS v("ID", arm, bought, spend, "day", town)) TO '${parquet}' (FORMAT parquet)`);
  const text = SHOP_SCHEMA.replace("spend: { type: number", "spend: { type: money");
  const [schema] = parseSchema(text, "shop.yaml").tables;
  for (const path of [join(folder, "shop.xlsx"), parquet]) {
    await loadTable(database, schema, path);
    const { columns } = await database.query("SELECT bought, spend, town FROM shop ORDER BY record_number");
    // 1.234 is a number there, and cannot be 1234.
    assert.deepEqual([...columns.spend], [1.23, 2]);
    assert.deepEqual([...columns.bought], [1, 0]);
    assert.deepEqual(columns.town, ["TRUE", "Bern"]);
  }
});

test("a place can be asked for after the temporary file is gone", async () => {
  const content = 'ID,arm,bought,spend,day,town\na,mail,1,1,,"Be\nrn"\nb,none,0,1,,Bern\n';
  const path = join(folderWith({ "shop.csv.gz": gzipSync(content) }), "shop.csv.gz");
  const { place, format } = await loadTable(await opened, shopSchema(), path);
  assert.deepEqual([place(2), place(3), format], ["line 2", "record 3", "gzip, UTF-8"]);
});

const NOT_WHAT_IT_SAYS: readonly (readonly [string, string | Uint8Array, string])[] = [
  [
    "a.csv.gz",
    gzipSync(TEXT.repeat(1000)).subarray(0, 60),
    "a.csv.gz: cannot be unpacked: it ends too early; copy it again",
  ],
  ["a.csv.gz", gzipSync(""), "a.csv.gz: the file is empty"],
  ["a.csv.gz", TEXT, 'a.csv.gz: is not a gzip file, as its name says; save it again, or as "CSV UTF-8"'],
  ["a.xlsx", TEXT, 'a.xlsx: is not a spreadsheet, as its name says; save it again, or as "CSV UTF-8"'],
  [
    "a.xlsx",
    "PK\u0003\u0004",
    'a.xlsx: cannot be read as an .xlsx spreadsheet; save it again, or as "CSV UTF-8"',
  ],
  ["a.parquet", TEXT, 'a.parquet: is not a Parquet file, as its name says; save it again, or as "CSV UTF-8"'],
  [
    "a.parquet",
    "PAR1 and no more",
    "a.parquet: cannot be read as Parquet; it may be damaged, so write it again",
  ],
  [
    "a.csv",
    utf16(`\ufeff${TEXT}`, "LE").subarray(0, -1),
    'a.csv: cannot be read as UTF-16 LE: it is damaged; save it as "CSV UTF-8"',
  ],
  [
    "a.csv",
    "a,b\n1,\0\n",
    'a.csv line 2: a NUL character, so this is not delimited text; save it as "CSV UTF-8"',
  ],
];

for (const [name, content, message] of NOT_WHAT_IT_SAYS) {
  test(`refused: ${message}`, async () => {
    await assert.rejects(textOf(name, content), { name: "DataError", message });
    assert.deepEqual(
      readdirSync(tmpdir()).filter((left) => left.startsWith("campaign-lab-text-")),
      [],
    );
  });
}
