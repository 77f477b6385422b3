import * as xlsx from "xlsx";

/** A cell of a sheet: a value, a number shown in a format, or an error by its number. */
export type SheetCell =
  | string
  | number
  | boolean
  | null
  | { readonly serial: number; readonly format: string }
  | { readonly error: number };

/** The bytes of an .xlsx file with these sheets; `merged` are blocks of merged cells of the first one. */
export function spreadsheet(
  sheets: Readonly<Record<string, readonly (readonly SheetCell[])[]>>,
  merged: readonly string[] = [],
): Buffer {
  const book = xlsx.utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) {
    const cells = rows.map((row) => row.map(sheetCell));
    xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet(cells), name);
  }
  const first = book.Sheets[book.SheetNames[0]];
  if (merged.length > 0) first["!merges"] = merged.map((block) => xlsx.utils.decode_range(block));
  return xlsx.write(book, { type: "buffer", bookType: "xlsx" }) as Buffer;
}

function sheetCell(cell: SheetCell): xlsx.CellObject | null {
  if (cell === null) return null;
  if (typeof cell === "string") return { t: "s", v: cell };
  if (typeof cell === "number") return { t: "n", v: cell };
  if (typeof cell === "boolean") return { t: "b", v: cell };
  return "error" in cell ? { t: "e", v: cell.error } : { t: "n", v: cell.serial, z: cell.format };
}
