import type { ExperimentSummary } from "../../types.js";
import type { Gate } from "../analysis/result.js";
import { grouped } from "../options.js";

/** Above this share of units in several arms the assignment was not what it is said to be. */
export const EXPOSURE_LIMIT = 0.01;

/**
 * The gate against multiple exposure: units (customers, households) that were in more than one arm carry a bit of both
 * treatments and pull every effect towards zero. Any such unit is named; a share above 0.01 fails and vetoes. Where a
 * unit is a row, it cannot be in two arms, and the gate says that nothing was checked, as it does where no row names its unit.
 *
 * Throws RangeError when the counts are not whole numbers with 0 <= inSeveral <= units.
 *
 * @example
 * exposureGate({ units: 1000, inSeveral: 4 }).reading; // "4 of 1,000 units were in several arms"
 */
export function exposureGate(severalArms: ExperimentSummary["severalArms"]): Gate {
  const gate = {
    gate: "multiple exposure" as const,
    vetoes: true,
    pValue: null,
    limit: EXPOSURE_LIMIT,
    method: "share of units in several arms",
  };
  const notChecked = (because: string): Gate => ({
    ...{ ...gate, passed: null, statistic: null },
    reading: `not checked: ${because}`,
  });
  if (severalArms === null) return notChecked("a row is a customer and has one arm");
  const { units, inSeveral } = severalArms;
  if (units === 0 && inSeveral === 0) return notChecked("no row names the unit that was assigned");
  const whole = Number.isSafeInteger(units) && Number.isSafeInteger(inSeveral);
  if (!(whole && inSeveral >= 0 && inSeveral <= units)) {
    throw new RangeError(
      `multiple exposure: expected whole numbers with 0 <= inSeveral <= units, got ${inSeveral} of ${units}`,
    );
  }
  const statistic = inSeveral / units;
  const reading =
    inSeveral === 0
      ? `none of ${grouped(units)} units was in several arms`
      : `${grouped(inSeveral)} of ${grouped(units)} units were in several arms`;
  return { ...gate, passed: statistic <= EXPOSURE_LIMIT, statistic, reading };
}
