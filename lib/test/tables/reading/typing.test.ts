import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { openDatabase } from "../../../tables/database.js";
import { loadTable } from "../../../tables/reading/read.js";
import { folderWith } from "../files.js";

const opened = openDatabase();
after(async () => (await opened).close());

/** Reads one column with these cells; `column` says more about it, `table` about the table. */
async function read(cells: readonly string[], { column, table = "" }: { column: string; table?: string }) {
  const yaml = `
tables:
  t:
    { title: t, file: t.csv, family: test, currency: EUR, grain: row, assignment: none, source: test, ${table} columns: {
      n: { type: integer, meaning: number, role: feature, missing: never },
      x: { ${column}, meaning: x, ${column.includes("role") ? "" : "role: feature,"} missing: unknown } } }`;
  const text = `n\tx\n${cells.map((cell, i) => `${i}\t${cell}`).join("\n")}\n`;
  const path = join(folderWith({ "t.csv": text }), "t.csv");
  const { conversions } = await loadTable(await opened, parseSchema(yaml, "t.yaml").tables[0], path);
  const result = await (await opened).query("SELECT x FROM t ORDER BY record_number");
  return { values: [...result.columns.x], conversions };
}

async function values(cells: readonly string[], column: string, table?: string) {
  return (await read(cells, { column, table })).values;
}

/** Asserts that the cell, after one that is sound, is refused with this sentence. */
async function refused(
  [sound, cell]: readonly [string, string],
  column: string,
  expected: string,
): Promise<void> {
  const message = `t.csv line 3, column "x": expected ${expected}, got "${cell}"`;
  await assert.rejects(read([sound, cell], { column }), { name: "DataError", message });
}

test("money is read from dollars, codes, accountants' brackets and plain amounts", async () => {
  const cells = [
    "$28,352.27",
    "28352.27",
    "(1,200.50)",
    "-$3",
    "$-3",
    "1.5",
    "12 USD",
    "NZ$7",
    "1'000 CHF",
    "",
    "0.129",
  ];
  const amounts = [28352.27, 28352.27, -1200.5, -3, -3, 1.5, 12, 7, 1000, Number.NaN, 0.13];
  const { values: read_, conversions } = await read(cells, { column: "type: money" });
  assert.deepEqual(read_, amounts);
  assert.deepEqual(
    conversions.map(({ rule, columns, rowsTouched, rowsBefore }) => [rule, columns, rowsTouched, rowsBefore]),
    [["read amounts of money, to the cent", ["x"], 8, 11]],
  );
});

test("money with a decimal comma", async () => {
  const cells = ["1.234,50 €", "€ 2,5", "1 000,00", "7"];
  assert.deepEqual(await values(cells, "type: money", 'decimal: ",",'), [1234.5, 2.5, 1000, 7]);
});

test("what is no single amount of money is refused", async () => {
  for (const cell of ["$1,23", "1.234,50", "12 or 13", "$", "(5", "1e5", "99999999999999999", "+-5"]) {
    await refused(["$5", cell], "type: money", "an amount of money");
  }
});

test("three digits behind the only sign may be thousands, and are refused as money", async () => {
  for (const cell of ["28.352 €", "-$1.234", "(1.000)"]) {
    const digits = cell.replace(/[^\d.]/g, "");
    const both = `is it ${digits.replace(".", "")} or ${digits}?`;
    const way = 'declare decimal: "," for the first, write two decimals for the second';
    await refused(["$5", cell], "type: money", `an amount of money, and ${both} ${way}`);
  }
  const message = /is it 1234 or 1,234\? declare decimal: "\." for the first, .*, got "1,234"$/;
  await assert.rejects(read(["1,234"], { column: "type: money", table: 'decimal: ",",' }), { message });
});

test("three decimals that cannot be thousands are rounded, as more of them are", async () => {
  const cells = ["0.126", "1234.567", "$1,234.567", "28.35216", "28."];
  assert.deepEqual(await values(cells, "type: money"), [0.13, 1234.57, 1234.57, 28.35, 28]);
});

test("any amount of cents reads back, however it is written", async () => {
  const written = fc
    .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.constantFrom("$", "", "€ "), fc.boolean())
    .map(([cents, sign, brackets]) => {
      const digits = (Math.abs(cents) / 100).toLocaleString("en-US", { minimumFractionDigits: 2 });
      if (cents >= 0) return { cents, text: `${sign}${digits}` };
      return { cents, text: brackets ? `(${sign}${digits})` : `-${sign}${digits}` };
    });
  await fc.assert(
    fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 50 }), async (amounts) => {
      const read_ = await values(
        amounts.map(({ text }) => text),
        "type: money",
      );
      assert.deepEqual(
        read_,
        amounts.map(({ cents }) => cents / 100),
      );
    }),
    { numRuns: 20, seed: 1 },
  );
});

test("a duration is read as seconds", async () => {
  const { values: seconds, conversions } = await read(["0:28:11", "00:00:05", "", "100:00:00"], {
    column: "type: duration",
  });
  assert.deepEqual(seconds, [1691, 5, Number.NaN, 360_000]);
  assert.deepEqual([conversions[0].rule, conversions[0].rowsTouched], ["read H:MM:SS as seconds", 3]);
});

test("a duration without hours, or with 60 minutes, is refused", async () => {
  for (const cell of ["28:11", "0:60:00", "-0:00:01", "11"]) {
    await refused(["0:00:01", cell], "type: duration", "a duration H:MM:SS");
  }
});

test("every usual form of a date gives the same day", async () => {
  const forms = [
    "2024-02-29",
    "2024/2/29",
    "2024.02.29",
    "29-02-2024",
    "29/02/2024",
    "29.2.2024",
    "02/29/2024",
    "2-29-2024",
  ];
  const words = [
    "29 Feb 2024",
    "29 February 2024",
    "29-feb-2024",
    "29FEB2024",
    "Feb 29 2024",
    "Feb 29, 2024",
  ];
  for (const cell of [...forms, ...words]) {
    assert.deepEqual(await values([cell, ` ${cell} `], "type: date"), ["2024-02-29", "2024-02-29"], cell);
  }
});

test("one part above 12 settles the order for the whole column", async () => {
  assert.deepEqual(await values(["03/04/2024", "13/04/2024"], "type: date"), ["2024-04-03", "2024-04-13"]);
  assert.deepEqual(await values(["03/04/2024", "03/14/2024"], "type: date"), ["2024-03-04", "2024-03-14"]);
});

test("a declared order is obeyed", async () => {
  const cells = ["03/04/2024", "05/06/2024"];
  assert.deepEqual(await values(cells, "type: date, dates: day-month-year"), ["2024-04-03", "2024-06-05"]);
  assert.deepEqual(await values(cells, "type: date, dates: month-day-year"), ["2024-03-04", "2024-05-06"]);
  const other = "type: date, dates: day-month-year";
  await refused(["03/04/2024", "03/14/2024"], other, "a date DD/MM/YYYY");
});

test("a declared order does not refuse dates that cannot be mistaken", async () => {
  assert.deepEqual(await values(["2024-04-03"], "type: date, dates: day-month-year"), ["2024-04-03"]);
});

test("dates that could be either are refused, with slashes and points, too", async () => {
  for (const cell of ["03/04/2024", "03.04.2024"]) {
    const message = `t.csv line 2, column "x": day or month first? No day is above 12; declare "dates" in the schema, or write YYYY-MM-DD, got "${cell}" (2 rows)`;
    await assert.rejects(read([cell, cell], { column: "type: date" }), { message });
  }
});

test("years of two digits, days that are none and words are refused", async () => {
  for (const cell of ["29/02/24", "30/02/2024", "today", "29-02-2024"]) {
    await refused(["28/02/2024", cell], "type: date", "a date DD/MM/YYYY");
  }
  for (const cell of ["epoch", "infinity", "0018-02-05", "2024-02-03 (BC)"]) {
    await refused(["2024-02-28", cell], "type: date", "a date YYYY-MM-DD");
  }
});

test("dates in another form than ISO are reported, ISO ones are not", async () => {
  const { conversions } = await read(["29.02.2024", "", "01.03.2024"], { column: "type: date" });
  assert.deepEqual(conversions, [
    {
      table: "t",
      rule: "read dates DD.MM.YYYY",
      columns: ["x"],
      sql: conversions[0].sql,
      rowsTouched: 2,
      rowsBefore: 3,
      rowsAfter: 3,
    },
  ]);
  assert.match(conversions[0].sql, /^SELECT CAST\(.*TRY_STRPTIME\("x".* AS DATE\) AS x\nFROM "t\.csv"$/s);
  assert.deepEqual((await read(["2024-02-29"], { column: "type: date" })).conversions, []);
  assert.deepEqual((await read(["2024-02-29 13:48:45"], { column: "type: datetime" })).conversions, []);
});

test("moments are read as SAS, ISO and the usual forms write them", async () => {
  const moment = "2018-02-05 13:48:45.56";
  const forms = [
    ["05FEB2018:13:48:45.56", moment],
    ["2018-02-05T13:48:45.56", moment],
    [moment, moment],
  ];
  const others = ["13/02/2018 13:48", "Feb 13, 2018 1:48 PM"].map((cell) => [cell, "2018-02-13 13:48:00"]);
  for (const [cell, expected] of [...forms, ...others]) {
    assert.deepEqual(await values([cell, ""], "type: datetime"), [expected, null], cell);
  }
});

test("a day alone is its midnight among moments", async () => {
  const cells = ["2018-02-05", "2018-02-05 13:48"];
  const expected = ["2018-02-05 00:00:00", "2018-02-05 13:48:00"];
  assert.deepEqual(await values(cells, "type: datetime"), expected);
});

test("a moment with a time zone, or an hour 25, is refused", async () => {
  for (const cell of ["2018-02-05 13:48:45+01", "2018-02-05 25:00:00", "2018-02-05T13:48:45"]) {
    const expected = "a date and time YYYY-MM-DD HH:MM:SS, without a time zone";
    await refused(["2018-02-05 13:48:45", cell], "type: datetime", expected);
  }
});

test("decimal commas are read where they are declared, and reported", async () => {
  const { values: numbers, conversions } = await read(["3,5", "-0,25", "7", "1e3"], {
    column: "type: number",
    table: 'decimal: ",",',
  });
  assert.deepEqual(numbers, [3.5, -0.25, 7, 1000]);
  assert.deepEqual([conversions[0].rule, conversions[0].rowsTouched], ["read decimal commas", 2]);
});

test("a comma in a number is never guessed at", async () => {
  await refused(["1", "1,234"], "type: number", "a number without thousands separators");
  await refused(["1", "1,234,567.5"], "type: integer", "a whole number without thousands separators");
  await refused(["1", "3,5"], "type: number", 'a number with a decimal point, or decimal: "," in the schema');
  const message = /expected a number without thousands separators, got "1\.234"/;
  await assert.rejects(read(["1,5", "1.234"], { column: "type: number", table: 'decimal: ",",' }), {
    message,
  });
});

test("what only the engine would take for a number is refused", async () => {
  for (const cell of ["1_000", "0x1F", "inf", "-Infinity", "NaN", "1e999", "TRUE", "1 000", "½"]) {
    const more = cell === "NaN" ? "; if it means an empty cell, declare missing_as: [NaN]" : "";
    const expected = cell === "1 000" ? "a number without thousands separators" : `a number${more}`;
    await refused(["1", cell], "type: number", expected);
  }
  await refused(["1", "9007199254740993"], "type: integer", "a whole number");
});

test("declared spellings of an outcome are replaced while reading, in any case, and counted", async () => {
  const column = "type: integer, role: outcome, levels: [0, 1], spellings: { yes: 1, no: 0, it's: 1 }";
  const { values: outcomes, conversions } = await read(["Yes", "no", "1", " YES ", "it's"], { column });
  assert.deepEqual(outcomes, [1, 0, 1, 1, 1]);
  const [step] = conversions;
  assert.deepEqual([step.rule, step.rowsTouched], ["write the levels as the schema's spellings say", 4]);
  assert.match(step.sql, /CASE LOWER\(TRIM\("x"\)\) WHEN 'yes' THEN '1'/);
});

test("spellings of a text that is no treatment are left to cleaning", async () => {
  const column = "type: text, levels: [Bern], spellings: { Berne: Bern }";
  const { values: towns, conversions } = await read(["Berne"], { column });
  assert.deepEqual([towns, conversions], [["Berne"], []]);
});

test("declared texts mean an empty cell in any column, and are counted", async () => {
  const table = 'missing_as: [NA, "-"],';
  const { values: numbers, conversions } = await read(["1", "NA", " NA ", "-", ""], {
    column: "type: number",
    table,
  });
  assert.deepEqual(numbers, [1, Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  assert.deepEqual(
    conversions.map(({ rule, columns, rowsTouched, rowsBefore }) => [rule, columns, rowsTouched, rowsBefore]),
    [
      ["read NA as empty", ["n", "x"], 2, 5],
      ["read - as empty", ["n", "x"], 1, 5],
    ],
  );
  assert.match(conversions[0].sql, /CASE WHEN TRIM\("x"\) IN \('NA'\) THEN NULL ELSE "x" END AS x/);
  assert.deepEqual(await values(["13.02.2024", "-"], "type: date", table), ["2024-02-13", null]);
  assert.deepEqual(await values(["Bern", "NA", "na"], "type: text", table), ["Bern", null, "na"]);
});

test("cells emptied so are touched by no other conversion", async () => {
  const { conversions } = await read(["0:28:11", "NA"], {
    column: "type: duration",
    table: "missing_as: [NA],",
  });
  assert.deepEqual(
    conversions.map(({ rule, rowsTouched }) => [rule, rowsTouched]),
    [
      ["read NA as empty", 1],
      ["read H:MM:SS as seconds", 1],
    ],
  );
});

test("a code for a missing value is refused with the way to declare it", async () => {
  for (const [cell, code] of [
    ["NA", "NA"],
    ["n/a", "n/a"],
    ["-", '"-"'],
    ["null", '"null"'],
    ["#N/A", '"#N/A"'],
  ]) {
    const expected = `a whole number; if it means an empty cell, declare missing_as: [${code}]`;
    await refused(["1", cell], "type: integer", expected);
  }
});

test("a text of blanks only is missing, and other blanks stay", async () => {
  assert.deepEqual(await values(["   ", " a", "b "], "type: text"), [null, " a", "b "]);
});
