import type { Random } from "../../statistics/random.js";
import type { Table } from "../../types.js";
import { filled, rounded } from "../columns.js";
import type { SyntheticTables } from "../tables.js";
import type { BankFeatures } from "./customers.js";
import { type BankPerson, bankTruth, unsubscribing } from "./rules.js";

/** The columns of the published file in its order, then ours. */
const FILE_ORDER: readonly string[] = `customer_id age gender income region tenure_years received_campaign
spend_last_month channel product_category responded spend_this_month is_high_value days_since_last_purchase
credit_score customer_segment household_id unsubscribed`.split(/\s+/);

/**
 * What every customer would do with and without the message: the truth as far as it does not depend on who is mailed.
 * One uniform number decides both responses of a customer, another one decides both answers about unsubscribing.
 */
export function drawOutcomes(features: BankFeatures, random: Random): Table["columns"] {
  const rows = features.age.length;
  const rules = Array.from({ length: rows }, (_, i) => bankTruth(personOf(features, i)));
  const draw = (): Float64Array => filled(rows, () => random.next());
  const below = (luck: Float64Array, probability: (row: number) => number): Float64Array =>
    filled(rows, (i) => Number(luck[i] < probability(i)));
  const pControl = filled(rows, (i) => rounded(rules[i].control, 6));
  const pTreated = filled(rows, (i) => rounded(rules[i].treated, 6));
  const [luck, temper] = [draw(), draw()];
  const control = below(luck, (i) => pControl[i]);
  const treated = below(luck, (i) => pTreated[i]);
  const before = features.spend_last_month;
  const extra = filled(rows, () => random.normal(100, 50));
  const spend = (responded: Float64Array): Float64Array =>
    filled(rows, (i) => rounded(Math.max(0, before[i] + responded[i] * extra[i]), 2));
  return {
    customer_id: features.customer_id,
    customer_group: rules.map((rule) => rule.group),
    p_response_control: pControl,
    p_response_treated: pTreated,
    y_control: control,
    y_treated: treated,
    effect: filled(rows, (i) => treated[i] - control[i]),
    response_type: rules.map((_, i) => responseType(control[i], treated[i])),
    spend_control: spend(control),
    spend_treated: spend(treated),
    unsubscribed_control: below(temper, (i) => unsubscribing(rules[i].group).control),
    unsubscribed_treated: below(temper, (i) => unsubscribing(rules[i].group).treated),
  };
}

/** Who is mailed: each customer on their own, with a probability that is known. */
export interface Assignment {
  readonly name: string;
  readonly propensity: Float64Array;
  readonly random: Random;
}

/**
 * Mails each customer with the given probability, and writes down what a company sees: the outcomes of the arm.
 *
 * The truth gets the propensity and a second world. There every customer does what was seen, and the answer that was
 * not seen is drawn anew from the customer's own probability: the same table, other response types.
 */
export function assign(
  features: Table["columns"],
  outcomes: Table["columns"],
  { name, propensity, random }: Assignment,
): SyntheticTables {
  const rows = propensity.length;
  const mailed = new Float64Array(rows);
  const luck = new Float64Array(rows);
  // Row by row, so that a table made in parts is the same as one made at once.
  for (let i = 0; i < rows; i++) {
    mailed[i] = Number(random.chance(propensity[i]));
    luck[i] = random.next();
  }
  const ofArm = (outcome: string): Float64Array => {
    const arms = [outcomes[`${outcome}_control`], outcomes[`${outcome}_treated`]] as readonly Float64Array[];
    return filled(rows, (i) => arms[mailed[i]][i]);
  };
  const all: Table["columns"] = {
    ...features,
    received_campaign: mailed,
    responded: ofArm("y"),
    spend_this_month: ofArm("spend"),
    unsubscribed: ofArm("unsubscribed"),
  };
  const truth = { ...outcomes, true_propensity: propensity, ...secondWorld(outcomes, mailed, luck) };
  return {
    data: { name, rows, columns: Object.fromEntries(FILE_ORDER.map((column) => [column, all[column]])) },
    truth: { name: `truth_${name}`, rows, columns: truth },
  };
}

/** The first world of the arm that was received, and an independent draw for the other arm. */
function secondWorld(outcomes: Table["columns"], mailed: Float64Array, luck: Float64Array): Table["columns"] {
  const world = (arm: number, name: "control" | "treated"): Float64Array => {
    const seen = outcomes[`y_${name}`] as Float64Array;
    const probability = outcomes[`p_response_${name}`] as Float64Array;
    return filled(luck.length, (i) => (mailed[i] === arm ? seen[i] : Number(luck[i] < probability[i])));
  };
  const [control, treated] = [world(0, "control"), world(1, "treated")];
  return {
    y_control_independent: control,
    y_treated_independent: treated,
    response_type_independent: Array.from(control, (y, i) => responseType(y, treated[i])),
  };
}

function personOf(features: BankFeatures, row: number): BankPerson {
  return {
    age: features.age[row],
    income: features.income[row],
    tenure: features.tenure_years[row],
    credit: features.credit_score[row],
    daysSince: features.days_since_last_purchase[row],
  };
}

/** The four types by both potential outcomes. Only a synthetic table can show them: nobody is seen twice. */
function responseType(control: number, treated: number): string {
  if (control === treated) return control === 1 ? "sure thing" : "lost cause";
  return treated === 1 ? "persuadable" : "do-not-disturb";
}
