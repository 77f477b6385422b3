import { textLiteral } from "../literals.js";

/** How a table writes its decimals. */
export type Decimal = "." | ",";

/** How a source writes numbers. Those of a spreadsheet or Parquet (no text) were never written with thousands. */
export interface NumberForm {
  readonly decimal: Decimal;
  readonly isText: boolean;
}

const CURRENCY = "([A-Z]{0,3}\\p{Sc}|[A-Z]{3})?";
/** Blanks, apostrophes and no-break blanks stand between thousands in some countries. */
const THOUSANDS = " '’\\x{00A0}\\x{202F}";

/**
 * SQL of a number, NULL where the cell is none: no infinite one, no NaN, and no thousands separators, because 1,234
 * is 1234 to one reader and 1.234 to another.
 *
 * Without a regular expression: this runs for every cell of every column of numbers.
 */
export function numberValue(cell: string, decimal: Decimal): string {
  const text = decimal === "." ? cell : `REPLACE(${cell}, ',', '.')`;
  const number = `TRY_CAST(${text} AS DOUBLE)`;
  // The engine would read 1_000 as 1000; and beside a decimal comma a point stands between thousands.
  const foreign = decimal === "." ? ["_"] : ["_", "."];
  const allowed = foreign.map((sign) => `NOT CONTAINS(${cell}, '${sign}')`);
  return `CASE WHEN ${[`ISFINITE(${number})`, ...allowed].join(" AND ")} THEN ${number} END`;
}

/** SQL of a whole number. It may be written 3.0: some programs save a column so that has empty cells. */
export function wholeNumberValue(cell: string, decimal: Decimal): string {
  const number = numberValue(cell, decimal);
  return `CASE WHEN ABS(${number}) <= ${Number.MAX_SAFE_INTEGER} AND FLOOR(${number}) = ${number}
    THEN CAST(${number} AS BIGINT) END`;
}

/**
 * SQL of an amount of money to the cent, NULL where the cell is none: 28352.27 of "$28,352.27", "28352.27 USD" or, with a
 * decimal comma, "28.352,27 €"; -1200.50 of "(1,200.50)", as accountants write it, or "-$1200.5". More decimals than two
 * are rounded.
 *
 * "28.352 €" is NULL, too: 28352 to one reader and 28.35 to another.
 */
export function moneyValue(cell: string, { decimal, isText }: NumberForm): string {
  const text = `TRIM(${cell})`;
  const [point, between] = decimal === "." ? ["[.]", ","] : [",", "."];
  const grouped = `[0-9]{1,3}([${between}${THOUSANDS}][0-9]{3})+(${point}[0-9]*)?`;
  // Three decimals could be thousands, but not behind 0 or four digits.
  const plainly = [`[0-9]+(${point}([0-9]{0,2}|[0-9]{4,}))?`, `(0|[0-9]{4,})${point}[0-9]{3}`];
  const digits = `(${[grouped, ...plainly].join("|")})`;
  const amount = `([+-]?\\s?${CURRENCY}|${CURRENCY}\\s?[+-])[\\s\\x{00A0}]?${digits}[\\s\\x{00A0}]?${CURRENCY}`;
  const forms = [amount, `[(]${amount}[)]`, ...(isText ? [] : ["-?[0-9]+[.][0-9]{3}"])].join("|");
  const plain = `REPLACE(REGEXP_REPLACE(${text}, '[^0-9${decimal}]', '', 'g'), ',', '.')`;
  const sign = `CASE WHEN REGEXP_MATCHES(${text}, '[(-]') THEN -1 ELSE 1 END`;
  // The outer cast is for a column that the file lacks: the engine takes a product with NULL for an integer.
  return `CASE WHEN REGEXP_FULL_MATCH(${text}, ${textLiteral(forms)})
    THEN CAST(${sign} * TRY_CAST(${plain} AS DECIMAL(18,2)) AS DECIMAL(18,2)) END`;
}

/** SQL of a length of time in seconds: 1691 of "0:28:11", hours, minutes and seconds. */
export function durationValue(cell: string): string {
  const text = `TRIM(${cell})`;
  const [hours, minutes, seconds] = [1, 2, 3].map(
    (part) => `CAST(SPLIT_PART(${text}, ':', ${part}) AS BIGINT)`,
  );
  return `CASE WHEN REGEXP_FULL_MATCH(${text}, '[0-9]{1,6}:[0-5][0-9]:[0-5][0-9]')
    THEN 3600 * ${hours} + 60 * ${minutes} + ${seconds} END`;
}
