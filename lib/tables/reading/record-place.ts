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
 * The file is read for this only as far as the record that is asked for, and no part of it twice.
 */
export function recordPlaces(path: string): (record: number) => string {
  const counted = recordsOnTheirLine(path);
  let last = 1;
  return (record) => {
    while (last < record) {
      const next = counted.next();
      if (next.done) break;
      last = next.value;
    }
    return `${record <= last ? "line" : "record"} ${record}`;
  };
}

/**
 * The number of the last record that is known to begin on the line of the same number, after each block of the file, and
 * no more once lines and records differ.
 */
function* recordsOnTheirLine(path: string): Generator<number> {
  let line = 1;
  let lengthOfLine = 0;
  let quoted = false;
  let afterReturn = false;
  for (let start = 0, block = blockAt(path, start); block.length > 0; block = blockAt(path, start)) {
    for (const byte of block) {
      if (byte === QUOTE) quoted = !quoted;
      // CR LF is one line end: its LF neither ends a second line nor counts as content.
      const endsLine = byte === CARRIAGE_RETURN || (byte === LINE_FEED && !afterReturn);
      afterReturn = byte === CARRIAGE_RETURN;
      if (!endsLine) {
        lengthOfLine += byte === LINE_FEED ? 0 : 1;
        continue;
      }
      if (quoted || lengthOfLine === 0) {
        yield quoted ? line : line - 1;
        return;
      }
      line++;
      lengthOfLine = 0;
    }
    start += block.length;
    yield lengthOfLine > 0 ? line : line - 1;
  }
}

/** A block of a file from this byte on; the file is not kept open for the next one. */
function blockAt(path: string, start: number): Buffer {
  const handle = openSync(path, "r");
  try {
    const block = Buffer.alloc(BLOCK_BYTES);
    return block.subarray(0, readSync(handle, block, 0, BLOCK_BYTES, start));
  } finally {
    closeSync(handle);
  }
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
