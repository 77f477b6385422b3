import { mean } from "../../statistics/quantiles.js";
import { type Checker, fourErrors, type GeneratorCheck } from "../self-check.js";
import { numbersIn, type SyntheticTables, textsIn } from "../tables.js";

/** What is observed, and where the truth says what it is when left alone and when mailed. */
const OBSERVED = [
  ["responded", "y_control", "y_treated"],
  ["responded", "y_control_independent", "y_treated_independent"],
  ["spend_this_month", "spend_control", "spend_treated"],
  ["unsubscribed", "unsubscribed_control", "unsubscribed_treated"],
] as const;

/**
 * What any campaign of the bank promises about its truth: what is observed is the potential outcome of the arm that was
 * received, in both worlds and for every row, and outcomes come as often as the probabilities that they were drawn from.
 */
export function agreementChecks(check: Checker, { data, truth }: SyntheticTables): GeneratorCheck[] {
  const mailed = numbersIn(data, "received_campaign");
  const disagreeing = OBSERVED.map(([seen, control, treated]) => {
    const arms = [numbersIn(truth, control), numbersIn(truth, treated)];
    const rows = numbersIn(data, seen).filter((value, i) => value !== arms[mailed[i]][i]);
    return check(`${seen}: not ${control} or ${treated} of the arm`, 0, rows.length, 0);
  });
  const drawn = ["control", "treated"].flatMap((arm) => {
    const probability = mean(numbersIn(truth, `p_response_${arm}`));
    return [`y_${arm}`, `y_${arm}_independent`].map((y) =>
      check(`${y}: mean`, probability, mean(numbersIn(truth, y)), fourErrors(probability, truth.rows)),
    );
  });
  return [...disagreeing, ...drawn, ...typeChecks(check, { data, truth })];
}

/** Sizes of the types that follow from the probabilities: under one number for both outcomes, and under two. */
function typeChecks(check: Checker, { truth }: SyntheticTables): GeneratorCheck[] {
  const control = numbersIn(truth, "p_response_control");
  const treated = numbersIn(truth, "p_response_treated");
  const harmed = {
    response_type: mean(control.map((p, i) => Math.max(0, p - treated[i]))),
    response_type_independent: mean(control.map((p, i) => p * (1 - treated[i]))),
  };
  return Object.entries(harmed).map(([column, expected]) => {
    const found = textsIn(truth, column).filter((type) => type === "do-not-disturb").length / truth.rows;
    return check(`${column}: share of do-not-disturb`, expected, found, fourErrors(expected, truth.rows));
  });
}
