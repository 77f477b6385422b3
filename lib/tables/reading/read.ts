import type { CleaningStep } from "../cleaning/cleaning.js";
import type { TableSchema } from "../contract/schema.js";
import type { Database } from "../database.js";
import { checkTable } from "./checks.js";
import { openText } from "./delimited.js";
import { type QualityFinding, stopAt } from "./quality.js";
import { plainText, type SourceText } from "./source-text.js";
import { typeColumns } from "./typed.js";

/** A table that was read, checked, and lies typed in the database under the schema's name. */
export interface LoadedTable {
  readonly table: string;
  /** File name. */
  readonly file: string;
  /** What the file was: "UTF-8", "gzip, windows-1252", 'sheet "Sales"', "Parquet". */
  readonly format: string;
  readonly rows: number;
  /** What was counted and is left to cleaning rules. */
  readonly findings: readonly QualityFinding[];
  /** What reading changed or left out: declared spellings and codes of missing values, money, durations, dates in other forms, blank rows of a sheet. */
  readonly conversions: readonly CleaningStep[];
  /** Columns of the file that the schema does not know: not used. */
  readonly unusedColumns: readonly string[];
  /** Where a record stands in the file, for messages: "line 17". */
  place(record: number): string;
}

/**
 * Reads one file into the database as table `schema.name`: typed, snake_case columns and record_number (row of the
 * file, the header is 1), checked against the schema. Delimited text in any usual encoding, also as gzip, .xlsx and
 * Parquet.
 *
 * Throws DataError with everything that stops: see plainText, openText, typeColumns and checkTable. The database then has
 * no table of that name.
 *
 * @example
 * const loaded = await loadTable(database, tableSchema(workspace.schema, "campaign_data"), path);
 * loaded.rows; // 5000
 */
export async function loadTable(database: Database, schema: TableSchema, path: string): Promise<LoadedTable> {
  const source = await plainText(database, path, schema.sheet);
  try {
    return await loadSource(database, schema, source);
  } catch (error) {
    await database.run(`DROP VIEW IF EXISTS ${schema.name}`);
    throw error;
  } finally {
    source.dispose();
  }
}

async function loadSource(database: Database, schema: TableSchema, source: SourceText): Promise<LoadedTable> {
  const text = openText(source, schema);
  const conversions = await typeColumns(database, { schema, text, isText: source.isText });
  const findings = await checkTable(database, schema, text.place);
  stopAt(findings, { file: text.file, schema });
  const { columns } = await database.query(`SELECT COUNT(*) AS n FROM ${schema.name}`);
  return {
    table: schema.name,
    file: text.file,
    format: source.format,
    rows: Number(columns.n[0]),
    findings,
    conversions: [...source.repairs.map((step) => ({ table: schema.name, ...step })), ...conversions],
    unusedColumns: text.unusedColumns,
    place: text.place,
  };
}
