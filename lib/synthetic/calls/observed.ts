import { quantile } from "../../statistics/quantiles.js";
import type { Table } from "../../types.js";
import { DAY } from "../calendar.js";
import { numbersIn, textsIn } from "../tables.js";
import type { OutboundCalls } from "./campaign.js";
import { WINDOW_DAYS } from "./fates.js";
import { momentOf } from "./formats.js";

/** What the three tables show of each customer, 1 or 0, in the order of the customers. */
export interface ObservedCustomers {
  /** A sale within 45 days. */
  readonly sold: Uint8Array;
  /** Any dial at all, also one after the sale. */
  readonly attempted: Uint8Array;
  /** Any dial that reached somebody. */
  readonly contacted: Uint8Array;
  /** A first dial that came after the first sale, or in its moment. */
  readonly soldBeforeDial: Uint8Array;
  /** Credit score above the median. */
  readonly highCredit: Uint8Array;
  /** Income above the 80th percentile. */
  readonly highIncome: Uint8Array;
}

/**
 * Links the tables as the published analysis did: calls by phone, sales by number, every dial counts. A call to a phone
 * of two accounts belongs to the later one that was there already.
 *
 * Throws RangeError when a column is missing or a datetime is none.
 */
export function observedCustomers({ customers, calls, sales }: OutboundCalls): ObservedCustomers {
  const accounts = textsIn(customers, "accountcreationdatetime").map((text) => momentOf(text!));
  const flags = (is: (row: number) => boolean): Uint8Array =>
    Uint8Array.from(accounts, (_, row) => Number(is(row)));
  const dials = dialsByCustomer(customers, accounts, calls);
  const sold = salesByCustomer(customers, accounts, sales);
  const credit = numbersIn(customers, "CreditScore1");
  const income = numbersIn(customers, "Income");
  const [middle, high] = [quantile(credit, 0.5), quantile(income, 0.8)];
  return {
    sold: flags((row) => sold[row] < startOfDay(accounts[row]) + WINDOW_DAYS * DAY),
    attempted: flags((row) => dials[row].length > 0),
    contacted: flags((row) => dials[row].some((dial) => dial.contacted)),
    soldBeforeDial: flags((row) => dials[row].length > 0 && sold[row] <= dials[row][0].at),
    highCredit: flags((row) => credit[row] > middle),
    highIncome: flags((row) => income[row] > high),
  };
}

function dialsByCustomer(customers: Table, accounts: readonly number[], calls: Table) {
  const owners = new Map<string, number[]>();
  textsIn(customers, "PhoneNumber_hashed").forEach((phone, row) => {
    if (phone !== null) owners.set(phone, [...(owners.get(phone) ?? []), row]);
  });
  const contacted = numbersIn(calls, "Contacted");
  const moments = textsIn(calls, "OBCallDateTime");
  const dials: { at: number; contacted: boolean }[][] = accounts.map(() => []);
  textsIn(calls, "PhoneNumber_hashed").forEach((phone, i) => {
    const rows = owners.get(phone!) ?? [];
    const at = momentOf(moments[i]!);
    const owner = rows.filter((row) => accounts[row] <= at).pop() ?? rows[0];
    if (owner !== undefined) dials[owner].push({ at, contacted: contacted[i] === 1 });
  });
  return dials;
}

/** Moment of each customer's first sale on the account's day or later; Infinity without any. */
function salesByCustomer(customers: Table, accounts: readonly number[], sales: Table): Float64Array {
  const first = new Float64Array(customers.rows).fill(Infinity);
  const rowOf = new Map(Array.from(numbersIn(customers, "userid"), (user, row) => [user, row]));
  const moments = textsIn(sales, "saledatetime");
  numbersIn(sales, "userid").forEach((user, i) => {
    const row = rowOf.get(user);
    const at = momentOf(moments[i]!);
    if (row !== undefined && at >= startOfDay(accounts[row])) first[row] = Math.min(first[row], at);
  });
  return first;
}

function startOfDay(moment: number): number {
  return Math.floor(moment / DAY) * DAY;
}
