import assert from "node:assert/strict";
import { test } from "node:test";
import { nameProblem, schemaName } from "../../../tables/contract/names.js";

test("a name of the schema is made of the words in the file's name", () => {
  assert.equal(schemaName("MntWines", []), "mnt_wines");
  assert.equal(schemaName(" Côte d'Azur (%) ", []), "cote_d_azur");
  assert.equal(schemaName("2024 sales", []), "column_2024_sales");
  assert.equal(schemaName("数量", []), "column_2");
});

test("a name that is taken, by SQL or by another column, gets a number", () => {
  assert.equal(schemaName("Group", []), "group_2");
  assert.equal(schemaName("spend", ["spend", "spend_2"]), "spend_3");
});

test("names that SQL would not take as they are have a problem", () => {
  assert.equal(nameProblem("test_group"), null);
  assert.match(String(nameProblem("Test group")), /lower-case letters, digits and _/);
  assert.match(String(nameProblem("select")), /this name is taken/);
  assert.match(String(nameProblem("record_number")), /this name is taken/);
});
