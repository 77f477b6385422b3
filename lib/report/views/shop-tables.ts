import type { ClusterProfileRow } from "../../customers/profile.js";
import type { RfmScores } from "../../customers/rfm.js";
import type { ClusterSelection } from "../../customers/stability.js";
import type { SegmentAcceptance } from "../../decisions/acceptance.js";
import type { ContactPolicyRow } from "../../decisions/contact-policy.js";
import type { SegmentVerdict } from "../../decisions/segment-verdicts.js";
import type { Summary } from "../../statistics/summaries.js";
import type { Feature } from "../../tables/features/crm-features.js";
import { type ColumnOf, type ReportTable, tableOf } from "../report-table.js";

/** The features of a table with their unit, meaning, mean and middle customer. */
export function featureTable(
  features: readonly Feature[],
  summaries: Readonly<Record<string, Summary>>,
): ReportTable {
  return tableOf("features", "What is known about each customer", features, {
    feature: ["text", "Name in SQL and in the library", (f) => f.name],
    file_name: ["text", "Name in customers_master.csv", (f) => f.file],
    unit: ["text", "Unit", (f) => f.unit],
    meaning: ["text", "What it is", (f) => f.meaning],
    mean: ["decimal", "Mean of the customers who have it", (f) => summaries[f.name].mean],
    median: ["decimal", "The middle customer", (f) => summaries[f.name].median],
    missing: ["count", "Customers without it", (f) => summaries[f.name].missing],
  });
}

/** Each customer's RFM scores and label. */
export function rfmTable(ids: ArrayLike<number>, scores: RfmScores, labels: readonly string[]): ReportTable {
  return tableOf("rfm_segments", "RFM scores and label of each customer", labels, {
    id: ["plain", "Customer", (_, row) => ids[row], "customer"],
    r_score: ["count", "Recency: 5 for the fifth who bought last", (_, row) => scores.r[row]],
    f_score: ["count", "Frequency: 5 for the fifth with most purchases", (_, row) => scores.f[row]],
    m_score: ["count", "Monetary: 5 for the fifth with the highest spend", (_, row) => scores.m[row]],
    rfm_sum: ["count", "Sum of the three scores, 3 to 15", (_, row) => scores.sum[row]],
    rfm_label: ["text", "First of the document's rules that holds", (label) => label],
  });
}

/** What each number of clusters gives, and which one was chosen. */
export function selectionTable({ rows, choice }: ClusterSelection): ReportTable {
  return tableOf("cluster_model_selection", "What each number of clusters gives", rows, {
    k: ["count", "Number of clusters", (r) => r.k, "clusters"],
    inertia: ["decimal", "Sum of squared distances to the centroids, standardised columns", (r) => r.inertia],
    silhouette: ["ratio", "Mean silhouette, −1 to 1, higher is better", (r) => r.silhouette],
    calinski_harabasz: ["decimal", "Calinski–Harabasz index, higher is better", (r) => r.calinskiHarabasz],
    davies_bouldin: ["ratio", "Davies–Bouldin index, lower is better", (r) => r.daviesBouldin],
    stability: ["ratio", "Mean adjusted Rand index of subsamples with all customers", (r) => r.stability],
    chosen: ["text", "yes for the most votes of the three indices", (r) => (r.k === choice.k ? "yes" : "")],
  });
}

/** Each customer's cluster and its name. */
export function clusterLabelTable(
  ids: ArrayLike<number>,
  labels: Int32Array,
  names: readonly string[],
): ReportTable {
  return tableOf("cluster_labels", "Segment of each customer", Array.from(labels), {
    id: ["plain", "Customer", (_, row) => ids[row], "customer"],
    cluster: ["count", "Number of the segment by mean spend, 0 is the highest", (label) => label],
    segment: ["text", "Its name", (label) => names[label]],
  });
}

/** The mean of each measure in each segment. */
export function profileTable(profile: readonly ClusterProfileRow[], names: readonly string[]): ReportTable {
  const measures = Object.keys(profile[0].means).map((measure): [string, ColumnOf<ClusterProfileRow>] => [
    measure,
    ["decimal", `Mean of ${inWords(measure)} in the segment`, (row) => row.means[measure]],
  ]);
  return tableOf("cluster_profile", "What the segments are like: means", profile, {
    segment: ["text", "Name of the segment", (_, row) => names[row]],
    customers: ["count", "Customers in it", (row) => row.n],
    share: ["percent", "Their share of all customers, a fraction", (row) => row.share],
    ...Object.fromEntries(measures),
  });
}

/** Response, return and decision by segment. */
export function policyTable(segments: readonly SegmentVerdict[]): ReportTable {
  return tableOf("segment_uplift_roi", "Response, return and decision by segment", segments, {
    segment: ["text", "Name of the segment", (s) => s.segment],
    customers: ["count", "Customers in it", (s) => s.customers],
    response_rate: ["percent", "Share that accepted the campaign, a fraction", (s) => s.response, "response"],
    mean_aov: [
      "decimal",
      "Mean order value of its customers, monetary units",
      (s) => s.averageOrderValue,
      "order value",
    ],
    lift: [
      "ratio",
      "Response over everybody's: a ratio of rates, not an effect (nobody was left alone)",
      (s) => s.lift,
    ],
    lift_low: ["ratio", "Lower end of its 95 % interval", (s) => s.liftEstimate?.low ?? Number.NaN],
    lift_high: ["ratio", "Upper end of its 95 % interval", (s) => s.liftEstimate?.high ?? Number.NaN],
    roas: ["ratio", "Response × order value / cost of a contact", (s) => s.roas, "ROAS"],
    roi: ["ratio", "ROAS − 1", (s) => s.roi, "ROI"],
    decision: ["text", "CONTACT if ROI > 0 and lift > 1", (s) => s.decision],
    flipped: [
      "percent",
      "Share of 80 % subsamples in which the decision turns, a fraction",
      (s) => s.flipped,
    ],
  });
}

/** The decision for each segment alone, for a system that sends messages. */
export function contactPolicyTable(policy: readonly ContactPolicyRow[]): ReportTable {
  return tableOf("contact_policy", "Whom to contact", policy, {
    segment: ["text", "Name of the segment", (row) => row.segment],
    customers: ["count", "Customers in it", (row) => row.customers],
    policy: ["text", "CONTACT or DO_NOT_CONTACT", (row) => row.decision],
  });
}

/** How often each campaign was accepted, by segment. */
export function acceptanceTable(rows: readonly SegmentAcceptance[]): ReportTable {
  const campaigns = Object.keys(rows[0].rates).map((name): [string, ColumnOf<SegmentAcceptance>] => [
    name,
    ["percent", `Share that accepted (${inWords(name)}), a fraction`, (row) => row.rates[name]],
  ]);
  return tableOf("campaign_by_cluster", "Acceptance of each campaign by segment", rows, {
    segment: ["text", "Name of the segment", (row) => row.segment],
    customers: ["count", "Customers in it", (row) => row.customers],
    ...Object.fromEntries(campaigns),
  });
}

function inWords(name: string): string {
  return name.replace(/_/g, " ");
}
