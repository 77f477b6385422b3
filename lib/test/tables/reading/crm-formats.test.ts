import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { cleanTable } from "../../../tables/cleaning/clean-table.js";
import { tableSchema } from "../../../tables/contract/schema.js";
import { openDatabase } from "../../../tables/database.js";
import { loadTable } from "../../../tables/reading/read.js";
import { csvText } from "../../../tables/write.js";
import { checkoutSchema, folderWith } from "../files.js";
import { type SheetCell, spreadsheet } from "../spreadsheets.js";

// The public CRM table as people have it: the same customers, another file each time.
const real = join(process.env.CAMPAIGN_LAB_REFERENCE_DATA ?? "", "marketing_campaign.csv");
const skip = existsSync(real) ? false : "CAMPAIGN_LAB_REFERENCE_DATA has no marketing_campaign.csv";
const opened = openDatabase();
after(async () => (await opened).close());

/** Days from Excel's day 0 to the first of January 1970. */
const EXCEL_EPOCH_DAYS = 25_569;

function realRows(): readonly (readonly string[])[] {
  const text = readFileSync(real, "utf8").replace("\ufeff", "").trim();
  return text.split("\r\n").map((line) => line.split(";"));
}

function delimited(delimiter: string, cell = (text: string): string => text): string {
  return `${realRows()
    .map((row) => row.map(cell).join(delimiter))
    .join("\n")}\n`;
}

function dayFirst(text: string): string {
  return text.replace(/^(\d{4})-(\d\d)-(\d\d)$/, "$3-$2-$1");
}

function sheetCell(text: string): SheetCell {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    return { serial: Date.parse(text) / 86_400_000 + EXCEL_EPOCH_DAYS, format: "dd/mm/yyyy" };
  }
  if (text === "") return null;
  return Number.isNaN(Number(text)) ? text : Number(text);
}

/** The cleaned table as bytes. */
async function cleaned(path: string): Promise<string> {
  const database = await opened;
  const schema = tableSchema(checkoutSchema(), "marketing_campaign");
  await loadTable(database, schema, path);
  const { table } = await cleanTable(database, schema);
  return csvText(await database.query(`SELECT * FROM ${table} ORDER BY record_number`));
}

test("the CRM table gives the same cleaned bytes in every form that people have it in", {
  skip,
}, async () => {
  const folder = folderWith({
    "comma.csv": delimited(","),
    "tab.tsv": delimited("\t", dayFirst),
    "packed.csv.gz": gzipSync(delimited(";")),
    "unicode.txt": Buffer.from(`\ufeff${delimited("\t")}`, "utf16le"),
    "book.xlsx": spreadsheet({ Customers: realRows().map((row) => row.map(sheetCell)) }),
  });
  const expected = await cleaned(real);
  assert.equal(expected.split("\n").length, 2_221 + 2);
  for (const file of ["comma.csv", "tab.tsv", "packed.csv.gz", "unicode.txt", "book.xlsx"]) {
    assert.ok((await cleaned(join(folder, file))) === expected, `${file} is cleaned to other bytes`);
  }
});
