import { closeSync, openSync, readSync } from "node:fs";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const BLOCK_BYTES = 1_048_576;

/**
 * Where a record of a delimited file is, for a message: "line 17", or "record 17" when lines and records are
 * not the same any more because a quoted line break or a blank line came before. The header is record 1, so a
 * record's number is the row number that a spreadsheet shows.
 *
 * The file is read for this once, and only when the first place after the header's is asked for.
 */
export function recordPlaces(path: string): (record: number) => string {
  let lastOnItsLine: number | undefined;
  return (record) => {
    if (record === 1) return "line 1";
    lastOnItsLine ??= lastRecordOnItsLine(path);
    return `${record <= lastOnItsLine ? "line" : "record"} ${record}`;
  };
}

/** The number of the last record that begins on the line of the same number; Infinity when all do. */
function lastRecordOnItsLine(path: string): number {
  let line = 1;
  let lengthOfLine = 0;
  let quoted = false;
  let afterReturn = false;
  for (const block of blocksOf(path)) {
    for (const byte of block) {
      if (byte === QUOTE) quoted = !quoted;
      // CR LF is one line end: its LF neither ends a second line nor counts as content.
      const endsLine = byte === CARRIAGE_RETURN || (byte === LINE_FEED && !afterReturn);
      afterReturn = byte === CARRIAGE_RETURN;
      if (!endsLine) {
        lengthOfLine += byte === LINE_FEED ? 0 : 1;
        continue;
      }
      if (quoted) return line;
      if (lengthOfLine === 0) return line - 1;
      line++;
      lengthOfLine = 0;
    }
  }
  return Number.POSITIVE_INFINITY;
}

/** The bytes of a file, a block at a time; the next one overwrites the last. */
export function* blocksOf(path: string): Generator<Buffer> {
  const handle = openSync(path, "r");
  const block = Buffer.alloc(BLOCK_BYTES);
  try {
    for (let size = readSync(handle, block); size > 0; size = readSync(handle, block)) {
      yield block.subarray(0, size);
    }
  } finally {
    closeSync(handle);
  }
}
