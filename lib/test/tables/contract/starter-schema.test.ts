import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { type GuessedColumn, starterSchema } from "../../../tables/contract/starter-schema.js";

const guessed = (file: string, more: Partial<GuessedColumn> = {}): GuessedColumn => ({
  file,
  type: "integer",
  levels: [],
  unique: false,
  ...more,
});

test("the schema is valid as it is, with types, levels and the first unique column as key", () => {
  const columns = [
    guessed("Amount", { type: "money", unique: true }),
    guessed("Customer ID", { unique: true }),
    guessed("Group", { type: "text", levels: ["No", 'a "b": c', "1"] }),
    guessed("bought", { levels: ["0", "1"] }),
  ];
  const text = starterSchema([{ file: "Mail, 2024.csv.gz", stem: "mail, 2024", columns }]);
  const [table] = parseSchema(text, "starter").tables;
  assert.deepEqual([table.name, table.file, table.key], ["mail_2024", "Mail, 2024.csv.gz", ["customer_id"]]);
  assert.deepEqual(
    table.columns.map(({ name, file, type, role, levels }) => [name, file, type, role, levels]),
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
  const text = starterSchema([
    { file: "a-b.csv", stem: "a-b", columns },
    { file: "a b.txt", stem: "a b", columns },
  ]);
  const { tables } = parseSchema(text, "starter");
  assert.deepEqual(
    tables.map(({ name, key }) => [name, key]),
    [
      ["a_b", []],
      ["a_b_2", []],
    ],
  );
});

test("any names and levels give a valid schema that keeps them", () => {
  const texts = fc.uniqueArray(fc.string({ minLength: 1, unit: "grapheme" }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(texts, texts, (files, levels) => {
      const columns = files.map((file) => guessed(file, { type: "text", levels }));
      const [table] = parseSchema(starterSchema([{ file: "x.csv", stem: "x", columns }]), "starter").tables;
      assert.deepEqual(
        table.columns.map(({ file }) => file),
        files,
      );
      assert.deepEqual(table.columns[0].levels, levels);
    }),
  );
});
