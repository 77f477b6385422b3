import assert from "node:assert/strict";
import test from "node:test";
import { seededRandom } from "../../../statistics/random.js";
import { DAY } from "../../../synthetic/calendar.js";
import { CUSTOMER_LEVELS, drawCustomers, WITHOUT_PHONE } from "../../../synthetic/calls/customers.js";
import { momentOf } from "../../../synthetic/calls/formats.js";
import { numbersIn, textsIn } from "../../../synthetic/tables.js";
import { near } from "../../near.js";

const customers = drawCustomers({ rows: 4_000, random: seededRandom(5) });
const numbers = (name: string): Float64Array => numbersIn(customers, name);
const moments = textsIn(customers, "accountcreationdatetime").map((text) => momentOf(text!));
const phones = textsIn(customers, "PhoneNumber_hashed");

test("the table has the published file's 51 columns, every one full length", () => {
  const columns = Object.entries(customers.columns);
  assert.equal(columns.length, 51);
  assert.deepEqual(
    [columns[0][0], columns[25][0], columns[50][0]],
    ["userid", "CreditScore1", "MedianVehicleMileage"],
  );
  assert.ok(columns.every(([, column]) => column.length === 4_000));
});

test("numbers and moments rise together, and no number comes twice", () => {
  const users = numbers("userid");
  assert.ok(users.every((user, i) => i === 0 || (user > users[i - 1] && moments[i] >= moments[i - 1])));
  assert.ok(moments[0] >= Date.UTC(2018, 0, 1) && moments[3_999] < Date.UTC(2019, 0, 1));
});

test("what one column says, its neighbour says too", () => {
  const [calls, length, flag] = ["InboundCallCount", "TotalInboundCallLength", "InboundCall"].map(numbers);
  assert.ok(calls.every((n, i) => n > 0 === (flag[i] === 1) && (n > 0 || length[i] === 0)));
  const [asked, amount] = ["TradeInValueGenerated", "TradeInValueAmount"].map(numbers);
  assert.ok(asked.every((one, i) => (one === 0) === Number.isNaN(amount[i])));
  const [error, bureau] = ["HasBureauError", "BureauIncome"].map(numbers);
  assert.ok(error.every((one, i) => (one === 1) === Number.isNaN(bureau[i])));
});

test("levels are the listed ones, scores lie within 300 to 850, and some phones are not known", () => {
  for (const [name, weights] of Object.entries(CUSTOMER_LEVELS)) {
    assert.deepEqual([...new Set(textsIn(customers, name))].sort(), Object.keys(weights).sort());
  }
  assert.ok(numbers("CreditScore1").every((score) => score >= 300 && score <= 850));
  const missing = phones.filter((phone) => phone === null).length / 4_000;
  near(missing, WITHOUT_PHONE, 4 * Math.sqrt((WITHOUT_PHONE * (1 - WITHOUT_PHONE)) / 4_000));
});

test("a phone that comes twice belongs to accounts more than 45 days apart", () => {
  const first = new Map<string, number>();
  let twice = 0;
  phones.forEach((phone, i) => {
    if (phone === null) return;
    const before = first.get(phone);
    if (before !== undefined) {
      twice++;
      assert.ok(moments[i] - moments[before] > 45 * DAY);
    }
    first.set(phone, i);
  });
  assert.ok(twice > 0);
});
