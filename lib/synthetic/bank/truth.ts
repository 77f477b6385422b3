import type { Table } from "../../types.js";
import type { PotentialOutcomes } from "../assignments.js";
import { numbersIn } from "../tables.js";

/**
 * Both potential outcomes from the bank's truth table.
 * Throws RangeError when it is another table.
 */
export function outcomesOf(truth: Table): PotentialOutcomes {
  return { control: numbersIn(truth, "y_control"), treated: numbersIn(truth, "y_treated") };
}

/**
 * Six customers that show all four response types: two persuadables, two lost causes, a sure thing and a
 * do-not-disturb, each the first of its kind, in the order of the table. Returns their row numbers from 0.
 * Throws RangeError when a type has too few customers.
 */
export function exampleCustomers(truth: Table): number[] {
  const types = truth.columns.response_type as readonly string[];
  const wanted = { persuadable: 2, "lost cause": 2, "sure thing": 1, "do-not-disturb": 1 };
  const rows = Object.entries(wanted).flatMap(([type, many]) => {
    const found = Array.from(types.keys()).filter((row) => types[row] === type);
    if (found.length < many)
      throw new RangeError(`example customers: ${found.length} of type "${type}", expected ${many}`);
    return found.slice(0, many);
  });
  return rows.sort((a, b) => a - b);
}
