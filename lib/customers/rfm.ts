import { firstComeRanks, quantile } from "../statistics/quantiles.js";
import { checkColumns } from "./points.js";

/** The five RFM segments, in the order in which their rules are asked. */
export const RFM_LABELS = ["Champions", "Loyal", "New Customers", "At Risk", "Regulars"] as const;

/** The name of an RFM segment. */
export type RfmLabel = (typeof RFM_LABELS)[number];

/** One row per customer: days since the last purchase, number of purchases, money spent. */
export interface RfmInput {
  readonly recencyDays: ArrayLike<number>;
  readonly frequency: ArrayLike<number>;
  readonly monetary: ArrayLike<number>;
}

/** Scores from 1 (worst fifth) to 5 (best fifth), one per customer in the order of the input. */
export interface RfmScores {
  readonly r: Int8Array;
  readonly f: Int8Array;
  readonly m: Int8Array;
  /** r + f + m, from 3 to 15. */
  readonly sum: Int8Array;
}

/**
 * Recency, frequency and monetary scores by fifths of the customer base.
 *
 * R: fifths of the days since the last purchase, fewer days is better. Equal days get equal scores,
 * so the fifths are uneven when many customers share a day, and a score can stay unused.
 * F and M: fifths of first-come ranks, so that they are equally large however many customers made the
 * same number of purchases; which of those lands in the better fifth is decided by row order alone.
 * Scores compare customers of one table: a 5 of last year and a 5 of this year are not the same customer.
 * Recency here is days since the last purchase, not the "last minus first" of lifetime models.
 *
 * Throws RangeError when there are fewer than five customers, the columns' lengths differ or a value is
 * missing or not finite.
 *
 * @example
 * rfmScores({ recencyDays: [1, 9, 4, 30, 80], frequency: [7, 2, 2, 9, 1], monetary: [50, 20, 30, 90, 10] });
 * // r [5, 3, 4, 2, 1], f [4, 2, 3, 5, 1], m [4, 2, 3, 5, 1], sum [13, 7, 10, 12, 3]
 *
 * Source: Hughes, Strategic Database Marketing (1994); quantiles and closed right ends as in pandas.qcut.
 */
export function rfmScores(customers: RfmInput): RfmScores {
  const rows = checkColumns({ ...customers });
  if (rows < 5) throw new RangeError(`rfm: expected at least 5 customers for fifths, got ${rows}`);
  const r = fifths(customers.recencyDays).map((fifth) => 6 - fifth);
  const f = fifths(firstComeRanks(customers.frequency));
  const m = fifths(firstComeRanks(customers.monetary));
  return { r, f, m, sum: r.map((score, i) => score + f[i]! + m[i]!) };
}

/**
 * The label of every customer, by rfmLabel.
 *
 * @example
 * rfmLabels(rfmScores({ recencyDays, frequency, monetary }))[0]; // "Loyal"
 */
export function rfmLabels({ r, f, m }: RfmScores): RfmLabel[] {
  return Array.from(r, (score, row) => rfmLabel({ r: score, f: f[row]!, m: m[row]! }));
}

/** The number of customers with each label, in the order of RFM_LABELS; a label that nobody has counts 0. */
export function rfmSizes(labels: readonly RfmLabel[]): { label: RfmLabel; customers: number }[] {
  return RFM_LABELS.map((label) => ({ label, customers: labels.filter((other) => other === label).length }));
}

/**
 * The segment of one customer: the first rule that holds, in the order of RFM_LABELS.
 *
 * The rules are the published ones of the CRM document, not estimates. They overlap, so their order
 * matters; "New Customers" says recent and infrequent, which a long-standing rare buyer is too.
 *
 * Throws RangeError when a score is not a whole number from 1 to 5.
 *
 * @example
 * rfmLabel({ r: 5, f: 4, m: 3 }); // "Champions"
 */
export function rfmLabel(scores: { r: number; f: number; m: number }): RfmLabel {
  for (const [name, score] of Object.entries(scores)) {
    if (![1, 2, 3, 4, 5].includes(score)) {
      throw new RangeError(`rfm score ${name}: expected a whole number from 1 to 5, got ${score}`);
    }
  }
  const { r, f, m } = scores;
  const sum = r + f + m;
  if (sum >= 12 && r >= 4 && f >= 4) return "Champions";
  if (sum >= 10 && f >= 3) return "Loyal";
  if (r >= 4 && f <= 2) return "New Customers";
  if (sum <= 6 && r <= 2) return "At Risk";
  return "Regulars";
}

/** 1 for values up to the 20 % point, 2 for those above it and up to the 40 % point, and so on to 5. */
function fifths(values: ArrayLike<number>): Int8Array {
  const breaks = [0.2, 0.4, 0.6, 0.8].map((p) => quantile(values, p));
  return Int8Array.from(values, (value) => 1 + breaks.filter((end) => value > end).length);
}
