import type { ColumnSchema, TableSchema } from "../contract/schema.js";
import { DataError, shown } from "../data-error.js";

/** What can be wrong with a table that arrived typed. A wrong type is told before, when the cells are read. */
export type FaultKind =
  | "missing"
  | "out of range"
  | "unknown level"
  | "other spelling"
  | "repeated key"
  | "orphan"
  | "empty arm"
  | "key figure"
  | "wrong type";

/** What is wrong with some rows of one column. "stop" ends the run; "repair" is counted and left to a cleaning rule. */
export interface QualityFinding {
  readonly table: string;
  /** The column's snake_case name. */
  readonly column: string;
  readonly kind: FaultKind;
  readonly rule: string;
  /** Rows at fault. */
  readonly count: number;
  /** Where the first of them is: "line 17" or "record 17". */
  readonly place: string;
  /** What stands there, null for an empty cell; at most 80 characters. */
  readonly value: string | null;
  /** For a spelling, the level that is meant; for an unknown level, the nearest known one if any is near. */
  readonly meant: string | null;
  readonly grade: "stop" | "repair";
}

/** One finding as a sentence with file, place, column, rule, value and number of rows. */
export function findingText(
  finding: QualityFinding,
  { file, column }: { file: string; column: ColumnSchema },
): string {
  const got = finding.value === null ? "an empty cell" : shown(finding.value);
  const rows = finding.count > 1 ? ` (${finding.count} rows)` : "";
  return `${file} ${finding.place}, column "${column.file}": ${finding.rule}, got ${got}${rows}`;
}

/** Throws DataError with all findings of grade "stop", if there are any. */
export function stopAt(
  findings: readonly QualityFinding[],
  { file, schema }: { file: string; schema: TableSchema },
): void {
  const problems = findings
    .filter(({ grade }) => grade === "stop")
    .map((finding) => {
      const column = schema.columns.find(({ name }) => name === finding.column)!;
      return findingText(finding, { file, column });
    });
  if (problems.length > 0) throw new DataError(problems);
}

/**
 * The level that a spelling means: the level itself in other case or with blanks around it, or a spelling
 * that the schema lists. Null when the schema knows neither; nothing is guessed.
 *
 * @example
 * meantLevel(gender, "female "); // "Female"
 */
export function meantLevel(column: ColumnSchema, value: string): string | null {
  const plain = (text: string): string => text.trim().toLowerCase();
  const listed = Object.entries(column.spellings).find(([found]) => plain(found) === plain(value))?.[1];
  return listed ?? column.levels?.find((level) => plain(level) === plain(value)) ?? null;
}

/** The level that differs from the value in the fewest letters, when that is two at most: a hint, never a repair. */
export function nearestLevel(levels: readonly string[], value: string): string | null {
  const near = levels
    .map((level) => ({
      level,
      distance: editDistance(level.toLowerCase(), value.toLowerCase().slice(0, 80)),
    }))
    .filter(({ level, distance }) => distance <= Math.min(2, level.length / 2))
    .sort((a, b) => a.distance - b.distance);
  return near.length > 0 ? near[0].level : null;
}

/** Letters to insert, delete or replace to get from one text to the other (Levenshtein 1966). */
function editDistance(from: string, to: string): number {
  let distances = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replace = distances[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replace, distances[j] + 1, next[j - 1] + 1));
    }
    distances = next;
  }
  return distances[to.length];
}
