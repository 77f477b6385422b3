import { decimal } from "./format.js";
import type { ShownTable } from "./table-html.js";

/** The part of a danfo DataFrame that showing it needs. */
export interface FrameLike {
  readonly columns: string[];
  readonly values: unknown;
  readonly shape: number[];
}

/** A danfo frame as a table to show. Its title is left empty: the sentence before it says what it is. */
export function frameTable(frame: FrameLike, limit: number): ShownTable {
  const values = frame.values as unknown[][];
  const isNumber = frame.columns.map((_, i) =>
    values.every((row) => row[i] === null || typeof row[i] === "number"),
  );
  return {
    title: "",
    headings: frame.columns,
    numeric: isNumber,
    rows: values.slice(0, limit).map((row) => row.map(frameCell)),
    totalRows: frame.shape[0],
  };
}

function frameCell(value: unknown): string {
  if (value === null || value === undefined || (typeof value === "number" && Number.isNaN(value))) return "–";
  if (typeof value === "number" && !Number.isInteger(value)) return decimal(value, 2);
  return String(value);
}
