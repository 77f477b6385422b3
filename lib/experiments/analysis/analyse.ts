import type { Random } from "../../statistics/random.js";
import type { ClusterCell, ExperimentCell, ExperimentSummary, Metric } from "../../types.js";
import { balanceGate } from "../gates/balance.js";
import { exposureGate } from "../gates/exposure.js";
import { knownArmGate } from "../gates/known-arm.js";
import { missingOutcomesGate } from "../gates/missing-outcomes.js";
import { sampleRatioGate } from "../gates/srm.js";
import { checkedOptions } from "../options.js";
import type { Comparison } from "./comparison.js";
import { corrected } from "./corrected.js";
import { decide } from "./decision.js";
import { effectRow, interference } from "./effect-row.js";
import type { ExperimentAnalysis } from "./result.js";

export interface AnalysisOptions {
  /** Of every interval; 1 minus it is the alpha of every test. Default 0.95. */
  readonly confidence?: number;
  /** Customers of both arms at which the sequential interval is tightest, chosen before. Default 5,000. */
  readonly tightestAt?: number;
  /** For randomisation inference with few clusters, where the assignments are too many to go through. Default: the same seed. */
  readonly random?: Random;
}

/**
 * Did it work? The whole analysis of an experiment from its counts and sums: the gates, then every arm against the control
 * in every metric, for everybody and for each level of each segment, then a verdict for each arm.
 *
 * Each row has the effect, plain and adjusted for the metric's covariate. The adjusted one decides where there is one: it is
 * what is corrected for all that was looked at, set in relation, and read as a probability; what the data cannot give is
 * said in words in the row. The corrections: Holm over
 * success metrics and arms; within a metric's segments Benjamini and Yekutieli, since segments overlap and their
 * dependence is unknown. A verdict needs a random assignment and arms of the planned sizes. A segment's effect decides nothing.
 * Where whole clusters were assigned, every row counts clusters.
 *
 * Throws RangeError when the control is no arm, there is no other one, counts or sums are impossible (negative, NaN, more
 * conversions than customers), or the confidence is not between 0 and 1.
 *
 * @example
 * const analysis = analyseExperiment(await experimentSummary(database, tableSchema(schema, "campaign_data")));
 * analysis.rows[0].effect?.estimate; // 0.116
 */
export function analyseExperiment(
  summary: ExperimentSummary,
  options: AnalysisOptions = {},
): ExperimentAnalysis {
  const { name, control, unit, assignment, arms, severalArms } = summary;
  const { confidence } = checkedOptions({ confidence: options.confidence });
  if (!arms.some(({ arm }) => arm === control)) {
    throw new RangeError(`experiment: the control "${control}" is none of its arms`);
  }
  const rowOptions = { ...options, confidence, summary };
  const compared = comparisonsOf(summary).map((comparison) => ({
    comparison,
    row: effectRow(comparison, rowOptions),
  }));
  const rows = corrected(compared, rowOptions);
  const gates = [
    sampleRatioGate(summary),
    knownArmGate(summary),
    balanceGate(summary),
    exposureGate(severalArms),
    missingOutcomesGate(summary),
  ];
  const evidence = { assignment, confidence, gates, rows };
  return {
    name,
    control,
    unit,
    ...evidence,
    verdicts: decide(evidence),
    assumptions: assumptionsOf(summary),
  };
}

/** Everybody first, by metric and arm; then by metric, segment, level and arm. */
function comparisonsOf(summary: ExperimentSummary): Comparison[] {
  const { metrics, arms, cells, clusters, control, unit } = summary;
  const treatedArms = arms.map(({ arm }) => arm).filter((arm) => arm !== control);
  const byPlace = new Map(cells.map((cell) => [place(cell), cell]));
  const at = (metric: Metric, arm: string, { segment, level }: Level): ExperimentCell => {
    const where = { metric: metric.name, arm, segment, level };
    return byPlace.get(place(where)) ?? { ...where, ...NOBODY };
  };
  const clustersAt = new Map<string, ClusterCell[]>();
  for (const cell of clusters) {
    const there = clustersAt.get(place(cell));
    if (there === undefined) clustersAt.set(place(cell), [cell]);
    else there.push(cell);
  }
  const clustersIn = (metric: Metric, arm: string, level: Level): ClusterCell[] =>
    clustersAt.get(place({ ...level, metric: metric.name, arm })) ?? [];
  const compare = (metric: Metric, level: Level): Comparison[] =>
    treatedArms.map((arm) => ({
      metric,
      treated: at(metric, arm, level),
      control: at(metric, control, level),
      clusters:
        unit === null
          ? null
          : { treated: clustersIn(metric, arm, level), control: clustersIn(metric, control, level) },
    }));
  const levels = levelsOf(cells);
  return [
    ...metrics.flatMap((metric) => compare(metric, { segment: null, level: null })),
    ...metrics.flatMap((metric) => levels.flatMap((level) => compare(metric, level))),
  ];
}

type Level = Pick<ExperimentCell, "segment" | "level">;
type Place = Level & Pick<ExperimentCell, "metric" | "arm">;

const NOBODY = { n: 0, sum: 0, sumSquares: 0, sumCubes: 0, joint: null, pending: 0, missing: 0 };

function place({ metric, arm, segment, level }: Place): string {
  return JSON.stringify([metric, arm, segment, level]);
}

function levelsOf(cells: readonly ExperimentCell[]): Level[] {
  const levels = cells.filter(({ segment }) => segment !== null);
  return [
    ...new Map(
      levels.map(({ segment, level }) => [JSON.stringify([segment, level]), { segment, level }]),
    ).values(),
  ];
}

function assumptionsOf({ unit, assignment, cells }: ExperimentSummary): string[] {
  const pending = cells.some((cell) => cell.segment === null && cell.pending > 0);
  return [
    assignment === "random"
      ? "chance alone decided who was in which arm"
      : `the arms are alike although nobody tossed a coin (assignment: ${assignment})`,
    interference(unit),
    ...(pending ? ["customers whose window is still open are like the others"] : []),
  ];
}
