import type { ColumnSchema, TableSchema } from "../contract/schema.js";
import type { Database } from "../database.js";

/** One cleaning rule as it ran: what it says, its statement, and what it did. */
export interface CleaningStep {
  readonly table: string;
  readonly rule: string;
  readonly columns: readonly string[];
  readonly sql: string;
  /** Rows in which a value changed, was flagged or was set aside. */
  readonly rowsTouched: number;
  readonly rowsBefore: number;
  readonly rowsAfter: number;
}

/**
 * Cleaning under way. Each rule is a view over the one before, `NAME_step_1`, `NAME_step_2` and so on, that puts new
 * columns beside the old ones: nothing is copied or overwritten, so any two steps can be compared.
 */
export interface Cleaning {
  readonly database: Database;
  readonly schema: TableSchema;
  /** The view of the last rule, at first the loaded table. */
  readonly view: string;
  readonly rows: number;
  /** Optional columns without any value, which a file may lack: nothing is to be cleaned in them. */
  readonly absent: readonly string[];
  /** Every column of the result, with the view's column that holds its values now. */
  readonly holders: ReadonlyMap<string, string>;
  readonly steps: readonly CleaningStep[];
  /** For each rule that sets rows aside, the statement that gives them: columns as loaded, and `reason`. */
  readonly setAside: readonly string[];
}

/** A rule that changes values or adds flags. A row is touched when a value becomes another one, or a flag is 1. */
export interface ColumnRule {
  readonly rule: string;
  /** What happens to a value, one word: "filled" puts the new income into income_filled. */
  readonly verb: string;
  /** The columns that change, with the SQL of their new values. */
  readonly values: Readonly<Record<string, string>>;
  /** New columns of 0 and 1. */
  readonly flags?: Readonly<Record<string, string>>;
}

/** A rule that keeps rows. Both conditions are SQL that is never NULL; `reason` is a text for each row set aside. */
export interface RowRule {
  readonly rule: string;
  readonly columns: readonly string[];
  readonly keep: string;
  readonly reason: string;
}

/** Begins to clean the loaded table, which must have record_number. */
export async function startCleaning(database: Database, schema: TableSchema): Promise<Cleaning> {
  const optional = schema.columns.filter((column) => column.optional).map(({ name }) => name);
  const counts = ["COUNT(*) AS n", ...optional.map((name) => `COUNT(${name}) AS known_${name}`)];
  const { columns } = await database.query(`SELECT ${counts.join(", ")} FROM ${schema.name}`);
  const absent = optional.filter((name) => columns[`known_${name}`][0] === 0);
  const holders = new Map(schema.columns.map(({ name }) => [name, name]));
  const start = { database, schema, view: schema.name, holders, steps: [], setAside: [] };
  return { ...start, rows: Number(columns.n[0]), absent };
}

/** The columns that declare a rule and are there. What customers were given, and what they then did, is never repaired. */
export function declaring(
  { schema, absent }: Cleaning,
  isDeclared: (column: ColumnSchema) => boolean,
): readonly ColumnSchema[] {
  const repaired = schema.columns.filter(({ role }) => role !== "treatment" && role !== "outcome");
  return repaired.filter((column) => isDeclared(column) && !absent.includes(column.name));
}

/** The view's column that holds a column of the result now: income is in income_filled once that rule ran. */
export function holderOf({ holders }: Cleaning, column: string): string {
  return holders.get(column) ?? column;
}

/**
 * Applies a rule that changes values.
 *
 * Throws RangeError when a column that it makes is there already.
 */
export async function changeColumns(cleaning: Cleaning, rule: ColumnRule): Promise<Cleaning> {
  const values = Object.entries(rule.values).map(([column, sql]) => {
    const holder = holderOf(cleaning, column);
    return { column, sql, name: `${holder}_${rule.verb}`, holder };
  });
  const flags = Object.entries(rule.flags ?? {}).map(([name, sql]) => ({ column: name, sql, name }));
  const made = [...values, ...flags];
  const known = new Set([...cleaning.schema.columns.map(({ name }) => name), ...cleaning.holders.keys()]);
  const taken = made.find(({ name }) => known.has(name));
  if (taken !== undefined) {
    throw new RangeError(`cleaning rule "${rule.rule}": ${cleaning.schema.name} has a ${taken.name} already`);
  }
  const lines = made.map(({ sql, name }) => `  ${sql} AS ${name}`);
  const sql = `SELECT *,\n${lines.join(",\n")}\nFROM ${cleaning.view}`;
  const changed = values.map(({ name, holder }) => `${name} IS DISTINCT FROM ${holder}`);
  const view = await nextView(cleaning, sql);
  const step = {
    table: cleaning.schema.name,
    rule: rule.rule,
    columns: [...new Set([...values, ...flags].map(({ column }) => column))],
    sql,
    rowsTouched: await countRows(
      cleaning,
      view,
      [...changed, ...flags.map((f) => `${f.name} = 1`)].join(" OR "),
    ),
    rowsBefore: cleaning.rows,
    rowsAfter: cleaning.rows,
  };
  const holders = new Map([...cleaning.holders, ...made.map(({ column, name }) => [column, name] as const)]);
  return { ...cleaning, view, holders, steps: [...cleaning.steps, step] };
}

/**
 * Applies a rule that sets rows aside.
 *
 * Throws RangeError when no row would be left.
 */
export async function setRowsAside(cleaning: Cleaning, rule: RowRule): Promise<Cleaning> {
  const { view: before, rows: rowsBefore, schema } = cleaning;
  const rowsTouched = await countRows(cleaning, before, `NOT (${rule.keep})`);
  const rows = rowsBefore - rowsTouched;
  if (rows === 0) throw new RangeError(`cleaning rule "${rule.rule}": no row of ${rowsBefore} is left`);
  const sql = `SELECT *\nFROM ${before}\nWHERE ${rule.keep}`;
  const view = await nextView(cleaning, sql);
  const step = {
    table: schema.name,
    ...{ rule: rule.rule, columns: rule.columns, sql },
    ...{ rowsTouched, rowsBefore, rowsAfter: rows },
  };
  const loaded = schema.columns.map(({ name }) => name).join(", ");
  const aside = `SELECT record_number, ${loaded}, ${rule.reason} AS reason FROM ${before} WHERE NOT (${rule.keep})`;
  const setAside = [...cleaning.setAside, aside];
  return { ...cleaning, view, rows, steps: [...cleaning.steps, step], setAside };
}

async function nextView({ database, schema, steps }: Cleaning, sql: string): Promise<string> {
  const view = `${schema.name}_step_${steps.length + 1}`;
  await database.run(`CREATE OR REPLACE VIEW ${view} AS ${sql}`);
  return view;
}

async function countRows({ database }: Cleaning, view: string, condition: string): Promise<number> {
  const result = await database.query(`SELECT COUNT(*) AS n FROM ${view} WHERE ${condition}`);
  return Number(result.columns.n[0]);
}
