import type { Arms } from "../../experiments/arms.js";
import type { Group } from "../../experiments/rates/group.js";
import type { GroupEffectWithTruth } from "../../experiments/truth.js";
import type { GeneratorCheck } from "../../synthetic/self-check.js";
import type { Estimate, Table } from "../../types.js";
import { signed } from "../format.js";
import { type ColumnOf, type ReportTable, tableOf } from "../report-table.js";

/** One customer of the synthetic bank: the coin, the answer that was seen, and both answers of the truth. */
interface Customer {
  readonly id: string;
  readonly mailed: number;
  readonly responded: number;
  readonly control: number;
  readonly treated: number;
  readonly type: string;
}

/** Both answers of some customers, as only a synthetic table can show them. */
export function potentialOutcomes(bank: { data: Table; truth: Table }, rows: readonly number[]): ReportTable {
  return tableOf("potential_outcomes", "What each customer would do", customersOf(bank, rows), {
    customer: ["text", "Customer", (c) => c.id],
    left_alone: ["count", "1 if the customer responds when left alone", (c) => c.control],
    mailed: ["count", "1 if the customer responds when mailed", (c) => c.treated],
    type: ["text", "Both answers in one word", (c) => c.type],
    effect: ["text", "Mailed minus left alone", (c) => signed(c.treated - c.control, 0)],
  });
}

/** The same customers as a company sees them: the answer of the world that did not happen is blank. */
export function observedOutcomes(bank: { data: Table; truth: Table }, rows: readonly number[]): ReportTable {
  const seen = (c: Customer, arm: number): number => (c.mailed === arm ? c.responded : Number.NaN);
  return tableOf("observed_outcomes", "What the bank sees", customersOf(bank, rows), {
    customer: ["text", "Customer", (c) => c.id],
    left_alone: ["count", "1 if the customer responded when left alone", (c) => seen(c, 0)],
    mailed: ["count", "1 if the customer responded when mailed", (c) => seen(c, 1)],
    type: ["text", "Never known", () => "?"],
    effect: ["text", "Never known", () => "?"],
  });
}

/** How many customers are of each response type: truth of a synthetic table, under the coupling it states. */
export function responseTypes(truth: Table): ReportTable {
  const all = truth.columns.response_type as readonly string[];
  const types = ["persuadable", "sure thing", "lost cause", "do-not-disturb"];
  const sizes = types.map((type) => ({ type, customers: all.filter((value) => value === type).length }));
  return tableOf("response_types_truth", "Response types in the synthetic truth", sizes, {
    response_type: ["text", "What the customer does with and without the message", (s) => s.type],
    customers: ["count", "Customers of this type", (s) => s.customers],
    share: ["percent", "Their share of all customers, a fraction", (s) => s.customers / all.length],
  });
}

/** What the generators promise beside what they made. */
export function checkTable(checks: readonly GeneratorCheck[]): ReportTable {
  return tableOf("generator_checks", "What the generators promise, and what they made", checks, {
    family: ["text", "Family of tables", (c) => c.family],
    table: ["text", "Synthetic table", (c) => c.table],
    what: ["text", "Quantity that is checked", (c) => c.what],
    expected: ["ratio", "Value built in or published; rates are fractions", (c) => c.expected],
    found: ["ratio", "Value in the table that was made", (c) => c.found],
    tolerance: ["ratio", "Four standard errors, or 0 where the value is set exactly", (c) => c.tolerance],
    holds: ["text", "yes when found is within the tolerance", (c) => (c.holds ? "yes" : "no")],
  });
}

/** Customers, responses and rate of both arms, each rate with its interval. */
export function armTable(counts: Arms, rates: Readonly<Record<keyof Arms, Estimate>>): ReportTable {
  const arms = [
    { name: "mailed", ...counts.treated, ...rates.treated },
    { name: "left alone", ...counts.control, ...rates.control },
  ];
  return tableOf("response_by_arm", "Response in both groups", arms, {
    arm: ["text", "mailed or left alone, as the coin decided", (arm) => arm.name, "group"],
    customers: ["count", "Customers in the group", (arm) => arm.customers],
    responses: ["count", "Customers who responded", (arm) => arm.conversions],
    rate: ["percent", "Responses over customers, a fraction", (arm) => arm.estimate, "response"],
    rate_low: ["percent", "Lower end of the 95 % interval (Wilson)", (arm) => arm.low, "low"],
    rate_high: ["percent", "Upper end of the 95 % interval (Wilson)", (arm) => arm.high, "high"],
  });
}

/** Effects by group with their intervals, and the truth where there is one. */
export function groupEffectTable(
  name: string,
  title: string,
  effects: readonly GroupEffectWithTruth[],
): ReportTable {
  const known = effects.some((e) => e.truth !== undefined);
  return tableOf(name, title, effects, {
    group: ["text", "Customers, by something known before the campaign", (e) => e.group],
    treated_customers: ["count", "Customers mailed", (e) => e.treated.customers, "mailed"],
    control_customers: ["count", "Customers left alone", (e) => e.control.customers, "left alone"],
    treated_rate: [
      "percent",
      "Response of the mailed, a fraction",
      (e) => rate(e.treated),
      "response mailed",
    ],
    control_rate: [
      "percent",
      "Response of the others, a fraction",
      (e) => rate(e.control),
      "response left alone",
    ],
    effect: ["points", "Difference of the two, a fraction", (e) => e.effect.estimate, "effect (points)"],
    effect_low: ["points", "Lower end of the 95 % interval (Newcombe)", (e) => e.effect.low, "low"],
    effect_high: ["points", "Upper end of the 95 % interval (Newcombe)", (e) => e.effect.high, "high"],
    ...(known ? TRUTH_COLUMNS : {}),
  });
}

const TRUTH_COLUMNS: Readonly<Record<string, ColumnOf<GroupEffectWithTruth>>> = {
  truth: ["points", "True effect, a fraction (synthetic data only)", (e) => e.truth ?? Number.NaN],
  covered: ["text", "Whether the interval holds the truth", coverage],
};

/** The groups by their response among the mailed, with the effect beside it, and the first of either ranking. */
export function responseBesideEffect(effects: readonly GroupEffectWithTruth[]): {
  table: ReportTable;
  bestResponse: GroupEffectWithTruth;
  bestEffect: GroupEffectWithTruth;
} {
  const byResponse = [...effects].sort((a, b) => rate(b.treated) - rate(a.treated));
  const byEffect = [...effects].sort((a, b) => b.effect.estimate - a.effect.estimate);
  const table = tableOf("response_beside_effect", "Two rankings of the same customers", byResponse, {
    group: ["text", "Customers, by something known before the campaign", (e) => e.group],
    mailed_response: [
      "percent",
      "Response of the mailed, a fraction",
      (e) => rate(e.treated),
      "response mailed",
    ],
    left_alone_response: [
      "percent",
      "Response of the others, a fraction",
      (e) => rate(e.control),
      "response left alone",
    ],
    effect: ["points", "Effect of the message, a fraction", (e) => e.effect.estimate, "effect (points)"],
    effect_low: ["points", "Lower end of the 95 % interval (Newcombe)", (e) => e.effect.low, "low"],
    effect_high: ["points", "Upper end of the 95 % interval (Newcombe)", (e) => e.effect.high, "high"],
    rank_by_response: ["count", "Rank by response of the mailed", (_, index) => index + 1],
    rank_by_effect: ["count", "Rank by effect", (e) => byEffect.indexOf(e) + 1],
  });
  return { table, bestResponse: byResponse[0], bestEffect: byEffect[0] };
}

function customersOf({ data, truth }: { data: Table; truth: Table }, rows: readonly number[]): Customer[] {
  const number = (table: Table, name: string, row: number): number => Number(table.columns[name][row]);
  return rows.map((row) => ({
    id: String(truth.columns.customer_id[row]),
    mailed: number(data, "received_campaign", row),
    responded: number(data, "responded", row),
    control: number(truth, "y_control", row),
    treated: number(truth, "y_treated", row),
    type: String(truth.columns.response_type[row]),
  }));
}

function coverage({ effect, truth }: GroupEffectWithTruth): string | null {
  if (truth === undefined) return null;
  return effect.low <= truth && truth <= effect.high ? "covered" : "not covered";
}

function rate({ customers, conversions }: Group): number {
  return conversions / customers;
}
