import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import {
  type GuessedColumn,
  type GuessedTable,
  starterSchema,
} from "../../../tables/contract/starter-schema.js";

const guessed = (file: string, more: Partial<GuessedColumn> = {}): GuessedColumn => ({
  file,
  type: "integer",
  dates: null,
  levels: [],
  unique: false,
  ...more,
});

const table = (file: string, columns: readonly GuessedColumn[]): GuessedTable => ({
  file,
  stem: file.split(".")[0],
  decimal: ".",
  columns,
  problems: [],
});

test("the schema is valid as it is, with types, levels and the first unique column as key", () => {
  const columns = [
    guessed("Amount", { type: "money", unique: true }),
    guessed("Customer ID", { unique: true }),
    guessed("Group", { type: "text", levels: ["No", 'a "b": c', "1"] }),
    guessed("bought", { levels: ["0", "1"] }),
  ];
  const text = starterSchema([table("Mail, 2024.csv.gz", columns)]);
  const [read] = parseSchema(text, "starter").tables;
  assert.deepEqual([read.name, read.file, read.key], ["mail_2024", "Mail, 2024.csv.gz", ["customer_id"]]);
  assert.deepEqual(
    read.columns.map(({ name, file, type, role, levels }) => [name, file, type, role, levels]),
    [
      ["amount", "Amount", "money", "feature", null],
      ["customer_id", "Customer ID", "integer", "id", null],
      ["group_2", "Group", "text", "feature", ["No", 'a "b": c', "1"]],
      ["bought", "bought", "integer", "feature", ["0", "1"]],
    ],
  );
  assert.match(text, /^# A schema to start from.*\n(#.*\n)+tables:\n/);
});

test("two files get two tables of different names, and no key where no value is unique", () => {
  const columns = [guessed("n")];
  const text = starterSchema([table("a-b.csv", columns), table("a b.txt", columns)]);
  const { tables } = parseSchema(text, "starter");
  assert.deepEqual(
    tables.map(({ name, key }) => [name, key]),
    [
      ["a_b", []],
      ["a_b_2", []],
    ],
  );
});

test("decimal commas, dates that do not tell and a file that cannot be read are said", () => {
  const columns = [guessed("day", { type: "date", dates: "day-month-year" })];
  const problems = ["x.csv line 2: a", "b"];
  const text = starterSchema([{ ...table("x.csv", columns), decimal: ",", problems }]);
  const [read] = parseSchema(text, "starter").tables;
  assert.deepEqual([read.decimal, read.columns[0].dates], [",", "day-month-year"]);
  assert.match(
    text,
    / {2}x:\n {4}# The file cannot be read so yet:\n {4}# {3}x\.csv line 2: a\n {4}# {3}b\n/,
  );
  assert.match(text, /dates: day-month-year, .* # or month-day-year: no day is above 12/);
});

test("any names and levels give a valid schema that keeps them", () => {
  const text = fc.string({ minLength: 1, unit: "grapheme" });
  const selector = (one: string): string => one.trim().toLowerCase();
  const texts = fc.uniqueArray(text, { minLength: 1, maxLength: 5, selector });
  fc.assert(
    fc.property(texts, texts, (files, levels) => {
      const columns = files.map((file) => guessed(file, { type: "text", levels }));
      const [read] = parseSchema(starterSchema([table("x.csv", columns)]), "starter").tables;
      assert.deepEqual(
        read.columns.map(({ file }) => file),
        files,
      );
      assert.deepEqual(read.columns[0].levels, levels);
    }),
  );
});
