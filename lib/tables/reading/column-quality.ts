import { missingInWords, outsideInWords } from "../contract/cleaning-words.js";
import type { ColumnSchema, TableSchema } from "../contract/schema.js";
import { shown } from "../data-error.js";
import type { FaultKind, QualityFinding } from "./quality.js";
import type { LoadedTable } from "./read.js";

/** What was found in one column of a table that was read: rows at fault, by kind of fault. */
export interface ColumnQuality {
  readonly table: string;
  readonly column: string;
  readonly rows: number;
  readonly missing: number;
  /** An empty cell is no fault in this column. */
  readonly mayBeEmpty: boolean;
  readonly outOfRange: number;
  readonly unknownLevels: number;
  readonly otherSpellings: number;
  readonly repeatedKeys: number;
  /** Rows whose foreign key, of which this is the first column, leads nowhere. */
  readonly orphans: number;
  /** File, place and value of a first row at fault: of a wrong value if there is one, else of an empty cell. */
  readonly first: string | null;
  /** What becomes of the faults that were found; null when there are none. */
  readonly repair: string | null;
}

/**
 * The quality of every column of a table, those without a fault included. `findings` are the table's own and those of its
 * foreign keys.
 *
 * @example
 * columnQuality(tableSchema(schema, "marketing_campaign"), loaded)[4].missing; // 24 incomes
 */
export function columnQuality(
  schema: TableSchema,
  { table, file, rows, findings }: LoadedTable,
): readonly ColumnQuality[] {
  return schema.columns.map((column) => {
    const own = findings.filter((finding) => finding.table === table && finding.column === column.name);
    const rowsWith = (kind: FaultKind): number =>
      own.filter((finding) => finding.kind === kind).reduce((sum, { count }) => sum + count, 0);
    const faults = own.filter(({ kind }) => !(column.optional && kind === "missing"));
    const first = faults.find(({ kind }) => kind !== "missing") ?? faults[0];
    const repairs = new Set(faults.map((finding) => repairInWords(column, finding)));
    return {
      table,
      column: column.name,
      rows,
      missing: rowsWith("missing"),
      mayBeEmpty: column.optional,
      outOfRange: rowsWith("out of range"),
      unknownLevels: rowsWith("unknown level"),
      otherSpellings: rowsWith("other spelling"),
      repeatedKeys: rowsWith("repeated key"),
      orphans: rowsWith("orphan"),
      first: first === undefined ? null : firstInWords(file, first),
      repair: [...repairs].join("; ") || null,
    };
  });
}

function firstInWords(file: string, { place, rule, value }: QualityFinding): string {
  return `${file} ${place}: ${rule}, got ${value === null ? "an empty cell" : shown(value)}`;
}

function repairInWords({ cleaning }: ColumnSchema, { kind }: QualityFinding): string {
  const words: Partial<Record<FaultKind, string>> = {
    missing: missingInWords(cleaning),
    "out of range": outsideInWords(cleaning.outside),
    "other spelling": "spellings get the level that is meant",
    "unknown level": "unknown levels stay as they are",
    orphan: "joins leave orphans out",
  };
  return words[kind] ?? "stops the run";
}
