import type { FaultKind } from "../reading/quality.js";
import type { CleaningRules, ColumnSchema } from "./schema.js";

/** What becomes of values at fault: in short, and in words that name the rule. */
export interface Fate {
  readonly fate: "repaired by a rule" | "row set aside" | "flagged" | "left as it is" | "stops the run";
  readonly words: string;
}

/**
 * What cleaning does to a column, rule by rule in the order in which it does; null when it leaves the column alone.
 */
export function cleaningInWords(column: ColumnSchema): string | null {
  const { titleCase, fill, outside, needed, winsorise } = column.cleaning;
  const rules = [
    titleCase ? "capital first letters" : null,
    hasSpellings(column) ? "one spelling for each level" : null,
    fill && fillInWords(fill),
    outside === "keep" ? null : OUTSIDE[outside].words,
    needed ? WITHOUT_VALUE.words : null,
    winsorise && winsoriseInWords(winsorise),
  ];
  return rules.filter((rule) => rule !== null).join("; ") || null;
}

/**
 * What becomes of a column's values with this kind of fault. A value that is filled or winsorised counts as repaired, for
 * all that a ratio may have nothing to go by and a value out of range may lie within the percentiles.
 *
 * @example
 * fateOf(income, "out of range"); // { fate: "left as it is", words: "values outside of the range are kept as they are" }
 */
export function fateOf(column: ColumnSchema, kind: FaultKind): Fate {
  const { fill, needed, outside, winsorise } = column.cleaning;
  switch (kind) {
    case "missing":
      if (fill !== null) return repaired(fillInWords(fill));
      return needed ? WITHOUT_VALUE : left("empty cells stay empty");
    case "out of range":
      if (winsorise === null || outside === "set aside") return OUTSIDE[outside];
      return repaired((outside === "flag" ? `${OUTSIDE.flag.words}; ` : "") + winsoriseInWords(winsorise));
    case "other spelling":
      return hasSpellings(column)
        ? repaired("spellings get the level that is meant")
        : left("spellings stay as they are");
    case "unknown level":
      return left("unknown levels stay as they are");
    case "orphan":
      return left("joins leave orphans out");
    default:
      return { fate: "stops the run", words: "stops the run" };
  }
}

const WITHOUT_VALUE: Fate = { fate: "row set aside", words: "rows without it are set aside" };

/** What becomes of a value outside of its range that no percentile reaches. */
const OUTSIDE: Readonly<Record<CleaningRules["outside"], Fate>> = {
  keep: left("values outside of the range are kept as they are"),
  flag: { fate: "flagged", words: "values outside of the range are flagged" },
  "set aside": { fate: "row set aside", words: "values outside of the range are set aside with their rows" },
};

function repaired(words: string): Fate {
  return { fate: "repaired by a rule", words };
}

function left(words: string): Fate {
  return { fate: "left as it is", words };
}

/** Whether cleaning writes the levels of a column as they are meant. A number's spellings are read as what they mean. */
function hasSpellings({ type, role, levels }: ColumnSchema): boolean {
  return type === "text" && levels !== null && !["id", "treatment", "outcome"].includes(role);
}

function fillInWords(fill: NonNullable<CleaningRules["fill"]>): string {
  if (fill.by === "value") return `empty cells get ${fill.value}`;
  if (fill.by === "ratio") return `empty cells get ${fill.numerator} by ${fill.denominator}`;
  const whose = fill.within === null ? "" : ` of the rows with the same ${fill.within}`;
  return `empty cells get the median${whose}`;
}

function winsoriseInWords({ low, high }: NonNullable<CleaningRules["winsorise"]>): string {
  return `values beyond the percentiles ${percentile(low)} and ${percentile(high)} are set to them`;
}

/** 0.07 times 100 is not quite 7 in binary. */
function percentile(fraction: number): number {
  return Number((fraction * 100).toPrecision(12));
}
