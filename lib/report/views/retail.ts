import type { GroupedMeasure } from "../../experiments/means/levels.js";
import type { GroupRatio } from "../../experiments/ratios.js";
import type { Table } from "../../types.js";
import { intervalArms } from "../charts.js";
import { axis, COLOURS, type Figure, figureLayout, legendBelow } from "../figure.js";
import { decimal } from "../format.js";
import { type ReportTable, tableOf } from "../report-table.js";
import { highestInWords, measureChart, type Vocabulary } from "./measures.js";
import { listInWords } from "./words.js";

const RETAIL_WORDS: Vocabulary = {
  revenue: { label: "Revenue per customer" },
  at_a_discount: { label: "Share of purchases at a discount" },
};

/** Of the years in turn: greys alone could not be told apart. */
const DASHES = ["dot", "dash", "solid", "dashdot", "longdash"];

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * The seasons: revenue of a month over the mean of the twelve months around it, a grey line for each year and the mean
 * of the years with its interval. `sales` is the table of monthlySales; `groups` are the known seasons in it by month,
 * "1" to "12".
 */
export function seasonChart(sales: Table, { groups }: GroupedMeasure): Figure {
  const years = yearTraces(sales);
  const estimates = groups.map(({ estimate }) => estimate);
  const means = {
    type: "scatter",
    mode: "markers",
    name: "mean of the years",
    x: groups.map(({ group }) => MONTHS[Number(group) - 1]),
    y: estimates.map(({ estimate }) => estimate),
    marker: { color: COLOURS.first, size: 10 },
    error_y: intervalArms(estimates, 1),
  };
  const words = {
    name: "seasons",
    title: seasonTitle(groups),
    caption:
      "Each dot is a month's revenue over the mean of the twelve months around it, averaged over the years, with its 95 % interval. Grey: one line a year; the first and the last six months have no twelve months around them. At 1: an ordinary month.",
  };
  const ordinary = {
    type: "line",
    line: { color: COLOURS.quiet, width: 1 },
    xref: "paper",
    yref: "y",
    x0: 0,
    x1: 1,
    y0: 1,
    y1: 1,
  };
  return {
    ...words,
    data: [...years, means],
    layout: figureLayout(words, 400, {
      xaxis: axis("Month", { type: "category", categoryarray: MONTHS }),
      yaxis: axis("Revenue, mean month around = 1", { rangemode: "tozero" }),
      shapes: [ordinary],
      ...legendBelow(),
    }),
  };
}

function yearTraces({ columns }: Table): object[] {
  const [year, month, season] = ["year", "month", "season"].map((name) => columns[name] as Float64Array);
  const known = Array.from(year.keys()).filter((row) => !Number.isNaN(season[row]));
  return [...new Set(known.map((row) => year[row]))].map((one, i) => {
    const rows = known.filter((row) => year[row] === one);
    return {
      type: "scatter",
      mode: "lines",
      name: String(one),
      line: { color: COLOURS.quiet, width: 1.5, dash: DASHES[i % DASHES.length] },
      x: rows.map((row) => MONTHS[month[row] - 1]),
      y: rows.map((row) => season[row]),
    };
  });
}

/** Mean revenue per customer in bands of age or income. */
export function spendByBandChart(by: string, revenue: GroupedMeasure): Figure {
  return measureChart(
    {
      name: `revenue_by_${by}`,
      title: highestInWords(revenue, RETAIL_WORDS),
      caption: `One row a band of ${by}: the dot is the mean revenue of its customers over all years, the line the 95 % interval. Customers who never bought are not in the sales.`,
    },
    revenue,
    RETAIL_WORDS,
  );
}

/** The share of purchases made at a discount, by gender: ratios with the unit "fraction". */
export function promotionChart(ratios: readonly GroupRatio[]): Figure {
  const shares = {
    measure: "at_a_discount",
    groups: ratios.map(({ group, ratio }) => ({ group, estimate: ratio })),
  };
  return measureChart(
    {
      name: "discounts_by_gender",
      title: highestInWords(shares, RETAIL_WORDS),
      caption:
        "One row a group: the dot is the share of its purchases that were made at a discount, the line its 95 % interval over customers. Who buys at a discount is not who buys because of it.",
    },
    shares,
    RETAIL_WORDS,
  );
}

/** What a sale brings in each arm of the discount test: a description of each arm's buyers. */
export function profitPerSaleTable(ratios: readonly GroupRatio[]): ReportTable {
  return tableOf("profit_per_sale", "What a sale brings, among those who bought", ratios, {
    arm: ["text", "Arm of the discount test", ({ group }) => group],
    buyers: ["count", "Customers who bought during the test", ({ clusters }) => clusters],
    sales: ["count", "Their sales", ({ denominator }) => denominator],
    profit_per_sale: ["decimal", "Profit per sale, USD", ({ ratio }) => ratio.estimate],
    low: ["decimal", "Lower end of its 95 % interval over buyers", ({ ratio }) => ratio.low],
    high: ["decimal", "Upper end of it", ({ ratio }) => ratio.high],
  });
}

function seasonTitle(groups: GroupedMeasure["groups"]): string {
  const above = groups.filter(({ estimate }) => estimate.low > 1);
  if (above.length === 0) return "No month stands out from the mean month in all years";
  const [top] = [...above].sort((a, b) => b.estimate.estimate - a.estimate.estimate);
  const names = above.map(({ group }) => MONTHS[Number(group) - 1]);
  const most = decimal(top.estimate.estimate, 1);
  return `Revenue peaks in ${listInWords(names)}, with ${most} times a mean month in ${MONTHS[Number(top.group) - 1]}`;
}
