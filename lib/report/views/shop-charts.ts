import type { ClusterProfileRow } from "../../customers/profile.js";
import type { ClusterSelection } from "../../customers/stability.js";
import type { GroupLift } from "../../decisions/lifts.js";
import type { SegmentVerdict } from "../../decisions/segment-verdicts.js";
import type { Summary } from "../../statistics/summaries.js";
import { barChart, histogram, intervalChart } from "../charts.js";
import { panelChart, profileChart } from "../comparison-charts.js";
import type { Figure } from "../figure.js";
import { count, percent } from "../format.js";
import { undecidedInWords } from "./words.js";

/** Customers in each RFM label, in the order of the rules. */
export function rfmSizeChart(sizes: readonly { label: string; customers: number }[]): Figure {
  const total = sizes.reduce((sum, { customers }) => sum + customers, 0);
  const largest = [...sizes].sort((a, b) => b.customers - a.customers)[0];
  return barChart(
    {
      name: "rfm_sizes",
      title: `${largest.label} is the largest of ${sizes.length} RFM labels, with ${percent(largest.customers / total, 0)} of customers`,
      caption: "Each bar is one label of the RFM rules, in the order in which the rules are asked.",
    },
    {
      bars: sizes.map(({ label, customers }) => ({
        label,
        value: customers,
        text: `${count(customers)} (${percent(customers / total, 0)})`,
      })),
      axisTitle: "Customers",
    },
  );
}

/** The three indices and the stability over the number of clusters. */
export function selectionChart(selection: ClusterSelection): Figure {
  const { rows, choice } = selection;
  return panelChart(
    {
      name: "cluster_selection",
      title: `Of ${rows[0].k} to ${rows[rows.length - 1].k} segments, ${choice.k} get the most votes; stability is not among the voters`,
      caption:
        "One panel an index, one dot a number of clusters; the chosen one is orange. In brackets whether high or low is better; Calinski–H. and Davies–B. are the indices of Calinski–Harabasz and Davies–Bouldin.",
    },
    {
      x: rows.map((r) => r.k),
      xTitle: "clusters",
      chosen: choice.k,
      panels: [
        { label: "Silhouette (high)", y: rows.map((r) => r.silhouette) },
        { label: "Calinski–H. (high)", y: rows.map((r) => r.calinskiHarabasz) },
        { label: "Davies–B. (low)", y: rows.map((r) => r.daviesBouldin) },
        { label: "Stability (high)", y: rows.map((r) => r.stability) },
      ],
    },
  );
}

/** How the segments differ from everybody, in standard deviations. */
export function segmentProfileChart(profile: readonly ClusterProfileRow[], names: readonly string[]): Figure {
  const measures = Object.keys(profile[0].differences);
  const spread = measures.map((measure) => {
    const all = profile.map((row) => row.differences[measure]);
    return { measure, range: Math.max(...all) - Math.min(...all) };
  });
  spread.sort((a, b) => b.range - a.range);
  return profileChart(
    {
      name: "cluster_profile",
      title: `The segments differ most in ${spread[0].measure.replace(/_/g, " ")} and least in ${spread[spread.length - 1].measure.replace(/_/g, " ")}`,
      caption:
        "One row a measure, one mark a segment: its mean minus everybody's mean, in standard deviations of all customers. The segments were made from these measures, all but clv proxy and response.",
    },
    {
      measures: spread.map(({ measure }) => measure.replace(/_/g, " ")),
      groups: profile.map((row, i) => ({
        label: `${names[i]} (${count(row.n)})`,
        deviations: spread.map(({ measure }) => row.differences[measure]),
      })),
    },
  );
}

/** Ratios of response rates with their intervals and the line at one. */
export function liftChart(name: string, title: string, lifts: readonly GroupLift[]): Figure {
  return intervalChart(
    {
      name,
      title,
      caption:
        "One row a group of customers: the dot is its response over everybody's, the line the 95 % interval. It compares customers with each other, not with being left alone.",
    },
    {
      rows: lifts.map(({ label, lift, customers }) => ({
        label: `${label}, n = ${count(customers)}`,
        estimate: lift,
      })),
      axisTitle: "Response of the group over everybody's, ratio",
      reference: 1,
    },
  );
}

/** The lift of every segment with its interval; the title says which cannot be told from 1. */
export function segmentLiftChart(
  verdicts: readonly SegmentVerdict[],
  loose: readonly SegmentVerdict[],
): Figure {
  const rows = verdicts.flatMap(({ segment, customers, liftEstimate: lift }) =>
    lift === null ? [] : [{ label: segment, customers, lift }],
  );
  return liftChart("segment_lift", undecidedInWords(loose), rows);
}

/** How many customers spend how much, with the mean and the middle customer. */
export function spendChart(spend: Float64Array, { mean, median }: Summary): Figure {
  const above = spend.filter((value) => value > mean).length / spend.length;
  return histogram(
    {
      name: "total_spend",
      title: `${percent(above, 0)} of customers spend more than the mean customer`,
      caption:
        "Each bar counts customers by their spend in two years. Dashed: the mean, and the middle customer.",
    },
    {
      groups: [{ label: "customers", values: spend }],
      lines: [
        { label: "middle", at: median },
        { label: "mean", at: mean },
      ],
      axisTitle: "Spend in two years, monetary units",
      countTitle: "Customers",
    },
  );
}
