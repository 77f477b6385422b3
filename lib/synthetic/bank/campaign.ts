import type { Random } from "../../statistics/random.js";
import { expectRows, filled, rounded } from "../columns.js";
import { numbersIn, type SyntheticTables, stacked } from "../tables.js";
import { drawFeatures } from "./customers.js";
import { assign, drawOutcomes } from "./outcomes.js";
import { quickClusters } from "./quick-clusters.js";
import { marketersPropensity } from "./rules.js";

/** Customers made at a time: few enough to lie in fast memory, and the first part shows k-means all kinds. */
const PART = 50_000;

/**
 * One randomised bank campaign with a known truth.
 *
 * Half of the customers get the message by a fair coin, each on their own, also where two share a household. Whether a
 * customer responds follows bankTruth: lapsed newcomers are won back, recent buyers respond most but would often have
 * bought anyway, and long-standing customers respond **less** when contacted. Whoever responds spends about 100 more
 * (sd 50) than the month before. The message also makes customers unsubscribe. All values are invented; ranges and
 * spellings are listed in data/README.md. Amounts are New Zealand dollars.
 *
 * Coupling: one uniform number decides both potential outcomes of a customer, so nobody is both a
 * persuadable and a do-not-disturb. No data could tell this from another coupling, and the truth table shows one: in the
 * columns `..._independent` the outcome that was not seen is drawn independently of the one that was. Both worlds
 * leave the same observed table, row by row, and have response types of other sizes.
 *
 * Holds the whole table in memory; for millions of rows use bankCampaignChunks.
 * Throws RangeError when `rows` is not a whole number of at least 10.
 *
 * @example
 * const { data, truth } = bankCampaign({ rows: 5_000, random: seededRandom(1) });
 * data.rows; // 5000
 */
export function bankCampaign(size: { rows: number; random: Random }): SyntheticTables {
  const parts = [...bankCampaignChunks(size)];
  return { data: stacked(parts.map((part) => part.data)), truth: stacked(parts.map((part) => part.truth)) };
}

/**
 * The tables of bankCampaign in parts of at most 50,000 customers, the same rows for the same seed: for sizes that do
 * not fit into memory. `customer_segment` is fitted on the first part; later customers get the nearest centre.
 *
 * Throws RangeError, when the first part is asked for, if `rows` is not a whole number of at least 10.
 *
 * @example
 * for (const { data } of bankCampaignChunks({ rows: 120_000, random: seededRandom(1) })) console.log(data.rows);
 * // 50000, 50000, 20000
 */
export function* bankCampaignChunks(size: { rows: number; random: Random }): Generator<SyntheticTables> {
  const { rows, random } = size;
  expectRows("bank campaign", rows, 10);
  let segmentOf: ReturnType<typeof quickClusters> | undefined;
  for (let first = 0; first < rows; first += PART) {
    const features = drawFeatures({ first, rows: Math.min(PART, rows - first), random });
    const { age, income } = features;
    const segment = segmentOf ?? quickClusters({ first: age, second: income, k: 4 });
    segmentOf = segment;
    yield assign(
      { ...features, customer_segment: filled(age.length, (i) => segment(age[i], income[i])) },
      drawOutcomes(features, random),
      { name: "campaign_data", propensity: filled(age.length, () => 0.5), random },
    );
  }
}

/**
 * The confounded twin of a bank campaign: the same customers with the same potential outcomes, but a marketer's rule
 * picked whom to mail (see marketersPropensity). The truth states each customer's probability of being picked.
 *
 * The naive difference misses the true effect by 5.5 points in the long run (17.0 beside 11.5), because those who are
 * picked respond more anyway. Everything that the rule looks at is in the table, so methods that account for it can
 * find the truth. The twin's second world is a draw of its own: another arm was seen, so another answer is drawn anew.
 *
 * Takes whole tables or parts of them. Throws RangeError when a column of the bank campaign is missing.
 *
 * @example
 * const twin = campaignByChoice(bankCampaign({ rows: 5_000, random: seededRandom(1) }), seededRandom(2));
 * twin.data.name; // "campaign_by_choice"
 */
export function campaignByChoice({ data, truth }: SyntheticTables, random: Random): SyntheticTables {
  const columns = ["days_since_last_purchase", "income", "credit_score"];
  const [days, income, credit] = columns.map((name) => numbersIn(data, name));
  const propensity = filled(data.rows, (i) =>
    rounded(marketersPropensity({ income: income[i], credit: credit[i], daysSince: days[i] }), 6),
  );
  return assign(data.columns, truth.columns, { name: "campaign_by_choice", propensity, random });
}
