import { noncentralStudentUpper } from "../../statistics/noncentral-t.js";
import { normalQuantile } from "../../statistics/normal.js";
import { rootBetween } from "../../statistics/root.js";
import { NotEstimable } from "../not-estimable.js";
import type { ArmSizes, Plan } from "./plan.js";
import { checkedPlanOptions, criticalValues, type PlannedTest, powerOf, rejectionRate } from "./power.js";
import { checkedPower, type TargetOptions } from "./sample-size.js";

/**
 * The minimum detectable effect: the smallest true effect that a test of these arm sizes finds with the wanted power. Above
 * zero, but for a test of "less".
 *
 * Throws RangeError when an arm has fewer than 2 customers or an option is out of range; NotEstimable when not even the
 * largest effect there can be is found.
 *
 * @example
 * minimumEffect(ratePlan(0.1), { control: 10_000, treated: 10_000 }).effect; // 0.0122, that is 1.2 points
 */
export function minimumEffect(plan: Plan, arms: ArmSizes, options: TargetOptions = {}): PlannedTest {
  const wanted = checkedPower(options);
  const checked = checkedPlanOptions(options);
  const direction = checked.sides === "less" ? -1 : 1;
  const largest = direction === 1 ? plan.highest : -plan.lowest;
  // Checks the arms, too.
  const { effect: none } = powerOf(plan, 0, arms, options);
  const missing = (size: number): number => rejectionRate(plan, direction * size, arms, checked) - wanted;
  let enough = Math.min(largest, plan.compare(none, arms).errorIfNone);
  while (missing(enough) < 0) {
    if (enough >= largest) {
      throw new NotEstimable(
        `even the largest one there can be, ${+largest.toPrecision(3)}, is found too rarely`,
      );
    }
    enough = Math.min(largest, 2 * enough);
  }
  return powerOf(plan, direction * rootBetween(missing, 0, enough), arms, options);
}

export type SeenOptions = Omit<TargetOptions, "designEffect" | "tightestAt"> & {
  /** Of the standard error; by default it is taken as known. */
  readonly degrees?: number;
};

/**
 * The smallest true effect that a test which was made could have found with the wanted power, from the standard error of its
 * result, whatever made that (clusters, CUPED, strata): in the unit of the standard error, as a size above zero.
 *
 * "Nothing found" speaks only against effects above it. With `degrees` of freedom the test is Student's, and as unsure about
 * its own standard error as they say. Throws RangeError when the standard error is not a finite number above 0, the degrees
 * are not above 0 or an option is out of range.
 *
 * @example
 * minimumEffectSeen(0.145); // 0.406: with 80 % power at 95 % confidence, 2.8 standard errors
 * minimumEffectSeen(0.145, { degrees: 5 }); // 0.510: 3.5 standard errors
 */
export function minimumEffectSeen(
  standardError: number,
  { degrees = Infinity, ...options }: SeenOptions = {},
): number {
  if (!(standardError > 0 && standardError < Infinity)) {
    throw new RangeError(`minimum effect: expected a finite standard error above 0, got ${standardError}`);
  }
  if (!(degrees > 0)) throw new RangeError(`minimum effect: expected degrees above 0, got ${degrees}`);
  const wanted = checkedPower(options);
  const { low, high } = criticalValues({ degrees }, checkedPlanOptions(options));
  const critical = Math.min(low, high);
  const normal = critical + normalQuantile(wanted);
  if (degrees === Infinity) return normal * standardError;
  const missing = (shift: number): number => noncentralStudentUpper(critical, degrees, shift) - wanted;
  let enough = Math.max(1, normal);
  while (missing(enough) < 0) enough *= 2;
  return rootBetween(missing, 0, enough) * standardError;
}
