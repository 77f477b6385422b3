import {
  accessSync,
  closeSync,
  constants,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { CleaningStep } from "../cleaning/cleaning.js";
import { DataError } from "../data-error.js";
import type { Database } from "../database.js";
import { textLiteral } from "../literals.js";
import { decoded, type Encoding, encodingOf } from "./encoding.js";
import { recordPlaces } from "./record-place.js";
import { type SheetText, sheetText } from "./spreadsheet.js";

/** A file of the reader's as delimited text in UTF-8, whatever it was. */
export interface SourceText {
  /** The file itself when it is such a text, or a temporary one made from it. */
  readonly path: string;
  /** Name of the reader's file, for messages. */
  readonly file: string;
  /** What the file was: "UTF-8", "gzip, UTF-16 LE", 'sheet "Sales"', "Parquet". */
  readonly format: string;
  /** False for a spreadsheet and Parquet: their numbers have a decimal point, whatever the schema declares. */
  readonly isText: boolean;
  /** What was left out to make it a table. */
  readonly repairs: readonly Omit<CleaningStep, "table">[];
  /** "line 17" of a text, "row 17" of a sheet or of Parquet; the header is record 1. */
  place(record: number): string;
  /** Removes the temporary file. A place can be asked for afterwards, too. */
  dispose(): void;
}

/** A file on its way: where it is now, what it is called, and a place for what it becomes. */
interface Given {
  readonly path: string;
  readonly file: string;
  readonly target: string;
}

type Made = Omit<SourceText, "file" | "dispose">;

/** What a file is, by how it begins. Its name must not promise another kind. */
const KINDS = [
  { kind: "gzip file", start: "\u001f\u008b", extension: ".gz" },
  { kind: "spreadsheet", start: "PK", extension: ".xlsx" },
  { kind: "Parquet file", start: "PAR1", extension: ".parquet" },
] as const;

type Kind = (typeof KINDS)[number]["kind"] | "text";

/**
 * Makes a delimited text in UTF-8 of any file that we read: text in UTF-8, UTF-16, windows-1252 or Latin-1, each also as
 * gzip; .xlsx (the sheet named, or the first); Parquet. Text passes in blocks and is never held whole.
 *
 * Throws DataError when there is no such file, or it is a folder, empty, not to be read, damaged, or not what its name
 * says.
 *
 * @example
 * const source = await plainText(database, "sales.csv.gz", null);
 * source.format; // "gzip, UTF-8"
 * source.dispose();
 */
export async function plainText(database: Database, path: string, sheet: string | null): Promise<SourceText> {
  const file = basename(path);
  const kind = kindOf(path, file);
  const encoding = kind === "text" ? encodingOf(path, file) : null;
  if (encoding === "UTF-8") return { ...textAsItIs(path, encoding), file, dispose: () => {} };
  const folder = mkdtempSync(join(tmpdir(), "campaign-lab-text-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const given = { path, file, target: join(folder, "text") };
    const made = await makeText(given, { kind, database, sheet });
    const dispose = (): void => {
      // Places are looked up in the text: all of them, before it is gone.
      made.place(Number.POSITIVE_INFINITY);
      remove();
    };
    return { ...made, file, dispose };
  } catch (error) {
    remove();
    throw error;
  }
}

function kindOf(path: string, file: string): Kind {
  if (!existsSync(path)) throw new DataError([`${file}: there is no such file`]);
  if (statSync(path).isDirectory()) throw new DataError([`${file}: is a folder, expected a file`]);
  if (statSync(path).size === 0) throw new DataError([`${file}: the file is empty`]);
  const start = firstBytes(path, file);
  const found = KINDS.find((kind) => start.startsWith(kind.start))?.kind ?? "text";
  const promised = KINDS.find(({ extension }) => extname(path).toLowerCase() === extension)?.kind;
  if (promised !== undefined && promised !== found) {
    throw new DataError([
      `${file}: is not a ${promised}, as its name says; save it again, or as "CSV UTF-8"`,
    ]);
  }
  return found;
}

function firstBytes(path: string, file: string): string {
  try {
    accessSync(path, constants.R_OK);
  } catch {
    throw new DataError([`${file}: no permission to read it`]);
  }
  const handle = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(4);
    return bytes.subarray(0, readSync(handle, bytes)).toString("latin1");
  } finally {
    closeSync(handle);
  }
}

async function makeText(
  given: Given,
  { kind, database, sheet }: { kind: Kind; database: Database; sheet: string | null },
): Promise<Made> {
  switch (kind) {
    case "gzip file":
      return unpacked(given);
    case "spreadsheet":
      return fromSheet(given, sheetText(given.path, { file: given.file, sheet }));
    case "Parquet file":
      return fromParquet(given, database);
    case "text":
      return decodedText(given, encodingOf(given.path, given.file));
  }
}

function textAsItIs(path: string, encoding: Encoding): Made {
  return { path, format: encoding, isText: true, repairs: [], place: recordPlaces(path) };
}

async function decodedText({ path, file, target }: Given, encoding: Encoding): Promise<Made> {
  if (encoding === "UTF-8") return textAsItIs(path, encoding);
  const decode = (blocks: AsyncIterable<Buffer>): AsyncIterable<string> => decoded(blocks, encoding);
  try {
    await pipeline(createReadStream(path), decode, createWriteStream(target));
  } catch (error) {
    throw new DataError([
      `${file}: cannot be read as ${encoding}: ${reasonOf(error)}; save it as "CSV UTF-8"`,
    ]);
  }
  return { ...textAsItIs(target, encoding), format: encoding };
}

async function unpacked({ path, file, target }: Given): Promise<Made> {
  const unzipped = `${target}.unzipped`;
  try {
    await pipeline(createReadStream(path), createGunzip(), createWriteStream(unzipped));
  } catch (error) {
    throw new DataError([`${file}: cannot be unpacked: ${reasonOf(error)}`]);
  }
  if (statSync(unzipped).size === 0) throw new DataError([`${file}: the file is empty`]);
  const made = await decodedText({ path: unzipped, file, target }, encodingOf(unzipped, file));
  return { ...made, format: `gzip, ${made.format}` };
}

function reasonOf(error: unknown): string {
  const code = String((error as NodeJS.ErrnoException).code);
  const reasons: Record<string, string> = {
    Z_BUF_ERROR: "it ends too early; copy it again",
    Z_DATA_ERROR: "it is damaged; copy it again",
    ERR_ENCODING_INVALID_ENCODED_DATA: "it is damaged",
    ENOSPC: "the disk is full",
    EFBIG: "the temporary file would be larger than allowed",
  };
  return reasons[code] ?? code;
}

function fromSheet({ target }: Given, sheet: SheetText): Made {
  writeFileSync(target, sheet.text);
  const { sheetRows, blankRows, mergedRows } = sheet;
  const rows = sheetRows.length - 1;
  const skipped = { rowsTouched: blankRows, rowsBefore: rows + blankRows, rowsAfter: rows };
  const merged = { rowsTouched: mergedRows, rowsBefore: rows, rowsAfter: rows };
  const repairs = [
    { rule: "skip rows of the sheet without any cell", columns: [], sql: "", ...skipped },
    { rule: "leave merged cells empty but for the first", columns: [], sql: "", ...merged },
  ];
  return {
    path: target,
    format: `sheet "${sheet.sheet}"`,
    isText: false,
    repairs: repairs.filter(({ rowsTouched }) => rowsTouched > 0),
    place: (record) => `row ${sheetRows[record - 1] ?? record}`,
  };
}

async function fromParquet({ path, file, target }: Given, database: Database): Promise<Made> {
  try {
    const select = `SELECT CAST(COLUMNS(*) AS STRING) FROM read_parquet($path)`;
    await database.run(`COPY (${select}) TO ${textLiteral(target)} (FORMAT csv, HEADER)`, { path });
  } catch {
    throw new DataError([`${file}: cannot be read as Parquet; it may be damaged, so write it again`]);
  }
  const place = (record: number): string => `row ${record - 1}`;
  return { path: target, format: "Parquet", isText: false, repairs: [], place };
}
