import type { ExperimentSummary, Inference } from "../../types.js";
import { CLUSTERS_BY_CHANCE } from "../adjusted/cluster-totals.js";
import { NotEstimable } from "../not-estimable.js";
import { BY_CHANCE, NO_INTERFERENCE } from "../options.js";
import {
  adjustedEffect,
  armEstimate,
  type Comparison,
  type ComparisonOptions,
  effectOf,
  nonInferiorityOf,
  relativeEffect,
} from "./comparison.js";
import { bayesReading, minimumEffectOf, sequentialReading } from "./readings.js";
import type { EffectRow } from "./result.js";

export interface RowOptions extends ComparisonOptions {
  readonly tightestAt?: number;
  readonly summary: Pick<ExperimentSummary, "assignment" | "unit" | "arms">;
}

/**
 * One row of the result: every reading of one comparison, and in words why there is none. Only NotEstimable becomes words;
 * any other error passes through, with metric, arm and segment before it.
 */
export function effectRow(comparison: Comparison, options: RowOptions): EffectRow {
  return named(comparison, () => readingsOf(comparison, options));
}

/** Puts the place before the message of a RangeError. */
export function named<T>({ metric, treated }: Comparison, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const where = treated.segment === null ? "" : `, ${treated.segment} "${treated.level}"`;
    const message = `${metric.name}, arm "${treated.arm}"${where}: ${error.message}`;
    throw new RangeError(message, { cause: error });
  }
}

function readingsOf(comparison: Comparison, options: RowOptions): EffectRow {
  const { treated, control } = comparison;
  const gaps: string[] = [];
  const reading = <T>(name: string, make: () => T): T | null => {
    const { value, because } = attempt(make);
    if (because !== null) gaps.push(`${name}: ${because}`);
    return value;
  };
  const { value: plain, because: notEstimable } = attempt(() => effectOf(comparison, options));
  const row = { ...headOf(comparison), ...NO_READINGS, effect: null, notEstimable, gaps };
  if (plain === null) return row;
  const stated = (inference: Inference): Inference => withItsAssumptions(inference, options.summary);
  /** The same for a reading that has an effect inside. */
  const within = <T extends { readonly effect: Inference | null }>(part: T | null): T | null =>
    part?.effect ? { ...part, effect: stated(part.effect) } : part;
  const cuped = reading("adjusted reading", () => adjustedEffect(comparison, options));
  const relative = reading("relative reading", () => relativeEffect(comparison, options, cuped));
  const [effect, adjusted] = [stated(plain), cuped && stated(cuped)];
  const by = { isAdjusted: cuped !== null };
  const { confidence } = options;
  return {
    ...row,
    treated: reading(`estimate of ${treated.arm}`, () => armEstimate(comparison, "treated", confidence)),
    control: reading(`estimate of ${control.arm}`, () => armEstimate(comparison, "control", confidence)),
    ...{ effect, adjusted, decisive: adjusted ?? effect },
    relative: relative && stated(relative),
    bayes: within(reading("Bayesian reading", () => bayesReading(comparison, cuped ?? plain, by))),
    sequential: within(reading("sequential reading", () => sequentialReading(comparison, options, by))),
    nonInferiority:
      treated.segment === null
        ? within(reading("non-inferiority", () => nonInferiorityOf(comparison, options, by)))
        : null,
    minimumEffect: reading("smallest difference to be seen", () =>
      minimumEffectOf(comparison, cuped ?? plain, by),
    ),
  };
}

export function attempt<T>(make: () => T): { value: T; because: null } | { value: null; because: string } {
  try {
    return { value: make(), because: null };
  } catch (error) {
    if (error instanceof NotEstimable) return { value: null, because: `because ${error.message}` };
    throw error;
  }
}

const NO_READINGS = {
  ...{ treated: null, control: null, relative: null, adjusted: null, bayes: null, sequential: null },
  ...{ decisive: null, nonInferiority: null, minimumEffect: null, pCorrected: null, selected: null },
};

type Head = Pick<
  EffectRow,
  | "arm"
  | "metric"
  | "purpose"
  | "purposeDeclared"
  | "better"
  | "unit"
  | "segment"
  | "level"
  | "nTreated"
  | "nControl"
  | "pending"
  | "missing"
  | "correction"
>;

function headOf({ metric, treated, control }: Comparison): Head {
  const { name, purpose, purposeDeclared = true, better, unit } = metric;
  const { arm, segment, level } = treated;
  return {
    ...{ arm, metric: name, purpose, purposeDeclared, better, unit, segment, level },
    ...{ nTreated: treated.n, nControl: control.n },
    pending: treated.pending + control.pending,
    missing: treated.missing + control.missing,
    correction: WHY_NOT_CORRECTED[purpose],
  };
}

/** What stands in a row that belongs to no family of comparisons, or has no p-value. */
const WHY_NOT_CORRECTED = {
  success: "none: there is no p-value",
  guardrail: "none: a guardrail is judged alone, by its margin",
  descriptive: "none: a descriptive metric decides nothing",
};

/** The assumption about interference by the name of the unit, and a warning where chance did not assign. */
export function withItsAssumptions(
  inference: Inference,
  { unit, assignment }: RowOptions["summary"],
): Inference {
  const assumptions = inference.assumptions
    .filter((one) => assignment === "random" || ![BY_CHANCE, CLUSTERS_BY_CHANCE].includes(one))
    .map((one) => (one === NO_INTERFERENCE ? interference(unit) : one));
  const notRandom = assignment === "random" ? [] : ["descriptive only: nobody tossed a coin"];
  return { ...inference, assumptions, warnings: [...inference.warnings, ...notRandom] };
}

/** What is taken for granted about customers who influence each other. */
export function interference(unit: string | null): string {
  return unit === null
    ? "customers do not influence each other (no household, shared phone or store is named as the unit)"
    : `customers influence each other within their ${unit} only`;
}
