import { type Fate, fateOf } from "../contract/cleaning-words.js";
import type { TableSchema } from "../contract/schema.js";
import { shown } from "../data-error.js";
import type { FaultKind, QualityFinding } from "./quality.js";
import type { LoadedTable } from "./read.js";

/** What was found in one column of a table that was read, and what becomes of it. */
export interface ColumnQuality {
  readonly table: string;
  readonly column: string;
  readonly rows: number;
  /** Rows with an empty cell, those included in which that is no fault. */
  readonly missing: number;
  /** An empty cell is no fault in this column. */
  readonly mayBeEmpty: boolean;
  /**
   * Rows at fault, by kind of fault: a cell breaks one rule only, so that they add up. Orphans count for the first column
   * of their foreign key.
   */
  readonly faults: readonly {
    readonly kind: FaultKind;
    readonly rows: number;
    readonly fate: Fate["fate"];
  }[];
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
    const wrong = own.filter(({ kind }) => !(column.optional && kind === "missing"));
    const first = wrong.find(({ kind }) => kind !== "missing") ?? wrong[0];
    const kinds = [...new Set(wrong.map(({ kind }) => kind))];
    return {
      table,
      column: column.name,
      rows,
      missing: rowsWith("missing"),
      mayBeEmpty: column.optional,
      faults: kinds.map((kind) => ({ kind, rows: rowsWith(kind), fate: fateOf(column, kind).fate })),
      first: first === undefined ? null : firstInWords(file, first),
      repair: kinds.map((kind) => fateOf(column, kind).words).join("; ") || null,
    };
  });
}

function firstInWords(file: string, { kind, place, rule, value, meant }: QualityFinding): string {
  const nearest = kind === "unknown level" && meant !== null ? `; nearest is ${shown(meant)}` : "";
  return `${file} ${place}: ${rule}, got ${value === null ? "an empty cell" : shown(value)}${nearest}`;
}
