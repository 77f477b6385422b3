import type { TableSchema } from "../contract/schema.js";
import { DataError } from "../data-error.js";
import type { Database } from "../database.js";
import { checkTable } from "./checks.js";
import { loadText } from "./delimited.js";
import { findingText, type QualityFinding } from "./quality.js";
import { typeColumns } from "./typed.js";

/** A table that was read, checked, and lies typed in the database under the schema's name. */
export interface LoadedTable {
  readonly table: string;
  /** File name. */
  readonly file: string;
  readonly rows: number;
  /** What was counted and is left to cleaning rules. */
  readonly findings: readonly QualityFinding[];
  /** Columns of the file that the schema does not know: not used. */
  readonly unusedColumns: readonly string[];
}

/**
 * Reads one delimited file into the database as table `schema.name`: typed, snake_case columns and
 * record_number (row of the file, the header is 1), checked against the schema.
 *
 * Throws DataError with everything that stops: see loadText, typeColumns and checkTable.
 *
 * @example
 * const loaded = await loadTable(database, tableSchema(workspace.schema, "campaign_data"), path);
 * loaded.rows; // 5000
 */
export async function loadTable(database: Database, schema: TableSchema, path: string): Promise<LoadedTable> {
  const text = await loadText(database, schema, path);
  await typeColumns(database, schema, text);
  await database.run(`DROP TABLE ${text.table}`);
  const findings = await checkTable(database, schema, text.place);
  const problems = findings
    .filter(({ grade }) => grade === "stop")
    .map((finding) => {
      const column = schema.columns.find(({ name }) => name === finding.column)!;
      return findingText(finding, { file: text.file, column });
    });
  if (problems.length > 0) throw new DataError(problems);
  return {
    table: schema.name,
    file: text.file,
    rows: text.rows,
    findings,
    unusedColumns: text.unusedColumns,
  };
}
