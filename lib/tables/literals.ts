import type { ColumnType } from "./contract/schema.js";

/** A text as SQL. Statements take values as parameters, but a view or a COPY can have none. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * A number as SQL, read back as exactly this number: 51381.5 is written 51381.5e0, because engines read 51381.5 as a
 * DECIMAL. Throws RangeError for a number that is missing or infinite.
 */
export function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a statement cannot hold the number ${value}`);
  const text = String(value);
  return Number.isSafeInteger(value) || text.includes("e") ? text : `${text}e0`;
}

/**
 * A value of a column as SQL, in the column's type.
 *
 * Throws RangeError when the text is not of that type.
 *
 * @example
 * typedLiteral("text", "Women's wear"); // "'Women''s wear'"
 * typedLiteral("money", "28352.27"); // "28352.27"
 */
export function typedLiteral(type: ColumnType, value: string): string {
  if (type === "text") return textLiteral(value);
  if (type === "date") return `CAST(${textLiteral(value)} AS DATE)`;
  if (type === "datetime") return `CAST(${textLiteral(value)} AS TIMESTAMP)`;
  const number = value.trim() === "" ? Number.NaN : Number(value);
  const whole = type === "integer" || type === "duration";
  if (!Number.isFinite(number) || (whole && !Number.isSafeInteger(number))) {
    throw new RangeError(`expected ${whole ? "a whole number" : "a number"}, got "${value}"`);
  }
  return type === "money" ? number.toFixed(2) : numberLiteral(number);
}
