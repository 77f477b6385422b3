import type { Random } from "../../statistics/random.js";
import type { Arms } from "../arms.js";
import { type Look, type LookOptions, looks } from "./looks.js";

/** A test to simulate: every customer gets an arm by chance and converts with the arm's rate. */
export interface SimulatedTest extends LookOptions {
  readonly days: number;
  readonly customersPerDay: number;
  /** True conversion rates; the same ones for a test without an effect. */
  readonly rates: { readonly treated: number; readonly control: number };
}

/** How often a rule for stopping declared an effect at one of the looks. */
export interface AlarmRate {
  readonly rule: "fixed-size interval" | "always-valid interval" | "e-process";
  /** Share of the simulated tests: with equal rates, the rate of false alarms. */
  readonly rate: number;
  /** Standard error of the rate from the number of tests. */
  readonly monteCarloError: number;
  readonly tests: number;
}

/**
 * How often one would have declared an effect by looking at the end of every day and stopping at the first interval clear of
 * zero: with the fixed-size interval (Newcombe), the always-valid one, and the e-process (e-value of 1 / alpha or more).
 *
 * With equal rates these are false alarms: a fixed-size interval of 95 % raises one in about a quarter of all tests of 20
 * days, and in ever more the longer one looks; the other two stay at 5 % or below. With different rates it is the power of each.
 * Throws RangeError for numbers of days, customers or tests that are not whole and above 0, or rates or a share out of range.
 *
 * @example
 * const random = seededRandom("peeking");
 * const test = { days: 20, customersPerDay: 500, rates: { treated: 0.1, control: 0.1 }, share: 0.5 };
 * peekingAlarms(test, { tests: 1000, random })[0]; // fixed-size interval: rate about 0.25
 */
export function peekingAlarms(
  test: SimulatedTest,
  { tests, random }: { readonly tests: number; readonly random: Random },
): AlarmRate[] {
  checkCounts({ tests });
  const alarms = RULES.map(() => 0);
  for (let run = 0; run < tests; run++) {
    const seen = simulatedLooks(test, random);
    RULES.forEach(({ alarm }, i) => {
      if (seen.some(alarm)) alarms[i]++;
    });
  }
  return RULES.map(({ rule }, i) => {
    const rate = alarms[i] / tests;
    return { rule, rate, monteCarloError: Math.sqrt((rate * (1 - rate)) / tests), tests };
  });
}

/**
 * The looks of one simulated test: see dailyLooks.
 * Throws RangeError as peekingAlarms does.
 */
export function simulatedLooks(test: SimulatedTest, random: Random): Look[] {
  const { days, customersPerDay } = test;
  checkCounts({ days, customersPerDay });
  const ofDay = Array.from({ length: days }, (_, i) => ({ day: i + 1, ...oneDay(test, random) }));
  return looks(ofDay, test);
}

const isClearOfZero = ({ low, high }: { low: number; high: number }): boolean => low > 0 || high < 0;

const RULES: readonly { readonly rule: AlarmRate["rule"]; readonly alarm: (look: Look) => boolean }[] = [
  { rule: "fixed-size interval", alarm: ({ fixed }) => isClearOfZero(fixed) },
  { rule: "always-valid interval", alarm: ({ alwaysValid }) => isClearOfZero(alwaysValid) },
  {
    rule: "e-process",
    alarm: ({ fixed, evidence }) => evidence.pValue <= 1 - fixed.confidence,
  },
];

function oneDay({ customersPerDay, rates, share }: SimulatedTest, random: Random): Arms {
  const customers = { treated: 0, control: 0 };
  const conversions = { treated: 0, control: 0 };
  for (let customer = 0; customer < customersPerDay; customer++) {
    const arm = random.chance(share) ? "treated" : "control";
    customers[arm]++;
    if (random.chance(rates[arm])) conversions[arm]++;
  }
  return {
    treated: { customers: customers.treated, conversions: conversions.treated },
    control: { customers: customers.control, conversions: conversions.control },
  };
}

function checkCounts(counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) {
    if (!(Number.isSafeInteger(count) && count > 0)) {
      throw new RangeError(`peeking: expected a whole number of ${name} above 0, got ${count}`);
    }
  }
}
