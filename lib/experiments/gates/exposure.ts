import type { ExperimentSummary } from "../../types.js";
import type { Gate } from "../analysis/result.js";

/** Above this share of units in several arms the assignment was not what it is said to be. */
export const EXPOSURE_LIMIT = 0.01;

/**
 * The gate against multiple exposure: units (customers, households) that were in more than one arm carry a bit of both
 * treatments and pull every effect towards zero. Any such unit is named; a share above 0.01 fails and vetoes. Where a
 * unit is a row, it cannot be in two arms, and the gate says that nothing was checked.
 *
 * Throws RangeError when the counts are not whole numbers with 0 <= inSeveral <= units and units > 0.
 *
 * @example
 * exposureGate({ units: 1000, inSeveral: 4 }).reading; // "4 of 1000 units were in several arms"
 */
export function exposureGate(severalArms: ExperimentSummary["severalArms"]): Gate {
  const gate = {
    gate: "multiple exposure" as const,
    vetoes: true,
    pValue: null,
    limit: EXPOSURE_LIMIT,
    method: "share of units in several arms",
  };
  if (severalArms === null) {
    return {
      ...gate,
      passed: true,
      statistic: null,
      reading: "not checked: a row is a customer and has one arm",
    };
  }
  const { units, inSeveral } = severalArms;
  const whole = Number.isSafeInteger(units) && Number.isSafeInteger(inSeveral);
  if (!(whole && units > 0 && inSeveral >= 0 && inSeveral <= units)) {
    throw new RangeError(
      `multiple exposure: expected whole numbers with 0 <= inSeveral <= units, got ${inSeveral} of ${units}`,
    );
  }
  const statistic = inSeveral / units;
  const reading =
    inSeveral === 0
      ? `none of ${units} units was in several arms`
      : `${inSeveral} of ${units} units were in several arms`;
  return { ...gate, passed: statistic <= EXPOSURE_LIMIT, statistic, reading };
}
