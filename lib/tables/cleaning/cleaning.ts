import type { Database, Parameters } from "../database.js";

/** One cleaning rule as it ran: what it says, its statement, and what it did. */
export interface CleaningStep {
  readonly rule: string;
  readonly columns: readonly string[];
  /** The statement, with its values filled in for reading. */
  readonly sql: string;
  /** Rows in which a value changed, was flagged or was set aside. */
  readonly rowsTouched: number;
  readonly rowsBefore: number;
  readonly rowsAfter: number;
}

/** A cleaned table of the database, the rows that were set aside with their reason, and the way there. */
export interface CleanedTable {
  readonly table: string;
  /** Table of the rows set aside: all columns as they were loaded, and `reason`. */
  readonly setAside: string;
  readonly rows: number;
  readonly rowsSetAside: number;
  readonly steps: readonly CleaningStep[];
}

/**
 * A rule that puts new columns beside the old ones: the new column's name to its SQL. A row is touched when
 * one of the new columns differs from the column it `replaces`, or is 1 when it replaces none (a flag).
 */
export interface ColumnRule {
  readonly rule: string;
  readonly columns: Readonly<Record<string, { readonly sql: string; readonly replaces?: string }>>;
  readonly parameters?: Parameters;
}

/** A rule that keeps the rows for which `keep` is true and sets the others aside with the reason. */
export interface RowRule {
  readonly rule: string;
  readonly columns: readonly string[];
  readonly keep: string;
  readonly reason: string;
}

/**
 * Cleaning under way. Each rule reads the table of the one before and makes the next, `base`_step_1,
 * `base`_step_2 and so on: nothing is overwritten, so any two can be compared.
 */
export interface Cleaning {
  readonly database: Database;
  readonly loaded: string;
  readonly base: string;
  /** Table after the last rule. */
  readonly table: string;
  readonly steps: readonly CleaningStep[];
  /** Tables of rows set aside, one for each rule that did. */
  readonly setAside: readonly string[];
}

/** Begins to clean the table `loaded`, which must have record_number. */
export function startCleaning(database: Database, loaded: string, base: string): Cleaning {
  return { database, loaded, base, table: loaded, steps: [], setAside: [] };
}

/** Applies a rule that changes values. */
export async function changeColumns(cleaning: Cleaning, rule: ColumnRule): Promise<Cleaning> {
  const { database } = cleaning;
  const columns = Object.entries(rule.columns);
  const lines = columns.map(([name, { sql }]) => `  ${sql} AS ${name}`);
  const sql = `SELECT *,\n${lines.join(",\n")}\nFROM ${cleaning.table}`;
  const table = `${cleaning.base}_step_${cleaning.steps.length + 1}`;
  await database.run(`CREATE OR REPLACE TABLE ${table} AS ${sql}`, rule.parameters);
  const touched = columns.map(([name, { replaces }]) =>
    replaces === undefined ? `${name} = 1` : `${name} IS DISTINCT FROM ${replaces}`,
  );
  const rows = await countRows(database, table);
  const step = {
    rule: rule.rule,
    columns: columns.map(([name, { replaces }]) => replaces ?? name),
    sql: readableSql(sql, rule.parameters ?? {}),
    rowsTouched: await countRows(database, table, touched.join(" OR ")),
    rowsBefore: rows,
    rowsAfter: rows,
  };
  return { ...cleaning, table, steps: [...cleaning.steps, step] };
}

/**
 * Applies a rule that sets rows aside.
 *
 * Throws RangeError when no row would be left.
 */
export async function keepRows(cleaning: Cleaning, rule: RowRule): Promise<Cleaning> {
  const { database, loaded, base } = cleaning;
  const number = cleaning.steps.length + 1;
  const [table, aside] = [`${base}_step_${number}`, `${base}_aside_${number}`];
  const sql = `SELECT *\nFROM ${cleaning.table}\nWHERE ${rule.keep}`;
  await database.run(`CREATE OR REPLACE TABLE ${table} AS ${sql}`);
  await database.run(
    `CREATE OR REPLACE TABLE ${aside} AS
SELECT loaded.*, CAST($reason AS STRING) AS reason
FROM ${loaded} AS loaded
WHERE EXISTS (SELECT 1 FROM ${cleaning.table} AS b WHERE b.record_number = loaded.record_number)
  AND NOT EXISTS (SELECT 1 FROM ${table} AS a WHERE a.record_number = loaded.record_number)`,
    { reason: rule.reason },
  );
  const rowsBefore = await countRows(database, cleaning.table);
  const rowsAfter = await countRows(database, table);
  if (rowsAfter === 0) throw new RangeError(`cleaning rule "${rule.rule}": no row of ${rowsBefore} is left`);
  const touched = { rowsTouched: rowsBefore - rowsAfter, rowsBefore, rowsAfter };
  const step = { rule: rule.rule, columns: rule.columns, sql, ...touched };
  return { ...cleaning, table, steps: [...cleaning.steps, step], setAside: [...cleaning.setAside, aside] };
}

/**
 * Ends cleaning: table `base`_clean with record_number and the given columns, each name with the column it
 * comes from, and table `base`_set_aside, both in the order of the file.
 */
export async function finishCleaning(
  { database, loaded, base, table, steps, setAside }: Cleaning,
  columns: Readonly<Record<string, string>>,
): Promise<CleanedTable> {
  const list = Object.entries(columns).map(([name, from]) => (name === from ? name : `${from} AS ${name}`));
  await database.run(
    `CREATE OR REPLACE TABLE ${base}_clean AS
SELECT record_number, ${list.join(", ")} FROM ${table} ORDER BY record_number`,
  );
  const none = `SELECT *, CAST(NULL AS STRING) AS reason FROM ${loaded} WHERE 1 = 0`;
  const parts = [none, ...setAside.map((part) => `SELECT * FROM ${part}`)].join("\nUNION ALL ");
  await database.run(
    `CREATE OR REPLACE TABLE ${base}_set_aside AS SELECT * FROM (${parts}) AS parts ORDER BY record_number`,
  );
  return {
    table: `${base}_clean`,
    setAside: `${base}_set_aside`,
    rows: await countRows(database, `${base}_clean`),
    rowsSetAside: await countRows(database, `${base}_set_aside`),
    steps,
  };
}

/**
 * The expression that writes the levels of a text column as they are meant, for a ColumnRule. `meant` gives
 * the level for a value and null where it stays as it is.
 */
export async function relabel(
  { database, table }: Cleaning,
  column: string,
  meant: (value: string) => string | null,
): Promise<{ sql: string; parameters: Parameters }> {
  const found = await database.query(
    `SELECT DISTINCT ${column} AS level FROM ${table} WHERE ${column} IS NOT NULL ORDER BY level`,
  );
  const changes = Array.from(found.columns.level, String)
    .map((level) => ({ level, meant: meant(level) ?? level }))
    .filter((change) => change.level !== change.meant);
  if (changes.length === 0) return { sql: column, parameters: {} };
  const cases = changes.map((_, i) => `WHEN $${column}_${i} THEN $${column}_${i}_meant`);
  const parameters = changes.flatMap((change, i) => [
    [`${column}_${i}`, change.level],
    [`${column}_${i}_meant`, change.meant],
  ]);
  return {
    sql: `CASE ${column} ${cases.join(" ")} ELSE ${column} END`,
    parameters: Object.fromEntries(parameters),
  };
}

/** The statement with its parameters' values in their places: for reading, never for running. */
export function readableSql(sql: string, parameters: Parameters): string {
  return sql.replace(/\$([a-z0-9_]+)/g, (place, name: string) => {
    const value = parameters[name];
    if (value === undefined) return place;
    return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
  });
}

async function countRows(database: Database, table: string, condition = "1 = 1"): Promise<number> {
  const result = await database.query(`SELECT COUNT(*) AS n FROM ${table} WHERE ${condition}`);
  return Number(result.columns.n[0]);
}
