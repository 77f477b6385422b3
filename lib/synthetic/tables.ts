import type { Column, Table } from "../types.js";

/** The observed table and its truth, row by row about the same customers. */
export interface SyntheticTables {
  readonly data: Table;
  readonly truth: Table;
}

/**
 * A table from one object a row, made column by column: one of numbers where every value is a number, else one of texts.
 */
export function tableOf<Row>(
  name: string,
  rows: readonly Row[],
  columns: Readonly<Record<string, (row: Row, position: number) => number | string | null>>,
): Table {
  const made = Object.entries(columns).map(([column, value]): [string, Column] => {
    const values = rows.map((row, position) => value(row, position));
    const isNumber = values.every((one) => typeof one === "number");
    return [column, isNumber ? Float64Array.from(values as number[]) : (values as (string | null)[])];
  });
  return { name, rows: rows.length, columns: Object.fromEntries(made) };
}

/** A column of numbers. Throws RangeError when the table has no such column, or texts in it. */
export function numbersIn(table: Table, name: string): Float64Array {
  const column = table.columns[name];
  if (column instanceof Float64Array) return column;
  throw new RangeError(`table ${table.name}: no column of numbers "${name}"`);
}

/** A column of texts, a missing one null. Throws RangeError when the table has no such column, or numbers in it. */
export function textsIn(table: Table, name: string): readonly (string | null)[] {
  const column = table.columns[name];
  if (column !== undefined && !(column instanceof Float64Array)) return column;
  throw new RangeError(`table ${table.name}: no column of texts "${name}"`);
}

/** The rows of each value of a column of texts, values in the order in which they come. */
export function rowsByValue(table: Table, name: string): Map<string | null, number[]> {
  const rows = new Map<string | null, number[]>();
  textsIn(table, name).forEach((value, row) => {
    const known = rows.get(value);
    if (known === undefined) rows.set(value, [row]);
    else known.push(row);
  });
  return rows;
}

/** These rows of a table, as a table. */
export function rowsOf(table: Table, rows: readonly number[]): Table {
  const columns = Object.entries(table.columns).map(([name, column]) => [
    name,
    column instanceof Float64Array
      ? Float64Array.from(rows, (row) => column[row])
      : rows.map((row) => column[row]),
  ]);
  return { name: table.name, rows: rows.length, columns: Object.fromEntries(columns) };
}

/** Tables of the same columns below each other, as one table. Throws RangeError when there is none. */
export function stacked(tables: readonly Table[]): Table {
  if (tables.length === 0) throw new RangeError("stacked: expected at least one table, got 0");
  if (tables.length === 1) return tables[0];
  const { name, columns } = tables[0];
  const rows = tables.reduce((total, table) => total + table.rows, 0);
  const whole = (column: string): Column => {
    if (!(columns[column] instanceof Float64Array)) return tables.flatMap((table) => textsIn(table, column));
    const all = new Float64Array(rows);
    let row = 0;
    for (const table of tables) {
      all.set(numbersIn(table, column), row);
      row += table.rows;
    }
    return all;
  };
  return { name, rows, columns: Object.fromEntries(Object.keys(columns).map((c) => [c, whole(c)])) };
}
