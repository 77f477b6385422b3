/** How often one segment accepted each campaign. */
export interface SegmentAcceptance {
  readonly segment: string;
  readonly customers: number;
  /** Share that accepted, a fraction, by campaign. */
  readonly rates: Readonly<Record<string, number>>;
}

/**
 * The share of each segment's customers that accepted each campaign, in the order of `names`.
 *
 * Throws RangeError when a campaign's column has another length or holds anything but 0 and 1, or a name has no
 * customers.
 *
 * @example
 * acceptanceBySegment(["a", "b"], ["a", "a", "b"], { spring: [1, 0, 1] })[0].rates.spring; // 0.5
 */
export function acceptanceBySegment(
  names: readonly string[],
  segments: readonly string[],
  campaigns: Readonly<Record<string, ArrayLike<number>>>,
): SegmentAcceptance[] {
  for (const [name, accepted] of Object.entries(campaigns)) checkFlags(name, accepted, segments.length);
  return names.map((segment) => {
    const rows = segments.flatMap((name, row) => (name === segment ? [row] : []));
    if (rows.length === 0) throw new RangeError(`acceptance: segment "${segment}" has no customers`);
    const rates = Object.entries(campaigns).map(([name, accepted]) => [
      name,
      rows.reduce((sum, row) => sum + accepted[row], 0) / rows.length,
    ]);
    return { segment, customers: rows.length, rates: Object.fromEntries(rates) };
  });
}

function checkFlags(name: string, flags: ArrayLike<number>, rows: number): void {
  if (flags.length !== rows)
    throw new RangeError(`campaign ${name}: ${flags.length} values for ${rows} customers`);
  for (let row = 0; row < rows; row++) {
    if (flags[row] !== 0 && flags[row] !== 1) {
      throw new RangeError(`campaign ${name}, row ${row + 1}: expected 0 or 1, got ${flags[row]}`);
    }
  }
}
