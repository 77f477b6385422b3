import type { Look } from "../../experiments/sequential/looks.js";
import type { AlarmRate } from "../../experiments/sequential/peeking.js";
import { curveChart } from "../curve-charts.js";
import type { Figure } from "../figure.js";
import { count } from "../format.js";
import { type ReportTable, tableOf } from "../report-table.js";

/** How often each rule for looking declares an effect that is none. */
export function peekingTable(rates: readonly (AlarmRate & { readonly looks: number })[]): ReportTable {
  return tableOf("peeking", "How often nothing is declared a success", rates, {
    looks: ["count", "Looks at the running test", (rate) => rate.looks],
    rule: ["text", "What is looked at: stop at the first one clear of zero", (rate) => rate.rule],
    false_alarms: [
      "percent",
      "Share of tests without an effect that are declared a success, a fraction",
      (rate) => rate.rate,
    ],
    monte_carlo_error: ["percent", "Standard error of that share", (rate) => rate.monteCarloError],
    tests: ["count", "Simulated tests", (rate) => rate.tests],
  });
}

/** The intervals of a running test, day by day: the one for a single look and the one that holds at all looks. */
export function peekingChart(looks: readonly Look[]): Figure {
  const shown = looks.filter(({ alwaysValid }) => alwaysValid.tooEarly === null);
  const clear = shown.find(({ alwaysValid }) => alwaysValid.low > 0 || alwaysValid.high < 0);
  const n = shown.map((look) => look.n);
  const band = (interval: "fixed" | "alwaysValid") => ({
    low: shown.map((look) => look[interval].low * 100),
    high: shown.map((look) => look[interval].high * 100),
  });
  const y = shown.map(({ fixed }) => fixed.estimate * 100);
  const noEnd = shown.length === 0 ? "it was too early to say anything" : "the test never came to an end";
  return curveChart(
    {
      name: "always_valid_interval",
      title: clear
        ? `Looked at every day, the test could have stopped honestly after ${count(clear.n)} customers`
        : `Looked at every day, ${noEnd}`,
      caption:
        "The line is the difference measured so far, in the order of the file. Narrow band: the 95 % interval for a single planned look. Wide band: the one that holds at all looks together. It begins when each arm has ten responses.",
    },
    {
      curves: [
        { label: "holds at all looks", x: n, y, band: band("alwaysValid") },
        { label: "holds for one look", x: n, y, band: band("fixed") },
      ],
      xTitle: "Customers so far",
      yTitle: "Difference, percentage points",
      reference: 0,
    },
  );
}
