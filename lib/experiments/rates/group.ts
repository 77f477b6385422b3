/** How many customers there were, and how many of them converted. */
export interface Group {
  readonly customers: number;
  readonly conversions: number;
}

/** Throws RangeError when the counts cannot be a group's: `group "treated": 12 conversions of 10 customers`. */
export function checkGroup({ customers, conversions }: Group, name = "group"): void {
  if (!(Number.isSafeInteger(customers) && customers > 0)) {
    throw new RangeError(`${name}: expected a whole number of customers above 0, got ${customers}`);
  }
  if (!(Number.isSafeInteger(conversions) && conversions >= 0)) {
    throw new RangeError(`${name}: expected a whole number of conversions, 0 or more, got ${conversions}`);
  }
  if (conversions > customers) {
    throw new RangeError(`${name}: ${conversions} conversions of ${customers} customers`);
  }
}

/** checkGroup for both arms, naming the one that is wrong. */
export function checkPair(treated: Group, control: Group): void {
  checkGroup(treated, 'group "treated"');
  checkGroup(control, 'group "control"');
}

export function rateOf({ customers, conversions }: Group): number {
  return conversions / customers;
}

/** The estimated variance of a group's rate: 0 when nobody or everybody converted, which is not to be believed. */
export function rateVariance(group: Group): number {
  return (rateOf(group) * (1 - rateOf(group))) / group.customers;
}

/** The group seen from the other side: those who did not convert. */
export function opposite({ customers, conversions }: Group): Group {
  return { customers, conversions: customers - conversions };
}

/** The smallest of the four counts that would be expected if both true rates were the same. */
export function smallestExpected(treated: Group, control: Group): number {
  const customers = treated.customers + control.customers;
  const conversions = treated.conversions + control.conversions;
  const rarer = Math.min(conversions, customers - conversions);
  return (Math.min(treated.customers, control.customers) * rarer) / customers;
}

/** One warning when a normal approximation stands on fewer than ten conversions or non-conversions in a group. */
export function fewConversions(...groups: readonly Group[]): string[] {
  const fewest = Math.min(...groups.flatMap((group) => [group.conversions, opposite(group).conversions]));
  return fewest < 10
    ? [`interval optimistic: a group has only ${fewest} with one of the two outcomes, 10 are wanted`]
    : [];
}
