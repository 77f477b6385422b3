import type { Column, Table } from "../types.js";

/** Texts that a spreadsheet would run as a formula, also once apostrophes stand before them. */
const FORMULA = /^'*[=+\-@\t\r]/;

/**
 * The table as CSV text. Workspace.writeCsv puts it into a file, whole or not at all.
 *
 * Comma-separated, line feeds, cells quoted where RFC 4180 asks for it. Numbers stand in the shortest form
 * that reads back as the same number; a missing value is an empty cell, and so is an empty text. A text that a
 * spreadsheet would run as a formula gets one leading apostrophe, which reading takes off.
 *
 * Throws RangeError when a column has not the table's number of rows, or holds an infinite number or a NUL
 * character.
 *
 * @example
 * csvText({ name: "rates", rows: 1, columns: { arm: ["control"], rate: Float64Array.of(0.05) } });
 * // "arm,rate\ncontrol,0.05\n"
 */
export function csvText(table: Table): string {
  const columns = Object.entries(table.columns);
  for (const [name, column] of columns) {
    if (column.length !== table.rows) {
      throw new RangeError(`table "${table.name}", column "${name}": ${column.length} rows of ${table.rows}`);
    }
  }
  const lines = [columns.map(([name]) => quotedCell(name)).join(",")];
  for (let row = 0; row < table.rows; row++) {
    const line = columns.map(([name, column]) => cellText(column, row, `${table.name}.${name}`)).join(",");
    // A row of one missing cell would be a blank line, which readers skip.
    lines.push(line === "" ? '""' : line);
  }
  return `${lines.join("\n")}\n`;
}

function cellText(column: Column, row: number, where: string): string {
  const value = column[row];
  if (value === null || Number.isNaN(value)) return "";
  if (typeof value === "string" && value.includes("\0")) {
    throw new RangeError(`${where}, row ${row + 1}: a NUL character has no place in a text file`);
  }
  if (typeof value === "string") return quotedCell(FORMULA.test(value) ? `'${value}` : value);
  if (!Number.isFinite(value))
    throw new RangeError(`${where}, row ${row + 1}: ${value} has no place in a table`);
  return String(value);
}

/** A text as a cell of a comma-separated file, quoted where it must be. */
export function quotedCell(text: string): string {
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
