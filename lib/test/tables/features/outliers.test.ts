import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSchema } from "../../../tables/contract/schema-reader.js";
import { openDatabase } from "../../../tables/database.js";
import { outlierReport } from "../../../tables/features/outliers.js";
import { rowAt, SHOP_SCHEMA, shopSchema } from "../files.js";

// Values 1 … 8 and 100: quartiles 3 and 7, fences -3 and 13; numpy.percentile(x, [25, 75]) gives the same quartiles.
test("the report counts gaps and values beyond Tukey's fences", async () => {
  const database = await openDatabase();
  const values = [1, 2, 3, 4, 5, 6, 7, 8, 100, Number.NaN];
  await database.load("shop", { name: "shop", rows: 10, columns: { spend: Float64Array.from(values) } });
  const report = await outlierReport(database, shopSchema());
  assert.deepEqual([report.name, report.rows], ["outliers_shop", 1]);
  assert.deepEqual(rowAt(report, 0), {
    column_name: "spend",
    n: 10,
    missing: 1,
    share_missing: 0.1,
    q1: 3,
    q3: 7,
    low_fence: -3,
    high_fence: 13,
    beyond: 1,
  });
  database.close();
});

test("a column without a value has no quartiles, and nothing lies beyond them", async () => {
  const database = await openDatabase();
  await database.load("shop", {
    name: "shop",
    rows: 2,
    columns: { spend: Float64Array.of(Number.NaN, Number.NaN) },
  });
  const { q1, missing, beyond } = rowAt(await outlierReport(database, shopSchema()), 0);
  assert.deepEqual([q1, missing, beyond], [null, 2, 0]);
  database.close();
});

test("a table without amounts is refused", async () => {
  const database = await openDatabase();
  const schema = parseSchema(
    SHOP_SCHEMA.replace("type: number, unit: EUR", "type: number, levels: [0, 1]").replace(
      ", range: [0, 1000]",
      "",
    ),
    "shop.yaml",
  );
  await assert.rejects(outlierReport(database, schema.tables[0]), /table shop: no column holds amounts/);
  database.close();
});
