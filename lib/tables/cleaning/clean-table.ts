import { type Schema, type TableSchema, tableSchema } from "../contract/schema.js";
import type { Database } from "../database.js";
import { type Cleaning, type CleaningStep, startCleaning } from "./cleaning.js";
import { fillMissing } from "./fills.js";
import { oneSpelling, titleCase } from "./levels.js";
import { flagOutside, setAsideMissing, setAsideOutside, winsorise } from "./limits.js";

/** A cleaned table of the database, the rows that were set aside with their reason, and the way there. */
export interface CleanedTable {
  /** What was cleaned: the part of the schema about it. */
  readonly schema: TableSchema;
  /** `NAME_clean`: record_number, the schema's columns, and the flags NAME_missing and NAME_outside. In file order. */
  readonly table: string;
  /** `NAME_set_aside`: record_number, all columns as they were loaded, and `reason`. In file order. */
  readonly setAside: string;
  /** Columns that cleaning added: 1 where a value was missing and has been filled in, or is outside of its range. */
  readonly flags: readonly string[];
  readonly rows: number;
  readonly rowsSetAside: number;
  readonly steps: readonly CleaningStep[];
}

/** The order matters: a median is taken before rows are set aside, percentiles after it. */
const RULES: readonly ((cleaning: Cleaning) => Promise<Cleaning>)[] = [
  titleCase,
  oneSpelling,
  fillMissing,
  flagOutside,
  setAsideOutside,
  setAsideMissing,
  winsorise,
];

/**
 * Cleans a loaded table by the rules that its schema declares, in the order: title case, one spelling for each level,
 * missing values filled, values out of range flagged, rows with one set aside, rows without a needed value set aside,
 * extremes set to a percentile of the rows left. A declared rule is listed also when it touched nothing, but not one for
 * an optional column without any value.
 *
 * Treatment and outcome are never touched, and a level that the schema does not know stays as it is. A filled value is
 * a guess: its flag NAME_missing says where not to trust it. What could not be filled stays missing, with the flag 0.
 * The clean table is a view: it is computed when it is read and holds no memory, so that a table need not fit twice.
 *
 * Throws RangeError when a median or percentile has no value to go by, or no row would be left.
 *
 * @example
 * const { steps } = await cleanTable(database, tableSchema(workspace.schema, "marketing_campaign"));
 * steps.map((step) => `${step.rule}: ${step.rowsTouched}`); // …, "fill a missing income with the median, 51381.5: 24", …
 */
export async function cleanTable(database: Database, schema: TableSchema): Promise<CleanedTable> {
  let cleaning = await startCleaning(database, schema);
  const rowsLoaded = cleaning.rows;
  for (const rule of RULES) cleaning = await rule(cleaning);
  const { view, holders, steps, setAside, rows } = cleaning;
  const clean = Array.from(holders, ([name, holder]) => (name === holder ? name : `${holder} AS ${name}`));
  // Without ORDER BY: a projection keeps the order of the loaded rows, and sorting them would need their whole memory.
  await database.run(
    `CREATE OR REPLACE VIEW ${schema.name}_clean AS SELECT record_number, ${clean.join(", ")} FROM ${view}`,
  );
  const names = schema.columns.map(({ name }) => name);
  const none = `SELECT record_number, ${names.join(", ")}, CAST(NULL AS STRING) AS reason FROM ${schema.name} WHERE 1 = 0`;
  await database.run(
    `CREATE OR REPLACE TABLE ${schema.name}_set_aside AS
SELECT * FROM (${[none, ...setAside].join("\nUNION ALL ")}) AS parts ORDER BY record_number`,
  );
  return {
    schema,
    table: `${schema.name}_clean`,
    setAside: `${schema.name}_set_aside`,
    flags: [...holders.keys()].filter((name) => !names.includes(name)),
    rows,
    rowsSetAside: rowsLoaded - rows,
    steps,
  };
}

/**
 * Cleans every table that was loaded, in their order: see cleanTable.
 *
 * @example
 * const cleaned = await cleanTables(database, workspace.schema, loaded);
 * cleaned.map(({ schema, rowsSetAside }) => `${schema.name}: ${rowsSetAside}`);
 */
export async function cleanTables(
  database: Database,
  schema: Schema,
  loaded: readonly { readonly table: string }[],
): Promise<CleanedTable[]> {
  const cleaned: CleanedTable[] = [];
  for (const { table } of loaded) cleaned.push(await cleanTable(database, tableSchema(schema, table)));
  return cleaned;
}

/** The columns of a cleaned table in order, each with its name in files: the table's own, and a flag's as it is. */
export function fileNames({ schema, flags }: Pick<CleanedTable, "schema" | "flags">): Record<string, string> {
  const columns = schema.columns.map(({ name, file }): [string, string] => [name, file]);
  return Object.fromEntries([...columns, ...flags.map((flag): [string, string] => [flag, flag])]);
}
