import type { ExperimentSummary } from "../../types.js";
import type { EffectRow, Gate, Reason, Verdict } from "./result.js";

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
 * A success metric improves (or gets worse) when its corrected p-value (Holm over success metrics and arms) is below
 * 1 - confidence and the effect has the right (or the wrong) sign; where a covariate was declared beforehand, it is the
 * adjusted effect that counts, for guardrails too. A guardrail is judged alone, at the full 1 - confidence: all of them must
 * pass, so several of them make a wrong "ship" rarer and not more frequent. "Do not ship": a guardrail is shown to be worse
 * by more than its margin, or no success metric improves and one gets worse. Everything between is "undecided", which is not
 * "no effect": also where one success metric improves and another gets worse, which only people can weigh, and where a
 * guardrail was not measured, since nobody then knows what it cost.
 * Where no metric was declared, all count as success, and a reason says so.
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
  const failed = gates.filter(({ passed }) => passed === false);
  const vetoes = failed.filter((gate) => gate.vetoes).map(({ reading }) => sentence(reading));
  const cautions = failed
    .filter((gate) => !gate.vetoes)
    .map(({ gate, reading }) => sentence(`${gate}: ${reading}`));
  return arms.map((arm) => {
    if (assignment !== "random") {
      const because = `descriptive only: nobody tossed a coin (assignment: ${assignment})`;
      return { arm, verdict: "descriptive only", reasons: [sentence(because)] };
    }
    if (vetoes.length > 0) return { arm, verdict: "vetoed", reasons: vetoes };
    const judged = ofArm(
      overall.filter((row) => row.arm === arm),
      1 - confidence,
    );
    return { arm, verdict: judged.verdict, reasons: [...judged.reasons, ...cautions] };
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
  const reasons = [...success, ...guardrails].map(({ reason }) => reason);
  if (success.length === 0) reasons.unshift(sentence("no success metric is declared"));
  reasons.push(...notDeclared(rows));
  const improves = success.some(({ finding }) => finding === "good");
  const worsens = success.some(({ finding }) => finding === "bad");
  if ((worsens && !improves) || guardrails.some(({ finding }) => finding === "bad"))
    return { verdict: "do not ship", reasons };
  const safe = !worsens && guardrails.every(({ finding }) => finding === "good");
  return { verdict: improves && safe ? "ship" : "undecided", reasons };
}

/** The metrics that count as success because nobody said what any of them is for. */
function notDeclared(rows: readonly EffectRow[]): Reason[] {
  const assumed = rows.filter(({ purposeDeclared }) => !purposeDeclared);
  if (assumed.length === 0) return [];
  const names = assumed.map(({ metric, better }) =>
    better === "lower" ? `${metric} (less is better)` : metric,
  );
  return [sentence(`no metric is declared: ${names.join(", ")} counted as success, more is better`)];
}

interface Reading {
  readonly finding: "good" | "bad" | "open";
  readonly reason: Reason;
}

function successReading(row: EffectRow, alpha: number): Reading {
  const { pCorrected, better, decisive: effect } = row;
  if (effect === null || pCorrected === null) return notJudged(row);
  const right = better === "higher" ? effect.estimate > 0 : effect.estimate < 0;
  const finding = pCorrected >= alpha ? "open" : right ? "good" : "bad";
  const words = { good: "improves", bad: "gets worse", open: "is not shown to change" }[finding];
  return { finding, reason: reasonOf(row, words, { effect, pCorrected }) };
}

function guardrailReading(row: EffectRow): Reading {
  const { decisive: effect, nonInferiority } = row;
  if (effect === null) return notJudged(row);
  if (nonInferiority === null) {
    const words = "is a guardrail without a margin: it cannot pass";
    return { finding: "open", reason: reasonOf(row, words, { effect }) };
  }
  const { margin, passed, failed } = nonInferiority;
  const finding = passed ? "good" : failed ? "bad" : "open";
  const words = {
    good: "is not worse by its margin",
    bad: "is worse by more than its margin",
    open: "may be worse by its margin",
  }[finding];
  return { finding, reason: reasonOf(row, words, { effect: nonInferiority.effect, margin }) };
}

/** A metric that nobody has a value of was not measured; anything else is said as the row says it. */
function notJudged(row: EffectRow): Reading {
  const { nTreated, nControl, pending, notEstimable } = row;
  const measured = nTreated + nControl + pending > 0;
  const because = notEstimable ?? "because nobody or everybody converted in both arms";
  const words = measured ? `cannot be judged: not estimable ${because}` : "is not measured: cannot be judged";
  return { finding: "open", reason: reasonOf(row, words, {}) };
}

function reasonOf(
  { metric }: EffectRow,
  finding: string,
  found: Partial<Pick<Reason, "effect" | "pCorrected" | "margin">>,
): Reason {
  return { metric, finding, effect: null, pCorrected: null, margin: null, ...found };
}

/** A reason that is about no metric. */
function sentence(finding: string): Reason {
  return { metric: null, finding, effect: null, pCorrected: null, margin: null };
}
