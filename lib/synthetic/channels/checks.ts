import { mean, variance } from "../../statistics/quantiles.js";
import type { Table } from "../../types.js";
import { sum } from "../columns.js";
import { checker, countOf, type GeneratorCheck, levelChecks } from "../self-check.js";
import { numbersIn, rowsByValue, rowsOf, textsIn } from "../tables.js";
import type { ChannelTables } from "./performance.js";
import { CHANNELS } from "./rules.js";

const check = checker("F2", "channel_performance");

const LEVELS = {
  Region: { North: 1, South: 1, East: 1, West: 1 },
  Gender: { Female: 49, Male: 49, Other: 2 },
  Device: { Mobile: 60, Desktop: 32, Tablet: 8 },
  Landing_Page: { Homepage: 1, "Signup Page": 1, "Promo Page": 1 },
};

/**
 * What the channels promise.
 *
 * Rows of one user go together, so shares of users are taken from each user's first row. Outcomes are compared with the
 * probabilities that they were drawn from. The counts of verdicts and the leading channel hold at the default size; a
 * table of a few thousand rows can miss them by luck.
 */
export function channelChecks(tables: ChannelTables): GeneratorCheck[] {
  const users = [...rowsByValue(tables.data, "User_ID").values()];
  const firstRows = rowsOf(
    tables.data,
    users.map(([first]) => first),
  );
  return [
    ...dirtChecks(tables),
    ...holdOutChecks(tables, users),
    ...levelChecks(check, firstRows, LEVELS),
    ...outcomeChecks(tables),
    ...campaignChecks(tables),
  ];
}

function dirtChecks({ data, truth }: ChannelTables): GeneratorCheck[] {
  const [ctr, clicks, shown] = ["CTR", "Clicks", "Impressions"].map((name) => numbersIn(data, name));
  const [date, seen] = ["Date", "First_Seen_Date"].map((name) => textsIn(data, name));
  const misdated = date.filter((day, row) => !day?.startsWith("2023-") || String(seen[row]) > day);
  const unlike = ctr.filter((rate, row) => Math.abs(rate - clicks[row] / shown[row]) > 0.00005001);
  const missing = (column: string): GeneratorCheck => {
    const found = numbersIn(data, column).filter(Number.isNaN).length / data.rows;
    return check.rate(`share of ${column} missing`, 0.07, found, data.rows);
  };
  const misspelt = (column: string, level: string, as: string, share: number): GeneratorCheck => {
    const rows = countOf(truth, column.toLowerCase(), level);
    return check.rate(`share of ${level} written ${as}`, share, countOf(data, column, as) / rows, rows);
  };
  return [
    ...["Spend_USD", "CTR", "Conversions"].map(missing),
    misspelt("Channel", "Email", "email", 0.1),
    misspelt("Segment", "Young Adults", "Yung Adults", 0.05),
    // Spend per impression is lognormal with spread 1: ten times the median is ln 10 standard deviations up.
    check.rate("spend above ten medians", 0.01065, dearShare(truth, shown), data.rows),
    check.exactly("CTR other than clicks per impression", 0, unlike.length),
    check.exactly("dates outside of 2023 or before the first visit", 0, misdated.length),
  ];
}

function dearShare(truth: Table, impressions: Float64Array): number {
  const channels = textsIn(truth, "channel");
  const costs = new Map<string | null, number>(CHANNELS.map(({ name, cost }) => [name, cost]));
  const dear = numbersIn(truth, "spend_treated").filter((spend, row) => {
    const median = ((costs.get(channels[row]) ?? 0) * Math.exp(-0.5) * impressions[row]) / 9;
    return spend > 10 * median;
  });
  return dear.length / truth.rows;
}

/** Who is held out, what is done to them, and the effect that the hold-out finds beside the true one. */
function holdOutChecks({ data, truth }: ChannelTables, users: readonly number[][]): GeneratorCheck[] {
  const group = textsIn(data, "Group");
  const propensity = numbersIn(truth, "true_propensity");
  const [revenue, effect] = [numbersIn(data, "Revenue_USD"), numbersIn(truth, "effect")];
  const isHeldOut = ([first]: number[]): boolean => group[first] === "B";
  const byCoin = users.filter(([first]) => propensity[first] < 1);
  const others = users.filter(([first]) => propensity[first] === 1);
  const heldOut = byCoin.filter(isHeldOut);
  const torn = users.filter((rows) => rows.some((row) => group[row] !== group[rows[0]]));
  const total = (column: string): number =>
    sum(numbersIn(data, column).filter((_, row) => group[row] === "B"));
  const [served, left] = [byCoin.filter((rows) => !isHeldOut(rows)), heldOut].map((arm) =>
    arm.map((rows) => rows.filter((row) => revenue[row] > 0).length),
  );
  const truly = sum(byCoin.flat().map((row) => effect[row])) / byCoin.length;
  const error = Math.sqrt(variance(served) / served.length + variance(left) / left.length);
  const share = heldOut.length / byCoin.length;
  return [
    check.rate("share of users held out, CAMPAIGN_1 to 7", 0.2, share, byCoin.length),
    check.exactly("users held out, CAMPAIGN_8 to 10", 0, others.filter(isHeldOut).length),
    check.exactly("users in both groups", 0, torn.length),
    check.exactly("spend on users held out", 0, total("Spend_USD")),
    check.exactly("clicks of users held out", 0, total("Clicks")),
    check.within("purchases per user, A minus B", truly, mean(served) - mean(left), 4 * error),
  ];
}

/** Purchases seen in each group beside the probabilities that they were drawn from. */
function outcomeChecks({ data, truth }: ChannelTables): GeneratorCheck[] {
  const group = textsIn(data, "Group");
  return Object.entries({ A: "treated", B: "control" }).map(([name, outcome]) => {
    const p = numbersIn(truth, `p_conversion_${outcome}`).filter((_, row) => group[row] === name);
    const revenue = numbersIn(data, "Revenue_USD").filter((_, row) => group[row] === name);
    const bought = revenue.filter((dollars) => dollars > 0).length / revenue.length;
    const error = Math.sqrt(sum(p.map((x) => x * (1 - x)))) / p.length;
    return check.within(`purchases a day in group ${name}`, mean(p), bought, 4 * error);
  });
}

/** Campaigns by verdict, and the channel that leads by revenue per dollar reported as spent and causes nothing. */
function campaignChecks({ campaigns, data, truth }: ChannelTables): GeneratorCheck[] {
  const verdicts = Object.entries({ continue: 4, optimise: 3, stop: 3 }).map(([verdict, many]) =>
    check.exactly(`campaigns to ${verdict}`, many, countOf(campaigns, "verdict", verdict)),
  );
  const [revenue, spend] = [numbersIn(data, "Revenue_USD"), numbersIn(data, "Spend_USD")];
  const rows = rowsByValue(truth, "channel");
  const roas = CHANNELS.map(({ name }) => {
    const paid = (rows.get(name) ?? []).filter((row) => spend[row] > 0);
    return { name, ratio: sum(paid.map((row) => revenue[row])) / sum(paid.map((row) => spend[row])) };
  });
  const rank = 1 + roas.sort((a, b) => b.ratio - a.ratio).findIndex(({ name }) => name === "Search");
  const effect = numbersIn(truth, "effect");
  const caused = sum((rows.get("Search") ?? []).map((row) => effect[row]));
  return [
    ...verdicts,
    check.exactly("rank of Search by naive ROAS", 1, rank),
    check.exactly("purchases that Search caused", 0, caused),
  ];
}
