import assert from "node:assert/strict";
import test from "node:test";
import { seededRandom } from "../../../statistics/random.js";
import { crmCustomers } from "../../../synthetic/shop/customers.js";
import type { Table } from "../../../types.js";
import { near } from "../../near.js";

const { data, truth } = crmCustomers({ rows: 2_240, random: seededRandom(1) });
const numbers = (table: Table, name: string): Float64Array => table.columns[name] as Float64Array;

// Header of the public file (rodsaldanha, "Marketing Campaign", Kaggle).
const HEADER =
  "ID,Year_Birth,Education,Marital_Status,Income,Kidhome,Teenhome,Dt_Customer,Recency,MntWines,MntFruits," +
  "MntMeatProducts,MntFishProducts,MntSweetProducts,MntGoldProds,NumDealsPurchases,NumWebPurchases," +
  "NumCatalogPurchases,NumStorePurchases,NumWebVisitsMonth,AcceptedCmp3,AcceptedCmp4,AcceptedCmp5,AcceptedCmp1," +
  "AcceptedCmp2,Complain,Z_CostContact,Z_Revenue,Response";

test("the columns are those of the public file, in its order", () => {
  assert.equal(Object.keys(data.columns).join(","), HEADER);
});

test("the dirt is exactly what the public file is known for", () => {
  assert.equal(numbers(data, "Income").filter(Number.isNaN).length, 24);
  assert.equal(numbers(data, "Income").filter((income) => income === 666_666).length, 1);
  assert.deepEqual([...numbers(data, "Year_Birth").filter((year) => year < 1901)].sort(), [1893, 1899, 1900]);
  const odd = (data.columns.Marital_Status as string[]).filter((level) => /Alone|Absurd|YOLO/.test(level));
  assert.equal(odd.length, 7);
});

test("every id occurs once, and the truth is about the same customers in the same order", () => {
  assert.equal(new Set(numbers(data, "ID")).size, 2_240);
  assert.deepEqual(numbers(truth, "id"), numbers(data, "ID"));
});

test("about one customer in seven responds, as in the public file (14.91 %)", () => {
  const responses = numbers(data, "Response").reduce((a, b) => a + b, 0) / 2_240;
  near(responses, 0.1491, 4 * Math.sqrt((0.1491 * 0.8509) / 2_240));
});

test("the true segments differ in what they spend", () => {
  const spend = (name: string): number => {
    const rows = (truth.columns.true_segment as string[]).flatMap((segment, i) =>
      segment === name ? [i] : [],
    );
    return rows.reduce((sum, i) => sum + numbers(data, "MntWines")[i], 0) / rows.length;
  };
  assert.ok(spend("high") > 1.5 * spend("middle") && spend("middle") > 3 * spend("low"));
});

test("a customer is worth the margin of the years to come, by hand for the first of each segment", () => {
  const keeps: Record<string, number> = { high: 0.85, middle: 0.75, low: 0.6 };
  const products = Object.keys(data.columns).filter((name) => name.startsWith("Mnt"));
  for (const segment of Object.keys(keeps)) {
    const row = (truth.columns.true_segment as string[]).indexOf(segment);
    const yearly = products.reduce((sum, name) => sum + numbers(data, name)[row], 0) / 2;
    // Second method: year by year, until nothing is left to add.
    let value = 0;
    for (let year = 1; year <= 200; year++) value += (0.3 * yearly * keeps[segment] ** year) / 1.1 ** year;
    near(numbers(truth, "true_lifetime_value")[row], value, 0.0051);
  }
});

test("a table needs rows", () => {
  assert.throws(
    () => crmCustomers({ rows: 3, random: seededRandom(1) }),
    /whole number of at least 100, got 3/,
  );
});
