import { mean } from "../../statistics/quantiles.js";
import { type Checker, type GeneratorCheck, shareOf } from "../self-check.js";
import { numbersIn, type SyntheticTables } from "../tables.js";

/** What is observed, and where the truth says what it is when left alone and when mailed. */
const OBSERVED = [
  ["responded", "y_control", "y_treated"],
  ["responded", "y_control_independent", "y_treated_independent"],
  ["spend_this_month", "spend_control", "spend_treated"],
  ["unsubscribed", "unsubscribed_control", "unsubscribed_treated"],
] as const;

/**
 * What any campaign of the bank promises about its truth: what is observed is the potential outcome of the arm that was
 * received, in both worlds and for every row, and outcomes and types come as often as the probabilities say.
 */
export function agreementChecks(check: Checker, { data, truth }: SyntheticTables): GeneratorCheck[] {
  const mailed = numbersIn(data, "received_campaign");
  const disagreeing = OBSERVED.map(([seen, control, treated]) => {
    const arms = [numbersIn(truth, control), numbersIn(truth, treated)];
    const rows = numbersIn(data, seen).filter((value, i) => value !== arms[mailed[i]][i]);
    return check.exactly(`${seen}: not ${control} or ${treated} of the arm`, 0, rows.length);
  });
  const [control, treated] = ["control", "treated"].map((arm) => numbersIn(truth, `p_response_${arm}`));
  const drawn = ["", "_independent"].flatMap((world) => [
    check.rate(
      `y_control${world}: mean`,
      mean(control),
      mean(numbersIn(truth, `y_control${world}`)),
      data.rows,
    ),
    check.rate(
      `y_treated${world}: mean`,
      mean(treated),
      mean(numbersIn(truth, `y_treated${world}`)),
      data.rows,
    ),
  ]);
  // One number for both outcomes, and one for each.
  const harmed = {
    response_type: mean(control.map((p, i) => Math.max(0, p - treated[i]))),
    response_type_independent: mean(control.map((p, i) => p * (1 - treated[i]))),
  };
  const types = Object.entries(harmed).map(([column, expected]) => {
    const found = shareOf(truth, column, "do-not-disturb");
    return check.rate(`${column}: share of do-not-disturb`, expected, found, data.rows);
  });
  return [...disagreeing, ...drawn, ...types];
}
