import assert from "node:assert/strict";
import test from "node:test";
import { calendar } from "../../synthetic/calendar.js";

test("days are counted from the first one, backwards too and over a leap day", () => {
  const date = calendar("2020-01-01");
  assert.deepEqual([0, 59, 60, 366, -1].map(date), [
    "2020-01-01",
    "2020-02-29",
    "2020-03-01",
    "2021-01-01",
    "2019-12-31",
  ]);
});

test("a date that is none has no days after it", () => {
  assert.throws(
    () => calendar("2023-13-01"),
    /calendar: expected a date such as 2023-01-01, got "2023-13-01"/,
  );
});
