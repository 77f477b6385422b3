/**
 * Puts numbers into bands and names them: "under 2 years", "2 to under 4 years", "8 or more years".
 *
 * A band begins at its lower break, which belongs to it. Breaks should be chosen before the outcome is seen.
 * A missing value gets a band of its own, "years not known".
 * Throws RangeError when the breaks are not finite numbers that rise.
 *
 * @example
 * bands([0.5, 2, 9], [2, 8], "years"); // ["under 2 years", "2 to under 8 years", "8 or more years"]
 */
export function bands(values: ArrayLike<number>, breaks: readonly number[], unit: string): string[] {
  if (breaks.length === 0 || breaks.some((at, i) => !Number.isFinite(at) || at <= breaks[i - 1])) {
    throw new RangeError(`bands: expected finite breaks that rise, got [${breaks.join(", ")}]`);
  }
  const names = bandNames(breaks, unit);
  return Array.from(values, (value) => {
    if (Number.isNaN(value)) return `${unit} not known`;
    const above = breaks.findIndex((at) => value < at);
    return names[above < 0 ? breaks.length : above];
  });
}

/**
 * Names for a column of 0 and 1.
 * Throws RangeError for any other value.
 *
 * @example
 * flagNames([0, 1], { no: "never accepted", yes: "accepted before" }); // ["never accepted", "accepted before"]
 */
export function flagNames(flags: ArrayLike<number>, names: { no: string; yes: string }): string[] {
  return Array.from(flags, (flag, row) => {
    if (flag !== 0 && flag !== 1)
      throw new RangeError(`flag in row ${row + 1}: expected 0 or 1, got ${flag}`);
    return flag === 1 ? names.yes : names.no;
  });
}

/**
 * The rows of each group, groups in the order in which they come.
 * Throws RangeError naming the first row without a group.
 *
 * @example
 * rowsByGroup(["b", "a", "b"]); // Map { "b" => [0, 2], "a" => [1] }
 */
export function rowsByGroup(group: readonly (string | null)[]): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  group.forEach((label, row) => {
    if (label === null) throw new RangeError(`groups: row ${row + 1} has no group`);
    const members = rows.get(label);
    if (members) members.push(row);
    else rows.set(label, [row]);
  });
  return rows;
}

function bandNames(breaks: readonly number[], unit: string): string[] {
  const between = breaks.slice(1).map((at, i) => `${breaks[i]} to under ${at} ${unit}`);
  return [`under ${breaks[0]} ${unit}`, ...between, `${breaks[breaks.length - 1]} or more ${unit}`];
}
