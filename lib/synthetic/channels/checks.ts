import { mean, variance } from "../../statistics/quantiles.js";
import type { Table } from "../../types.js";
import { checker, countOf, fourErrors, type GeneratorCheck, levelChecks } from "../self-check.js";
import { numbersIn, textsIn } from "../tables.js";
import type { ChannelTables } from "./performance.js";
import { firstRows, rowsOf, rowsWhere, userArms } from "./rows.js";
import { CHANNELS, SEGMENT_BASKET, SEGMENTS } from "./rules.js";

const check = checker("F2", "channel_performance");

const LEVELS = {
  Region: { North: 1, South: 1, East: 1, West: 1 },
  Gender: { Female: 49, Male: 49, Other: 2 },
  Device: { Mobile: 60, Desktop: 32, Tablet: 8 },
  Landing_Page: { Homepage: 1, "Signup Page": 1, "Promo Page": 1 },
};

/** Pairs of channels that do the same to a segment. */
const ALIKE = [
  ["Email", "SMS", "Retirees"],
  ["Email", "SMS", "Young Adults"],
  ["Display Ads", "Social Media", "Retirees"],
  ["Display Ads", "Social Media", "Professionals"],
] as const;

/**
 * What the channels promise.
 *
 * Rows of one user go together, so shares of users and differences of channels are taken from each user's first row.
 * Outcomes are compared with the probabilities that they were drawn from. The counts of verdicts and the leading
 * channel hold at the default size; a table of a few thousand rows can miss them by luck.
 */
export function channelChecks(tables: ChannelTables): GeneratorCheck[] {
  const rows = firstRows(tables.data);
  const users = { data: rowsOf(tables.data, rows), truth: rowsOf(tables.truth, rows) };
  return [
    ...dirtChecks(tables),
    ...holdOutChecks(tables, users.truth),
    ...levelChecks(check, users.data, LEVELS),
    ...outcomeChecks(tables),
    holdOutEffect(tables),
    ...campaignChecks(tables),
    ...ALIKE.map(([first, second, segment]) => differenceCheck(users.truth, [first, second], segment)),
  ];
}

function dirtChecks({ data, truth }: ChannelTables): GeneratorCheck[] {
  const [ctr, clicks, shown] = ["CTR", "Clicks", "Impressions"].map((name) => numbersIn(data, name));
  const [date, seen] = [textsIn(data, "Date"), textsIn(data, "First_Seen_Date")];
  const misdated = date.filter((day, row) => !day?.startsWith("2023-") || String(seen[row]) > day);
  const unlike = ctr.filter((rate, row) => Math.abs(rate - clicks[row] / shown[row]) > 0.00005001);
  return [
    ...["Spend_USD", "CTR", "Conversions"].map((column) => {
      const missing = mean(numbersIn(data, column).map((value) => Number(Number.isNaN(value))));
      return check(`share of ${column} missing`, 0.07, missing, fourErrors(0.07, data.rows));
    }),
    misspelt({ data, truth }, { column: "Channel", level: "Email", found: "email", share: 0.1 }),
    misspelt(
      { data, truth },
      { column: "Segment", level: "Young Adults", found: "Yung Adults", share: 0.05 },
    ),
    // Spend per impression is lognormal with spread 1: ten times the median is ln 10 standard deviations up.
    check("spend above ten medians", 0.01065, dearShare(truth, shown), fourErrors(0.01065, data.rows)),
    check("CTR other than clicks per impression", 0, unlike.length, 0),
    check("dates outside of 2023 or before the first visit", 0, misdated.length, 0),
  ];
}

function misspelt(
  { data, truth }: { data: Table; truth: Table },
  { column, level, found, share }: { column: string; level: string; found: string; share: number },
): GeneratorCheck {
  const rows = countOf(truth, column.toLowerCase(), level);
  const written = countOf(data, column, found) / rows;
  return check(`share of ${level} written ${found}`, share, written, fourErrors(share, rows));
}

function dearShare(truth: Table, impressions: Float64Array): number {
  const channels = textsIn(truth, "channel");
  const costs = new Map<string | null, number>(CHANNELS.map(({ name, cost }) => [name, cost]));
  const dear = numbersIn(truth, "spend_treated").map((spend, row) => {
    const median = ((costs.get(channels[row]) ?? 0) * Math.exp(-0.5) * impressions[row]) / 9;
    return Number(spend > 10 * median);
  });
  return mean(dear);
}

function holdOutChecks({ data }: ChannelTables, users: Table): GeneratorCheck[] {
  const arms = userArms(data);
  const propensity = numbersIn(users, "true_propensity");
  const byCoin = arms.filter((_, user) => propensity[user] < 1);
  const others = arms.filter((arm, user) => propensity[user] === 1 && arm !== "A");
  const heldOut = rowsOf(data, rowsWhere(data, "Group", "B"));
  const total = (column: string): number => numbersIn(heldOut, column).reduce((sum, x) => sum + x, 0);
  const share = byCoin.filter((arm) => arm === "B").length / byCoin.length;
  return [
    check("share of users held out, CAMPAIGN_1 to 7", 0.2, share, fourErrors(0.2, byCoin.length)),
    check("users held out, CAMPAIGN_8 to 10", 0, others.length, 0),
    check("users in both groups", 0, arms.filter((arm) => arm.length > 1).length, 0),
    check("spend on users held out", 0, total("Spend_USD"), 0),
    check("clicks of users held out", 0, total("Clicks"), 0),
  ];
}

/** Purchases seen in each group beside the probabilities that they were drawn from. */
function outcomeChecks({ data, truth }: ChannelTables): GeneratorCheck[] {
  return (["A", "B"] as const).map((group) => {
    const rows = rowsWhere(data, "Group", group);
    const revenue = numbersIn(rowsOf(data, rows), "Revenue_USD");
    const name = group === "A" ? "p_conversion_treated" : "p_conversion_control";
    const p = numbersIn(rowsOf(truth, rows), name);
    const variance = p.reduce((sum, x) => sum + x * (1 - x), 0);
    const bought = mean(revenue.map((dollars) => Number(dollars > 0)));
    return check(
      `purchases a day in group ${group}`,
      mean(p),
      bought,
      (4 * Math.sqrt(variance)) / rows.length,
    );
  });
}

/** Purchases per user that the hold-out finds in CAMPAIGN_1 to 7, beside the true effect on the same users. */
function holdOutEffect({ data, truth }: ChannelTables): GeneratorCheck {
  const propensity = numbersIn(truth, "true_propensity");
  const [users, group] = [textsIn(data, "User_ID"), textsIn(data, "Group")];
  const [revenue, effect] = [numbersIn(data, "Revenue_USD"), numbersIn(truth, "effect")];
  const purchases = { A: new Map<string | null, number>(), B: new Map<string | null, number>() };
  let total = 0;
  for (let row = 0; row < data.rows; row++) {
    if (propensity[row] === 1) continue;
    const arm = purchases[group[row] as "A" | "B"];
    arm.set(users[row], (arm.get(users[row]) ?? 0) + Number(revenue[row] > 0));
    total += effect[row];
  }
  const [served, heldOut] = [[...purchases.A.values()], [...purchases.B.values()]];
  const error = Math.sqrt(variance(served) / served.length + variance(heldOut) / heldOut.length);
  const truly = total / (served.length + heldOut.length);
  return check("purchases per user, A minus B", truly, mean(served) - mean(heldOut), 4 * error);
}

function campaignChecks({ campaigns, truth, data }: ChannelTables): GeneratorCheck[] {
  const names = textsIn(campaigns, "campaign_id");
  const roas = numbersIn(campaigns, "incremental_roas");
  const search = rowsOf(truth, rowsWhere(truth, "channel", "Search"));
  const verdicts = { continue: 4, optimise: 3, stop: 3 };
  return [
    ...names.map((name, i) => {
      const rows = rowsWhere(truth, "campaign_id", String(name)).filter(
        (row) => data.columns.Group[row] === "A",
      );
      const { expected, tolerance } = expectedRoas(rowsOf(truth, rows));
      return check(`incremental ROAS of ${name}`, expected, roas[i], tolerance);
    }),
    ...Object.entries(verdicts).map(([verdict, many]) =>
      check(`campaigns to ${verdict}`, many, countOf(campaigns, "verdict", verdict), 0),
    ),
    check("rank of Search by naive ROAS", 1, searchRank({ data, truth }), 0),
    check(
      "purchases that Search caused",
      0,
      numbersIn(search, "effect").reduce((sum, x) => sum + x, 0),
      0,
    ),
  ];
}

/** Incremental ROAS by the rules, and four standard errors of it: purchases are drawn, and so are gamma(2) baskets. */
function expectedRoas(served: Table): { expected: number; tolerance: number } {
  const [control, treated, spend] = ["p_conversion_control", "p_conversion_treated", "spend_treated"].map(
    (name) => numbersIn(served, name),
  );
  const baskets = new Map<string | null, number>(SEGMENTS.map((name, i) => [name, SEGMENT_BASKET[i]]));
  const segments = textsIn(served, "segment");
  let [incremental, variance, cost] = [0, 0, 0];
  for (let row = 0; row < served.rows; row++) {
    const basket = baskets.get(segments[row]) ?? 0;
    const lift = treated[row] - control[row];
    incremental += lift * basket;
    variance += Math.abs(lift) * 1.5 * basket ** 2;
    cost += spend[row];
  }
  return { expected: incremental / cost, tolerance: (4 * Math.sqrt(variance)) / cost };
}

/** 1 when no other channel brings more revenue per dollar that was reported as spent. */
function searchRank({ data, truth }: { data: Table; truth: Table }): number {
  const [revenue, spend] = [numbersIn(data, "Revenue_USD"), numbersIn(data, "Spend_USD")];
  const roas = CHANNELS.map(({ name }) => {
    const rows = rowsWhere(truth, "channel", name).filter((row) => spend[row] > 0);
    const total = (values: Float64Array): number => rows.reduce((sum, row) => sum + values[row], 0);
    return { name, ratio: total(revenue) / total(spend) };
  });
  return 1 + roas.sort((a, b) => b.ratio - a.ratio).findIndex(({ name }) => name === "Search");
}

/** Purchases on the first day of served users: two channels that do the same to a segment, in every campaign. */
function differenceCheck(
  users: Table,
  [first, second]: readonly [string, string],
  segment: string,
): GeneratorCheck {
  const segments = textsIn(users, "segment");
  const outcomes = [first, second].map((channel) => {
    const rows = rowsWhere(users, "channel", channel).filter((row) => segments[row] === segment);
    return numbersIn(rowsOf(users, rows), "conversions_treated");
  });
  const rate = mean(outcomes.flatMap((values) => [...values]));
  const tolerance = fourErrors(rate, outcomes[0].length, outcomes[1].length);
  const what = `${first} minus ${second}, ${segment}: purchases a day`;
  return check(what, 0, mean(outcomes[0]) - mean(outcomes[1]), tolerance);
}
