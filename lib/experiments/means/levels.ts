import { mean, variance } from "../../statistics/quantiles.js";
import type { Estimate, Inference, InferenceOptions, Table } from "../../types.js";
import { bands, rowsByGroup } from "../bands.js";
import { momentsOf } from "../moments.js";
import { checkedOptions, INDEPENDENT, NOT_CHOSEN } from "../options.js";
import { conversionRate } from "../rates/intervals.js";
import { studentInterval } from "../student-inference.js";
import { heavyTailWarnings, NO_HEAVY_TAIL } from "./arm-mean.js";
/** One measure of several groups of customers, each group with its estimate. */
export interface GroupedMeasure {
  readonly measure: string;
  readonly groups: readonly { readonly group: string; readonly estimate: Estimate }[];
}

/**
 * The mean of independent values with Student's t interval: mean ± t · sd / √n.
 *
 * Sound for few values when they are about normal, and for some dozens or more otherwise; a heavy tail (spend of a few
 * very large customers) makes it too narrow, and a warning says so. `unit` is the unit of the values.
 * Throws RangeError when there are fewer than two values, one is NaN, or the confidence is not between 0 and 1.
 *
 * @example
 * meanWithInterval([1, 2, 3, 4], "NZD"); // estimate 2.5, low 0.446, high 4.554 (rounded)
 */
export function meanWithInterval(
  values: ArrayLike<number>,
  unit: string,
  options: InferenceOptions = {},
): Inference {
  if (values.length < 2) throw tooFew(values.length);
  const sample = { n: values.length, mean: mean(values), variance: variance(values) };
  return {
    ...studentMean(sample, unit, options),
    warnings: heavyTailWarnings({ values: momentsOf(values) }),
  };
}

/**
 * The mean of each group's values with its interval, in the order in which the groups come: see meanWithInterval.
 *
 * Throws RangeError when the columns differ in length, a row has no group, a value is NaN, or a group has one value.
 *
 * @example
 * const spend = meansByGroup({ measure: "spend", values: [1, 3, 8, 10], group: ["a", "a", "b", "b"], unit: "USD" });
 * spend.groups[1].estimate.estimate; // 9
 */
export function meansByGroup(input: {
  readonly measure: string;
  readonly values: ArrayLike<number>;
  readonly group: readonly (string | null)[];
  readonly unit: string;
}): GroupedMeasure {
  const { measure, values, group, unit } = input;
  if (values.length !== group.length) {
    throw new RangeError(`means by group: ${values.length} values for ${group.length} groups`);
  }
  const groups = Array.from(rowsByGroup(group), ([label, rows]) => {
    if (rows.length < 2) throw new RangeError(`means by group: group "${label}" has one value`);
    return {
      group: label,
      estimate: meanWithInterval(
        Float64Array.from(rows, (row) => values[row]),
        unit,
      ),
    };
  });
  return { measure, groups };
}

/**
 * The mean of the values in each band of another number, lowest band first: see bands and meansByGroup.
 *
 * Throws RangeError as these two do.
 *
 * @example
 * const byAge = meansByBand({ measure: "spend", values: spend, unit: "USD", by: { values: age, breaks: [30, 46], unit: "years" } });
 * byAge.groups.map(({ group }) => group); // ["under 30 years", "30 to under 46 years", "46 or more years"]
 */
export function meansByBand(input: {
  readonly measure: string;
  readonly values: ArrayLike<number>;
  readonly unit: string;
  readonly by: {
    readonly values: ArrayLike<number>;
    readonly breaks: readonly number[];
    readonly unit: string;
  };
}): GroupedMeasure {
  const { measure, values, unit, by } = input;
  const group = bands(by.values, by.breaks, by.unit);
  const { groups } = meansByGroup({ measure, values, unit, group });
  // Any member tells where its band lies; the band of those not known comes last.
  const place = (band: string): number => by.values[group.indexOf(band)];
  const known = groups.filter((one) => !Number.isNaN(place(one.group)));
  const unknown = groups.filter((one) => Number.isNaN(place(one.group)));
  known.sort((a, b) => place(a.group) - place(b.group));
  return { measure, groups: [...known, ...unknown] };
}

/**
 * The estimates that a table of counts and sums allows: one measure after the other, each by group. Its columns are
 * group, measure, unit, n, sum and variance (the sample variance). A measure in fractions is a rate of zeros and ones and
 * gets Wilson's interval, any other one Student's.
 *
 * Throws RangeError when a group has too few customers for an interval.
 *
 * @example
 * estimatesFromSums(await outreachSales(database))[0].groups[0]; // the share of one group that bought
 */
export function estimatesFromSums({ rows, columns }: Table): GroupedMeasure[] {
  const [n, sum, variance] = ["n", "sum", "variance"].map((name) => columns[name] as Float64Array);
  const measures = columns.measure as readonly string[];
  const estimateAt = (row: number): Estimate => {
    const unit = String(columns.unit[row]);
    if (unit === "fraction") return conversionRate({ customers: n[row], conversions: sum[row] });
    return studentMean({ n: n[row], mean: sum[row] / n[row], variance: variance[row] }, unit);
  };
  const all = Array.from({ length: rows }, (_, row) => row);
  return [...new Set(measures)].map((measure) => ({
    measure,
    groups: all
      .filter((row) => measures[row] === measure)
      .map((row) => ({ group: String(columns.group[row]), estimate: estimateAt(row) })),
  }));
}

function studentMean(
  { n, mean, variance }: { n: number; mean: number; variance: number },
  unit: string,
  options: InferenceOptions = {},
): Inference {
  if (n < 2) throw tooFew(n);
  const checked = checkedOptions(options);
  const standardError = Math.sqrt(variance / n);
  return {
    estimate: mean,
    ...studentInterval({ estimate: mean, standardError, degrees: n - 1 }, checked),
    ...{ ...checked, method: "Student t", n, unit, standardError },
    ...{ assumptions: [INDEPENDENT, NOT_CHOSEN, NO_HEAVY_TAIL], warnings: [] },
  };
}

function tooFew(n: number): RangeError {
  return new RangeError(`mean with interval: expected two values or more, got ${n}`);
}
