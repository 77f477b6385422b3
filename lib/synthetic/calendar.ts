/** Milliseconds. */
export const DAY = 86_400_000;

/**
 * Dates as texts, `YYYY-MM-DD`, by days after the first one; a negative number is a day before it. Each text is made
 * once, so that long tables share them. Throws RangeError when `first` is not a date.
 *
 * @example
 * calendar("2023-01-01")(31); // "2023-02-01"
 */
export function calendar(first: string): (day: number) => string {
  const start = Date.parse(`${first}T00:00:00Z`);
  if (Number.isNaN(start))
    throw new RangeError(`calendar: expected a date such as 2023-01-01, got "${first}"`);
  const made = new Map<number, string>();
  return (day) => {
    const date = made.get(day) ?? new Date(start + day * DAY).toISOString().slice(0, 10);
    made.set(day, date);
    return date;
  };
}
