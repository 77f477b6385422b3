import type { ExperimentSummary } from "../../types.js";
import type { Gate } from "../analysis/result.js";
import { grouped } from "../options.js";

/** Above this share of rows without an arm those who are left out may differ from those who are not. */
export const UNKNOWN_ARM_LIMIT = 0.01;

/** Above this one the arms are whatever is left of them. */
export const UNKNOWN_ARM_VETO = 0.05;

/**
 * The gate against rows whose arm is not known: they are in no number, and nobody knows whether their arms were lost by
 * chance. It states how many there are, warns above a share of 0.01 and vetoes above 0.05.
 *
 * Throws RangeError when the rows without an arm are not a whole number of 0 or more.
 *
 * @example
 * knownArmGate(summary).reading; // "12 of 5,012 rows have no known arm and are left out"
 */
export function knownArmGate(summary: Pick<ExperimentSummary, "withoutArm" | "cells" | "metrics">): Gate {
  const { withoutArm } = summary;
  if (!(Number.isSafeInteger(withoutArm) && withoutArm >= 0)) {
    throw new RangeError(
      `known arm: expected a whole number of rows without one, 0 or more, got ${withoutArm}`,
    );
  }
  const rows = withoutArm + rowsInArms(summary);
  const statistic = withoutArm === 0 ? 0 : withoutArm / rows;
  return {
    ...{ gate: "known arm", passed: statistic <= UNKNOWN_ARM_LIMIT, vetoes: statistic > UNKNOWN_ARM_VETO },
    ...{ statistic, pValue: null, limit: UNKNOWN_ARM_LIMIT, method: "share of rows without a known arm" },
    reading:
      withoutArm === 0
        ? "every row has a known arm"
        : `${grouped(withoutArm)} of ${grouped(rows)} rows have no known arm and are left out`,
  };
}

/** Every row of an arm is counted, pending or missing in the cells of each metric. */
function rowsInArms({ cells, metrics }: Pick<ExperimentSummary, "cells" | "metrics">): number {
  return cells
    .filter(({ metric, segment }) => segment === null && metric === metrics[0]?.name)
    .reduce((rows, { n, pending, missing }) => rows + n + pending + missing, 0);
}
