import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "../../tables/database.js";
import { medianFill } from "../../tables/medians.js";
import { percentiles } from "../../tables/percentiles.js";

async function rowsOf(values: string) {
  const database = await openDatabase();
  await database.run(`CREATE TABLE t AS SELECT * FROM (VALUES ${values}) AS v(day, x)`);
  return { database, table: "t" };
}

// numpy 2: numpy.percentile([1, 2, 4, 8, 16], [10, 50, 99]) -> [1.4, 4.0, 15.68]
test("percentiles interpolate linearly, as numpy's do", async () => {
  const rows = await rowsOf("(1, 16), (1, 1), (1, NULL), (1, 8), (1, 2), (1, 4)");
  assert.deepEqual(await percentiles(rows, "x", [0.1, 0.5, 0.99]), [1.4, 4, 15.68]);
});

test("a median has the type of its column, and a group may be a date", async () => {
  const rows = await rowsOf(
    "(DATE '2024-01-01', 1), (DATE '2024-01-01', 2), (DATE '2024-01-02', NULL), (NULL, 5)",
  );
  const column = (type: "integer" | "number" | "money") => ({ column: "x", type });
  assert.equal((await medianFill(rows, column("integer"))).overall, "2");
  assert.equal((await medianFill(rows, column("money"))).sql, "2.00");
  const fill = await medianFill(rows, column("number"), { column: "day", type: "date" });
  assert.deepEqual(fill, {
    sql: "CASE day WHEN CAST('2024-01-01' AS DATE) THEN 1.5e0 ELSE 2 END",
    overall: "2",
    withoutGroup: 1,
  });
});

test("a median halfway between two whole numbers is the upper one", async () => {
  const rows = await rowsOf("(1, 7), (1, 8)");
  assert.equal((await medianFill(rows, { column: "x", type: "integer" })).overall, "8");
  assert.equal((await medianFill(rows, { column: "x", type: "number" })).overall, "7.5");
});

test("nothing has no percentile", async () => {
  const rows = await rowsOf("(1, CAST(NULL AS DOUBLE))");
  await assert.rejects(percentiles(rows, "x", [0.5]), /column "x": every value is missing, no percentile/);
});
