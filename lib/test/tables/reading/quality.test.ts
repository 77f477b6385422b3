import assert from "node:assert/strict";
import { test } from "node:test";
import {
  findingText,
  meantLevel,
  nearestLevel,
  type QualityFinding,
} from "../../../tables/reading/quality.js";
import { shopSchema } from "../files.js";

const town = shopSchema().columns[5];
const finding: QualityFinding = {
  table: "shop",
  column: "town",
  kind: "unknown level",
  rule: "unknown level",
  count: 2,
  place: "line 7",
  value: "Rome",
  meant: null,
  grade: "repair",
};

test("a level in other case, with blanks or in a listed spelling is recognised", () => {
  assert.equal(meantLevel(town, " bern "), "Bern");
  assert.equal(meantLevel(town, "BERNE"), "Bern");
});

test("a level that is only near is not recognised: nothing is guessed", () => {
  assert.equal(meantLevel(town, "Brn"), null);
});

// Levenshtein distances by hand: Young/Yung 1, kitten/sitting 3, Basle/Basel 2.
test("the nearest level is at most two letters away", () => {
  assert.equal(nearestLevel(["Young Adults", "Students"], "Yung Adults"), "Young Adults");
  assert.equal(nearestLevel(["Bern", "Basel"], "Basle"), "Basel");
  assert.equal(nearestLevel(["sitting"], "kitten"), null);
  assert.equal(nearestLevel([], "x"), null);
});

test("a short level is not near to everything", () => {
  assert.equal(nearestLevel(["A", "B"], "xy"), null);
});

test("a finding reads as a sentence with place, column, rule, value and rows", () => {
  assert.equal(
    findingText(finding, { file: "shop.csv", column: town }),
    'shop.csv line 7, column "town": unknown level, got "Rome" (2 rows)',
  );
});
