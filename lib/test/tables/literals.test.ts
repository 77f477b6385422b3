import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { openDatabase } from "../../tables/database.js";
import { numberLiteral, textLiteral, typedLiteral } from "../../tables/literals.js";

test("a literal is written in the type of its column", () => {
  assert.equal(typedLiteral("text", "Women's wear"), "'Women''s wear'");
  assert.equal(typedLiteral("integer", "-3"), "-3");
  assert.equal(typedLiteral("duration", "1691"), "1691");
  assert.equal(typedLiteral("number", "51381.5"), "51381.5e0");
  assert.equal(typedLiteral("money", "28352.2"), "28352.20");
  assert.equal(typedLiteral("date", "2014-10-06"), "CAST('2014-10-06' AS DATE)");
  assert.equal(typedLiteral("datetime", "2018-02-05 13:48:45"), "CAST('2018-02-05 13:48:45' AS TIMESTAMP)");
});

test("the engine reads back every number and text exactly", async () => {
  const database = await openDatabase();
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  const text = fc.string({ unit: "binary" }).filter((value) => !value.includes("\0"));
  await fc.assert(
    fc.asyncProperty(number, text, async (n, t) => {
      const sql = `SELECT CAST(${numberLiteral(n)} AS DOUBLE) AS n, ${textLiteral(t)} AS t`;
      const { columns } = await database.query(sql);
      // The engine has one zero where JavaScript has two.
      assert.deepEqual([columns.n[0], columns.t[0]], [n === 0 ? columns.n[0] : n, t]);
    }),
    { numRuns: 300, seed: 1 },
  );
  database.close();
});

test("a value that is not of its column's type is refused", () => {
  assert.throws(() => typedLiteral("integer", "2.5"), /expected a whole number, got "2.5"/);
  assert.throws(() => typedLiteral("number", " "), /expected a number, got " "/);
  assert.throws(() => typedLiteral("money", "1 OR 1 = 1"), /expected a number, got "1 OR 1 = 1"/);
  assert.throws(() => numberLiteral(Number.NaN), /a statement cannot hold the number NaN/);
});
