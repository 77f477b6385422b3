import type { Table } from "../../types.js";
import { DAY } from "../calendar.js";
import { filled, logistic, rounded } from "../columns.js";
import { numbersIn, textsIn } from "../tables.js";
import type { CallWorld } from "./campaign.js";
import { type Fate, FIRST_DIAL_DAY, reachProbability } from "./fates.js";
import type { Leanings } from "./rules.js";
import { firstSale } from "./sales.js";

/** The four kinds of customers, by what decides the effect of a call. */
export const CALL_SEGMENTS = [
  "low credit, eager",
  "low credit, browsing",
  "high credit, eager",
  "high credit, browsing",
] as const;

/** What every customer would do when dialled and when not, in the order of the customers. */
export function truthTable(world: CallWorld): Table {
  const { customers, leanings, fates, threshold } = world;
  const phone = textsIn(customers, "PhoneNumber_hashed").map((hash) => Number(hash !== null));
  const numbers = (value: (fate: Fate, leaning: Leanings, row: number) => number): Float64Array =>
    filled(fates.length, (row) => rounded(value(fates[row], leanings[row], row), 6));
  const eligible = numbers(
    (fate, _, row) => phone[row] * Number(fate.alone === null || dayOf(fate, fate.alone) > FIRST_DIAL_DAY),
  );
  const alone = numbers((fate) => Number(fate.alone !== null));
  const called = numbers((fate) => Number(fate.called !== null));
  return {
    name: "truth_customer_history",
    rows: fates.length,
    columns: {
      userid: numbersIn(customers, "userid"),
      segment: leanings.map(segmentOf),
      eligible,
      // The list that advocates choose from holds some early buyers by accident: for them the rule gives no probability.
      true_propensity: numbers((_, { score }, row) =>
        eligible[row] === 1 ? logistic(score - threshold) : Number.NaN,
      ),
      contact_hazard: numbers((_, leaning) => leaning.hazard),
      contact_if_attempted: numbers((fate) => Number(fate.reached)),
      p_sold_not_attempted: numbers((_, leaning) => leaning.alone),
      p_sold_attempted: numbers(
        (_, { alone, hazard, persuaded }, row) =>
          alone + (1 - alone) * phone[row] * reachProbability(hazard) * persuaded,
      ),
      sale_day_not_attempted: numbers((fate, _, row) => dayOf(fate, firstSale(world, row, false))),
      sale_day_attempted: numbers((fate, _, row) => dayOf(fate, firstSale(world, row, true))),
      sold_not_attempted: alone,
      sold_attempted: called,
      effect: called.map((sold, row) => sold - alone[row]),
      effect_if_reached: numbers((fate) => Number(fate.persuaded)),
    },
  };
}

function segmentOf({ needsAdvice, eagerness }: Leanings): string {
  return CALL_SEGMENTS[(needsAdvice > 0.5 ? 0 : 2) + (eagerness > 0 ? 0 : 1)];
}

/** Days from the account's day; missing (NaN) when there is no sale. */
function dayOf({ midnight }: Fate, moment: number | null): number {
  return moment === null ? Number.NaN : Math.floor((moment - midnight) / DAY);
}
