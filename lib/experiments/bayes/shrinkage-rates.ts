import { betaQuantile } from "../../statistics/beta.js";
import { normalQuantile } from "../../statistics/normal.js";
import type { Inference } from "../../types.js";
import { NotEstimable } from "../not-estimable.js";
import { checkGroup, type Group, rateOf } from "../rates/group.js";
import { checkGroups } from "./between-groups.js";
import { type ShrunkGroups, shrinkEffects } from "./shrinkage.js";

/** A group's customers and conversions under its name. */
export interface NamedGroup extends Group {
  readonly group: string;
}

/**
 * The conversion rates of several groups, each drawn towards their mean by as much as its own noise deserves: a segment of 20 with
 * no conversion does not have the rate 0.
 *
 * How much the groups differ is estimated as for {@link shrinkEffects}, with the sampling variance that a group of this size would
 * have at the common rate, so groups in which nobody or everybody converted need no special care. A group's interval is that of the Beta
 * distribution with the mean and the variance of its shrunk rate: it stays within 0 and 1. With fewer than about one
 * expected conversion a group the data say little about how much groups differ.
 * Throws NotEstimable when there are fewer than three groups, or nobody or everybody converted in all; RangeError when a group's
 * counts or the confidence cannot be.
 *
 * @example
 * const groups = [[120, 12], [80, 4], [20, 0], [300, 36]].map(([customers, conversions], i) => ({
 *   group: "ABCD"[i], customers, conversions,
 * }));
 * shrinkRates(groups).groups[2]; // raw 0, shrunk 0.054 with low 0.005 and high 0.152, shrinkage 0.62
 */
export function shrinkRates(
  groups: readonly NamedGroup[],
  options: { readonly confidence?: number } = {},
): ShrunkGroups {
  for (const group of groups) checkGroup(group, `group "${group.group}"`);
  const customers = groups.reduce((sum, group) => sum + group.customers, 0);
  const conversions = groups.reduce((sum, group) => sum + group.conversions, 0);
  if (groups.length > 0 && (conversions === 0 || conversions === customers)) {
    throw new NotEstimable(`rates across groups: ${conversions} of ${customers} customers converted`);
  }
  const variance = (conversions / customers) * (1 - conversions / customers);
  const estimates = groups.map((group) => ({
    group: group.group,
    estimate: rateOf(group),
    standardError: Math.sqrt(variance / group.customers),
    n: group.customers,
  }));
  checkGroups(estimates);
  // Rates with this mean differ most when all of them are 0 or 1.
  const effects = shrinkEffects(estimates, { ...options, unit: "fraction", largestTau: Math.sqrt(variance) });
  return {
    mean: withBetaInterval(effects.mean),
    betweenGroups: effects.betweenGroups,
    groups: effects.groups.map((group) => {
      const { estimate } = group.shrunk;
      // The noise was measured at the common rate; at the group's own rate it is another.
      return { ...group, shrunk: withBetaInterval(group.shrunk, (estimate * (1 - estimate)) / variance) };
    }),
  };
}

/** The ends of the Beta distribution with an inference's estimate as mean, and the variance that its interval stands for times a factor. */
function withBetaInterval(rate: Inference, factor = 1): Inference {
  const { estimate, low, high, confidence } = rate;
  const tail = (1 - confidence) / 2;
  const variance = factor * ((high - low) / (2 * normalQuantile(1 - tail))) ** 2;
  // The size of a group of customers with this rate and this variance, one customer at least.
  const size = Math.max(1, (estimate * (1 - estimate)) / variance - 1);
  const [alpha, beta] = [size * estimate, size * (1 - estimate)];
  return { ...rate, low: betaQuantile(tail, alpha, beta), high: betaQuantile(1 - tail, alpha, beta) };
}
