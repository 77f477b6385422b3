import type { ExperimentSummary, Inference } from "../../types.js";
import type { EffectRow, Gate, Verdict } from "./result.js";

/** What a verdict is drawn from: the gates, and the overall rows of all metrics. */
export interface Evidence {
  readonly assignment: ExperimentSummary["assignment"];
  readonly confidence: number;
  readonly gates: readonly Gate[];
  readonly rows: readonly EffectRow[];
}

/**
 * One verdict for each arm: ship if at least one success metric improves and every guardrail is shown not to be worse by its
 * margin.
 *
 * A success metric improves when its corrected p-value (Holm over success metrics and arms) is below 1 - confidence and the
 * effect has the right sign. A guardrail is judged alone, at the full 1 - confidence: all of them must pass, so several of
 * them make a wrong "ship" rarer and not more frequent. "Do not ship": a guardrail is shown to be worse by more than its
 * margin, or no success metric improves and one gets worse. Everything between is "undecided", which is not "no effect".
 * A failed gate that vetoes leaves "vetoed"; without a random assignment the rows only describe.
 *
 * Source: Schultzberg, Ankargren and Frånberg 2024, "Risk-aware product decisions in A/B tests with multiple metrics".
 *
 * @example
 * decide(analyseExperiment(summary))[0].verdict; // "ship"
 */
export function decide({ assignment, confidence, gates, rows }: Evidence): Verdict[] {
  const overall = rows.filter(({ segment }) => segment === null);
  const arms = [...new Set(overall.map(({ arm }) => arm))];
  const failed = gates.filter(({ passed }) => !passed);
  const vetoes = failed.filter((gate) => gate.vetoes).map(({ reading }) => reading);
  const cautions = failed.filter((gate) => !gate.vetoes).map(({ gate, reading }) => `${gate}: ${reading}`);
  return arms.map((arm) => {
    if (assignment !== "random") {
      const reasons = [`descriptive only: nobody tossed a coin (assignment: ${assignment})`];
      return { arm, verdict: "descriptive only", reasons };
    }
    if (vetoes.length > 0) return { arm, verdict: "vetoed", reasons: vetoes };
    const { verdict, reasons } = ofArm(
      overall.filter((row) => row.arm === arm),
      1 - confidence,
    );
    return { arm, verdict, reasons: [...reasons, ...cautions] };
  });
}

/**
 * The power to plan each metric's test for, so that a change that helps is shipped with the power asked for: all guardrails
 * and one success metric must answer right at once, so what may be missed is shared among them:
 * 1 - (1 - power) / (guardrails + 1).
 *
 * Throws RangeError when the power is not between 0 and 1 or the guardrails are not a whole number of 0 or more.
 * Source: as for decide.
 *
 * @example
 * powerOfEachTest({ power: 0.8, guardrails: 3 }); // 0.95
 */
export function powerOfEachTest({ power, guardrails }: { power: number; guardrails: number }): number {
  if (!(power > 0 && power < 1)) {
    throw new RangeError(`power: expected a fraction above 0 and below 1, got ${power}`);
  }
  if (!(Number.isSafeInteger(guardrails) && guardrails >= 0)) {
    throw new RangeError(`guardrails: expected a whole number of 0 or more, got ${guardrails}`);
  }
  return 1 - (1 - power) / (guardrails + 1);
}

function ofArm(rows: readonly EffectRow[], alpha: number): Omit<Verdict, "arm"> {
  const success = rows
    .filter(({ purpose }) => purpose === "success")
    .map((row) => successReading(row, alpha));
  const guardrails = rows.filter(({ purpose }) => purpose === "guardrail").map(guardrailReading);
  const reasons = [...success, ...guardrails].map(({ sentence }) => sentence);
  if (success.length === 0) reasons.unshift("no success metric is declared");
  const improves = success.some(({ finding }) => finding === "good");
  const worse = success.some(({ finding }) => finding === "bad") && !improves;
  if (worse || guardrails.some(({ finding }) => finding === "bad"))
    return { verdict: "do not ship", reasons };
  const safe = guardrails.every(({ finding }) => finding === "good");
  return { verdict: improves && safe ? "ship" : "undecided", reasons };
}

interface Reading {
  readonly finding: "good" | "bad" | "open";
  readonly sentence: string;
}

function successReading(row: EffectRow, alpha: number): Reading {
  const { metric, effect, pCorrected, better } = row;
  if (effect === null || pCorrected === null) return notEstimated(row);
  const right = better === "higher" ? effect.estimate > 0 : effect.estimate < 0;
  const finding = pCorrected >= alpha ? "open" : right ? "good" : "bad";
  const words = { good: "improves", bad: "gets worse", open: "is not shown to change" }[finding];
  const sentence = `${metric} ${words}: ${interval(effect)}, corrected p ${short(pCorrected)}`;
  return { finding, sentence };
}

function guardrailReading(row: EffectRow): Reading {
  const { metric, effect, nonInferiority, better } = row;
  if (effect === null) return notEstimated(row);
  if (nonInferiority === null) {
    return { finding: "open", sentence: `${metric} is a guardrail without a margin: it cannot pass` };
  }
  const { margin, passed, failed } = nonInferiority;
  const finding = passed ? "good" : failed ? "bad" : "open";
  const limit = better === "higher" ? -margin : margin;
  const words = {
    good: "is not worse by its margin",
    bad: "is worse by more than its margin",
    open: "may be worse by its margin",
  }[finding];
  const sentence = `${metric} ${words}: ${interval(nonInferiority.effect)}, margin ${short(limit)}`;
  return { finding, sentence };
}

function notEstimated({ metric, notEstimable }: EffectRow): Reading {
  return {
    finding: "open",
    sentence: `${metric} is not estimable: ${notEstimable ?? "because nothing was tested"}`,
  };
}

/** "effect 0.05 (fraction), interval 0.013 to 0.086", or "at most 0.086" where one side counts. */
function interval({ estimate, low, high, unit, sides }: Inference): string {
  const ends = {
    "two-sided": `interval ${short(low)} to ${short(high)}`,
    greater: `at least ${short(low)}`,
    less: `at most ${short(high)}`,
  }[sides];
  return `effect ${short(estimate)} (${unit}), ${ends}`;
}

function short(value: number): string {
  return String(+value.toPrecision(3));
}
