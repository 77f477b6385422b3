import type { GroupedMeasure } from "../../experiments/means/levels.js";
import type { Table } from "../../types.js";
import { intervalChart } from "../charts.js";
import type { Figure } from "../figure.js";
import { count, decimal } from "../format.js";
import type { ReportTable } from "../report-table.js";
import {
  highestInWords,
  type MeasuresWords,
  measuresChart,
  measuresShown,
  measuresTable,
  type Vocabulary,
} from "./measures.js";

const CHANNEL_WORDS: Vocabulary = {
  conversion_rate: { label: "Conversions per row" },
  cost_per_conversion: { label: "Cost per conversion" },
  ctr: { label: "CTR" },
  // Below it the spend brought in less revenue than it cost.
  roas: { label: "ROAS", reference: 1 },
};

/** Conversion, cost per conversion, CTR and ROAS by `by`: "channel", "region" or "segment". */
export function channelTable(by: string, ratios: readonly GroupedMeasure[]): ReportTable {
  return measuresTable(channelTableWords(by), ratios, CHANNEL_WORDS);
}

/** The same for a page: each number in one cell with its interval. */
export function channelShown(by: string, ratios: readonly GroupedMeasure[]): ReportTable {
  return measuresShown(channelTableWords(by), ratios, CHANNEL_WORDS);
}

function channelTableWords(by: string): MeasuresWords {
  const title = `What was booked by ${by}, among the users who were served`;
  return { name: `performance_by_${by}`, title, grouped: `The ${by}` };
}

/** The same as a figure, the group first that is highest in the last measure: ROAS, where revenue is known. */
export function channelChart(by: string, ratios: readonly GroupedMeasure[]): Figure {
  const last = ratios[ratios.length - 1];
  const order = [...last.groups]
    .sort((a, b) => b.estimate.estimate - a.estimate.estimate)
    .map(({ group }) => group);
  const sorted = ratios.map(({ measure, groups }) => ({
    measure,
    groups: [...groups].sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group)),
  }));
  const dashed = last.measure === "roas" ? " Dashed: a ROAS of 1, where revenue pays for the spend." : "";
  return measuresChart(
    {
      name: `performance_by_${by}`,
      title: highestInWords(last, CHANNEL_WORDS),
      caption: `One row a ${by}: the dot is what was booked for the users who were served, the line its 95 % interval over users.${dashed} Booked is not caused.`,
    },
    sorted,
    CHANNEL_WORDS,
  );
}

/**
 * The ROAS that is booked beside the one that is caused: revenue per unit of spend, and the part of it that would not
 * have come without the spend. `caused` is the table of causedRoas, undefined where nobody knows it.
 */
export function roasTruthChart(roas: GroupedMeasure, caused: Table | undefined): Figure {
  const truth = new Map(
    caused &&
      Array.from(caused.columns.roas as Float64Array, (value, row) => [caused.columns.group[row], value]),
  );
  const rows = [...roas.groups].sort((a, b) => b.estimate.estimate - a.estimate.estimate);
  const known = caused === undefined ? "" : " The diamond is what the spend truly caused.";
  return intervalChart(
    {
      name: "roas_and_truth",
      title: roasTruthTitle(roas, truth),
      caption: `One row a channel: the dot is revenue per unit of spend as a report shows it, the line its 95 % interval.${known} Left of the dashed line a channel costs more than it brings.`,
    },
    {
      rows: rows.map(({ group, estimate }) => ({
        label: `${group}, n = ${count(estimate.n)}`,
        estimate,
        truth: truth.get(group),
      })),
      axisTitle: "Revenue per unit of spend, ratio",
      reference: 1,
      names: { estimate: "booked", truth: "caused (truth)" },
    },
  );
}

function roasTruthTitle({ measure, groups }: GroupedMeasure, truth: ReadonlyMap<unknown, number>): string {
  if (truth.size === 0) return highestInWords({ measure, groups }, CHANNEL_WORDS);
  const [leader] = [...groups].sort((a, b) => b.estimate.estimate - a.estimate.estimate);
  const [[best, most]] = [...truth].sort(([, a], [, b]) => b - a);
  const booked = `${leader.group} leads with a booked ROAS of ${decimal(leader.estimate.estimate, 2)}`;
  if (best === leader.group) return `${booked} and also caused most: ${decimal(most, 2)}`;
  return `${booked} but caused ${decimal(truth.get(leader.group)!, 2)}; ${best} caused most: ${decimal(most, 2)}`;
}
