import { type ExperimentColumns, summaryFromColumns } from "../../../experiments/analysis/from-columns.js";
import { momentsOf } from "../../../experiments/moments.js";
import type { ExperimentCell, ExperimentSummary, Metric } from "../../../types.js";

/** A metric with everything that a test does not mention. */
export function metric(name: string, rest: Partial<Metric> = {}): Metric {
  return {
    name,
    ...{ kind: "rate", unit: "fraction", purpose: "success", better: "higher" },
    ...{ margin: null, covariate: null, windowDays: null },
    ...rest,
  };
}

/** Sums of a rate in one arm. */
export function rateCell(name: string, arm: string, conversions: number, customers: number): ExperimentCell {
  const sums = { sum: conversions, sumSquares: conversions, sumCubes: conversions };
  return { metric: name, arm, segment: null, level: null, n: customers, ...sums, joint: null, ...NONE_LOST };
}

/** Sums of an amount in one arm. */
export function meanCell(name: string, arm: string, values: readonly number[]): ExperimentCell {
  return { metric: name, arm, segment: null, level: null, ...momentsOf(values), joint: null, ...NONE_LOST };
}

const NONE_LOST = { pending: 0, missing: 0 };

/** An experiment from its cells, "control" against whatever other arms they have. */
export function experiment(
  metrics: readonly Metric[],
  cells: readonly ExperimentCell[],
  rest: Partial<ExperimentSummary> = {},
): ExperimentSummary {
  const arms = [...new Set(cells.map(({ arm }) => arm))].map((arm) => ({
    arm,
    customers: Math.max(...cells.filter((cell) => cell.arm === arm).map(({ n }) => n)),
    plannedShare: null,
  }));
  return {
    ...{ name: "test", assignment: "random", control: "control", unit: null, arms, metrics, cells },
    ...{ clusters: [], balance: [], severalArms: null, withoutArm: 0 },
    ...rest,
  };
}

/** The bank's campaign of the reference counts: 401 of 2,444 called customers accepted, and 123 of 2,556 left alone. */
export const bank: ExperimentSummary = experiment(
  [metric("accepted")],
  [rateCell("accepted", "control", 123, 2556), rateCell("accepted", "call", 401, 2444)],
);

/** Eight customers, four in each arm: two of the treated and one of the others bought; spend and last month's. */
export const eight: ExperimentColumns = {
  name: "eight",
  control: "control",
  arm: ["mail", "mail", "mail", "mail", "control", "control", "control", "control"],
  shares: { mail: 0.5, control: 0.5 },
  metrics: [
    { ...metric("bought"), values: [1, 1, 0, 0, 0, 1, 0, 0] },
    {
      ...metric("spend", { kind: "mean", unit: "NZD", covariate: "spend_before" }),
      values: [10, 20, 0, 6, 4, 8, 0, 4],
    },
  ],
  covariates: {
    spend_before: Float64Array.of(8, 18, 2, 6, 6, 10, 0, 4),
    region: ["N", "S", "N", "S", "N", "S", "N", "S"],
  },
  segments: { age: ["young", "young", "old", "old", "young", "young", "old", null] },
};

export const eightSummary: ExperimentSummary = summaryFromColumns(eight);
