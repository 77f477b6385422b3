import type { ColumnSchema } from "../contract/schema.js";
import { textLiteral } from "../literals.js";
import {
  type Decimal,
  durationValue,
  moneyValue,
  type NumberForm,
  numberValue,
  wholeNumberValue,
} from "./amounts.js";
import { type DateForm, datetimeValue, dateValue } from "./dates.js";

/** Longer cells are taken for a broken file (a quote that was never closed, a document pasted in). */
export const LONGEST_CELL = 10_000;

/** The form that dates have in our own files: reading it changes nothing. */
const ISO = "YYYY-MM-DD";

/** Codes that programs write for a value that is missing. */
const MISSING_CODE = /^(#?n\/?an?|null|none|nil|missing|[-.?]+)$/i;

/** SQL made of the SQL of a cell. */
type OfCell = (cell: string) => string;

/** How the cells of one column become values. */
export interface Typing {
  readonly column: ColumnSchema;
  /** The value, NULL where the text is none of the type. */
  readonly value: OfCell;
  /** What a cell should hold, in words, beside one that does not. */
  expected(got: string | null): string;
  /** What reading changes, if anything, for the reader to see. */
  readonly conversions: readonly Conversion[];
}

/** A change that reading makes to cells of a column. */
export interface Conversion {
  readonly rule: string;
  readonly value: OfCell;
  /** True for a cell that the rule changes. */
  readonly touched: OfCell;
}

/** How a source writes the values of one column; `form` is that of its dates, null for none. */
interface Written extends NumberForm {
  readonly form: DateForm | null;
}

/** How the column's cells become values. */
export function typingOf(column: ColumnSchema, written: Written): Typing {
  const spelled = spellingOf(column);
  const { value, expected: ofType, rule, touched = isFilled } = typeOf(column, written);
  const expected = (got: string | null): string => {
    if (!MISSING_CODE.test(got ?? "")) return ofType(got);
    const code = /^(nan?|n\/a)$/i.test(got ?? "") ? got : JSON.stringify(got);
    return `${ofType(got)}; if it means an empty cell, declare missing_as: [${code}]`;
  };
  const conversion = rule === undefined ? [] : [{ rule, value, touched }];
  if (spelled === null) return { column, value, expected, conversions: conversion };
  const respelled: Conversion = {
    rule: "write the levels as the schema's spellings say",
    value: spelled,
    touched: (cell) => `${spelled(cell)} <> ${cell}`,
  };
  return { column, value: (cell) => value(spelled(cell)), expected, conversions: [respelled, ...conversion] };
}

/**
 * Other spellings of an id, treatment, outcome or of a value that is no text, replaced while reading: unlike a misspelt
 * town they would stop the run. Null for a column without any.
 */
function spellingOf({ role, type, spellings }: ColumnSchema): OfCell | null {
  const isEssential = role === "id" || role === "treatment" || role === "outcome" || type !== "text";
  const cases = Object.entries(spellings).map(
    ([found, meant]) => `WHEN ${textLiteral(found.trim().toLowerCase())} THEN ${textLiteral(meant)}`,
  );
  if (!isEssential || cases.length === 0) return null;
  return (cell) => `CASE LOWER(TRIM(${cell})) ${cases.join(" ")} ELSE ${cell} END`;
}

/** Empties the cells of a column that hold one of these texts. */
export function missingAs(texts: readonly string[]): OfCell {
  if (texts.length === 0) return (cell) => cell;
  const literals = texts.map((text) => textLiteral(text.trim())).join(", ");
  return (cell) => `CASE WHEN TRIM(${cell}) IN (${literals}) THEN NULL ELSE ${cell} END`;
}

interface TypeReading {
  readonly value: OfCell;
  readonly expected: Typing["expected"];
  readonly rule?: string;
  readonly touched?: OfCell;
}

const isFilled: OfCell = (cell) => `TRIM(${cell}) <> ''`;

function typeOf({ type }: ColumnSchema, { form, decimal, isText }: Written): TypeReading {
  const hasComma: OfCell = (cell) => `CONTAINS(${cell}, ',')`;
  const comma = decimal === "." ? {} : { rule: "read decimal commas", touched: hasComma };
  switch (type) {
    case "text":
      return { value: textValue, expected: () => "a text" };
    case "number": {
      const expected = numberInWords("a number", decimal);
      return { value: (cell) => numberValue(cell, decimal), expected, ...comma };
    }
    case "integer": {
      const expected = numberInWords("a whole number", decimal);
      const number: OfCell = (cell) => (isText ? cell : withoutBoolean(cell));
      return { value: (cell) => wholeNumberValue(number(cell), decimal), expected, ...comma };
    }
    case "money": {
      const plain = "-?[0-9]+([.][0-9]{1,2})?";
      const touched: OfCell = (cell) => `NOT REGEXP_FULL_MATCH(TRIM(${cell}), '(${plain})?')`;
      const expected = moneyInWords(decimal);
      const rule = "read amounts of money, to the cent";
      return { value: (cell) => moneyValue(cell, { decimal, isText }), expected, rule, touched };
    }
    case "duration":
      return { value: durationValue, expected: () => "a duration H:MM:SS", rule: "read H:MM:SS as seconds" };
    case "date":
      return dateReading(form);
    case "datetime":
      return datetimeReading(form);
  }
}

/** A text of blanks only is missing; csvText puts one apostrophe before one that a spreadsheet would run as a formula. */
function textValue(cell: string): string {
  const stripped = `CASE WHEN REGEXP_MATCHES(${cell}, '^''+[=+@\\t\\r-]') THEN SUBSTR(${cell}, 2) ELSE ${cell} END`;
  const blank = `STARTS_WITH(${cell}, ' ') AND TRIM(${cell}) = ''`;
  const looked = `CASE WHEN STARTS_WITH(${cell}, '''') THEN ${stripped} WHEN ${blank} THEN NULL ELSE ${cell} END`;
  // Blank and apostrophe come before the bracket, letters and digits after it: one comparison is all that most texts take.
  return `CASE WHEN ${cell} < '(' THEN ${looked} ELSE ${cell} END`;
}

/** Parquet and spreadsheets have values that are true or false: 1 or 0 in a column of whole numbers. */
function withoutBoolean(cell: string): string {
  return `CASE LOWER(${cell}) WHEN 'true' THEN '1' WHEN 'false' THEN '0' ELSE ${cell} END`;
}

function numberInWords(what: string, decimal: Decimal): Typing["expected"] {
  return (got) => {
    if (/^[+-]?\d{1,3}([,. '’]\d{3})+([.,]\d*)?$/.test(got ?? ""))
      return `${what} without thousands separators`;
    if (decimal === "," || !/^[+-]?\d+,\d+$/.test(got ?? "")) return what;
    return `${what} with a decimal point, or decimal: "," in the schema`;
  };
}

/** An amount with three digits behind the sign of decimals may be one with thousands. */
function moneyInWords(decimal: Decimal): Typing["expected"] {
  return (got) => {
    const [number, whole, thousands] = /^[^\d]*(\d{1,3})[.,](\d{3})[^\d]*$/.exec(got ?? "") ?? [];
    if (!number?.includes(decimal)) return "an amount of money";
    const other = decimal === "." ? "," : ".";
    const way = `declare decimal: "${other}" for the first, write two decimals for the second`;
    return `an amount of money, and is it ${whole}${thousands} or ${whole}${decimal}${thousands}? ${way}`;
  };
}

function dateReading(form: DateForm | null): TypeReading {
  if (form === null)
    return { value: () => "CAST(NULL AS DATE)", expected: () => "a date such as 2024-02-29" };
  const rule = form.name === ISO ? undefined : `read dates ${form.name}`;
  return { value: (cell) => dateValue(cell, form), expected: () => `a date ${form.name}`, rule };
}

function datetimeReading(form: DateForm | null): TypeReading {
  if (form === null) {
    const expected = (): string => "a date and time such as 2024-02-29 13:48:45, without a time zone";
    return { value: () => "CAST(NULL AS TIMESTAMP)", expected };
  }
  const name = form.beforeTime === null ? form.name : `${form.name}${form.beforeTime}HH:MM:SS`;
  const expected = (): string => `a date and time ${name}, without a time zone`;
  const rule = name.startsWith(`${ISO} `) || name === ISO ? undefined : `read dates and times ${name}`;
  return { value: (cell) => datetimeValue(cell, form), expected, rule };
}
