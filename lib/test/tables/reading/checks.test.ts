import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { openDatabase } from "../../../tables/database.js";
import { checkTable } from "../../../tables/reading/checks.js";
import { type ColumnQuality, columnQuality } from "../../../tables/reading/column-quality.js";
import { foreignKeyFindings } from "../../../tables/reading/foreign-keys.js";
import { keyFigureFindings } from "../../../tables/reading/key-figures.js";
import { type FaultKind, stopAt } from "../../../tables/reading/quality.js";
import { type LoadedTable, loadTable } from "../../../tables/reading/read.js";
import type { Column } from "../../../types.js";
import { CUSTOMERS_AND_CALLS } from "../examples.js";
import { folderWith, SHOP_SCHEMA, shopSchema } from "../files.js";

const opened = openDatabase();
after(async () => (await opened).close());

/** Puts a typed shop into the database: the given columns, the others sound. */
async function shop(columns: Readonly<Record<string, Column>>): Promise<void> {
  const rows = Object.values(columns)[0].length;
  const each = <T>(value: (row: number) => T): T[] => Array.from({ length: rows }, (_, row) => value(row));
  await (await opened).load("shop", {
    name: "shop",
    rows,
    columns: {
      record_number: Float64Array.from(each((row) => row + 2)),
      id: each((row) => `c${row}`),
      arm: each((row) => (row % 2 === 0 ? "mail" : "none")),
      bought: new Float64Array(rows),
      spend: new Float64Array(rows),
      day: each(() => "2024-02-29"),
      town: each(() => "Bern"),
      ...columns,
    },
  });
}

/** What the checks say, with a schema that differs from the shop's. */
async function findings(replaced = "", by = "") {
  const schema = parseSchema(SHOP_SCHEMA.replace(replaced, by), "x").tables[0];
  return checkTable(await opened, schema, (record) => `line ${record}`);
}

test("each fault is counted with its kind, its first place and what stands there", async () => {
  await shop({
    id: ["a", "b", "a", "a"],
    spend: Float64Array.of(1, Number.NaN, -3, 2000),
    town: ["berne", null, "Brn", "Rome"],
  });
  assert.deepEqual(
    (await findings()).map((f) => [f.column, f.kind, f.count, f.place, f.value, f.meant, f.grade]),
    [
      ["spend", "missing", 1, "line 3", null, null, "repair"],
      ["spend", "out of range", 2, "line 4", "-3", null, "repair"],
      ["town", "missing", 1, "line 3", null, null, "repair"],
      ["town", "other spelling", 1, "line 2", "berne", "Bern", "repair"],
      ["town", "unknown level", 1, "line 4", "Brn", "Bern", "repair"],
      ["town", "unknown level", 1, "line 5", "Rome", null, "repair"],
      ["id", "repeated key", 2, "line 4", "a", null, "stop"],
    ],
  );
});

test("a table without a key may have rows that are alike", async () => {
  await shop({ id: ["a", "a", null, null] });
  const found = await findings("    key: [id]\n", "");
  assert.deepEqual(
    found.map(({ column, kind, grade }) => [column, kind, grade]),
    [["id", "missing", "repair"]],
  );
});

test("an empty cell in the key stops, and two empty ones are not the same key", async () => {
  await shop({ id: ["a", null, null] });
  assert.deepEqual(
    (await findings()).map(({ kind, count, grade }) => [kind, count, grade]),
    [["missing", 2, "stop"]],
  );
});

test("a key of two columns is repeated when both are", async () => {
  await shop({ id: ["a", "a", "a"], town: ["Bern", "Basel", "Bern"] });
  const [repeated] = await findings("key: [id]", "key: [id, town]");
  assert.deepEqual([repeated.count, repeated.place, repeated.value], [1, "line 4", "a, Bern"]);
});

test("a missing outcome stops, with levels or without", async () => {
  await shop({ bought: Float64Array.of(1, Number.NaN) });
  assert.equal((await findings())[0].grade, "stop");
  assert.equal((await findings("role: outcome, levels: [0, 1]", "role: outcome"))[0].grade, "stop");
});

/** The shop's schema with one column that may be absent. */
const OPTIONAL_OUTCOME = ["role: outcome,", "role: outcome, optional: true,"] as const;

test("a missing value of an optional outcome is counted and does not stop", async () => {
  await shop({ bought: Float64Array.of(1, Number.NaN) });
  assert.deepEqual(
    (await findings(...OPTIONAL_OUTCOME)).map(({ column, kind, count, grade }) => [
      column,
      kind,
      count,
      grade,
    ]),
    [["bought", "missing", 1, "repair"]],
  );
});

test("an optional outcome that is neither 0 nor 1 stops: nothing repairs an outcome", async () => {
  await shop({ bought: Float64Array.of(1, 2, Number.NaN) });
  assert.deepEqual(
    (await findings(...OPTIONAL_OUTCOME)).map(({ kind, value, grade }) => [kind, value, grade]),
    [
      ["missing", null, "repair"],
      ["unknown level", "2", "stop"],
    ],
  );
});

test("a level of numbers is the same number, however the engine writes it", async () => {
  await shop({ spend: Float64Array.of(0, 1, 2) });
  const found = await findings("range: [0, 1000]", "levels: [0, 1.0]");
  assert.deepEqual(
    found.map(({ kind, value }) => [kind, value]),
    [["unknown level", "2"]],
  );
});

test("a level may hold a quote", async () => {
  await shop({ town: ["l'Aquila", "L'AQUILA"] });
  const found = await findings("[Bern, Basel], spellings: { Berne: Bern }", '["l\'Aquila"]');
  assert.deepEqual(
    found.map(({ kind, meant }) => [kind, meant]),
    [["other spelling", "l'Aquila"]],
  );
});

test("an arm of numbers without customers is found", async () => {
  await shop({ bought: Float64Array.of(1, 1) });
  const numbered = SHOP_SCHEMA.replace(
    "role: treatment, levels: [mail, none], control: none",
    "role: feature",
  );
  const text = numbered.replace(
    "role: outcome, levels: [0, 1]",
    "role: treatment, levels: [0, 1], control: 0",
  );
  const found = await checkTable(await opened, parseSchema(text, "x").tables[0], String);
  assert.deepEqual(
    found.map(({ kind, rule }) => [kind, rule]),
    [["empty arm", "the control group has no customers"]],
  );
});

test("counts by kind are those of a plain loop", async () => {
  const cell = fc.record({
    spend: fc.oneof(
      fc.constant(Number.NaN),
      fc.integer({ min: -5, max: 5 }).map((n) => n * 500),
    ),
    town: fc.constantFrom("Bern", "Basel", "BERN", "Rome", null),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 2, maxLength: 30 }), async (rows) => {
      await shop({
        spend: Float64Array.from(rows, ({ spend }) => spend),
        town: rows.map(({ town }) => town),
      });
      const counted = columnQuality(shopSchema(), loadedWith(await findings(), rows.length));
      const [spend, town] = ["spend", "town"].map((name) => counted.find(({ column }) => column === name)!);
      const count = (isSo: (row: (typeof rows)[number]) => boolean): number => rows.filter(isSo).length;
      assert.equal(
        spend.missing,
        count((row) => Number.isNaN(row.spend)),
      );
      assert.equal(
        rowsWith(spend, "out of range"),
        count((row) => row.spend < 0 || row.spend > 1000),
      );
      assert.equal(
        town.missing,
        count((row) => row.town === null),
      );
      assert.equal(
        rowsWith(town, "other spelling"),
        count((row) => row.town === "BERN"),
      );
      assert.equal(
        rowsWith(town, "unknown level"),
        count((row) => row.town === "Rome"),
      );
    }),
    { numRuns: 20 },
  );
});

function rowsWith({ faults }: ColumnQuality, kind: FaultKind): number {
  return faults.find((fault) => fault.kind === kind)?.rows ?? 0;
}

function loadedWith(found: LoadedTable["findings"], rows: number): LoadedTable {
  const loaded: Pick<LoadedTable, "table" | "file" | "rows" | "findings"> = {
    table: "shop",
    file: "shop.csv",
    rows,
    findings: found,
  };
  return loaded as LoadedTable;
}

test("the quality of a column says where the first wrong value is and what becomes of it", async () => {
  await shop({ spend: Float64Array.of(Number.NaN, 2000), town: ["Bern", "berne"] });
  const columns = columnQuality(shopSchema(), loadedWith(await findings(), 2));
  assert.equal(columns.length, 6);
  assert.deepEqual(columns[3], {
    table: "shop",
    column: "spend",
    rows: 2,
    missing: 1,
    mayBeEmpty: false,
    faults: [
      { kind: "missing", rows: 1, fate: "left as it is" },
      { kind: "out of range", rows: 1, fate: "left as it is" },
    ],
    first: 'shop.csv line 3: expected 0 to 1000, got "2000"',
    repair: "empty cells stay empty; values outside of the range are kept as they are",
  });
  assert.equal(columns[5].repair, "spellings get the level that is meant");
  assert.deepEqual([columns[0].first, columns[0].repair], [null, null]);
});

test("an unknown level is told with the nearest known one, where one is near", async () => {
  const firstOf = async (level: string) => {
    await shop({ town: ["Bern", level] });
    return columnQuality(shopSchema(), loadedWith(await findings(), 2))[5].first;
  };
  assert.equal(await firstOf("Basle"), 'shop.csv line 3: unknown level, got "Basle"; nearest is "Basel"');
  assert.equal(await firstOf("Rome"), 'shop.csv line 3: unknown level, got "Rome"');
});

test("an out-of-range value of a winsorised column is not said to be kept", async () => {
  await shop({ spend: Float64Array.of(10, 2000) });
  const schema = parseSchema(SHOP_SCHEMA.replace("role: value,", "role: value, winsorise: [0, 0.5],"), "x")
    .tables[0];
  const { faults, repair } = columnQuality(schema, loadedWith(await findings(), 2))[3];
  assert.deepEqual(faults, [{ kind: "out of range", rows: 1, fate: "repaired by a rule" }]);
  assert.equal(repair, "values beyond the percentiles 0 and 50 are set to them");
});

test("an empty cell of an optional column is counted, and is no fault with a place or a repair", async () => {
  await shop({ spend: Float64Array.of(Number.NaN, 2000, Number.NaN), day: [null, null, null] });
  const schema = parseSchema(SHOP_SCHEMA.replace(/role: (value|time),/g, "role: $1, optional: true,"), "x")
    .tables[0];
  const checked = await checkTable(await opened, schema, (record) => `line ${record}`);
  const [spend, day] = columnQuality(schema, loadedWith(checked, 3)).slice(3);
  assert.deepEqual([day.missing, day.mayBeEmpty, day.first, day.repair], [3, true, null, null]);
  assert.deepEqual([spend.missing, rowsWith(spend, "out of range")], [2, 1]);
  assert.equal(spend.first, 'shop.csv line 3: expected 0 to 1000, got "2000"');
  assert.equal(spend.repair, "values outside of the range are kept as they are");
});

const FIGURES = parseSchema(
  SHOP_SCHEMA.replace(
    "    columns:",
    `    key_figures:
      bought with mail: { mean: bought, where: { arm: mail }, is: 0.67 }
      spent: { sum: spend, is: 60 }
      spent at most: { max: spend, is: 30 }
      spent at least: { min: spend, is: 10.0 }
      spend unknown: { missing: spend, is: 2 }
      towns: { distinct: town, where: { bought: 1 }, is: 2 }
    columns:`,
  ),
  "x",
).tables[0];

/** By hand: two of the three mails led to a purchase, 10 + 20 + 30 was spent, both buyers' towns differ. */
const figureRows = {
  arm: ["mail", "none", "mail", "none", "mail"],
  bought: Float64Array.of(1, 0, 1, 0, 0),
  spend: Float64Array.of(10, 20, Number.NaN, 30, Number.NaN),
  town: ["Bern", "Bern", "Basel", "Rome", "Bern"],
};

test("key figures that are met, to the digits written, say nothing", async () => {
  await shop(figureRows);
  assert.deepEqual(await keyFigureFindings(await opened, FIGURES), []);
});

test("a key figure that is not met stops with what was found", async () => {
  await shop({ ...figureRows, bought: Float64Array.of(1, 0, 0, 0, 0) });
  const wrong = await keyFigureFindings(await opened, FIGURES);
  assert.throws(() => stopAt(wrong, { file: "shop.csv", schema: FIGURES }), {
    name: "DataError",
    message:
      'shop.csv all rows, column "bought": key figure "bought with mail": expected 0.67, got "0.3333"\n' +
      'shop.csv all rows, column "town": key figure "towns": expected 2, got "1.00"',
  });
});

test("a key figure of no rows is not met", async () => {
  await shop({ ...figureRows, arm: Array(5).fill("none") });
  const [wrong] = await keyFigureFindings(await opened, FIGURES);
  assert.equal(wrong.value, "no value");
});

test("orphans are counted with the first of them; an empty cell is missing and no orphan", async () => {
  const folder = folderWith({
    "customers.csv": "phone,n\na,1\n,2\n",
    "calls.csv": 'caller\na\nx\n""\ny\na\n',
  });
  const schema = parseSchema(CUSTOMERS_AND_CALLS, "x");
  const database = await opened;
  const loaded: LoadedTable[] = [];
  for (const table of schema.tables) loaded.push(await loadTable(database, table, join(folder, table.file)));
  const orphans = await foreignKeyFindings(database, schema, loaded);
  assert.deepEqual(
    orphans.map((f) => [f.table, f.column, f.kind, f.rule, f.count, f.place, f.value, f.grade]),
    [["calls", "caller", "orphan", "belongs to no row of customers", 2, "line 3", "x", "repair"]],
  );
  const calls = { ...loaded[1], findings: [...loaded[1].findings, ...orphans] };
  const [caller] = columnQuality(schema.tables[1], calls);
  assert.deepEqual([caller.rows, caller.missing, rowsWith(caller, "orphan")], [5, 1, 2]);
  assert.equal(caller.first, 'calls.csv line 3: belongs to no row of customers, got "x"');
  assert.deepEqual(await foreignKeyFindings(database, schema, loaded.slice(1)), []);
});
