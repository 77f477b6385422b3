import type { Random } from "../../statistics/random.js";
import type { Inference, Sides } from "../../types.js";
import { NotEstimable } from "../not-estimable.js";
import { checkedOptions } from "../options.js";
import type { DifferenceOptions } from "../student-inference.js";
import { CLUSTER_ASSUMPTIONS, type ClusterArms, type ClusterTotals } from "./cluster-totals.js";

export interface ClusterOptions extends DifferenceOptions {
  /** For the assignments of randomisation inference where there are too many to go through. */
  readonly random?: Random;
  /** How many assignments are then drawn. Default 10,000. */
  readonly rounds?: number;
}

/** Up to here every assignment is gone through, which takes some tenths of a second. */
const ENUMERATED_UP_TO = 100_000;

/**
 * Randomisation inference for clusters: the difference in means per customer, how many of the other ways to assign as many
 * clusters would give as large a one, and as interval every constant effect that the same test does not reject.
 *
 * It needs no distribution and holds for any number of clusters, if the effect is the same for every customer. With very
 * few assignments no test can reject and the interval has open ends. All assignments are gone through when there are
 * 100,000 or fewer; otherwise `rounds` are drawn, the true one counts as one of them, and p is never 0.
 * Cells must hold one cluster each. Throws as clusterDifference does.
 * Source: Rosenbaum 2002, Observational Studies, sections 2.4 to 2.6.
 */
export function clusterRandomisation(arms: ClusterArms, options: ClusterOptions): Inference {
  const { confidence, sides } = checkedOptions(options);
  if (arms.treated.length > arms.control.length) {
    // To choose the clusters of the smaller arm is the same, and less work.
    const [treated, control] = [arms.control, arms.treated];
    const swapped = clusterRandomisation({ treated, control }, { ...options, sides: MIRRORED[sides] });
    const { estimate, low, high } = swapped;
    return { ...swapped, sides, estimate: -estimate, low: -high, high: -low };
  }
  const { observed, others, customers, scale } = reassigned(arms, options);
  const tolerance = 1e-12 * scale;
  if (others.every(({ difference }) => Math.abs(difference - observed) <= tolerance)) {
    throw new NotEstimable("the outcome does not vary between the clusters");
  }
  const extreme = others.filter((one) => reaches(one.difference, observed, sides, tolerance)).length;
  const count = others.length + 1;
  const ranges = others.map((one) => effectsAllowedBy(one, observed, sides));
  // An effect is rejected when this many assignments or fewer allow it. The true assignment allows all of them.
  const outside = Math.floor((1 - confidence) * count + 1e-9);
  const low = lowest(
    Float64Array.from(ranges, (range) => range.low),
    outside,
  );
  const high = -lowest(
    Float64Array.from(ranges, (range) => -range.high),
    outside,
  );
  const bounded =
    (sides === "less" || Number.isFinite(low)) && (sides === "greater" || Number.isFinite(high));
  const openEnds = `open interval: ${count} assignments are too few for a confidence of ${confidence}`;
  return {
    ...{ estimate: observed, low, high, confidence, sides, n: customers },
    pValue: (extreme + 1) / count,
    method: "randomisation inference over clusters",
    unit: options.unit ?? "monetary units",
    assumptions: [...CLUSTER_ASSUMPTIONS, "the effect is the same for every customer"],
    warnings: bounded ? [] : [openEnds],
  };
}

const MIRRORED = { "two-sided": "two-sided", greater: "less", less: "greater" } as const;

/** Another way in which the clusters could have been assigned. */
interface Reassignment {
  /** Its difference of the arms' means, with the outcomes as they are. */
  readonly difference: number;
  /** Its difference of the arms' shares of customers who were really treated, from -1 to 1. */
  readonly share: number;
}

/** The effects at which this assignment gives a difference as far from the effect as the observed one. */
function effectsAllowedBy(
  { difference, share }: Reassignment,
  observed: number,
  sides: Sides,
): { readonly low: number; readonly high: number } {
  const all = { low: -Infinity, high: Infinity };
  // The true assignment, drawn once more.
  if (1 - share < 1e-12) return all;
  // Taking an effect off the treated changes the observed difference by it, and this one by its share of it.
  const same = (observed - difference) / (1 - share);
  if (sides === "greater") return { low: same, high: Infinity };
  if (sides === "less") return { low: -Infinity, high: same };
  // The mirror image of the true assignment is as far from every effect.
  if (1 + share < 1e-12) return all;
  const opposite = (observed + difference) / (1 + share);
  return { low: Math.min(same, opposite), high: Math.max(same, opposite) };
}

/** The smallest effect that more than `outside` assignments allow, the true one included, which allows all. */
function lowest(ends: Float64Array, outside: number): number {
  return outside === 0 ? -Infinity : ends.sort()[outside - 1];
}

function reaches(difference: number, observed: number, sides: Sides, tolerance: number): boolean {
  if (sides === "greater") return difference >= observed - tolerance;
  if (sides === "less") return difference <= observed + tolerance;
  return Math.abs(difference) >= Math.abs(observed) - tolerance;
}

/** The observed difference and those of other assignments: all of them, or as many as are drawn. */
function reassigned(
  { treated, control }: ClusterArms,
  { random, rounds = 10_000 }: ClusterOptions,
): {
  readonly observed: number;
  readonly others: readonly Reassignment[];
  readonly customers: number;
  readonly scale: number;
} {
  const clusters = [...treated, ...control];
  const [all, really] = [clusters, treated].map((some) => totalsOf(some));
  const look = (chosen: ArrayLike<number>): Reassignment => {
    let [inside, sum, mine] = [0, 0, 0];
    // A plain loop: it runs for every assignment.
    for (let i = 0; i < chosen.length; i++) {
      const cluster = clusters[chosen[i]];
      inside += cluster.size;
      sum += cluster.sum;
      if (chosen[i] < treated.length) mine += cluster.size;
    }
    const outside = all.customers - inside;
    return {
      difference: sum / inside - (all.sum - sum) / outside,
      share: mine / inside - (really.customers - mine) / outside,
    };
  };
  const [first, ...rest] = choices(clusters.length, treated.length, ENUMERATED_UP_TO) ?? [];
  if (first === undefined && random === undefined) {
    throw new RangeError("clusters: too many assignments to go through, expected `random`, got none");
  }
  if (!(Number.isSafeInteger(rounds) && rounds > 0)) {
    throw new RangeError(`clusters: expected a whole number of rounds above 0, got ${rounds}`);
  }
  const drawn = (): Reassignment => look(random!.sample(clusters.length, treated.length));
  const others = first === undefined ? Array.from({ length: rounds }, drawn) : rest.map(look);
  const observed = look(treated.map((_, index) => index)).difference;
  const scale = clusters.reduce((sum, one) => sum + Math.abs(one.sum), 0) / all.customers;
  return { observed, others, customers: all.customers, scale };
}

function totalsOf(clusters: readonly ClusterTotals[]): { readonly customers: number; readonly sum: number } {
  let [customers, sum] = [0, 0];
  for (const cluster of clusters) {
    customers += cluster.size;
    sum += cluster.sum;
  }
  return { customers, sum };
}

/** All ways to choose `size` of n indices, the first `size` first; undefined when there are more than `limit`. */
function choices(n: number, size: number, limit: number): number[][] | undefined {
  let ways = 1;
  for (let k = 1; k <= Math.min(size, n - size) && ways <= limit; k++) ways *= (n - k + 1) / k;
  if (ways > limit + 0.5) return undefined;
  const found: number[][] = [];
  const extend = (chosen: number[], next: number): void => {
    if (chosen.length === size) found.push(chosen);
    else for (let i = next; i <= n - size + chosen.length; i++) extend([...chosen, i], i + 1);
  };
  extend([], 0);
  return found;
}
