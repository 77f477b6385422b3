import type { Column, Table } from "../types.js";

/**
 * A column of numbers. Throws RangeError when the table has no such column or it holds texts.
 *
 * @example
 * numbersOf(customers, "income")[0]; // 41000
 */
export function numbersOf(table: Table, name: string): Float64Array {
  const column = columnOf(table, name);
  if (!(column instanceof Float64Array)) {
    throw new RangeError(`table ${table.name}: column "${name}" holds texts, expected numbers`);
  }
  return column;
}

/**
 * Several columns of numbers by name.
 * Throws RangeError when the table has no such column or it holds texts.
 *
 * @example
 * namedColumns(customers, ["age", "income"]).age[0]; // 41
 */
export function namedColumns(table: Table, names: readonly string[]): Record<string, Float64Array> {
  return Object.fromEntries(names.map((name) => [name, numbersOf(table, name)]));
}

/**
 * A column of texts. Throws RangeError when the table has no such column or it holds numbers.
 *
 * @example
 * textsOf(customers, "channel")[0]; // "Email"
 */
export function textsOf(table: Table, name: string): readonly (string | null)[] {
  const column = columnOf(table, name);
  if (column instanceof Float64Array) {
    throw new RangeError(`table ${table.name}: column "${name}" holds numbers, expected texts`);
  }
  return column;
}

/**
 * The one value that a column of numbers has in every row, such as the cost of a contact.
 * Throws RangeError when the column is missing, empty, has a missing value or more than one.
 *
 * @example
 * constantOf(customers, "z_cost_contact"); // 3
 */
export function constantOf(table: Table, name: string): number {
  const values = new Set(numbersOf(table, name));
  const [value] = values;
  if (values.size !== 1 || Number.isNaN(value)) {
    throw new RangeError(
      `table ${table.name}, column "${name}": expected one value in all rows, got ${values.size}`,
    );
  }
  return value;
}

/**
 * The share of rows with this level, of all rows, as a fraction.
 * Throws RangeError when the table has no rows or no such column of texts.
 */
export function shareOf(table: Table, name: string, level: string): number {
  if (table.rows === 0)
    throw new RangeError(`table ${table.name}: no rows, so there is no share of "${level}"`);
  return textsOf(table, name).filter((value) => value === level).length / table.rows;
}

/**
 * The first rows of some columns as the plain object that danfo's `new DataFrame(…)` takes; a missing number becomes
 * null. Meant for small tables that a cell shows: danfo holds them, the library computes.
 * Throws RangeError when the table has no such column.
 *
 * @example
 * frameData(customers, ["id", "income"], 2); // { id: [1, 2], income: [41000, null] }
 */
export function frameData(table: Table, names: readonly string[], rows: number): Record<string, unknown[]> {
  const head = (column: Column): (number | string | null)[] => [...column.slice(0, rows)];
  const shown = (value: number | string | null): unknown => (Number.isNaN(value) ? null : value);
  return Object.fromEntries(names.map((name) => [name, head(columnOf(table, name)).map(shown)]));
}

function columnOf(table: Table, name: string): Column {
  const column = table.columns[name];
  if (column === undefined) {
    const known = Object.keys(table.columns).join(", ");
    throw new RangeError(`table ${table.name}: no column "${name}", there are ${known}`);
  }
  return column;
}
