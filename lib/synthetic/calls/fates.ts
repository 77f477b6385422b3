import type { Random } from "../../statistics/random.js";
import { DAY } from "../calendar.js";
import type { Leanings } from "./rules.js";

/** Days from the account's day that count: a sale on the last of them still does. */
export const WINDOW_DAYS = 45;
/** Advocates dial for the first time on the third day after the account's day, */
export const FIRST_DIAL_DAY = 3;
/** give up after this many attempts in vain, */
const MOST_ATTEMPTS = 5;
/** and after each of them go on with this probability. */
const GO_ON = 0.72;
/** Days until a sale reaches the calling list, on average: until then the buyer may still be dialled. */
const LIST_LAG = 1;
/** Days from the window's end to a late sale, on average. */
const LATE = 60;
const ADVOCATES = 24;

/** One attempt. Seconds are missing (NaN) when nobody was reached. */
interface Dial {
  readonly at: number;
  readonly contacted: boolean;
  readonly advocate: number;
  readonly seconds: number;
}

/** What happens to one customer in both worlds. Moments are milliseconds; null is never. */
export interface Fate {
  /** Midnight at which the account's day began. */
  readonly midnight: number;
  /** Sale within the window without any dial. */
  readonly alone: number | null;
  /** Sale within the window when advocates dial. */
  readonly called: number | null;
  /** Sale after the window by a customer who does not buy within it. */
  readonly late: number;
  /** The dials that advocates make if the customer is on their list. */
  readonly dials: readonly Dial[];
  /** Whether one of them reaches the customer before a sale. */
  readonly reached: boolean;
  /** Whether being reached makes a sale of none. */
  readonly persuaded: boolean;
}

/**
 * Draws both worlds of a customer.
 *
 * Coupling: a dial takes no sale away, delays none and speeds none up. Whoever buys alone buys at the same moment when
 * dialled; of the others, those who are reached and can be persuaded buy a day or more after the talk. So the sale
 * differs between the worlds for persuaded customers only, and nobody differs before the day after the first dial.
 */
export function drawFate(
  account: { moment: number; phone: boolean },
  leanings: Leanings,
  random: Random,
): Fate {
  const midnight = Math.floor(account.moment / DAY) * DAY;
  const end = midnight + WINDOW_DAYS * DAY;
  const later = (from: number, share: number): number => hundredth(from + share * (end - from - 10));
  const buys = random.chance(leanings.alone);
  const alone = buys ? later(account.moment, random.next() ** leanings.pace) : null;
  const known = alone === null ? Infinity : alone + random.exponential(LIST_LAG) * DAY;
  const dials = drawDials(midnight, leanings.hazard, random).filter(
    (dial) => account.phone && dial.at < known,
  );
  const contact = dials.find((dial) => dial.contacted && dial.at < (alone ?? Infinity));
  const persuaded = random.chance(leanings.persuaded) && alone === null;
  const after = random.next() ** 1.5;
  return {
    midnight,
    alone,
    called: persuaded && contact ? later(contact.at + DAY, after) : alone,
    late: hundredth(end + random.exponential(LATE) * DAY),
    dials,
    reached: contact !== undefined,
    persuaded,
  };
}

/** The first dial on day three, others one to three days apart, each between 9:00 and 20:00, until one reaches somebody. */
export function drawDials(midnight: number, hazard: number, random: Random): Dial[] {
  const dials: Dial[] = [];
  let day = FIRST_DIAL_DAY;
  while (dials.length < MOST_ATTEMPTS) {
    const contacted = random.chance(hazard);
    dials.push({
      at: midnight + day * DAY + 9 * 3_600_000 + 10 * random.below(11 * 360_000),
      contacted,
      advocate: 1 + random.below(ADVOCATES),
      seconds: contacted ? Math.ceil(random.gamma(2, 300)) : Number.NaN,
    });
    if (contacted || !random.chance(GO_ON)) break;
    day += 1 + random.below(3);
  }
  return dials;
}

/** Moments are kept to the hundredth of a second, as the files write them. */
function hundredth(moment: number): number {
  return Math.floor(moment / 10) * 10;
}

/** Probability that one of the attempts reaches a customer who never buys meanwhile. */
export function reachProbability(hazard: number): number {
  const again = (1 - hazard) * GO_ON;
  return (hazard * (1 - again ** MOST_ATTEMPTS)) / (1 - again);
}
