import { rootBetween } from "../../statistics/root.js";
import { NotEstimable } from "../not-estimable.js";
import type { Plan } from "./plan.js";
import {
  checkedPlanOptions,
  type PlannedTest,
  type PlanOptions,
  powerOf,
  rejectionRate,
  SMALLEST_ARM,
  splitInRatio,
} from "./power.js";

/** What a campaign is to be able to find, and how its customers are divided. */
export interface TargetOptions extends PlanOptions {
  /** How often the effect is to be found if it is there. Default 0.8. */
  readonly power?: number;
}

export interface CustomersNeededOptions extends TargetOptions {
  /** Treated customers for each one of the control. Default 1. */
  readonly ratio?: number;
}

/**
 * How many customers each arm needs for a test to find an effect with the wanted power, rounded up.
 *
 * Take the smallest effect worth having, not the one hoped for: half the effect needs four times the customers. With several
 * arms each one is compared with the control: set `comparisons`.
 * Throws RangeError when the effect is 0 or cannot be, or an option is out of range; NotEstimable when 1e12 customers would
 * not do (an effect on the side that does not count).
 *
 * @example
 * const { control, treated } = customersNeeded(ratePlan(0.1), 0.01); // 14751 each
 */
export function customersNeeded(
  plan: Plan,
  effect: number,
  options: CustomersNeededOptions = {},
): PlannedTest {
  const { ratio = 1 } = options;
  const control = controlCustomers(plan, effect, options);
  // Rounding noise must not cost a customer.
  const fewest = SMALLEST_ARM * (options.designEffect ?? 1);
  const up = (customers: number): number => Math.ceil(Math.max(fewest, customers - 1e-6));
  return powerOf(plan, effect, { control: up(control), treated: up(control * ratio) }, options);
}

/** The customers of the control arm before rounding, as tables of sample sizes print them. */
export function controlCustomers(plan: Plan, effect: number, options: CustomersNeededOptions = {}): number {
  const { ratio = 1 } = options;
  if (effect === 0) throw new RangeError("customers needed: no number of them finds an effect of 0");
  const wanted = checkedPower(options);
  const checked = checkedPlanOptions(options);
  const missing = (total: number): number =>
    rejectionRate(plan, effect, splitInRatio(total, ratio), checked) - wanted;
  const smallest = 2 * SMALLEST_ARM * checked.designEffect;
  let enough = smallest;
  while (missing(enough) < 0) {
    enough *= 2;
    if (enough > LARGEST_TOTAL) {
      throw new NotEstimable(`customers needed: an effect of ${effect} is not found by ${LARGEST_TOTAL}`);
    }
  }
  if (enough === smallest) return splitInRatio(enough, ratio).control;
  return splitInRatio(rootBetween(missing, enough / 2, enough), ratio).control;
}

const LARGEST_TOTAL = 1e12;

/** Throws RangeError when the wanted power is not above the test's own error and below 1. */
export function checkedPower({ power = 0.8, confidence = 0.95 }: TargetOptions): number {
  if (!(power > 1 - confidence && power < 1)) {
    throw new RangeError(
      `power: expected a fraction above ${1 - confidence} (1 - confidence) and below 1, got ${power}`,
    );
  }
  return power;
}
