import assert from "node:assert/strict";
import { test } from "node:test";
import { featuresOf, MARCH_1 } from "./call-shop.js";

test("a sale counts from the account's day to day 44, whatever the hour; day 45 and the day before do not", async () => {
  const moments = [
    "2018-03-01 00:00:00",
    "2018-04-14 23:59:59",
    "2018-04-15 00:00:00",
    "2018-02-28 23:59:59",
  ];
  const { customers, report } = await featuresOf({
    accounts: moments.map((_, i) => [`u${i}`, MARCH_1, `p${i}`]),
    sales: moments.map((moment, i) => [`u${i}`, moment]),
  });
  assert.deepEqual(
    customers.map(({ sold }) => sold),
    [1, 1, 0, 0],
  );
  assert.deepEqual(
    customers.map(({ sold_price }) => sold_price),
    [100, 200, null, null],
  );
  assert.deepEqual([customers[0].account_on, customers[0].answer_on], ["2018-03-01", "2018-04-15"]);
  const { salesIn, salesWithin45Days, salesLater, salesBeforeAccount } = report;
  assert.deepEqual([salesIn, salesWithin45Days, salesLater, salesBeforeAccount], [4, 2, 1, 1]);
});

test("of two sales within the window the first counts, and the second is reported", async () => {
  const { customers, report } = await featuresOf({
    accounts: [["u", MARCH_1, "p"]],
    sales: [
      ["u", "2018-03-20 10:00:00"],
      ["u", "2018-03-10 10:00:00"],
    ],
  });
  assert.deepEqual([customers.length, customers[0].sold, customers[0].sold_price], [1, 1, 200]);
  assert.equal(customers[0].sold_at, "2018-03-10 10:00:00");
  assert.deepEqual([report.salesWithin45Days, report.salesRepeated, report.sold], [2, 1, 1]);
});

test("every dial counts as published, but only dials before the sale and within 45 days can have caused it", async () => {
  const { customers, report } = await featuresOf({
    accounts: [
      ["after", MARCH_1, "a"],
      ["before", MARCH_1, "b"],
      ["late", MARCH_1, "c"],
      ["never", MARCH_1, "d"],
    ],
    calls: [
      ["a", "2018-03-05 09:00:00", 1],
      ["b", "2018-03-04 09:00:00", 0],
      ["b", "2018-03-05 09:00:00", 1],
      ["c", "2018-04-15 00:00:00", 1],
    ],
    sales: [
      ["after", "2018-03-04 12:00:00"],
      ["before", "2018-03-04 12:00:00"],
    ],
  });
  const flags = [
    "attempted",
    "contacted",
    "attempted_before_sale",
    "contacted_before_sale",
    "sold_before_dial",
  ];
  assert.deepEqual(
    customers.map((customer) => flags.map((name) => customer[name])),
    [
      [1, 1, 0, 0, 1],
      [1, 1, 1, 0, 0],
      [1, 1, 0, 0, 0],
      [0, 0, 0, 0, 0],
    ],
  );
  assert.deepEqual(
    customers.map(({ attempts }) => attempts),
    [1, 2, 1, 0],
  );
  assert.deepEqual([report.callsTooLate, report.soldBeforeDial, report.attemptedBeforeSale], [3, 1, 1]);
});

test("a dial before the account or in the second of the sale is not in time; one a second earlier or later is", async () => {
  const { customers, report } = await featuresOf({
    accounts: [
      ["early", MARCH_1, "a"],
      ["same moment", MARCH_1, "b"],
      ["second before the sale", MARCH_1, "c"],
      ["tie with the sale", MARCH_1, "d"],
    ],
    calls: [
      ["a", "2018-03-01 13:29:59", 1],
      ["b", MARCH_1, 1],
      ["c", "2018-03-04 11:59:59", 1],
      ["d", "2018-03-04 12:00:00", 1],
    ],
    sales: [
      ["second before the sale", "2018-03-04 12:00:00"],
      ["tie with the sale", "2018-03-04 12:00:00"],
    ],
  });
  const flags = ["attempted", "attempted_before_sale", "contacted_before_sale", "sold_before_dial"];
  assert.deepEqual(
    customers.map((customer) => flags.map((name) => customer[name])),
    [
      [1, 0, 0, 0],
      [1, 1, 1, 0],
      [1, 1, 1, 0],
      [1, 0, 0, 1],
    ],
  );
  const { callsBeforeAccount, callsTooLate, attemptedBeforeSale } = report;
  assert.deepEqual([callsBeforeAccount, callsTooLate, attemptedBeforeSale], [1, 1, 2]);
});

test("who has a phone and buys on day four or never was unsold on day three, dialled or not", async () => {
  const { customers, report } = await featuresOf({
    accounts: [
      ["day 3", MARCH_1, "a"],
      ["day 4", MARCH_1, "b"],
      ["late", MARCH_1, "c"],
      ["mute", MARCH_1, null],
      ["never", MARCH_1, "d"],
      ["sold before the account", MARCH_1, "e"],
    ],
    calls: [["a", "2018-03-04 09:00:00", 1]],
    sales: [
      ["day 3", "2018-03-04 23:59:59"],
      ["day 4", "2018-03-05 00:00:00"],
      ["late", "2018-06-01 00:00:00"],
      ["sold before the account", "2018-02-01 00:00:00"],
    ],
  });
  assert.deepEqual(
    customers.map(({ unsold_on_day_3 }) => unsold_on_day_3),
    [0, 1, 1, 0, 1, 1],
  );
  assert.equal(report.unsoldOnDay3, 4);
});

test("without the account's date nothing is known in time; a sale or call without a date is counted as that", async () => {
  const { customers, report } = await featuresOf({
    accounts: [
      ["dated", MARCH_1, "a"],
      ["undated", null, "b"],
      ["undated too", null, "b"],
    ],
    calls: [
      ["a", null, 1],
      ["b", "2018-03-04 09:00:00", 1],
    ],
    sales: [
      ["dated", null],
      ["undated", "2018-03-04 09:00:00"],
    ],
  });
  const flags = ["sold", "pending", "attempted_before_sale", "unsold_on_day_3", "attempted"];
  assert.deepEqual(
    customers.map((customer) => flags.map((name) => customer[name])),
    [
      [0, 1, 0, 1, 1],
      [null, null, null, null, 1],
      [null, null, null, null, 0],
    ],
  );
  const { accountsWithoutDate, callsWithoutDate, salesWithoutDate, salesLater, callsTooLate } = report;
  assert.deepEqual([accountsWithoutDate, callsWithoutDate, salesWithoutDate], [2, 2, 2]);
  assert.deepEqual([salesLater, callsTooLate, report.accountsSharingPhone], [0, 0, 2]);
});

test("a call to a shared phone belongs to the account made last before it, and no row comes twice", async () => {
  const { customers, report } = await featuresOf({
    accounts: [
      ["first", MARCH_1, "p"],
      ["second", "2018-06-01 13:30:00", "p"],
      ["other", MARCH_1, "q"],
    ],
    calls: [
      ["p", null, 0],
      ["p", "2018-02-01 09:00:00", 0],
      ["p", "2018-03-04 09:00:00", 0],
      ["p", "2018-06-01 13:30:00", 1],
      ["p", "2018-09-01 09:00:00", 1],
    ],
  });
  assert.deepEqual(
    customers.map(({ user_id, attempts, contacts }) => [user_id, attempts, contacts]),
    [
      ["first", 3, 0],
      ["other", 0, 0],
      ["second", 2, 2],
    ],
  );
  assert.deepEqual([report.accountsSharingPhone, report.callsIn, report.callsOfCustomers], [2, 5, 5]);
});

test("two accounts made in the same moment with one phone: the calls go to one of them", async () => {
  const { customers } = await featuresOf({
    accounts: [
      ["a", MARCH_1, "p"],
      ["b", MARCH_1, "p"],
    ],
    calls: [["p", "2018-03-04 09:00:00", 1]],
  });
  assert.deepEqual(
    customers.map(({ attempts }) => attempts),
    [0, 1],
  );
});

test("calls and sales of nobody, and customers without a phone, are counted and lose no row", async () => {
  const { customers, report, rows } = await featuresOf({
    accounts: [
      ["u", MARCH_1, "p"],
      ["mute", MARCH_1, null],
      ["silent", MARCH_1, null],
    ],
    calls: [
      ["z", "2018-03-04 09:00:00", 1],
      [null, "2018-03-04 09:00:00", 0],
    ],
    sales: [["stranger", "2018-03-04 09:00:00"]],
  });
  assert.deepEqual([rows, report.customersIn, report.customersOut], [3, 3, 3]);
  assert.deepEqual([report.callsOfNobody, report.salesOfNobody, report.customersWithoutPhone], [2, 1, 2]);
  assert.deepEqual(
    customers.map(({ has_phone, attempted }) => [has_phone, attempted]),
    [
      [0, 0],
      [0, 0],
      [1, 0],
    ],
  );
  assert.equal(report.accountsSharingPhone, 0);
});
