import type { Random } from "../statistics/random.js";
import { expectRows } from "./columns.js";

/** Customers of an experiment in which a message is passed on at home, and what it truly does. */
export interface Spillover {
  /** 1 for customers who were sent the message. */
  readonly treatment: Uint8Array;
  /** Two customers in a row share one. */
  readonly household: readonly string[];
  /** 1 for customers who bought. */
  readonly outcome: Uint8Array;
  /** Share who would buy if everybody were sent the message, minus the share if nobody were. */
  readonly trueEffect: number;
}

/**
 * Twins who share a household: a coin sends the message to customers, or to whole households, and who gets it tells the
 * other with probability `told`. Who has heard of it buys with probability `base + effect`, anybody else with `base`.
 *
 * Sent by customers, half of the controls live with somebody who was sent it: the difference of the arms shrinks to
 * effect · (1 - told / 2). Sent by households it stays.
 * Throws RangeError when the households are not a whole number of at least 2 or a probability is not between 0 and 1.
 *
 * @example
 * twinHouseholds({ households: 5_000, sentTo: "customers", base: 0.1, effect: 0.06, told: 0.8, random });
 */
export function twinHouseholds(world: {
  readonly households: number;
  readonly sentTo: "customers" | "households";
  readonly base: number;
  readonly effect: number;
  readonly told: number;
  readonly random: Random;
}): Spillover {
  const { households, sentTo, base, effect, told, random } = world;
  expectRows("twin households", households, 2);
  const treatment = new Uint8Array(2 * households);
  const outcome = new Uint8Array(2 * households);
  for (let first = 0; first < treatment.length; first += 2) {
    treatment[first] = Number(random.chance(0.5));
    treatment[first + 1] = sentTo === "households" ? treatment[first] : Number(random.chance(0.5));
    for (const [member, partner] of [
      [first, first + 1],
      [first + 1, first],
    ]) {
      const heard = random.chance(told) && treatment[partner] === 1;
      outcome[member] = Number(random.chance(base + (treatment[member] === 1 || heard ? effect : 0)));
    }
  }
  const household = Array.from(treatment, (_, row) => `household-${(row >> 1) + 1}`);
  return { treatment, household, outcome, trueEffect: effect };
}
