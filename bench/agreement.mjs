import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { Problem } from "../scripts/problem.mjs";

/** @import { Database } from "../lib/tables/database.js" */

/** So many values of a column of texts are compared one by one: the most frequent ones. */
const LEVELS = 20;

/**
 * Whether the programs did the same work: they found the same faults, and wrote tables with the same rows, the same
 * sums in cents and the same number of rows at every level. The order of the rows does not count, and neither do columns
 * that the first program does not have.
 *
 * Throws Problem when one of them differs from the first.
 *
 * @param {readonly { name: string, path: string, found: unknown }[]} results
 */
export async function checkAgreement(results) {
  const { openDatabase } = createRequire(import.meta.url)("../lib/dist/tables/database.js");
  /** @type {Database} */
  const database = await openDatabase();
  const [first, ...others] = results;
  const columns = await columnsOf(database, first.path);
  const expected = { found: first.found, ...(await contentOf(database, first.path, columns)) };
  for (const { name, path, found } of others) {
    try {
      assert.deepEqual({ found, ...(await contentOf(database, path, columns)) }, expected);
    } catch (error) {
      throw new Problem(`${name} and ${first.name} differ: ${/** @type {Error} */ (error).message}`);
    }
  }
  database.close();
  const names = results.map(({ name }) => name).join(", ");
  if (others.length > 0) console.log(`same faults found, same rows, levels and sums in cents: ${names}`);
}

/**
 * @param {Database} database
 * @param {string} path
 */
async function columnsOf(database, path) {
  const { columns } = await database.query("SELECT * FROM read_parquet($path) LIMIT 0", { path });
  // Our own number of the row in the file.
  const names = Object.keys(columns).filter((name) => name !== "record_number");
  return names.map((name) => ({ name, isNumber: columns[name] instanceof Float64Array }));
}

/**
 * What is in a table of Parquet: every row, as a sum over hashes of its cells; a sum for each number; the levels.
 *
 * @param {Database} database
 * @param {string} path
 * @param {readonly { name: string, isNumber: boolean }[]} columns
 */
async function contentOf(database, path, columns) {
  const cells = columns.map(({ name, isNumber }) =>
    isNumber ? `CAST(ROUND(100 * CAST(${name} AS DOUBLE)) AS BIGINT)` : `CAST(${name} AS STRING)`,
  );
  const sums = columns.map(({ name, isNumber }, i) =>
    isNumber ? `CAST(SUM(${cells[i]}) AS BIGINT) AS ${name}` : `COUNT(${name}) AS ${name}`,
  );
  const table = await database.query(
    `SELECT COUNT(*) AS all_rows, CAST(SUM(HASH(${cells.join(", ")})) AS STRING) AS hashes, ${sums.join(", ")}
FROM read_parquet($path)`,
    { path },
  );
  /** @type {{ [column: string]: unknown }} */
  const levels = {};
  for (const { name } of columns.filter(({ isNumber }) => !isNumber)) {
    const counted = await database.query(
      `SELECT CAST(${name} AS STRING) AS level, COUNT(*) AS count
FROM read_parquet($path) GROUP BY 1 ORDER BY count DESC, level LIMIT ${LEVELS}`,
      { path },
    );
    levels[name] = counted.columns;
  }
  return { totals: table.columns, levels };
}
