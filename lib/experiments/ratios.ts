import type { Inference, Table } from "../types.js";
import { rowsByGroup } from "./bands.js";
import type { GroupedMeasure } from "./means/levels.js";
import { type LinearisedRatio, linearisedRatio } from "./means/ratio-metrics.js";
import { checkedOptions, NOT_CHOSEN } from "./options.js";
import { studentInterval } from "./student-inference.js";

/** The ratio of two sums in one group, with the sums. */
export interface GroupRatio {
  readonly group: string;
  readonly ratio: Inference;
  readonly numerator: number;
  readonly denominator: number;
  /** Independent units behind the ratio: users, where `cluster` named them, else rows. */
  readonly clusters: number;
}

/** Two amounts of the same rows, the group of each row, and who it belongs to. */
export interface RatioInput {
  readonly numerator: ArrayLike<number>;
  readonly denominator: ArrayLike<number>;
  readonly group: readonly (string | null)[];
  /** Rows with the same name here are not independent, as the rows of one user. Without it every row counts as one. */
  readonly cluster?: ArrayLike<string | number | null>;
  /** Default "ratio". */
  readonly unit?: string;
}

/**
 * The ratio of two sums in each group, such as clicks per impression, cost per conversion or revenue per unit of spend,
 * in the order in which the groups come.
 *
 * It is the ratio of the totals and not the mean of the rows' ratios: a row with much spend counts for much. The
 * interval is the linearised one: the residuals numerator - ratio · denominator are added up by cluster, and Student's
 * t has one degree of freedom fewer than there are clusters. It is too narrow with fewer than about thirty clusters, and
 * where a few of them hold most of an amount (a heavy tail, as in revenue): then trust the ranking even less than the
 * interval says. It is symmetric and can reach below zero. Where every cluster has the same ratio, as when nobody
 * converted at all, it has no width: that is zero so far, and no proof of zero. A user with rows in two groups counts in both, so the
 * groups' intervals do not give that of a difference.
 *
 * Throws RangeError when the columns differ in length, a value is missing or infinite (how many, and where the first
 * is), a group's denominator adds up to zero or less, or a group has fewer than two clusters.
 * Source: Cochran 1977, Sampling Techniques, sections 6.3 and 9A.
 *
 * @example
 * const input = { numerator: [1, 2, 3], denominator: [10, 10, 10], group: ["mail", "mail", "mail"] };
 * ratioByGroup(input)[0].ratio; // estimate 0.2, low -0.048, high 0.448, n 3
 */
export function ratioByGroup(input: RatioInput): GroupRatio[] {
  const { numerator, denominator, group } = input;
  refuseMissing("numerator", numerator, group.length);
  refuseMissing("denominator", denominator, group.length);
  if (input.cluster !== undefined) refuseMissing("cluster", input.cluster, group.length);
  return Array.from(rowsByGroup(group), ([label, rows]) => groupRatio(label, rows, input));
}

/** Ratios that a report of channels is made of: the two columns of each, and the unit. */
const CHANNEL_RATIOS = [
  { measure: "conversion_rate", numerator: "conversions", denominator: "row_count", unit: "fraction" },
  { measure: "cost_per_conversion", numerator: "spend_usd", denominator: "conversions", unit: "USD" },
  { measure: "ctr", numerator: "clicks", denominator: "impressions", unit: "fraction" },
  { measure: "roas", numerator: "revenue_usd", denominator: "spend_usd", unit: "ratio" },
] as const;

/**
 * Conversions per row of the file, cost per conversion, clicks per impression (CTR) and revenue per unit of spend (ROAS)
 * of each group, with users as the independent units: see ratioByGroup for the interval and when not to trust it.
 * Conversions are counted per row (a user on a day) and not per click, because people also buy without a click.
 *
 * `sums` has one row per user and group with the columns group, user_id, test_group, row_count and the
 * amounts. Users who were
 * held out (`heldOut` is their test_group) saw nothing and cost nothing, so they are left out of all four. The ratios
 * describe what was booked: none of them says what the spend caused. Sums without revenue give no ROAS.
 *
 * Throws RangeError as ratioByGroup does, and when everybody was held out.
 *
 * @example
 * const [conversion, , , roas] = channelRatios(sums, { heldOut: "B" });
 */
export function channelRatios(sums: Table, { heldOut }: { readonly heldOut: string }): GroupedMeasure[] {
  const arms = sums.columns.test_group as readonly (string | null)[];
  const served = arms.flatMap((arm, row) => (arm === heldOut ? [] : [row]));
  if (served.length === 0) throw new RangeError(`channel ratios: all users of ${sums.name} were held out`);
  const [group, cluster] = ["group", "user_id"].map((name) =>
    served.map((row) => sums.columns[name][row] as string | null),
  );
  const amounts = (name: string): Float64Array =>
    Float64Array.from(served, (row) => Number(sums.columns[name][row]));
  const known = CHANNEL_RATIOS.filter(({ numerator }) => numerator in sums.columns);
  return known.map(({ measure, unit, ...columns }) => {
    const [numerator, denominator] = [amounts(columns.numerator), amounts(columns.denominator)];
    const ratios = ratioByGroup({ numerator, denominator, group, cluster, unit });
    return { measure, groups: ratios.map(({ group, ratio }) => ({ group, estimate: ratio })) };
  });
}

function groupRatio(group: string, rows: readonly number[], input: RatioInput): GroupRatio {
  const sum = (values: ArrayLike<number>): number => rows.reduce((total, row) => total + values[row], 0);
  const [numerator, denominator] = [sum(input.numerator), sum(input.denominator)];
  if (!(denominator > 0)) {
    throw new RangeError(
      `ratio in group "${group}": the denominator adds up to ${denominator}, expected more than 0`,
    );
  }
  const estimate = numerator / denominator;
  const residuals = new Map<string | number | null, number>();
  for (const row of rows) {
    const unit = input.cluster?.[row] ?? row;
    const residual = input.numerator[row] - estimate * input.denominator[row];
    residuals.set(unit, (residuals.get(unit) ?? 0) + residual);
  }
  const clusters = residuals.size;
  if (clusters < 2) throw new RangeError(`ratio in group "${group}": one cluster has no interval`);
  const residualSquares = [...residuals.values()].reduce((total, residual) => total + residual ** 2, 0);
  const sums = { n: clusters, numerator, denominator, residualSquares };
  const ratio = ratioInference(linearisedRatio(sums), input.unit ?? "ratio");
  return { group, ratio, numerator, denominator, clusters };
}

function ratioInference({ mean: estimate, standardError, n }: LinearisedRatio, unit: string): Inference {
  const options = checkedOptions({});
  return {
    estimate,
    ...studentInterval({ estimate, standardError, degrees: n - 1 }, options),
    ...{ ...options, method: "linearised ratio", n, unit, standardError },
    ...{ assumptions: ["users are independent of one another", NOT_CHOSEN], warnings: [] },
  };
}

function refuseMissing(name: string, values: ArrayLike<number | string | null>, rows: number): void {
  if (values.length !== rows) {
    throw new RangeError(`ratio by group: ${values.length} values of ${name} for ${rows} groups`);
  }
  const missing = Array.from(values).flatMap((value, row) =>
    typeof value === "string" || Number.isFinite(value) ? [] : [row + 1],
  );
  if (missing.length > 0) {
    throw new RangeError(
      `ratio by group: ${missing.length} of ${rows} values of ${name} are missing or infinite, first in row ${missing[0]}`,
    );
  }
}
