import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsWithRole, tableSchema } from "../../../tables/contract/schema.js";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { HILLSTROM_SCHEMA, KAG_SCHEMA } from "../examples.js";
import { checkoutSchema, SHOP_SCHEMA } from "../files.js";

test("the schema of the checkout holds the five families, and a truth belongs to one of its tables", () => {
  const { tables } = checkoutSchema();
  assert.deepEqual([...new Set(tables.map(({ family }) => family))].sort(), ["F1", "F2", "F3", "F4", "F5"]);
  const names = tables.map(({ name }) => name);
  for (const { truthOf } of tables) assert.ok(truthOf === null || names.includes(truthOf), `${truthOf}`);
});

test("a treatment knows the level that was left alone", () => {
  const [treatment] = columnsWithRole(tableSchema(checkoutSchema(), "campaign_data"), "treatment");
  assert.equal(treatment.name, "received_campaign");
  assert.equal(treatment.control, "0");
  assert.deepEqual(treatment.levels, ["0", "1"]);
});

test("a column keeps its name in the file beside its name in SQL", () => {
  const { columns } = tableSchema(checkoutSchema(), "marketing_campaign");
  assert.equal(columns.find(({ name }) => name === "mnt_wines")?.file, "MntWines");
  assert.equal(columns[0].file, "ID");
});

test("a range may be open at an end", () => {
  const { columns } = tableSchema(checkoutSchema(), "campaign_data");
  assert.deepEqual(columns.find(({ name }) => name === "income")?.range, { low: 15_000, high: null });
});

test("a table that the schema does not have is refused", () => {
  assert.throws(
    () => tableSchema(checkoutSchema(), "sales"),
    /table "sales": not in the schema, which has campaign_data/,
  );
});

/** The shop's schema with one text replaced, and what reading it says. */
function refusal(replaced: string, by: string): () => void {
  assert.ok(SHOP_SCHEMA.includes(replaced));
  return () => parseSchema(SHOP_SCHEMA.replace(replaced, by), "shop.yaml");
}

test("an unknown key is refused with its line", () => {
  assert.throws(refusal("currency: EUR", "currency: EUR\n    curency: EUR"), {
    name: "DataError",
    message: /^shop\.yaml line 8: tables\.shop\.curency: unknown key; known are title, file/,
  });
});

test("an unknown type is refused", () => {
  assert.throws(
    refusal("type: number", "type: float"),
    /shop\.yaml line 16: tables\.shop\.columns\.spend\.type: unknown type "float"; known are integer, number, money, text, date, datetime/,
  );
});

test("an unknown role is refused", () => {
  assert.throws(
    refusal("role: segment", "role: group"),
    /line 18: .*town\.role: unknown role "group"; known are id, treat/,
  );
});

test("an unknown assignment is refused", () => {
  assert.throws(
    refusal("assignment: random", "assignment: chance"),
    /unknown assignment "chance"; known are random, by rule/,
  );
});

test("two treatments are refused at the second", () => {
  assert.throws(
    refusal("role: segment, levels: [Bern, Basel]", "role: treatment, control: Bern, levels: [Bern, Basel]"),
    /line 18: .*town\.role: two treatments, arm and town: a table has one at most/,
  );
});

test("a treatment without its control level is refused", () => {
  assert.throws(refusal(", control: none", ""), /line 14: .*arm\.role: a treatment needs control/);
});

test("a control level that is not a level is refused", () => {
  assert.throws(
    refusal("control: none", "control: nobody"),
    /arm\.control: "nobody" is not one of the levels/,
  );
});

test("a control level on another role is refused", () => {
  assert.throws(
    refusal("role: segment,", "role: segment, control: Bern,"),
    /only a treatment has one, and the role is segment/,
  );
});

test("a range upside down is refused", () => {
  assert.throws(
    refusal("[0, 1000]", "[1000, 0]"),
    /line 16: .*spend\.range: upside down, the lowest value 1000 is above/,
  );
});

test("a range that is not two numbers is refused", () => {
  assert.throws(refusal("[0, 1000]", "[0]"), /spend\.range: expected \[lowest, highest\] .* got \[0\]/);
});

test("a range on a text is refused", () => {
  assert.throws(
    refusal("role: segment,", "role: segment, range: [0, 1],"),
    /only a number has a range, and the type is text/,
  );
});

test("a spelling of something that is no level is refused", () => {
  assert.throws(
    refusal("Berne: Bern", "Berne: Geneva"),
    /town\.spellings: "Geneva" is not one of the levels/,
  );
});

test("a column must say its type, its role and what missing means", () => {
  assert.throws(refusal("type: date, ", ""), /line 17: tables\.shop\.columns\.day: type is not given/);
  assert.throws(refusal("role: time, ", ""), /day: role is not given/);
  assert.throws(refusal(", missing: no purchase", ""), /day: missing is not given/);
});

test("a key that is no column is refused", () => {
  assert.throws(
    refusal("key: [id]", "key: [customer]"),
    /line 9: tables\.shop\.key\.0: "customer" is not a column/,
  );
});

test("a name that SQL would not take as it is is refused", () => {
  assert.throws(
    refusal("      town:", "      Town of birth:"),
    /Town of birth: a name is lower-case letters, digits and _/,
  );
});

test("a column without content is refused", () => {
  assert.throws(
    () => parseSchema("tables: [a, b]", "x.yaml"),
    /x\.yaml line 1: tables: expected keys with values/,
  );
});

test("broken YAML is refused with its line", () => {
  assert.throws(
    () => parseSchema("tables:\n  a: [1\n", "x.yaml"),
    /^DataError: x\.yaml: .* at line \d+, column \d+/,
  );
});

test("a key that stands twice is refused", () => {
  assert.throws(
    refusal("    currency: EUR", "    currency: EUR\n    currency: USD"),
    /Map keys must be unique at line 8/,
  );
});

test("all errors of a schema come at once", () => {
  const text = SHOP_SCHEMA.replace("type: number", "type: float").replace("role: segment", "role: group");
  assert.throws(
    () => parseSchema(text, "shop.yaml"),
    (error: Error) => error.message.split("\n").length === 2,
  );
});

/** The shop's schema with more keys for the table, for the column `spend`, or for `town`. */
const withTable = (keys: string): string => SHOP_SCHEMA.replace("    columns:", `    ${keys}\n    columns:`);
const withSpend = (keys: string): string => SHOP_SCHEMA.replace("role: value,", `role: value, ${keys},`);
const withTown = (keys: string): string => SHOP_SCHEMA.replace("role: segment,", `role: segment, ${keys},`);
const read = (text: string) => parseSchema(text, "shop.yaml").tables[0];

test("what a table may say beside its columns is read", () => {
  const table = read(
    withTable(`population: buyers
    period: May 2024
    decimal: ","
    missing_as: [NA, "-", n/a, 99]
    sheet: Sales
    rows: 3
    foreign_keys: [{ columns: [id], table: shop }]
    key_figures:
      bought with mail: { mean: bought, where: { arm: mail }, is: 0.5 }`),
  );
  const { population, period, decimal, sheet, rows } = table;
  assert.deepEqual([population, period, decimal, sheet, rows], ["buyers", "May 2024", ",", "Sales", 3]);
  assert.deepEqual(table.missingAs, ["NA", "-", "n/a", "99"]);
  assert.deepEqual(table.foreignKeys, [{ columns: ["id"], table: "shop", to: ["id"] }]);
  assert.deepEqual(table.keyFigures, [
    { name: "bought with mail", statistic: "mean", column: "bought", where: { arm: "mail" }, is: 0.5 },
  ]);
});

test("what a table does not say is absent", () => {
  const { population, period, decimal, sheet, rows, foreignKeys, keyFigures, missingAs } = read(SHOP_SCHEMA);
  assert.deepEqual([population, period, decimal, sheet, rows], [null, null, ".", null, null]);
  assert.deepEqual([foreignKeys, keyFigures, missingAs], [[], [], []]);
  assert.deepEqual(read(SHOP_SCHEMA.replace("    key: [id]\n", "")).key, []);
});

test("cleaning rules of a column are read, and none is the default", () => {
  const spend = read(
    withSpend("fill: { median_by: town }, outside: set aside, needed: true, winsorise: [0.01, 0.99]"),
  ).columns[3];
  assert.deepEqual(spend.cleaning, {
    titleCase: false,
    fill: { by: "median", within: "town" },
    outside: "set aside",
    needed: true,
    winsorise: { low: 0.01, high: 0.99 },
  });
  const town = read(withTown("case: title, fill: { value: Basel }")).columns[5];
  assert.deepEqual([town.cleaning.titleCase, town.cleaning.fill], [true, { by: "value", value: "Basel" }]);
  assert.deepEqual(read(withSpend("fill: median")).columns[3].cleaning.fill, { by: "median", within: null });
  const none = { titleCase: false, fill: null, outside: "keep", needed: false, winsorise: null };
  assert.deepEqual(read(SHOP_SCHEMA).columns[3].cleaning, none);
});

test("a column may be optional, and is not by default", () => {
  const columns = read(withSpend("optional: true")).columns;
  assert.deepEqual(
    columns.map(({ optional }) => optional),
    [false, false, false, true, false, false],
  );
});

test("levels of a date are days, and of a datetime moments too", () => {
  const day = SHOP_SCHEMA.replace("role: time,", "role: time, levels: [2024-02-29],");
  assert.deepEqual(read(day).columns[4].levels, ["2024-02-29"]);
  const moment = day
    .replace("type: date,", "type: datetime,")
    .replace("[2024-02-29]", "[2024-02-29 13:48:45]");
  assert.deepEqual(read(moment).columns[4].levels, ["2024-02-29 13:48:45"]);
});

test("an outcome is 0 and 1, or any number without levels", () => {
  const number = SHOP_SCHEMA.replace("role: outcome, levels: [0, 1]", "role: outcome");
  assert.equal(read(number).columns[2].levels, null);
});

test("the examples are valid, and the one with three arms has at most 40 lines", () => {
  assert.equal(read(HILLSTROM_SCHEMA).columns.length, 12);
  assert.equal(columnsWithRole(read(KAG_SCHEMA), "treatment").length, 0);
  assert.ok(HILLSTROM_SCHEMA.trimEnd().split("\n").length <= 40);
});

/** Each faulty schema with what is said about it. */
const FAULTS: readonly (readonly [string, string, RegExp])[] = [
  [
    "rows that are no number",
    withTable("rows: many"),
    /line 12: .*rows: expected a whole number above 0, got "many"/,
  ],
  ["a decimal that is neither . nor ,", withTable("decimal: ;"), /unknown decimal ";"; known are \., ,/],
  [
    "a key that is no list",
    SHOP_SCHEMA.replace("key: [id]", "key: id"),
    /key: expected a list in \[ \], got "id"/,
  ],
  ["levels that are no list", SHOP_SCHEMA.replace("[Bern, Basel]", "Bern"), /town\.levels: expected a list/],
  [
    "levels that stand twice",
    SHOP_SCHEMA.replace("[Bern, Basel]", "[Bern, Bern]"),
    /expected different values/,
  ],
  [
    "levels that differ in case only",
    SHOP_SCHEMA.replace("[Bern, Basel]", "[Bern, Basel, BERN]"),
    /line 18: .*town\.levels: "Bern" and "BERN" differ in case or blanks only/,
  ],
  [
    "a level outside of the range",
    withSpend("levels: [0, 2000]"),
    /line 16: .*spend\.levels: "2000" is outside of the range/,
  ],
  [
    "a level that is no day",
    SHOP_SCHEMA.replace("role: time,", "role: time, levels: [2024-02-29, 2024-02-30],"),
    /line 17: .*day\.levels: "2024-02-30" is not a value of type date/,
  ],
  [
    "a day in another form than ISO",
    SHOP_SCHEMA.replace("role: time,", "role: time, fill: { value: 29.02.2024 },"),
    /line 17: .*day\.fill: "29\.02\.2024" is not of type date/,
  ],
  [
    "two columns of one column of the file",
    SHOP_SCHEMA.replace("town: {", "town: { file: spend,"),
    /line 18: .*town\.file: "spend" is the file's name of spend already/,
  ],
  [
    "a missing value that is no text",
    withTable("missing_as: [NA, null]"),
    /line 12: .*missing_as\.1: expected a text, got null; write null in quotes/,
  ],
  ["a level that is no number", withSpend("levels: [x, 1]"), /levels: "x" is not a value of type number/],
  [
    "one arm only",
    SHOP_SCHEMA.replace("levels: [mail, none]", "levels: [none]"),
    /a treatment needs two arms/,
  ],
  [
    "an outcome of other levels",
    SHOP_SCHEMA.replace("[0, 1]", "[1, 2]"),
    /an outcome has the levels \[0, 1\]/,
  ],
  ["a text as outcome", SHOP_SCHEMA.replace("integer", "text"), /bought\.type: an outcome is a number/],
  [
    "an order of dates for a number",
    withSpend("dates: day-month-year"),
    /only a date or a datetime has an order/,
  ],
  [
    "an unknown order of dates",
    SHOP_SCHEMA.replace("type: date,", "type: date, dates: dmy,"),
    /unknown dates "dmy"/,
  ],
  [
    "a name that SQL has taken",
    SHOP_SCHEMA.replace("      town:", "      group:"),
    /group: this name is taken/,
  ],
  [
    "percentiles upside down",
    withSpend("winsorise: [0.99, 0.01]"),
    /line 16: .*winsorise: expected fractions/,
  ],
  ["percentiles in percent", withSpend("winsorise: [1, 99]"), /0 <= lowest < highest <= 1, got \[1,99\]/],
  [
    "percentiles of a text",
    withTown("winsorise: [0, 1]"),
    /only numbers have percentiles, and the type is text/,
  ],
  ["the median of a text", withTown("fill: median"), /town\.fill: only numbers have a median/],
  [
    "a median by no column",
    withSpend("fill: { median_by: arms }"),
    /"arms" is not another column of the table/,
  ],
  ["a ratio of no columns", withSpend("fill: { ratio_of: [spend, arms] }"), /"spend" is not another column/],
  ["an unknown way to fill", withSpend("fill: mean"), /fill: expected median, \{ median_by: column \},/],
  ["a fill that is no level", withTown("fill: { value: Rome }"), /"Rome" is not one of the levels/],
  ["a fill that is no number", withSpend("fill: { value: none }"), /"none" is not of type number/],
  ["title case of a number", withSpend("case: title"), /only a text has one, and the type is number/],
  ["another case", withTown("case: upper"), /unknown case "upper"; known are title/],
  ["outside of no range", withTown("outside: flag"), /outside: the column has no range/],
  [
    "an unknown rule for outside",
    withSpend("outside: drop"),
    /unknown outside "drop"; known are keep, flag, set/,
  ],
  [
    "needed that is neither true nor false",
    withSpend("needed: yes"),
    /needed: expected true or false, got "yes"/,
  ],
  [
    "a treatment that cleaning fills",
    SHOP_SCHEMA.replace("role: treatment,", "role: treatment, fill: { value: none },"),
    /arm\.fill: cleaning never changes a column whose role is treatment/,
  ],
  [
    "an outcome that cleaning cuts",
    SHOP_SCHEMA.replace("role: outcome,", "role: outcome, winsorise: [0, 0.9],"),
    /bought\.winsorise: cleaning never changes a column whose role is outcome/,
  ],
  [
    "an outcome with a rule for what is out of range",
    SHOP_SCHEMA.replace("role: outcome,", "role: outcome, range: [0, 1], outside: set aside,"),
    /line 15: .*bought\.outside: cleaning never changes a column whose role is outcome/,
  ],
  [
    "a treatment without which rows are set aside",
    SHOP_SCHEMA.replace("role: treatment,", "role: treatment, needed: true,"),
    /line 14: .*arm\.needed: cleaning never changes a column whose role is treatment/,
  ],
  [
    "a treatment that may be absent",
    SHOP_SCHEMA.replace("role: treatment,", "role: treatment, optional: true,"),
    /line 14: .*arm\.optional: a treatment is never optional/,
  ],
  [
    "a column of the key that may be absent",
    SHOP_SCHEMA.replace("role: id,", "role: id, optional: true,"),
    /line 13: .*id\.optional: a column of the key is never optional/,
  ],
  [
    "optional that is neither true nor false",
    withSpend("optional: 1"),
    /optional: expected true or false, got/,
  ],
  ["a truth of nothing", withTable("truth_of: bank"), /truth_of: "bank" is not a table of the schema/],
  [
    "a foreign key to no table",
    withTable("foreign_keys: [{ columns: [id], table: bank }]"),
    /line 12: .*foreign_keys\.0\.table: "bank" is not a table of the schema/,
  ],
  [
    "a foreign key to no column",
    withTable("foreign_keys: [{ columns: [id], table: shop, to: [customer] }]"),
    /foreign_keys\.0: "customer" is not a column of shop/,
  ],
  [
    "a foreign key of no column",
    withTable("foreign_keys: [{ columns: [customer], table: shop, to: [id] }]"),
    /"customer" is not a column of shop/,
  ],
  [
    "a foreign key of another type",
    withTable("foreign_keys: [{ columns: [id], table: shop, to: [spend] }]"),
    /id is of type text and shop\.spend of type number/,
  ],
  [
    "a foreign key of unequal lengths",
    withTable("foreign_keys: [{ columns: [id, town], table: shop, to: [id] }]"),
    /expected as many columns as there are in to, got 2 and 1/,
  ],
  [
    "a key figure of an unknown statistic",
    withTable("key_figures: { a: { median: spend, is: 1 } }"),
    /key_figures\.a\.median: unknown key; known are is, mean, sum/,
  ],
  [
    "a key figure of an unknown column",
    withTable("key_figures: { a: { mean: price, is: 1 } }"),
    /key_figures\.a\.mean: "price" is not a column of the table/,
  ],
  [
    "the mean of a text",
    withTable("key_figures: { a: { mean: town, is: 1 } }"),
    /only a number has a mean, and the type of town is text/,
  ],
  ["a key figure without a value", withTable("key_figures: { a: { mean: spend } }"), /a: is is not given/],
  [
    "a key figure where nothing can be",
    withTable("key_figures: { a: { mean: spend, where: { arm: phone }, is: 1 } }"),
    /where\.arm: "phone" is not a value of this column/,
  ],
];

for (const [what, text, message] of FAULTS) {
  test(`${what}: refused`, () => {
    assert.notEqual(text, SHOP_SCHEMA);
    assert.throws(() => read(text), { name: "DataError", message });
  });
}

test("a foreign key may lead to a table that is described elsewhere", () => {
  const text = withTable("foreign_keys: [{ columns: [id], table: campaign_data, to: [customer_id] }]");
  const [table] = parseSchema(text, "shop.yaml", checkoutSchema().tables).tables;
  assert.equal(table.foreignKeys[0].table, "campaign_data");
});

test("an error in columns that two tables share is told where they stand", () => {
  const shared = SHOP_SCHEMA.replace("    columns:", "    columns: &shop").replace(
    "Berne: Bern",
    "Berne: Rome",
  );
  const second = SHOP_SCHEMA.slice(SHOP_SCHEMA.indexOf("  shop:"), SHOP_SCHEMA.indexOf("    columns:"));
  const text = `${shared}${second.replace("  shop:", "  twin:")}    columns: *shop\n`;
  assert.throws(
    () => read(text),
    /line 18: .*shop\.columns\.town\.spellings.*\n.*line 18: .*twin\.columns\.town/,
  );
});
