import { readFileSync } from "node:fs";
import type { CellObject, DenseWorkSheet, Range, WorkBook } from "xlsx";
import { DataError } from "../data-error.js";
import { quotedCell } from "../write.js";

const MILLISECONDS_PER_DAY = 86_400_000;

type SheetReader = typeof import("xlsx");

/** One sheet of a spreadsheet as comma-separated text. */
export interface SheetText {
  readonly sheet: string;
  readonly text: string;
  /** The sheet's row of each record; the header is the first. */
  readonly sheetRows: readonly number[];
  /** Rows without any cell between the others: left out. */
  readonly blankRows: number;
  /** Rows that merged cells run through: the value stands in the first cell of them all, the others are empty. */
  readonly mergedRows: number;
}

/**
 * Reads one sheet of an .xlsx file, the first one or the one named. A number has its shortest form, whatever the sheet
 * shows of it; a date is YYYY-MM-DD, with HH:MM:SS when it has a time; a time alone is H:MM:SS.
 *
 * Throws DataError when the file cannot be read as a spreadsheet, or has no such sheet or nothing in it.
 */
export function sheetText(path: string, { file, sheet }: { file: string; sheet: string | null }): SheetText {
  // Loaded here, because it takes a while and few files are spreadsheets.
  const reader = require("xlsx") as SheetReader;
  const book = openBook(reader, { path, file });
  const name = sheet ?? book.SheetNames[0];
  if (!book.SheetNames.includes(name)) {
    const names = book.SheetNames.map((other) => `"${other}"`).join(", ");
    throw new DataError([`${file}: there is no sheet "${name}", the file has ${names}`]);
  }
  const { "!data": rows = [], "!merges": merges = [] } = book.Sheets[name] as DenseWorkSheet;
  const date1904 = book.Workbook?.WBProps?.date1904 ?? false;
  const texts = Array.from(rows, (cells) =>
    Array.from(cells ?? [], (cell) => cellText(reader, cell, date1904)),
  );
  const filled = texts.flatMap((cells, row) => (cells.some((text) => text !== "") ? [row] : []));
  if (filled.length === 0) throw new DataError([`${file}: sheet "${name}" is empty`]);
  const width = filled.reduce((widest, row) => Math.max(widest, texts[row].length), 0);
  const lines = filled.map((row) =>
    Array.from({ length: width }, (_, column) => quotedCell(texts[row][column] ?? "")).join(","),
  );
  return {
    sheet: name,
    text: `${lines.join("\n")}\n`,
    sheetRows: filled.map((row) => row + 1),
    blankRows: filled[filled.length - 1] - filled[0] + 1 - filled.length,
    mergedRows: new Set(merges.flatMap(rowsOf)).size,
  };
}

function rowsOf({ s: start, e: end }: Range): number[] {
  return Array.from({ length: end.r - start.r + 1 }, (_, i) => start.r + i);
}

function openBook(reader: SheetReader, { path, file }: { path: string; file: string }): WorkBook {
  const options = { type: "buffer", dense: true, cellNF: true, cellFormula: false, cellHTML: false } as const;
  try {
    return reader.read(readFileSync(path), options);
  } catch {
    throw new DataError([
      `${file}: cannot be read as an .xlsx spreadsheet; save it again, or as "CSV UTF-8"`,
    ]);
  }
}

function cellText(reader: SheetReader, cell: CellObject | undefined, date1904: boolean): string {
  if (cell?.v === undefined || cell.v === null) return "";
  // An error such as #DIV/0! is stored as a number: its text says what it is.
  if (cell.t === "e" || cell.t === "b") return cell.w ?? String(cell.v).toUpperCase();
  if (cell.t !== "n" || cell.z === undefined || !reader.SSF.is_date(String(cell.z))) return String(cell.v);
  return timeText(reader, { serial: Number(cell.v), format: String(cell.z), date1904 });
}

/** Excel counts days; whether they are a date or a length of time is in the cell's number format alone. */
function timeText(
  reader: SheetReader,
  { serial, format, date1904 }: { serial: number; format: string; date1904: boolean },
): string {
  const milliseconds = Math.round(serial * MILLISECONDS_PER_DAY);
  const days = Math.floor(milliseconds / MILLISECONDS_PER_DAY);
  const literals = /\[[^\]]*\]|"[^"]*"|\\./g;
  if (!/[yd]/i.test(format.replace(literals, ""))) return clockText(milliseconds);
  const { y, m, d } = reader.SSF.parse_date_code(days, { date1904 }) as { y: number; m: number; d: number };
  const day = `${y}-${twoDigits(m)}-${twoDigits(d)}`;
  const time = milliseconds - days * MILLISECONDS_PER_DAY;
  return time === 0 ? day : `${day} ${clockText(time)}`;
}

function clockText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const fraction = (milliseconds % 1000) / 1000;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours}:${twoDigits(minutes)}:${twoDigits(seconds % 60)}${String(fraction).slice(1)}`;
}

function twoDigits(part: number): string {
  return String(part).padStart(2, "0");
}
