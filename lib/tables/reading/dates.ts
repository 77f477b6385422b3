import type { DateOrder } from "../contract/schema.js";
import { textLiteral } from "../literals.js";

/** One way to write days. */
export interface DateForm {
  /** As a reader would say it: "DD/MM/YYYY". */
  readonly name: string;
  /** Null where the month is a word, which cannot be mistaken for the day. */
  readonly order: DateOrder | null;
  /** Between the date and the time: a blank, T, or : as SAS writes it; null when the column has no times. */
  readonly beforeTime: string | null;
}

const FORMS: readonly (readonly [DateOrder | null, readonly string[]])[] = [
  ["year-month-day", ["YYYY-MM-DD", "YYYY/MM/DD", "YYYY.MM.DD"]],
  ["day-month-year", ["DD-MM-YYYY", "DD/MM/YYYY", "DD.MM.YYYY"]],
  ["month-day-year", ["MM-DD-YYYY", "MM/DD/YYYY", "MM.DD.YYYY"]],
  [null, ["DD Mon YYYY", "DD-Mon-YYYY", "DDMonYYYY", "Mon DD YYYY", "Mon DD, YYYY"]],
];

const TIME_FORMATS = ["%H:%M:%S", "%H:%M:%S.%f", "%H:%M", "%I:%M:%S %p", "%I:%M %p"];
const DATE_AND_TIME = /^(.+?)([ T:])(\d{1,2}:\d\d.*)$/;

/**
 * The forms that most of these cells may have: none, one, or two when day and month could be either. A declared order
 * rules out the others. Cells of two forms are not told apart here: reading by the one form will find those of the other.
 *
 * @example
 * dateForms(["29/02/2024"], null).map(({ name }) => name); // ["DD/MM/YYYY", "MM/DD/YYYY"]
 */
export function dateForms(cells: readonly string[], declared: DateOrder | null): readonly DateForm[] {
  const times = cells.map((cell) => DATE_AND_TIME.exec(cell.trim()));
  const days = cells.map((cell, i) => times[i]?.[1] ?? cell.trim());
  const beforeTime = times.find((time) => time !== null)?.[2] ?? null;
  const forms = FORMS.flatMap(([order, names]) => names.map((name) => ({ name, order, beforeTime })))
    // A year in front or a month in words says itself what it is.
    .filter(({ order }) => [null, declared ?? order, "year-month-day"].includes(order))
    .map((form) => ({ form, fitting: days.flatMap((day, i) => (shapeOf(form.name).test(day) ? [i] : [])) }));
  const most = forms.reduce((highest, { fitting }) => Math.max(highest, fitting.length), 1);
  const likely = forms.filter(({ fitting }) => fitting.length === most);
  const earliest = likely.reduce((first, { fitting }) => Math.min(first, fitting[0]), days.length);
  return likely.filter(({ fitting }) => fitting[0] === earliest).map(({ form }) => form);
}

/** What stands between day and month of a form whose parts are all numbers. */
export function separatorOf({ name }: DateForm): string {
  return /[-/.]/.exec(name)?.[0] ?? "";
}

/** SQL of the day, NULL where the cell is none in this form. */
export function dateValue(cell: string, form: DateForm): string {
  return `CAST(${timestampValue(cell, formatsOf(form.name))} AS DATE)`;
}

/** SQL of the moment, in no time zone, NULL where the cell is none in this form. A day alone is its midnight. */
export function datetimeValue(cell: string, form: DateForm): string {
  const formats = formatsOf(form.name);
  const withTime = TIME_FORMATS.flatMap((time) => formats.map((day) => `${day}${form.beforeTime}${time}`));
  return timestampValue(cell, form.beforeTime === null ? formats : [...withTime, ...formats]);
}

/**
 * A year of two digits would be read as one of the first century, so nothing before the year 1000 is taken. Three words
 * the engine takes for moments in any form.
 */
function timestampValue(cell: string, formats: readonly string[]): string {
  const moment = `TRY_STRPTIME(${cell}, [${formats.map(textLiteral).join(", ")}])`;
  return `CASE WHEN ${moment} >= TIMESTAMP '1000-01-01 00:00:00'
    AND LOWER(TRIM(${cell})) NOT IN ('epoch', 'infinity', '-infinity') THEN ${moment} END`;
}

function shapeOf(name: string): RegExp {
  const pattern = name.replaceAll(".", "\\.").replace("YYYY", "\\d{4}").replace("Mon", "[A-Za-z]{3,9}");
  return new RegExp(`^${pattern.replace(/MM|DD/g, "\\d{1,2}")}$`);
}

/** A month in words may be short or whole. */
function formatsOf(name: string): readonly string[] {
  const format = name.replace("YYYY", "%Y").replace("MM", "%m").replace("DD", "%d");
  return name.includes("Mon") ? [format.replace("Mon", "%b"), format.replace("Mon", "%B")] : [format];
}
