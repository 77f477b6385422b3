import type { Table } from "../types.js";

/** The observed table and its truth, row by row about the same customers. */
export interface SyntheticTables {
  readonly data: Table;
  readonly truth: Table;
}

/** A column of numbers. Throws RangeError when the table has no such column, or texts in it. */
export function numbersIn(table: Table, name: string): Float64Array {
  const column = table.columns[name];
  if (!(column instanceof Float64Array)) {
    throw new RangeError(`table ${table.name}: no column of numbers "${name}"`);
  }
  return column;
}

/** A column of texts, a missing one null. Throws RangeError when the table has no such column, or numbers in it. */
export function textsIn(table: Table, name: string): readonly (string | null)[] {
  const column = table.columns[name];
  if (column === undefined || column instanceof Float64Array) {
    throw new RangeError(`table ${table.name}: no column of texts "${name}"`);
  }
  return column;
}

/** Tables of the same columns below each other, as one table. Throws RangeError when there is none. */
export function stacked(tables: readonly Table[]): Table {
  if (tables.length === 0) throw new RangeError("stacked: expected at least one table, got 0");
  if (tables.length === 1) return tables[0];
  const { name, columns } = tables[0];
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const whole = (column: string): Float64Array | (string | null)[] => {
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
