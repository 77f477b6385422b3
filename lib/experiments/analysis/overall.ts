import type { Inference } from "../../types.js";
import { NotEstimable } from "../not-estimable.js";
import type { EffectRow, ExperimentAnalysis } from "./result.js";

/**
 * The overall row of one metric: of the arm that is named, or of the only one there is.
 *
 * Throws RangeError when the analysis has no such metric or arm, or has several arms and none is named; NotEstimable when
 * the data gave no effect.
 *
 * @example
 * overallEffect(analysis, { metric: "responded" }).effect.estimate; // 0.1216
 */
export function overallEffect(
  { name, rows }: ExperimentAnalysis,
  { metric, arm }: { readonly metric: string; readonly arm?: string },
): EffectRow & { readonly effect: Inference } {
  const found = rows.filter(
    (row) => row.segment === null && row.metric === metric && (arm === undefined || row.arm === arm),
  );
  const wanted = arm === undefined ? metric : `${metric}, arm "${arm}"`;
  if (found.length !== 1) {
    throw new RangeError(`${name}: expected one row of ${wanted}, found ${found.length}`);
  }
  const [{ effect, notEstimable }] = found;
  if (effect === null) throw new NotEstimable(`${name}, ${wanted}: not estimable ${notEstimable}`);
  return { ...found[0], effect };
}

/** The overall rows of an analysis that have an effect: one for each arm and metric. */
export function overallEffects({ rows }: ExperimentAnalysis): (EffectRow & { readonly effect: Inference })[] {
  return rows.flatMap((row) =>
    row.segment === null && row.effect !== null ? [{ ...row, effect: row.effect }] : [],
  );
}

/**
 * The verb that the differences of an experiment deserve: "caused" where chance decided who was in which arm and no check
 * says otherwise, "went with" everywhere else.
 */
export function verbOf({ verdicts }: Pick<ExperimentAnalysis, "verdicts">): "caused" | "went with" {
  return verdicts.some(({ verdict }) => verdict === "vetoed" || verdict === "descriptive only")
    ? "went with"
    : "caused";
}
