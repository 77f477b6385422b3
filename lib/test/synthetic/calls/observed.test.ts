import assert from "node:assert/strict";
import test from "node:test";
import { observedCustomers } from "../../../synthetic/calls/observed.js";
import type { Table } from "../../../types.js";

function table(name: string, columns: Table["columns"]): Table {
  return { name, rows: Object.values(columns)[0].length, columns };
}

/** Five accounts of 1 March 2018; the last one was made in June with the phone of the first. */
const truth = table("truth_customer_history", { userid: Float64Array.of() });
const customers = table("customer_history", {
  userid: Float64Array.of(1, 2, 3, 4, 5),
  CreditScore1: Float64Array.of(600, 610, 620, 630, 640),
  Income: Float64Array.of(10, 20, 30, 40, 50),
  accountcreationdatetime: [...Array<string>(4).fill("01MAR2018:12:00:00.00"), "01JUN2018:12:00:00.00"],
  PhoneNumber_hashed: ["a", "b", "c", null, "a"],
});
const calls = table("call_history", {
  PhoneNumber_hashed: ["a", "b", "z", "a"],
  OBCallDateTime: [
    "04MAR2018:09:00:00.00",
    "04MAR2018:09:00:00.00",
    "04MAR2018:09:00:00.00",
    "04JUN2018:09:00:00.00",
  ],
  Contacted: Float64Array.of(0, 1, 1, 1),
});
const sales = table("sale_history", {
  userid: Float64Array.of(1, 2, 3, 4, 9),
  saledatetime: [
    "14APR2018:23:59:59.99",
    "02MAR2018:10:00:00.00",
    "15APR2018:00:00:00.00",
    "28FEB2018:10:00:00.00",
    "02MAR2018:10:00:00.00",
  ],
});

test("five customers by hand: window, shared phone, sale before the dial and before the account", () => {
  const seen = observedCustomers({ customers, calls, sales, truth });
  // Day 44 counts, day 45 does not, and neither does a sale before the account.
  assert.deepEqual([...seen.sold], [1, 1, 0, 0, 0]);
  assert.deepEqual([...seen.attempted], [1, 1, 0, 0, 1]);
  assert.deepEqual([...seen.contacted], [0, 1, 0, 0, 1]);
  assert.deepEqual([...seen.soldBeforeDial], [0, 1, 0, 0, 0]);
  assert.deepEqual([...seen.highCredit], [0, 0, 0, 1, 1]);
  assert.deepEqual([...seen.highIncome], [0, 0, 0, 0, 1]);
});

test("a missing column and a broken datetime are named", () => {
  const { Contacted: _, ...without } = calls.columns;
  assert.throws(
    () => observedCustomers({ customers, calls: table("call_history", without), sales, truth }),
    /table call_history: no column of numbers "Contacted"/,
  );
  const broken = table("sale_history", { userid: Float64Array.of(1), saledatetime: ["yesterday"] });
  assert.throws(() => observedCustomers({ customers, calls, sales: broken, truth }), /got "yesterday"/);
});
