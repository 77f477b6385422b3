import assert from "node:assert/strict";
import { test } from "node:test";
import { cleaningInWords, missingInWords, outsideInWords } from "../../../tables/contract/cleaning-words.js";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { SHOP_SCHEMA, shopSchema } from "../files.js";

/** The shop's column after a change of the schema. */
function column(name: string, replaced: string, by: string) {
  const [shop] = parseSchema(SHOP_SCHEMA.replace(replaced, by), "x").tables;
  return shop.columns.find((found) => found.name === name)!;
}

test("rules are said in the order in which cleaning applies them", () => {
  const rules = "winsorise: [0.01, 0.99], needed: true, outside: set aside, fill: { median_by: town }";
  assert.equal(
    cleaningInWords(column("spend", "role: value,", `role: value, ${rules},`)),
    "empty cells get the median of the rows with the same town; values outside of the range are set aside with " +
      "their rows; rows without it are set aside; values beyond the percentiles 1 and 99 are set to them",
  );
  const town = column("town", "role: segment,", "role: segment, case: title, fill: { value: Basel },");
  assert.equal(
    cleaningInWords(town),
    "capital first letters; one spelling for each level; empty cells get Basel",
  );
});

test("a column without rules is left alone, also one with levels that are never repaired", () => {
  const [id, arm, bought] = shopSchema().columns;
  assert.deepEqual([id, arm, bought].map(cleaningInWords), [null, null, null]);
});

test("an empty cell and a value out of range without a rule stay", () => {
  const { cleaning } = shopSchema().columns[3];
  assert.equal(missingInWords(cleaning), "empty cells stay empty");
  assert.equal(missingInWords({ ...cleaning, needed: true }), "rows without it are set aside");
  assert.equal(outsideInWords("keep"), "values outside of the range are kept as they are");
});
