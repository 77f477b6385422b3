import type { Table } from "../../types.js";
import { textsIn } from "../tables.js";

/** The arm or arms of each user, in the order in which users come along. */
export function userArms(data: Table): string[] {
  const arms = new Map<string | null, string>();
  const group = textsIn(data, "Group");
  textsIn(data, "User_ID").forEach((user, row) => {
    const known = arms.get(user) ?? "";
    if (!known.includes(String(group[row]))) arms.set(user, known + group[row]);
  });
  return [...arms.values()];
}

/** The row in which each user comes along first. */
export function firstRows(data: Table): number[] {
  const first = new Map<string | null, number>();
  textsIn(data, "User_ID").forEach((user, row) => {
    if (!first.has(user)) first.set(user, row);
  });
  return [...first.values()];
}

/** Positions of the rows that have this level in a column of texts. */
export function rowsWhere(table: Table, column: string, level: string): number[] {
  return textsIn(table, column).flatMap((value, row) => (value === level ? [row] : []));
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
