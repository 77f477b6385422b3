import type { GroupedMeasure } from "../../experiments/means/levels.js";
import type { Estimate } from "../../types.js";
import { type IntervalRow, intervalChart } from "../charts.js";
import { intervalPanels } from "../comparison-charts.js";
import type { Figure, FigureWords } from "../figure.js";
import { count, decimal, percent } from "../format.js";
import { type CellFormat, type ColumnOf, type ReportTable, tableOf } from "../report-table.js";

/** What a measure is called in a heading, and at which value a line is drawn. Without it the column's name is used. */
export interface MeasureWords {
  readonly label: string;
  readonly reference?: number;
}

/** How measures are called, by their names. */
export type Vocabulary = Readonly<Record<string, MeasureWords>>;

/** The words of a table of measures; `grouped` says what a group is. */
export interface MeasuresWords {
  readonly name: string;
  readonly title: string;
  readonly grouped: string;
}

/** Several measures of the same groups in full, one row a group: each measure with the ends of its interval. */
export function measuresTable(
  words: MeasuresWords,
  measures: readonly GroupedMeasure[],
  vocabulary: Vocabulary = {},
): ReportTable {
  const columns = measures.flatMap(({ measure, groups }, i): [string, ColumnOf<GroupRow>][] => {
    const { method, unit } = groups[0].estimate;
    const label = labelOf(measure, vocabulary);
    const format = FORMATS[unit] ?? "decimal";
    return [
      [measure, [format, `${label}, ${unit}`, (row) => row.of[i].estimate, label]],
      [
        `${measure}_low`,
        [format, `Lower end of its 95 % interval (${method})`, (row) => row.of[i].low, "low"],
      ],
      [
        `${measure}_high`,
        [format, `Upper end of its 95 % interval (${method})`, (row) => row.of[i].high, "high"],
      ],
    ];
  });
  return groupTable(words, measures, columns);
}

/** The same for a page: each measure in one cell with its interval, "10.7 % (10.0 to 11.4)". */
export function measuresShown(
  words: MeasuresWords,
  measures: readonly GroupedMeasure[],
  vocabulary: Vocabulary = {},
): ReportTable {
  const columns = measures.map(({ measure }, i): [string, ColumnOf<GroupRow>] => {
    const label = labelOf(measure, vocabulary);
    return [
      measure,
      ["text", `${label} with its 95 % interval`, (row) => shownWithInterval(row.of[i]), label],
    ];
  });
  return groupTable(words, measures, columns);
}

/** One group with its estimates in the order of the measures. */
interface GroupRow {
  readonly group: string;
  readonly of: readonly Estimate[];
}

function groupTable(
  { name, title, grouped }: MeasuresWords,
  measures: readonly GroupedMeasure[],
  columns: readonly [string, ColumnOf<GroupRow>][],
): ReportTable {
  const rows = measures[0].groups.map(({ group }) => ({
    group,
    of: measures.map(({ groups }) => groups.find((other) => other.group === group)!.estimate),
  }));
  return tableOf<GroupRow>(name, title, rows, {
    group: ["text", grouped, (row) => row.group],
    n: ["count", "Customers or users behind the numbers", (row) => Math.max(...row.of.map(({ n }) => n))],
    ...Object.fromEntries(columns),
  });
}

/** One measure of several groups with its intervals; the labels say how many customers are behind each. */
export function measureChart(
  words: FigureWords,
  { measure, groups }: GroupedMeasure,
  vocabulary: Vocabulary = {},
): Figure {
  const { unit } = groups[0].estimate;
  const rows = groups.map(({ group, estimate }) => ({
    label: `${group}, n = ${count(estimate.n)}`,
    estimate,
  }));
  return intervalChart(words, {
    rows,
    axisTitle: `${labelOf(measure, vocabulary)}, ${axisUnit(unit)}`,
    reference: vocabulary[measure]?.reference,
    scale: axisScale(unit),
  });
}

/** Several measures of the same groups side by side, each with its intervals. */
export function measuresChart(
  words: FigureWords,
  measures: readonly GroupedMeasure[],
  vocabulary: Vocabulary = {},
): Figure {
  const panels = measures.map(({ measure, groups }) => {
    const { unit } = groups[0].estimate;
    const rows = groups.map(({ group, estimate }): IntervalRow => ({ label: group, estimate }));
    const title = `${labelOf(measure, vocabulary)},<br>${axisUnit(unit)}`;
    return { title, rows, scale: axisScale(unit), reference: vocabulary[measure]?.reference };
  });
  return intervalPanels(words, panels);
}

/**
 * Which group is highest, as far as the intervals can tell: highest of all, higher than the lowest one, or neither. The
 * comparison is cautious: two intervals can overlap and their difference still be clear.
 */
export function highestInWords({ measure, groups }: GroupedMeasure, vocabulary: Vocabulary = {}): string {
  const sorted = [...groups].sort((a, b) => b.estimate.estimate - a.estimate.estimate);
  const [first, second, last] = [sorted[0], sorted[1], sorted[sorted.length - 1]];
  const label = labelOf(measure, vocabulary);
  const shown = ({ group, estimate }: (typeof sorted)[number]): string =>
    `${group} (${shownEstimate(estimate)})`;
  if (second === undefined || first.estimate.low > second.estimate.high) {
    return `${label} is highest for ${shown(first)}`;
  }
  if (first.estimate.low > last.estimate.high) {
    return `${label} is higher for ${shown(first)} than for ${shown(last)}`;
  }
  return `${label}: the intervals cannot tell the groups apart`;
}

/** An estimate as text in its unit: "12.3 %", "4.10", "35.20 USD". */
export function shownEstimate({ estimate, unit }: Estimate): string {
  if (unit === "fraction") return percent(estimate);
  return unit === "ratio" ? decimal(estimate, 2) : `${decimal(estimate, 2)} ${unit}`;
}

/** An end of the interval has the digits of the estimate, without its unit. */
function shownWithInterval(estimate: Estimate): string {
  const { low, high, unit } = estimate;
  const [from, to] = [low, high].map((end) => decimal(end * axisScale(unit), unit === "fraction" ? 1 : 2));
  return `${shownEstimate(estimate)} (${from} to ${to})`;
}

const FORMATS: Readonly<Record<string, CellFormat>> = { fraction: "percent", ratio: "ratio" };

function labelOf(measure: string, vocabulary: Vocabulary): string {
  const words = measure.replace(/_/g, " ");
  return vocabulary[measure]?.label ?? words[0].toUpperCase() + words.slice(1);
}

function axisUnit(unit: string): string {
  return unit === "fraction" ? "%" : unit;
}

function axisScale(unit: string): number {
  return unit === "fraction" ? 100 : 1;
}
