import type { GroupedMeasure } from "../../experiments/means/levels.js";
import { histogram } from "../charts.js";
import type { Figure } from "../figure.js";
import { percent } from "../format.js";
import { highestInWords, measureChart, type Vocabulary } from "./measures.js";

const CALL_WORDS: Vocabulary = { sold: { label: "Share who bought within 45 days" } };

/** How many customers bought, by how far the call centre got with them. `sold` is the measure of outreachSales. */
export function outreachChart(sold: GroupedMeasure): Figure {
  return measureChart(
    {
      name: "sales_by_outreach",
      title: highestInWords(sold, CALL_WORDS),
      caption:
        "One row a status: the dot is the share that bought, the line its 95 % interval. The contacted are among the attempted. Advocates chose whom to dial, so this compares customers with each other and is no effect of the call.",
    },
    sold,
    CALL_WORDS,
  );
}

/** Sales by the days since the account, as saleDays gives them. `windowDays` is where the count as sold ends. */
export function saleDayChart(days: Float64Array, windowDays: number): Figure {
  const within = days.filter((day) => day >= 0 && day < windowDays).length / days.length;
  return histogram(
    {
      name: "days_to_sale",
      title: `${percent(within, 0)} of sales come within ${windowDays} days of the account`,
      caption:
        "Each bar counts sales by the days since the customer's account was made. Dashed: where the window ends; a sale on that day no longer counts.",
    },
    {
      groups: [{ label: "sales", values: days }],
      lines: [{ label: "window ends on day", at: windowDays }],
      axisTitle: "Days from account to sale",
      countTitle: "Sales",
      binWidth: 5,
    },
  );
}
