import { mean, variance } from "../../statistics/quantiles.js";
import type { Table } from "../../types.js";
import { observedDifference } from "../assignments.js";
import {
  type Checker,
  checker,
  fourErrors,
  fourErrorsOfMean,
  type GeneratorCheck,
  outsideOf,
} from "../self-check.js";
import { numbersIn, type SyntheticTables } from "../tables.js";
import { agreementChecks } from "./agreement.js";
import { outcomesOf } from "./truth.js";

/** Columns that depend on who was mailed; in all others the twin is the bank campaign. */
const BY_ARM: readonly string[] = [
  ...["received_campaign", "responded", "spend_this_month", "unsubscribed", "true_propensity"],
  ...["y_control_independent", "y_treated_independent", "response_type_independent"],
];

/**
 * What the confounded twin promises: the same customers with the same potential outcomes, a naive difference that is
 * far from the truth, and a propensity that leads back to it.
 */
export function choiceChecks(twin: SyntheticTables, bank: SyntheticTables): GeneratorCheck[] {
  const check = checker("F1", twin.data.name);
  const outside = outsideOf(twin.truth, "true_propensity", 0.05, 0.95);
  return [
    check.exactly("columns that differ from campaign_data", 0, differing(twin.data, bank.data)),
    check.exactly("truth columns that differ from campaign_data", 0, differing(twin.truth, bank.truth)),
    check.exactly("true_propensity: outside of 0.05 to 0.95", 0, outside),
    ...agreementChecks(check, twin),
    ...biasChecks(check, twin),
  ];
}

function differing(one: Table, other: Table): number {
  const differs = (name: string): boolean =>
    other.columns[name].some((value: string | number | null, i: number) => value !== one.columns[name][i]);
  return Object.keys(other.columns).filter((name) => !BY_ARM.includes(name) && differs(name)).length;
}

function biasChecks(check: Checker, { data, truth }: SyntheticTables): GeneratorCheck[] {
  const propensity = numbersIn(truth, "true_propensity");
  const passedOver = propensity.map((p) => 1 - p);
  const picked = numbersIn(data, "received_campaign");
  const [pControl, pTreated] = ["p_response_control", "p_response_treated"].map((p) => numbersIn(truth, p));
  const treated = weightedMean(pTreated, propensity);
  const control = weightedMean(pControl, passedOver);
  const error = Math.hypot(fourErrors(treated, data.rows / 2), fourErrors(control, data.rows / 2));
  const bias = treated - control - (mean(pTreated) - mean(pControl));
  const naive = observedDifference(outcomesOf(truth), picked);
  const weighted = numbersIn(data, "responded").map((y, i) =>
    picked[i] === 1 ? y / propensity[i] : -y / passedOver[i],
  );
  const weightedError = fourErrorsOfMean(Math.sqrt(variance(weighted)), data.rows);
  const effect = mean(numbersIn(truth, "effect"));
  return [
    check.within("naive difference", treated - control, naive, error),
    check.exactly("bias of the naive difference beyond four errors (1 yes)", 1, Number(bias > error)),
    check.within("difference weighted by propensity", effect, mean(weighted), weightedError),
  ];
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  return mean(values.map((value, i) => value * weights[i])) / mean(weights);
}
