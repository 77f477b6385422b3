/** At most this many problems are spelt out: the reader mends those first, and a hundred lines hide the first. */
const PROBLEMS_SHOWN = 10;

/**
 * What is wrong with a file that the reader gave: everything that stops the run, found in one go.
 *
 * The message lists the first ten problems, one a line, and counts the others; `problems` holds them all.
 * Each problem names the file, the line, the column, the rule and the value as far as they apply.
 *
 * @example
 * new DataError(["a.csv: the file is empty", "b.csv: the file is empty"]).message;
 * // "a.csv: the file is empty\nb.csv: the file is empty"
 */
export class DataError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const more = problems.length - PROBLEMS_SHOWN;
    const shown = problems.slice(0, PROBLEMS_SHOWN);
    super([...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("\n"));
    this.name = "DataError";
    this.problems = problems;
  }
}

/** A value as it may stand in a message: quoted, and cut to 80 characters so that a huge cell stays readable. */
export function shown(value: string): string {
  return value.length > 80 ? `"${value.slice(0, 80)}…"` : `"${value}"`;
}
