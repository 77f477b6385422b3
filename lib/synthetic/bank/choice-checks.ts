import { mean, variance } from "../../statistics/quantiles.js";
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

/** Columns of the twin that depend on who was mailed; all others are those of the bank campaign. */
const BY_ARM = ["received_campaign", "responded", "spend_this_month", "unsubscribed"];
const BY_ARM_IN_TRUTH = [
  "true_propensity",
  "y_control_independent",
  "y_treated_independent",
  "response_type_independent",
];

/**
 * What the confounded twin promises: the same customers with the same potential outcomes, picked as often as their
 * propensity says, a naive difference that is far from the truth, and a truth that the propensity leads back to.
 */
export function choiceChecks(twin: SyntheticTables, bank: SyntheticTables): GeneratorCheck[] {
  const check = checker("F1", twin.data.name);
  return [
    check("columns that differ from campaign_data", 0, differing(twin.data, bank.data, BY_ARM), 0),
    check(
      "truth columns that differ from campaign_data",
      0,
      differing(twin.truth, bank.truth, BY_ARM_IN_TRUTH),
      0,
    ),
    check(
      "true_propensity: outside of 0.05 to 0.95",
      0,
      outsideOf(twin.truth, "true_propensity", 0.05, 0.95),
      0,
    ),
    ...agreementChecks(check, twin),
    ...calibrationChecks(check, twin),
    ...biasChecks(check, twin),
  ];
}

function differing(
  one: SyntheticTables["data"],
  other: SyntheticTables["data"],
  except: readonly string[],
): number {
  const differs = (name: string): boolean =>
    other.columns[name].some((value: string | number | null, i: number) => value !== one.columns[name][i]);
  return Object.keys(other.columns).filter((name) => !except.includes(name) && differs(name)).length;
}

/** Among each fifth of the customers by propensity, the share picked is the mean propensity. */
function calibrationChecks(check: Checker, { data, truth }: SyntheticTables): GeneratorCheck[] {
  const propensity = numbersIn(truth, "true_propensity");
  const picked = numbersIn(data, "received_campaign");
  const order = Array.from(propensity.keys()).sort((a, b) => propensity[a] - propensity[b]);
  return [1, 2, 3, 4, 5].map((fifth) => {
    const rows = order.slice(((fifth - 1) * data.rows) / 5, (fifth * data.rows) / 5);
    const expected = mean(rows.map((row) => propensity[row]));
    const found = mean(rows.map((row) => picked[row]));
    return check(
      `share picked in fifth ${fifth} by propensity`,
      expected,
      found,
      fourErrors(expected, rows.length),
    );
  });
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
    check("naive difference", treated - control, naive, error),
    check("bias of the naive difference beyond four errors (1 yes)", 1, Number(bias > error), 0),
    check("difference weighted by propensity", effect, mean(weighted), weightedError),
  ];
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  return mean(values.map((value, i) => value * weights[i])) / mean(weights);
}
