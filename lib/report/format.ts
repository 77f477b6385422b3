/** Numbers as text: the only place where a fraction becomes a percentage. */

const MINUS = "\u2212";

/**
 * A whole number with thousands separated by commas.
 *
 * @example
 * count(2221); // "2,221"
 */
export function count(value: number): string {
  return decimal(value, 0);
}

/**
 * A number with a fixed number of digits after the point, thousands separated, and a real minus sign.
 * Throws RangeError when the value is NaN or infinite: a missing number must be written as words.
 *
 * @example
 * decimal(-1234.5, 1); // "−1,234.5"
 */
export function decimal(value: number, digits: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`number as text: expected a finite number, got ${value}`);
  const [whole, fraction] = Math.abs(value).toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/**
 * A fraction as a percentage: a share or a rate, not a change.
 *
 * @example
 * percent(0.1641); // "16.4 %"
 */
export function percent(fraction: number, digits = 1): string {
  return `${decimal(fraction * 100, digits)} %`;
}

/**
 * A difference of two rates in percentage points, always with its sign.
 *
 * @example
 * points(0.116); // "+11.6 points"
 */
export function points(fraction: number, digits = 1): string {
  return `${signed(fraction * 100, digits)} points`;
}

/**
 * A number with its sign written out.
 *
 * @example
 * signed(0.25, 2); // "+0.25"
 */
export function signed(value: number, digits: number): string {
  const text = decimal(value, digits);
  return text.startsWith(MINUS) || !/[1-9]/.test(text) ? text : `+${text}`;
}

/**
 * An amount with its currency, to the cent below 100 and whole above.
 *
 * @example
 * money(1234.5, "NZD"); // "1,235 NZD"
 */
export function money(amount: number, currency: string): string {
  return `${decimal(amount, Math.abs(amount) < 100 ? 2 : 0)} ${currency}`;
}

/**
 * A p-value: three decimals, or a power of ten when it is smaller than that can show. One that is too small for a
 * number is "below 1e-300".
 * Throws RangeError outside 0 to 1.
 *
 * @example
 * pValue(1.45e-40); // "1.4e-40"
 */
export function pValue(p: number): string {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p-value: expected 0 to 1, got ${p}`);
  if (p < 1e-300) return "below 1e-300";
  return p >= 0.0005 ? p.toFixed(3) : p.toExponential(1);
}
