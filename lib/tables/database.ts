import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDecimalValue,
  DuckDBInstance,
  type DuckDBMaterializedResult,
  DuckDBTypeId,
  VARCHAR,
} from "@duckdb/node-api";
import type { Column, Table } from "../types.js";

/** Values for the `$name` places of a statement. Numbers arrive as DOUBLE, texts as VARCHAR. */
export type Parameters = Readonly<Record<string, string | number | null>>;

/** An SQL engine that holds tables by name. */
export interface Database {
  /** A temporary folder of this database alone, for files that tables lie in. It goes when the database is closed. */
  readonly folder: string;
  /** Runs a statement and returns the number of rows it wrote. */
  run(sql: string, parameters?: Parameters): Promise<number>;
  /** Runs a query and returns its result by columns; `name` is what the result is called. */
  query(sql: string, parameters?: Parameters, name?: string): Promise<Table>;
  /** Makes a table of the database from one in memory, numbers as DOUBLE and texts as VARCHAR. */
  load(name: string, table: Table): Promise<void>;
  close(): void;
}

/**
 * What DuckDB may hold in memory at once; what needs more is done in parts, on the disk. Buffers that it does not count,
 * and Node itself, come on top.
 */
const MEMORY_LIMIT = "600MB";

/** DuckDB's own unit of work: it reads and writes this many rows at a time. */
const ROWS_PER_CHUNK = 2048;

const NUMERIC_TYPES: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE,
  DuckDBTypeId.DECIMAL,
]);

/**
 * An empty DuckDB database in UTC, in limited memory.
 *
 * One thread by default: sums of doubles then run over the rows in one order, and the last digits are the
 * same in every run. With more threads they are not; use those for integers and decimals.
 *
 * @example
 * const database = await openDatabase();
 * (await database.query("SELECT 7 AS n")).columns.n; // Float64Array [7]
 */
export async function openDatabase({ threads = 1 }: { threads?: number } = {}): Promise<Database> {
  const folder = temporaryFolder();
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(threads),
    memory_limit: MEMORY_LIMIT,
    temp_directory: join(folder, "spilled"),
    // Extensions that we need are built in; a missing one is an error and no reason to go to the network.
    autoinstall_known_extensions: "false",
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return {
    folder,
    run: async (sql, parameters = {}) => (await connection.run(sql, { ...parameters })).rowsChanged,
    query: async (sql, parameters = {}, name = "result") =>
      readResult(await connection.run(sql, { ...parameters }), name),
    load: (name, table) => loadTable(connection, name, table),
    close: () => {
      connection.closeSync();
      instance.closeSync();
      removeFolder(folder);
    },
  };
}

/** Folders of open databases. Notebooks leave theirs open: these go when the process ends. */
const openFolders = new Set<string>();
process.once("exit", () => openFolders.forEach(removeFolder));

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "campaign-lab-"));
  openFolders.add(folder);
  return folder;
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  openFolders.delete(folder);
}

/** A name as it may stand in a statement, whatever it contains. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function readResult(result: DuckDBMaterializedResult, name: string): Promise<Table> {
  const chunks = await result.fetchAllChunks();
  const columns = result.columnNames().map((column, i): [string, Column] => {
    const numeric = NUMERIC_TYPES.has(result.columnTypeId(i));
    return [column, numeric ? readNumbers(chunks, i, column) : readTexts(chunks, i)];
  });
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  return { name, rows, columns: Object.fromEntries(columns) };
}

function readNumbers(chunks: readonly DuckDBDataChunk[], index: number, column: string): Float64Array {
  const values = new Float64Array(chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0));
  let row = 0;
  for (const chunk of chunks) {
    const vector = chunk.getColumnVector(index);
    for (let i = 0; i < vector.itemCount; i++) values[row++] = asNumber(vector.getItem(i), column);
  }
  return values;
}

function asNumber(value: unknown, column: string): number {
  if (value === null) return Number.NaN;
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (typeof value === "bigint" && !Number.isSafeInteger(Number(value))) {
    throw new RangeError(`column "${column}": ${value} is beyond 2^53 and would lose its last digits`);
  }
  return Number(value);
}

function readTexts(chunks: readonly DuckDBDataChunk[], index: number): (string | null)[] {
  return chunks.flatMap((chunk) =>
    chunk.getColumnValues(index).map((value) => (value === null ? null : String(value))),
  );
}

async function loadTable(connection: DuckDBConnection, name: string, table: Table): Promise<void> {
  const columns = Object.entries(table.columns);
  const types = columns.map(([, column]) => (column instanceof Float64Array ? DOUBLE : VARCHAR));
  const definitions = columns.map(([column], i) => `${quoteIdentifier(column)} ${types[i]}`).join(", ");
  await connection.run(`CREATE OR REPLACE TABLE ${quoteIdentifier(name)} (${definitions})`);
  const appender = await connection.createAppender(name);
  for (let start = 0; start < table.rows; start += ROWS_PER_CHUNK) {
    const end = Math.min(table.rows, start + ROWS_PER_CHUNK);
    const chunk = DuckDBDataChunk.create(types, end - start);
    columns.forEach(([, column], i) => {
      chunk.setColumnValues(i, Array.from(column.slice(start, end), missingAsNull));
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function missingAsNull(value: number | string | null): number | string | null {
  return typeof value === "number" && Number.isNaN(value) ? null : value;
}
