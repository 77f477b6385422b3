import type { ForeignKey, Schema } from "../contract/schema.js";
import { tableSchema } from "../contract/schema.js";
import type { Database } from "../database.js";
import { findFaults } from "./faults.js";
import type { QualityFinding } from "./quality.js";
import type { LoadedTable } from "./read.js";

/**
 * Counts orphans: rows of loaded tables whose foreign key leads to no row of the other table, which must be loaded, too.
 * A row with an empty cell in its foreign key belongs to nobody that we know: it counts as missing and not as an orphan.
 *
 * Orphans stop nothing. A join leaves them out, so their number belongs beside the joined one.
 *
 * @example
 * await foreignKeyFindings(database, workspace.schema, [customers, calls]); // 12 calls of numbers that no customer has
 */
export async function foreignKeyFindings(
  database: Database,
  schema: Schema,
  loaded: readonly LoadedTable[],
): Promise<readonly QualityFinding[]> {
  const isLoaded = ({ table }: ForeignKey): boolean => loaded.some((other) => other.table === table);
  const keys = loaded.flatMap((table) =>
    tableSchema(schema, table.table)
      .foreignKeys.filter(isLoaded)
      .map((key) => ({ table, key })),
  );
  const findings: QualityFinding[] = [];
  for (const { table, key } of keys) findings.push(...(await orphans(database, table, key)));
  return findings;
}

async function orphans(
  database: Database,
  { table, place }: LoadedTable,
  { columns, table: other, to }: ForeignKey,
): Promise<QualityFinding[]> {
  const complete = columns.map((name) => `child.${name} IS NOT NULL`).join(" AND ");
  const same = columns.map((name, i) => `parent.${to[i]} = child.${name}`).join(" AND ");
  const rows = `(
  SELECT * FROM ${table} AS child
  WHERE ${complete} AND NOT EXISTS (SELECT 1 FROM ${other} AS parent WHERE ${same})
) AS orphans`;
  const value = columns.map((name) => `CAST(${name} AS STRING)`).join(" || ', ' || ");
  const [fault] = await findFaults(database, { table: rows, checks: [{ condition: "1 = 1", value }] });
  if (fault === null) return [];
  const rule = `belongs to no row of ${other}`;
  const [column] = columns;
  const told = { count: fault.count, place: place(fault.record), value: fault.value, meant: null };
  return [{ table, column, kind: "orphan", rule, ...told, grade: "repair" }];
}
