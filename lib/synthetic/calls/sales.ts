import type { Random } from "../../statistics/random.js";
import type { Table } from "../../types.js";
import { numbersIn } from "../tables.js";
import type { CallWorld } from "./campaign.js";
import { END_OF_DATA } from "./customers.js";
import type { Fate } from "./fates.js";
import { DAY, moneyText, sasDatetime } from "./formats.js";

/** Published: 5,610 sales of 12,010 customers. */
const SALES = 5_610 / 12_010;
/** Ours, for each customer: a second car soon after the first, */
const SECOND_SALES = 0.0025;
/** a car bought before the account was made, */
const EARLIER_SALES = 0.001;
/** and sales to numbers that are no customer's of the table. */
const UNKNOWN_BUYERS = 0.00125;

interface Sale {
  readonly user: number;
  readonly at: number;
  readonly price: number;
  readonly mileage: number;
}

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
  const { total, second, earlier, unknown } = salesOf(fates.length);
  let missing =
    total - second - earlier - unknown - inWindow.filter((at) => at !== null && at <= END_OF_DATA).length;
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
  const users = numbersIn(world.customers, "userid");
  const prices = numbersIn(world.customers, "MedianVehiclePrice");
  const mileages = numbersIn(world.customers, "MedianVehicleMileage");
  const { second, earlier, unknown } = salesOf(users.length);
  const sale = (row: number, at: number): Sale => ({
    user: users[row],
    at,
    price: Math.max(4_000, random.normal(prices[row], 3_000)),
    mileage: Math.max(100, Math.round(random.normal(mileages[row], 6_000))),
  });
  const anyone = (count: number): number[] => Array.from({ length: count }, () => random.below(users.length));
  const firsts = Array.from(users.keys()).flatMap((row) => {
    const at = firstSale(world, row, world.attempted[row]);
    return at === null || at > END_OF_DATA ? [] : [{ row, at }];
  });
  const again = random
    .shuffle(firsts)
    .slice(0, second)
    .map(({ row, at }) => sale(row, at + random.next() * Math.min(60 * DAY, END_OF_DATA - at)));
  const before = anyone(earlier).map((row) =>
    sale(row, world.fates[row].midnight - (1 + 300 * random.next()) * DAY),
  );
  const strangers = anyone(unknown).map((row, i) => ({
    ...sale(row, END_OF_DATA - random.next() * 365 * DAY),
    user: users[users.length - 1] + 1 + i,
  }));
  const sales = [...firsts.map(({ row, at }) => sale(row, at)), ...again, ...before, ...strangers];
  return asTable(sales.sort((a, b) => a.at - b.at || a.user - b.user));
}

function asTable(sales: readonly Sale[]): Table {
  return {
    name: "sale_history",
    rows: sales.length,
    columns: {
      userid: Float64Array.from(sales, ({ user }) => user),
      saledatetime: sales.map(({ at }) => sasDatetime(at)),
      StickerPrice: sales.map(({ price }) => moneyText(price)),
      Odometer: Float64Array.from(sales, ({ mileage }) => mileage),
    },
  };
}

function salesOf(customers: number): { total: number; second: number; earlier: number; unknown: number } {
  const count = (share: number): number => Math.round(customers * share);
  return {
    total: count(SALES),
    second: count(SECOND_SALES),
    earlier: count(EARLIER_SALES),
    unknown: count(UNKNOWN_BUYERS),
  };
}
