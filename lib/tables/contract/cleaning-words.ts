import type { CleaningRules, ColumnSchema } from "./schema.js";

/**
 * What cleaning does to a column, rule by rule in the order in which it does; null when it leaves the column alone.
 */
export function cleaningInWords(column: ColumnSchema): string | null {
  const { titleCase, fill, outside, needed, winsorise } = column.cleaning;
  const rules = [
    titleCase ? "capital first letters" : null,
    hasSpellings(column) ? "one spelling for each level" : null,
    fill && fillInWords(fill),
    outside === "keep" ? null : outsideInWords(outside),
    needed ? "rows without it are set aside" : null,
    winsorise &&
      `values beyond the percentiles ${percentile(winsorise.low)} and ${percentile(winsorise.high)} are set to them`,
  ];
  return rules.filter((rule) => rule !== null).join("; ") || null;
}

/** Whether cleaning writes the levels of a column as they are meant. A number's spellings are read as what they mean. */
function hasSpellings({ type, role, levels }: ColumnSchema): boolean {
  return type === "text" && levels !== null && !["id", "treatment", "outcome"].includes(role);
}

/** 0.07 times 100 is not quite 7 in binary. */
function percentile(fraction: number): number {
  return Number((fraction * 100).toPrecision(12));
}

/** What becomes of an empty cell: filled, set aside with its row, or left empty. */
export function missingInWords({ fill, needed }: CleaningRules): string {
  if (fill !== null) return fillInWords(fill);
  return needed ? "rows without it are set aside" : "empty cells stay empty";
}

function fillInWords(fill: NonNullable<CleaningRules["fill"]>): string {
  if (fill.by === "value") return `empty cells get ${fill.value}`;
  if (fill.by === "ratio") return `empty cells get ${fill.numerator} by ${fill.denominator}`;
  const whose = fill.within === null ? "" : ` of the rows with the same ${fill.within}`;
  return `empty cells get the median${whose}`;
}

/** What becomes of a value outside of its range. */
export function outsideInWords(outside: CleaningRules["outside"]): string {
  const words = { keep: "kept as they are", flag: "flagged", "set aside": "set aside with their rows" };
  return `values outside of the range are ${words[outside]}`;
}
