import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsWithRole, tableSchema } from "../../../tables/contract/schema.js";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { checkoutSchema, SHOP_SCHEMA } from "../files.js";

test("the schema of the checkout holds the two families and their truth", () => {
  const schema = checkoutSchema();
  const widths = schema.tables.map((table) => [table.name, table.columns.length]);
  assert.deepEqual(widths, [
    ["campaign_data", 16],
    ["truth_campaign_data", 8],
    ["marketing_campaign", 29],
    ["truth_marketing_campaign", 3],
  ]);
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
    /shop\.yaml line 16: tables\.shop\.columns\.spend\.type: unknown type "float"; known are integer, number, text, date/,
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
    /line 9: tables\.shop\.key: "customer" is not a column/,
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
