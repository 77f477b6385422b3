import type { Random } from "../../statistics/random.js";
import type { Table } from "../../types.js";
import { quickClusters } from "./quick-clusters.js";

/** The three kinds of customers in the synthetic bank, by what a message does to them. */
export const BANK_GROUPS = ["lapsed newcomer", "recent buyer", "long-standing customer"] as const;
export type BankGroup = (typeof BANK_GROUPS)[number];

/** What a customer would do with and without the message: the half of the world that data never show. */
export interface BankTruth {
  readonly group: BankGroup;
  /** Probability of responding when left alone. */
  readonly control: number;
  /** Probability of responding when mailed. */
  readonly treated: number;
}

/** The observed table and its truth, row by row about the same customers. */
export interface SyntheticTables {
  readonly data: Table;
  readonly truth: Table;
}

interface Person {
  readonly age: number;
  readonly income: number;
  readonly tenure: number;
  readonly credit: number;
  readonly daysSince: number;
}

/**
 * One randomised bank campaign with a known truth.
 *
 * Half of the customers get the message by a fair coin, each on their own. Whether a customer responds
 * depends on the group: lapsed newcomers (no purchase for 120 days, under 8 years with the bank) are won
 * back, recent buyers respond most but would often have bought anyway, and long-standing customers (8 years
 * and more) respond **less** when contacted. All values are invented; ranges and spellings are listed in
 * data/README.md. Amounts are New Zealand dollars.
 *
 * Coupling: one uniform number decides both potential outcomes of a customer, so nobody is both a
 * persuadable and a do-not-disturb. Real data could never tell this from another coupling.
 *
 * Throws RangeError when `rows` is not a whole number of at least 10.
 *
 * @example
 * const { data, truth } = bankCampaign({ rows: 5_000, random: seededRandom(1) });
 * data.rows; // 5000
 */
export function bankCampaign({ rows, random }: { rows: number; random: Random }): SyntheticTables {
  if (!Number.isInteger(rows) || rows < 10) {
    throw new RangeError(`bank campaign rows: expected a whole number of at least 10, got ${rows}`);
  }
  const people = Array.from({ length: rows }, () => drawPerson(random));
  const truths = people.map(bankTruth);
  const luck = people.map(() => random.next());
  const mailed = people.map(() => random.chance(0.5));
  const responded = truths.map((t, i) => luck[i] < (mailed[i] ? t.treated : t.control));
  return {
    data: observedTable({ people, mailed, responded, random }),
    truth: truthTable(truths, luck),
  };
}

/**
 * The rule of the synthetic bank: probability of a response with and without the message.
 *
 * Lapsed newcomers gain 18.5 points on average (22.5 at the age of 18, 14.5 at 69); recent buyers gain 9;
 * long-standing customers lose 4. The group that responds most is not the group that gains most.
 *
 * @example
 * bankTruth({ age: 40, income: 70_000, tenure: 10, credit: 700, daysSince: 30 });
 * // { group: "long-standing customer", control: 0.06, treated: 0.02 }
 */
export function bankTruth(person: Person): BankTruth {
  if (person.tenure >= 8) {
    return { group: "long-standing customer", control: 0.06, treated: 0.02 };
  }
  if (person.daysSince <= 120) {
    return { group: "recent buyer", control: 0.13, treated: 0.22 };
  }
  return { group: "lapsed newcomer", control: 0.005, treated: 0.19 + (0.04 * (43.5 - person.age)) / 25.5 };
}

function drawPerson(random: Random): Person {
  return {
    age: 18 + random.below(52),
    income: Math.max(15_000, Math.round(random.normal(70_000, 20_000))),
    tenure: round(random.exponential(5), 1),
    credit: Math.round(Math.min(850, Math.max(300, random.normal(700, 50)))),
    daysSince: 1 + random.below(364),
  };
}

interface Observed {
  readonly people: readonly Person[];
  readonly mailed: readonly boolean[];
  readonly responded: readonly boolean[];
  readonly random: Random;
}

/** The table as a marketer would receive it: with every spelling of the source systems still in it. */
function observedTable({ people, mailed, responded, random }: Observed): Table {
  const numbers = (value: (person: Person, row: number) => number): Float64Array =>
    Float64Array.from(people, value);
  const texts = (items: readonly string[], weights?: readonly number[]): string[] =>
    people.map(() => random.pick(items, weights));
  const before = numbers(() => round(random.exponential(200), 2));
  const extra = numbers((_, i) => (responded[i] ? random.normal(100, 50) : 0));
  const segments = quickClusters({ first: numbers((p) => p.age), second: numbers((p) => p.income), k: 4 });
  return {
    name: "campaign_data",
    rows: people.length,
    columns: {
      customer_id: people.map((_, i) => `CUST${String(i + 1).padStart(5, "0")}`),
      age: numbers((p) => p.age),
      gender: texts(["Male", "man", "Female", "female", "Other"], [35, 10, 35, 15, 5]),
      income: numbers((p) => p.income),
      region: texts(["North", "South", "East", "West", "Unknown"], [24, 24, 24, 24, 4]),
      tenure_years: numbers((p) => p.tenure),
      received_campaign: numbers((_, i) => Number(mailed[i])),
      spend_last_month: before,
      channel: texts(["Email", "email", "SMS", "sms", "Phone", "phone", "App Notification"]),
      product_category: texts(["Loans", "Credit Card", "Savings", "Insurance", "None"]),
      responded: numbers((_, i) => Number(responded[i])),
      spend_this_month: numbers((_, i) => round(Math.max(0, before[i] + extra[i]), 2)),
      is_high_value: numbers((p) => Number(p.income > 90_000 && p.tenure > 5)),
      days_since_last_purchase: numbers((p) => p.daysSince),
      credit_score: numbers((p) => p.credit),
      customer_segment: Float64Array.from(segments),
    },
  };
}

function truthTable(truths: readonly BankTruth[], luck: readonly number[]): Table {
  const control = Float64Array.from(truths, (t, i) => Number(luck[i] < t.control));
  const treated = Float64Array.from(truths, (t, i) => Number(luck[i] < t.treated));
  return {
    name: "truth_campaign_data",
    rows: truths.length,
    columns: {
      customer_id: truths.map((_, i) => `CUST${String(i + 1).padStart(5, "0")}`),
      customer_group: truths.map((t) => t.group),
      p_response_control: Float64Array.from(truths, (t) => round(t.control, 6)),
      p_response_treated: Float64Array.from(truths, (t) => round(t.treated, 6)),
      y_control: control,
      y_treated: treated,
      effect: treated.map((y, i) => y - control[i]),
      response_type: truths.map((_, i) => responseType(control[i], treated[i])),
    },
  };
}

/** The four types by both potential outcomes. Only a synthetic table can show them: nobody is seen twice. */
function responseType(control: number, treated: number): string {
  if (control === treated) return control === 1 ? "sure thing" : "lost cause";
  return treated === 1 ? "persuadable" : "do-not-disturb";
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
