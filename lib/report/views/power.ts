import type { PlannedTest } from "../../experiments/planning/power.js";
import { curveChart } from "../curve-charts.js";
import type { Figure } from "../figure.js";
import { count, decimal, percent } from "../format.js";
import { type ReportTable, tableOf } from "../report-table.js";

/** The power of tests of several sizes to find several effects. */
export function powerTable(tests: readonly PlannedTest[]): ReportTable {
  return tableOf("power", "How often a test of each size finds an effect of each size", tests, {
    effect: ["points", "True difference in the rate, a fraction", (test) => test.effect],
    customers: ["count", "Customers of both arms", (test) => test.total],
    power: ["percent", "Share of such tests that find it, a fraction", (test) => test.power],
    confidence: ["percent", "Confidence of the test, a fraction", (test) => test.confidence],
    method: ["text", "Formula", (test) => test.method],
  });
}

/** How many customers it takes to find an effect of each size with the power of the plan. */
export function neededTable(tests: readonly PlannedTest[]): ReportTable {
  return tableOf("customers_needed", "Customers that it takes to find an effect", tests, {
    effect: ["points", "True difference in the rate, a fraction", (test) => test.effect, "effect (points)"],
    customers: ["count", "Customers of both arms", (test) => test.total],
    power: ["percent", "Share of such tests that find it, a fraction", (test) => test.power],
  });
}

/** The same as curves over the number of customers, with the test that was made: the smallest effect that it could see. */
export function powerChart(tests: readonly PlannedTest[], seen: PlannedTest): Figure {
  const effects = [...new Set(tests.map(({ effect }) => effect))];
  return curveChart(
    {
      name: "power",
      title: `With ${count(seen.total)} customers this test could see effects from ${decimal(seen.effect * 100, 1)} points on`,
      caption: `Each line is one true effect: how often tests of that size find it. The diamond is the test that was made: an effect of ${decimal(seen.effect * 100, 1)} points is found ${percent(seen.power, 0)} of the time.`,
    },
    {
      curves: effects.map((effect) => {
        const own = tests.filter((test) => test.effect === effect);
        return {
          label: `${decimal(effect * 100, 1)} points`,
          x: own.map(({ total }) => total),
          y: own.map(({ power }) => power * 100),
        };
      }),
      xTitle: "Customers, both arms together",
      yTitle: "Tests that find it, percent",
      yOptions: { range: [0, 102] },
      reference: 80,
      marks: [
        { label: `this test, ${decimal(seen.effect * 100, 1)} points`, x: seen.total, y: seen.power * 100 },
      ],
    },
  );
}
