import { closeSync, openSync, readSync } from "node:fs";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const BLOCK_BYTES = 1_048_576;

/** How far the lines of a file were counted, and whether each of them was a record. */
interface Counting {
  bytes: number;
  /** The line that comes next; as long as `isOver` is false, the record of the same number begins on it. */
  line: number;
  lengthOfLine: number;
  quoted: boolean;
  afterReturn: boolean;
  /** Lines and records are not the same any more. */
  isOver: boolean;
}

/**
 * Where a record of a delimited file is, for a message: "line 17", or "record 17" when lines and records are
 * not the same any more because a quoted line break or a blank line came before. The header is record 1, so a
 * record's number is the row number that a spreadsheet shows.
 *
 * The file is read for this as far as the last record that was asked for, and each part of it once.
 */
export function recordPlaces(path: string): (record: number) => string {
  const counting = { bytes: 0, line: 1, lengthOfLine: 0, quoted: false, afterReturn: false, isOver: false };
  return (record) => {
    if (counting.line < record && !counting.isOver) countLines(path, counting, record);
    return `${record <= counting.line ? "line" : "record"} ${record}`;
  };
}

/** Counts on until the line with this number, or the first line that is no record. */
function countLines(path: string, counting: Counting, until: number): void {
  for (const block of blocksOf(path, counting.bytes)) {
    for (const byte of block) {
      counting.bytes++;
      countByte(counting, byte);
      if (counting.isOver || counting.line === until) return;
    }
  }
}

