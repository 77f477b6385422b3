import type { Random } from "../../statistics/random.js";
import type { Table } from "../../types.js";
import { DAY } from "../calendar.js";
import { sum } from "../columns.js";
import { numbersIn, tableOf } from "../tables.js";
import type { CallWorld } from "./campaign.js";
import { END_OF_DATA } from "./customers.js";
import type { Fate } from "./fates.js";
import { moneyText, sasDatetime } from "./formats.js";

/**
 * Sales for each customer. Published: 5,610 of 12,010 in all. Ours: a second car soon after the first, a car bought before
 * the account was made, and sales to numbers that are no customer's of the table.
 */
const SALES = { all: 5_610 / 12_010, second: 0.0025, earlier: 0.001, unknown: 0.00125 };

/** Moment of the first sale since the account when advocates dialled, or did not; null is never. */
export function firstSale(
  { fates, lateBuyers }: Pick<CallWorld, "fates" | "lateBuyers">,
  row: number,
  dialled: boolean,
): number | null {
  const { alone, called, late } = fates[row];
  return (dialled ? called : alone) ?? (lateBuyers[row] ? late : null);
}

/**
 * Who would buy after the window: customers in random order, as many as it takes for the published number of sales
 * together with those within the window and the odd ones.
 */
export function drawLateBuyers(
  fates: readonly Fate[],
  attempted: readonly boolean[],
  random: Random,
): boolean[] {
  const inWindow = fates.map((fate, i) => (attempted[i] ? fate.called : fate.alone));
  const [all, ...odd] = (["all", "second", "earlier", "unknown"] as const).map((kind) =>
    salesOf(kind, fates.length),
  );
  let missing = all - sum(odd) - inWindow.filter((at) => at !== null && at <= END_OF_DATA).length;
  const late: boolean[] = fates.map(() => false);
  for (const row of random.shuffle(Array.from(fates.keys()))) {
    if (missing <= 0) break;
    if (fates[row].late > END_OF_DATA) continue;
    late[row] = true;
    if (inWindow[row] === null) missing--;
  }
  return late;
}

/** SaleHistory: one row per sale up to the end of the data, by time. */
export function saleTable(world: CallWorld, random: Random): Table {
  const columns = ["userid", "MedianVehiclePrice", "MedianVehicleMileage"];
  const [users, prices, mileages] = columns.map((name) => numbersIn(world.customers, name));
  const sale = (row: number, at: number) => ({
    user: users[row],
    at,
    price: Math.max(4_000, random.normal(prices[row], 3_000)),
    mileage: Math.max(100, Math.round(random.normal(mileages[row], 6_000))),
  });
  const anyone = (kind: keyof typeof SALES): number[] =>
    Array.from({ length: salesOf(kind, users.length) }, () => random.below(users.length));
  const firsts = Array.from(users.keys()).flatMap((row) => {
    const at = firstSale(world, row, world.attempted[row]);
    return at === null || at > END_OF_DATA ? [] : [{ row, at }];
  });
  const again = random
    .shuffle(firsts)
    .slice(0, salesOf("second", users.length))
    .map(({ row, at }) => sale(row, at + random.next() * Math.min(60 * DAY, END_OF_DATA - at)));
  const before = anyone("earlier").map((row) =>
    sale(row, world.fates[row].midnight - (1 + 300 * random.next()) * DAY),
  );
  const strangers = anyone("unknown").map((row, i) => ({
    ...sale(row, END_OF_DATA - random.next() * 365 * DAY),
    user: users[users.length - 1] + 1 + i,
  }));
  const sales = [...firsts.map(({ row, at }) => sale(row, at)), ...again, ...before, ...strangers];
  return tableOf(
    "sale_history",
    sales.sort((a, b) => a.at - b.at || a.user - b.user),
    {
      userid: ({ user }) => user,
      saledatetime: ({ at }) => sasDatetime(at),
      StickerPrice: ({ price }) => moneyText(price),
      Odometer: ({ mileage }) => mileage,
    },
  );
}

function salesOf(kind: keyof typeof SALES, customers: number): number {
  return Math.round(customers * SALES[kind]);
}
