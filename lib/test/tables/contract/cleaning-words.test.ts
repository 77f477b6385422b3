import assert from "node:assert/strict";
import { test } from "node:test";
import { cleaningInWords, fateOf } from "../../../tables/contract/cleaning-words.js";
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

const spendFate = (rules: string, kind: Parameters<typeof fateOf>[1]) =>
  fateOf(column("spend", "role: value,", `role: value, ${rules}`), kind);

test("an empty cell is filled, set aside with its row, or stays", () => {
  assert.deepEqual(spendFate("", "missing"), { fate: "left as it is", words: "empty cells stay empty" });
  assert.deepEqual(spendFate("fill: median, needed: true,", "missing"), {
    fate: "repaired by a rule",
    words: "empty cells get the median",
  });
  assert.equal(spendFate("needed: true,", "missing").fate, "row set aside");
});

test("a value out of range is kept, flagged or set aside, and of a winsorised column it is changed", () => {
  const kept = { fate: "left as it is", words: "values outside of the range are kept as they are" };
  assert.deepEqual(spendFate("", "out of range"), kept);
  assert.equal(spendFate("outside: flag,", "out of range").fate, "flagged");
  const capped = "values beyond the percentiles 7 and 93 are set to them";
  const winsorised = "winsorise: [0.07, 0.93],";
  assert.deepEqual(spendFate(winsorised, "out of range"), { fate: "repaired by a rule", words: capped });
  const both = spendFate(`${winsorised} outside: flag,`, "out of range");
  assert.equal(both.words, `values outside of the range are flagged; ${capped}`);
  assert.equal(spendFate(`${winsorised} outside: set aside,`, "out of range").fate, "row set aside");
});

test("a spelling is repaired where cleaning writes levels; what no rule can know stays or stops", () => {
  const [id, , , , , town] = shopSchema().columns;
  assert.equal(fateOf(town, "other spelling").fate, "repaired by a rule");
  assert.equal(fateOf(id, "other spelling").fate, "left as it is");
  assert.deepEqual(
    [fateOf(town, "unknown level").fate, fateOf(town, "orphan").fate],
    Array(2).fill("left as it is"),
  );
  assert.equal(fateOf(id, "repeated key").fate, "stops the run");
});
